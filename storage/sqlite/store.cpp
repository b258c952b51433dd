#include "storage/sqlite/store.h"

#include "storage/sqlite/absences.h"
#include "storage/sqlite/batches.h"
#include "storage/sqlite/changes.h"
#include "storage/sqlite/discovery.h"
#include "storage/sqlite/ingest.h"
#include "storage/sqlite/migrate.h"
#include "storage/sqlite/revisions.h"
#include "storage/sqlite/search_upkeep.h"
#include "storage/sqlite/unanswered.h"
#include "storage/sqlite/withdrawals.h"

namespace gailou::storage::sqlite {
namespace {

Result<Database> prepared(Connection connection) {
  auto catalogue = Catalogue::prepare(connection);
  if (!catalogue) return catalogue.error();
  return Database{.connection = std::move(connection), .catalogue = std::move(*catalogue)};
}

digest::Error not_migrated(const std::string& path, std::int64_t schema) {
  return {.code = digest::Code::conflict,
          .what = path + " has schema " + std::to_string(schema) + ", this gailou wants " +
                  std::to_string(known_migrations().size()),
          .hint = "start the daemon once: it brings the database up to date"};
}

}  // namespace

Result<std::unique_ptr<Store>> open_store_at(const std::string& path, Instant now) {
  auto connection = Connection::open(path, Connection::Kind::writer);
  if (!connection) return connection.error();
  const auto schema = check_schema(*connection, known_migrations());
  if (!schema) return schema.error();
  if (auto ready = connection->set_up(); !ready) return ready.error();
  if (auto done = migrate(*connection, known_migrations(), *schema, now); !done) return done.error();
  auto database = prepared(std::move(*connection));
  if (!database) return database.error();
  if (auto begun = begin_search(*database); !begun) return begun.error();
  if (auto known = ensure_feed_identity(*database, now); !known) return known.error();
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(*database)));
}

Result<std::unique_ptr<Reader>> open_reader_at(const std::string& path) {
  auto connection = Connection::open(path, Connection::Kind::reader);
  if (!connection) return connection.error();
  if (auto ready = connection->set_up(); !ready) return ready.error();
  const auto schema = check_schema(*connection, known_migrations());
  if (!schema) return schema.error();
  if (*schema != std::ssize(known_migrations())) return not_migrated(path, *schema);
  auto database = prepared(std::move(*connection));
  if (!database) return database.error();
  return std::unique_ptr<Reader>(std::make_unique<SqliteReader>(std::move(*database)));
}

SqliteStore::~SqliteStore() {
  // Closing moves the WAL into the database; this empties it first even where a reader still has it open. A fault is
  // found again by whoever opens the store next.
  static_cast<void>(checkpointer_.now(db_.connection));
}

template <class Value>
Result<Value> SqliteStore::after_commit(Result<Value> result) {
  if (!result) return result;
  const auto moved = checkpointer_.after_commit(db_.connection);
  if (!moved) return moved.error();
  return result;
}

Result<SourceRecord> SqliteStore::ensure_source(const SourceRecord& source) {
  return sqlite::ensure_source(db_, source);
}

Result<void> SqliteStore::remove_source(const std::string& source) {
  return sqlite::remove_source(db_, source);
}

Result<void> SqliteStore::save_source_state(const std::string& source, const SourceState& state) {
  return after_commit(sqlite::save_source_state(db_, source, state));
}

Result<AddedThread> SqliteStore::add_thread(const std::string& source, digest::TopicId topic, Instant now) {
  return sqlite::add_thread(db_, source, topic, now);
}

Result<std::optional<AddedThread>> SqliteStore::add_thread_by_rule(const ThreadName& name, const std::string& rule,
                                                                   Instant now) {
  return sqlite::add_thread_by_rule(db_, name, rule, now);
}

Result<bool> SqliteStore::let_go(digest::ThreadId id, Instant now) {
  return sqlite::let_go(db_, id, now);
}

Result<void> SqliteStore::remove_thread(digest::ThreadId id, bool keep_data, Instant now) {
  if (!keep_data) checkpointer_.owe_erasure();
  return after_commit(sqlite::remove_thread(db_, id, keep_data, now));
}

Result<void> SqliteStore::save_poll(digest::ThreadId id, const PollState& poll, ThreadState state) {
  return after_commit(sqlite::save_poll(db_, id, poll, state));
}

Result<void> SqliteStore::save_polls(const std::vector<PollSave>& polls) {
  return after_commit(sqlite::save_polls(db_, polls));
}

Result<void> SqliteStore::pause_thread(digest::ThreadId id, std::optional<Instant> until) {
  return sqlite::pause_thread(db_, id, until);
}

Result<void> SqliteStore::resume_thread(digest::ThreadId id) {
  return sqlite::resume_thread(db_, id);
}

Result<void> SqliteStore::set_engine(digest::ThreadId id, const std::optional<std::string>& engine) {
  return sqlite::set_engine(db_, id, engine);
}

Result<Ingested> SqliteStore::ingest(digest::ThreadId id, const digest::Observation& observation,
                                     digest::Duration confirm_after, Instant now) {
  auto outcome = sqlite::ingest(db_, id, observation, confirm_after, now);
  if (!outcome) return outcome.error();
  if (outcome->forgot_texts) checkpointer_.owe_erasure();
  return after_commit(Result<Ingested>(std::move(outcome->ingested)));
}

Result<std::vector<digest::PostId>> SqliteStore::wanted(digest::ThreadId id, const std::vector<digest::PostId>& stream,
                                                        Instant now) {
  return sqlite::wanted(db_, id, stream, now);
}

Result<std::vector<HeldPost>> SqliteStore::held_between(digest::ThreadId id, digest::Floor after, digest::Floor before,
                                                        std::int64_t limit) {
  return sqlite::held_between(db_, id, after, before, limit);
}

Result<std::vector<Instant>> SqliteStore::newest_written(digest::ThreadId id, std::int64_t limit, Instant now) {
  return sqlite::newest_written(db_, id, limit, now);
}

Result<void> SqliteStore::note_unanswered(digest::ThreadId id, const std::vector<digest::PostId>& ids, Instant now) {
  return after_commit(sqlite::note_unanswered(db_, id, ids, now));
}

Result<void> SqliteStore::complete_first_fetch(digest::ThreadId id, Instant now) {
  return sqlite::complete_first_fetch(db_, id, now);
}

Result<Settled> SqliteStore::settle_absences(digest::ThreadId id, const std::vector<AbsenceVerdict>& verdicts,
                                             Instant now) {
  auto outcome = sqlite::settle_absences(db_, id, verdicts, now);
  if (!outcome) return outcome.error();
  if (outcome->forgot_texts) checkpointer_.owe_erasure();
  return after_commit(Result<Settled>(std::move(outcome->settled)));
}

Result<std::optional<Batch>> SqliteStore::take_batch(digest::ThreadId id, const digest::SettleSettings& settings,
                                                     digest::Urgency urgency, Instant now) {
  return after_commit(sqlite::take_batch(db_, id, settings, urgency, now));
}

Result<std::vector<digest::PendingFloor>> SqliteStore::pending(digest::ThreadId id) {
  return sqlite::pending(db_, id);
}

Result<std::vector<digest::ChangedFloor>> SqliteStore::changed(digest::ThreadId id) {
  return sqlite::changed(db_, id);
}

Result<Committed> SqliteStore::commit_revision(digest::BatchId batch, const digest::Step& step, Instant now) {
  return after_commit(sqlite::commit_revision(db_, batch, step, now));
}

Result<void> SqliteStore::pass_over(digest::BatchId batch) {
  return after_commit(sqlite::pass_over(db_, batch));
}

Result<std::optional<Committed>> SqliteStore::withdraw_deleted(digest::ThreadId id, Instant now,
                                                               const digest::ComposeSettings& settings) {
  auto committed = sqlite::withdraw_deleted(db_, id, now, settings);
  if (committed && committed->has_value()) checkpointer_.owe_erasure();
  return after_commit(std::move(committed));
}

Result<AttemptId> SqliteStore::open_attempt(const Attempt& attempt) {
  return after_commit(sqlite::open_attempt(db_, attempt));
}

Result<void> SqliteStore::close_attempt(AttemptId id, const AttemptEnd& end, const std::optional<KeptAnswer>& answer) {
  return after_commit(sqlite::close_attempt(db_, id, end, answer));
}

Result<void> SqliteStore::note_verdict(AttemptId id, const std::string& verdict, const std::string& rules) {
  return after_commit(sqlite::note_verdict(db_, id, verdict, rules));
}

Result<void> SqliteStore::save_endpoint_facts(const std::string& endpoint, const std::string& model,
                                              const std::string& facts, Instant now) {
  return after_commit(sqlite::save_endpoint_facts(db_, endpoint, model, facts, now));
}

Result<void> SqliteStore::checkpoint() {
  return checkpointer_.now(db_.connection);
}

Result<bool> SqliteStore::tend_search(Instant now) {
  const auto done = sqlite::tend_search(db_, now);
  if (!done) return done.error();
  if (done->erased) checkpointer_.owe_erasure();
  return after_commit(Result<bool>(done->more));
}

Result<bool> SqliteStore::tend_ledger(Instant now) {
  const auto done = sqlite::tend_ledger(db_, now);
  if (!done) return done.error();
  if (done->forgot_texts) checkpointer_.owe_erasure();
  return after_commit(Result<bool>(done->more));
}

}  // namespace gailou::storage::sqlite
