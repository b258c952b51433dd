// The Store on one writing connection.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/sqlite/reader.h"

namespace gailou::storage::sqlite {

/// Opens, migrates, prepares. `path` is the database's.
Result<std::unique_ptr<Store>> open_store_at(const std::string& path, Instant now);
Result<std::unique_ptr<Reader>> open_reader_at(const std::string& path);

class SqliteReader final : public Reading<Reader> {
 public:
  using Reading::Reading;
};

class SqliteStore final : public Reading<Store> {
 public:
  using Reading::Reading;
  ~SqliteStore() override;

  Result<SourceRecord> ensure_source(const SourceRecord& source) override;
  Result<void> remove_source(const std::string& source) override;
  Result<void> save_source_state(const std::string& source, const SourceState& state) override;

  Result<AddedThread> add_thread(const std::string& source, digest::TopicId topic, Instant now) override;
  Result<std::optional<AddedThread>> add_thread_by_rule(const ThreadName& name, const std::string& rule,
                                                        Instant now) override;
  Result<bool> let_go(digest::ThreadId id, Instant now) override;
  Result<void> remove_thread(digest::ThreadId id, bool keep_data, Instant now) override;
  Result<void> save_poll(digest::ThreadId id, const PollState& poll, ThreadState state) override;
  Result<void> save_polls(const std::vector<PollSave>& polls) override;
  Result<void> pause_thread(digest::ThreadId id, std::optional<Instant> until) override;
  Result<void> resume_thread(digest::ThreadId id) override;
  Result<void> set_engine(digest::ThreadId id, const std::optional<std::string>& engine) override;

  Result<Ingested> ingest(digest::ThreadId id, const digest::Observation& observation, digest::Duration confirm_after,
                          Instant now) override;
  Result<std::vector<digest::PostId>> wanted(digest::ThreadId id, const std::vector<digest::PostId>& stream,
                                             Instant now) override;
  Result<std::vector<HeldPost>> held_between(digest::ThreadId id, digest::Floor after, digest::Floor before,
                                             std::int64_t limit) override;
  Result<std::vector<Instant>> newest_written(digest::ThreadId id, std::int64_t limit, Instant now) override;
  Result<void> note_unanswered(digest::ThreadId id, const std::vector<digest::PostId>& ids, Instant now) override;
  Result<void> complete_first_fetch(digest::ThreadId id, Instant now) override;
  Result<Settled> settle_absences(digest::ThreadId id, const std::vector<AbsenceVerdict>& verdicts,
                                  Instant now) override;

  Result<std::optional<Batch>> take_batch(digest::ThreadId id, const digest::SettleSettings& settings,
                                          digest::Urgency urgency, Instant now) override;
  Result<std::vector<digest::PendingFloor>> pending(digest::ThreadId id) override;
  Result<std::vector<digest::ChangedFloor>> changed(digest::ThreadId id) override;
  Result<Committed> commit_revision(digest::BatchId batch, const digest::Step& step, Instant now) override;
  Result<void> pass_over(digest::BatchId batch) override;
  using Store::withdraw_deleted;
  Result<std::optional<Committed>> withdraw_deleted(digest::ThreadId id, Instant now,
                                                    const digest::ComposeSettings& settings) override;

  Result<AttemptId> open_attempt(const Attempt& attempt) override;
  Result<void> close_attempt(AttemptId id, const AttemptEnd& end, const std::optional<KeptAnswer>& answer) override;
  Result<void> note_verdict(AttemptId id, const std::string& verdict, const std::string& rules) override;
  Result<void> save_endpoint_facts(const std::string& endpoint, const std::string& model, const std::string& facts,
                                   Instant now) override;

  Result<void> checkpoint() override;
  Result<bool> tend_search(Instant now) override;
  Result<bool> tend_ledger(Instant now) override;

 private:
  /// What was committed stays so even if the checkpoint after it fails: that fault is of the next call's.
  template <class Value>
  Result<Value> after_commit(Result<Value> result);
  Checkpointer checkpointer_{};
};

}  // namespace gailou::storage::sqlite
