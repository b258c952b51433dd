// The seam to what is kept. Blocking: called from one worker thread each (daemon/io/store_thread), never from the loop.
//
// Each method is one whole transaction, named for what it achieves; it happens entirely or not at all, and what it
// returned `ok` for survives a crash and a power failure. Errors: not_found (no such thread), conflict (the state moved
// on), disk_full, io (the process has to end: after a failed fsync nothing in it can be trusted), corrupt.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "digest/catch_up.h"
#include "digest/compose/explain.h"
#include "digest/deals/thread_deals.h"
#include "digest/error.h"
#include "storage/ledger.h"
#include "storage/records.h"
#include "storage/search.h"

namespace gailou::storage {

using digest::Result;

/// What only reads. A reader has a read-only connection of its own and sees the last committed state; it never blocks
/// the writer.
class Reader {
 public:
  virtual ~Reader() = default;

  virtual Result<std::vector<SourceRecord>> sources() = 0;
  virtual Result<SourceState> source_state(const std::string& source) = 0;

  virtual Result<std::vector<ThreadRecord>> threads() = 0;  // tracked ones, by id
  virtual Result<std::optional<ThreadRecord>> thread(digest::ThreadId id) = 0;
  virtual Result<std::optional<ThreadRecord>> thread(const ThreadName& name) = 0;
  virtual Result<bool> was_removed(const ThreadName& name) = 0;  // for 410 instead of 404
  virtual Result<std::optional<ThreadRecord>> latest() = 0;      // whose digest changed last

  /// As of `rev`, or the latest. Tombstones are tombstones in every revision. not_found for a revision that isn't there
  /// yet or a thread without a digest.
  virtual Result<digest::Digest> digest(digest::ThreadId id, std::optional<digest::Revision> rev) = 0;
  /// The latest for a page that shows little of it: head and summary, of each entry `seq`, `rev` and `section` alone,
  /// but all of those that cite `whole`. `nothing_new` is left out.
  virtual Result<digest::Digest> digest_outline(digest::ThreadId id, std::optional<digest::Floor> whole) = 0;
  /// Live ones, the newest first.
  virtual Result<std::vector<digest::Entry>> newest_entries(digest::ThreadId id, std::int64_t limit) = 0;
  virtual Result<ChangesSince> changes(digest::ThreadId id,
                                       digest::Revision since) = 0;  // conflict if since is in the future
  /// What digest transactions after one did, in the order of all threads. Ask again after `upto` until that is
  /// `latest`.
  virtual Result<CommitsAfter> commits_after(const CommitQuery& wanted) = 0;
  /// Of all tracked threads, or those of a source.
  virtual Result<Digested> digested_between(const TimeSpan& span, const std::optional<std::string>& source) = 0;
  /// How much was digested when: of all tracked threads, or those of a source. Reads all revisions: keep the answer.
  virtual Result<std::vector<digest::CommitCount>> commit_counts(const std::optional<std::string>& source) = 0;
  /// What has been written since a reader stopped. conflict if that is a revision or a floor to come, not_found for a
  /// thread without a digest.
  virtual Result<digest::CatchUpInput> catch_up(digest::ThreadId id, const digest::Since& since) = 0;
  /// What is recorded of a floor, and what an engine saw with it. not_found for a floor that was never seen.
  virtual Result<digest::FloorQuestion> floor_question(digest::ThreadId id, digest::Floor floor) = 0;
  /// The newest `floors_most` that are pending, else of the last revisions, eight where there are so many. Takes
  /// nothing.
  virtual Result<TrialBatch> trial_batch(digest::ThreadId id, std::int64_t floors_most) = 0;
  /// Posts that were visible once, those now deleted or moved without their text; a hidden one only if a revision
  /// accounts for it.
  virtual Result<PostsSlice> posts(digest::ThreadId id, const PostRange& range) = 0;
  virtual Result<std::vector<digest::Floor>> missing_floors(digest::ThreadId id, std::int64_t limit) = 0;
  /// Of the newest `limit` floors that posts() knows, ascending: who and when, without reading a text.
  virtual Result<std::vector<FloorFact>> floor_facts(digest::ThreadId id, std::int64_t limit) = 0;
  /// Small actions, the newest `limit`, oldest first.
  virtual Result<std::vector<ThreadEvent>> events(digest::ThreadId id, std::int64_t limit) = 0;
  /// Entries about offers, tombstones among them, with what they rest on: of one thread, or of each tracked one that
  /// has some.
  virtual Result<std::vector<digest::ThreadDeals>> deals(std::optional<digest::ThreadId> id) = 0;
  virtual Result<bool> has_deals() = 0;  // some tracked thread has one that isn't withdrawn
  virtual Result<DelayFigures> delays(digest::ThreadId id) = 0;
  virtual Result<DelayFigures> delays(const std::string& source) = 0;
  /// Replies that were seen to come since a time, of each tracked thread that has some; by id. At most of the last 30
  /// days.
  virtual Result<std::vector<FreshReplies>> fresh_replies(Instant since) = 0;

  /// Floors that readers may see and live entries of tracked threads, newest first.
  virtual Result<SearchFound> search(const digest::SearchQuery& query, const SearchPage& page) = 0;

  /// Who this store is in the ids of its feeds; made when it was first opened.
  virtual Result<digest::FeedIdentity> feed_identity() = 0;
  /// Entries or revisions with their last change, newest first; tombstones among them.
  virtual Result<digest::FeedPage> feed(const FeedQuery& query) = 0;
  /// These entries as items, in their order; those that aren't there are left out.
  virtual Result<std::vector<digest::FeedItem>> feed_items(const std::vector<EntryName>& names) = 0;

  /// How a request about a thread stands: what an attempt before a crash brought, or whether one was sent.
  virtual Result<EarlierAttempts> earlier_attempts(digest::ThreadId thread, const std::string& request_hash) = 0;
  /// Since the beginnings of a day and of a month.
  virtual Result<SpentOf> spent(digest::ThreadId thread, Instant since_day, Instant since_month) = 0;
  /// By name; `zone` says where a day begins. Attempts are kept for 400 days.
  virtual Result<std::vector<CostRow>> costs(CostsBy by, Instant since, const std::string& zone) = 0;
  /// The newest `limit` first, of one thread or of all.
  virtual Result<std::vector<AttemptRecord>> attempts(std::optional<digest::ThreadId> thread, std::int64_t limit) = 0;
  /// As they were saved; nothing if none were.
  virtual Result<std::optional<std::string>> endpoint_facts(const std::string& endpoint, const std::string& model) = 0;
  /// Those of these floors (256 at most) that are visible and that the digest accounts for, ascending.
  virtual Result<std::vector<digest::Post>> digested_posts(digest::ThreadId id,
                                                           const std::vector<digest::Floor>& floors) = 0;

  virtual Result<StoreFigures> figures() = 0;

  /// The hash chain over all entries of a thread, from the first: nothing, or what doesn't fit.
  virtual Result<std::optional<std::string>> chain_fault(digest::ThreadId id) = 0;
};

class Store : public Reader {
 public:
  // --- sources
  /// Makes the source or finds it. A name that is taken by another origin gets "-2", "-3"…
  virtual Result<SourceRecord> ensure_source(const SourceRecord& source) = 0;
  /// conflict while it has threads, also ones whose data was kept.
  virtual Result<void> remove_source(const std::string& source) = 0;
  virtual Result<void> save_source_state(const std::string& source, const SourceState& state) = 0;

  // --- threads
  virtual Result<AddedThread> add_thread(const std::string& source, digest::TopicId topic, Instant now) = 0;
  /// For a rule of the configuration: nothing if somebody removed the thread by hand; one that was let go of is polled
  /// again. What is tracked already stays as it is, by whomever it was added.
  virtual Result<std::optional<AddedThread>> add_thread_by_rule(const ThreadName& name, const std::string& rule,
                                                                Instant now) = 0;
  /// Pauses what a rule added until the rule takes it up again; false for anything else: one that was added by hand,
  /// or is paused.
  virtual Result<bool> let_go(digest::ThreadId id, Instant now) = 0;
  /// Everything of the thread is deleted, or, with keep_data, it is only no longer tracked (adding it again goes on
  /// from there).
  virtual Result<void> remove_thread(digest::ThreadId id, bool keep_data, Instant now) = 0;
  virtual Result<void> save_poll(digest::ThreadId id, const PollState& poll, ThreadState state) = 0;
  /// Many at once; a thread that is no longer tracked is passed over.
  virtual Result<void> save_polls(const std::vector<PollSave>& polls) = 0;
  /// ThreadState::paused until resumed, or until a time.
  virtual Result<void> pause_thread(digest::ThreadId id, std::optional<Instant> until) = 0;
  virtual Result<void> resume_thread(digest::ThreadId id) = 0;
  /// By name; nothing = the source's or the instance's choice.
  virtual Result<void> set_engine(digest::ThreadId id, const std::optional<std::string>& engine) = 0;

  // --- posts
  /// One observation. Idempotent and independent of order. `confirm_after` as in poll.confirm_after.
  virtual Result<Ingested> ingest(digest::ThreadId id, const digest::Observation& observation,
                                  digest::Duration confirm_after, Instant now) = 0;
  /// Ids of the stream to be asked for now: unseen, and not asked for in vain by two polls. Those are due again after
  /// an hour, then six, then daily.
  virtual Result<std::vector<digest::PostId>> wanted(digest::ThreadId id, const std::vector<digest::PostId>& stream,
                                                     Instant now) = 0;
  /// A poll asked for these by id and got no answer.
  virtual Result<void> note_unanswered(digest::ThreadId id, const std::vector<digest::PostId>& ids, Instant now) = 0;
  /// The first fetch is over: each id of the stream is stored, or two polls asked for it in vain.
  virtual Result<void> complete_first_fetch(digest::ThreadId id, Instant now) = 0;
  /// Posts of the floors between, both outside, newest first, that the forum may still show: to be read again.
  virtual Result<std::vector<HeldPost>> held_between(digest::ThreadId id, digest::Floor after, digest::Floor before,
                                                     std::int64_t limit) = 0;
  /// When the newest posts were written by the forum's clock, oldest first; none that it dates after `now`.
  virtual Result<std::vector<Instant>> newest_written(digest::ThreadId id, std::int64_t limit, Instant now) = 0;
  /// What look-ups by id said of vanished posts, all in one transaction. A verdict on a post that has been seen again
  /// since its absence was noted does nothing.
  virtual Result<Settled> settle_absences(digest::ThreadId id, const std::vector<AbsenceVerdict>& verdicts,
                                          Instant now) = 0;

  /// One verdict: whether it marked the post.
  Result<bool> settle_absence(digest::ThreadId id, digest::PostId post, Absence absence, Instant now) {
    const auto settled = settle_absences(id, {{.post = post, .absence = absence}}, now);
    if (!settled) return settled.error();
    return !settled->marked.empty();
  }

  // --- digest
  /// The open batch of the thread if there is one (a crash left it), else a new one if the pending floors have settled
  /// or those that changed since they were digested; its membership is decided here. Nothing if there is nothing to
  /// digest now.
  virtual Result<std::optional<Batch>> take_batch(digest::ThreadId id, const digest::SettleSettings& settings,
                                                  digest::Urgency urgency, Instant now) = 0;
  /// Pending floors in ascending order, for settles_at.
  virtual Result<std::vector<digest::PendingFloor>> pending(digest::ThreadId id) = 0;
  /// Digested floors that changed since, in ascending order, for settles_at.
  virtual Result<std::vector<digest::ChangedFloor>> changed(digest::ThreadId id) = 0;
  /// Entries, dispositions, summary, coverage, chain link and revision. conflict if a floor of the batch was edited or
  /// deleted meanwhile: the batch is released then and its floors are pending again as they now stand.
  virtual Result<Committed> commit_revision(digest::BatchId batch, const digest::Step& step, Instant now) = 0;
  /// Closes a batch of changed floors alone of which there is nothing to say: the digest knows them as they now stand,
  /// and there is no revision. conflict as above.
  virtual Result<void> pass_over(digest::BatchId batch) = 0;
  /// Withdraws what cites deleted floors and says again what still stands on others, as a revision of its own; nothing
  /// if there is nothing to withdraw. The words in the place of what is gone are of the settings' language.
  virtual Result<std::optional<Committed>> withdraw_deleted(digest::ThreadId id, Instant now,
                                                            const digest::ComposeSettings& settings) = 0;
  Result<std::optional<Committed>> withdraw_deleted(digest::ThreadId id, Instant now,
                                                    digest::Language language = digest::Language::zh) {
    digest::ComposeSettings settings;
    settings.language = language;
    return withdraw_deleted(id, now, settings);
  }

  // --- what is asked of a model
  /// Before anything is sent.
  virtual Result<AttemptId> open_attempt(const Attempt& attempt) = 0;
  /// `answer` is kept in the same transaction while the batch is open that the attempt was for: until it is committed,
  /// passed over or released, one of the thread's posts is deleted, or a week has passed. conflict if the attempt has
  /// ended before.
  virtual Result<void> close_attempt(AttemptId id, const AttemptEnd& end, const std::optional<KeptAnswer>& answer) = 0;
  /// Of an attempt that has ended, once its answer has been reviewed.
  virtual Result<void> note_verdict(AttemptId id, const std::string& verdict, const std::string& rules) = 0;
  /// JSON, as the engine writes it; too_large above 64 KiB.
  virtual Result<void> save_endpoint_facts(const std::string& endpoint, const std::string& model,
                                           const std::string& facts, Instant now) = 0;

  // --- upkeep
  virtual Result<void> checkpoint() = 0;  // moves the WAL into the database; the writer alone does it
  /// A few milliseconds of work on the search index that nobody waits for: rows of older databases are filled in,
  /// words of what was forgotten leave the file. True while there is more of it.
  virtual Result<bool> tend_search(Instant now) = 0;
  /// Forgets kept answers of over a week and attempts of over 400 days, a bounded piece at a time. True while there is
  /// more of it.
  virtual Result<bool> tend_ledger(Instant now) = 0;
};

/// Makes the database in `folder` if there is none, applies what migrations are missing. newer_schema, corrupt, io,
/// permission.
Result<std::unique_ptr<Store>> open_store(const std::string& folder, Instant now);

/// Read only, for pages and for verbs that work without the daemon. not_found if there is no database.
Result<std::unique_ptr<Reader>> open_reader(const std::string& folder);

}  // namespace gailou::storage
