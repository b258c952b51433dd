// The reads, once for both: a Reader of its own and the Store's own side of it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/sqlite/catch_ups.h"
#include "storage/sqlite/chain.h"
#include "storage/sqlite/commits.h"
#include "storage/sqlite/costs.h"
#include "storage/sqlite/days.h"
#include "storage/sqlite/deals.h"
#include "storage/sqlite/delays.h"
#include "storage/sqlite/digests.h"
#include "storage/sqlite/feeds.h"
#include "storage/sqlite/floor_questions.h"
#include "storage/sqlite/ledger.h"
#include "storage/sqlite/posts.h"
#include "storage/sqlite/search.h"
#include "storage/sqlite/sources.h"
#include "storage/sqlite/threads.h"
#include "storage/sqlite/trials.h"
#include "storage/sqlite/upkeep.h"
#include "storage/store.h"

namespace gailou::storage::sqlite {

/// `Seam` is Reader or Store.
template <class Seam>
class Reading : public Seam {
 public:
  explicit Reading(Database db) : db_(std::move(db)) {}

  Result<std::vector<SourceRecord>> sources() override { return sqlite::sources(db_); }
  Result<SourceState> source_state(const std::string& source) override { return sqlite::source_state(db_, source); }

  Result<std::vector<ThreadRecord>> threads() override { return sqlite::threads(db_); }
  Result<std::optional<ThreadRecord>> thread(digest::ThreadId id) override { return sqlite::thread(db_, id); }
  Result<std::optional<ThreadRecord>> thread(const ThreadName& name) override { return sqlite::thread(db_, name); }
  Result<bool> was_removed(const ThreadName& name) override { return sqlite::was_removed(db_, name); }
  Result<std::optional<ThreadRecord>> latest() override { return sqlite::latest(db_); }

  Result<digest::Digest> digest(digest::ThreadId id, std::optional<digest::Revision> rev) override {
    return sqlite::digest(db_, id, rev);
  }
  Result<digest::Digest> digest_outline(digest::ThreadId id, std::optional<digest::Floor> whole) override {
    return sqlite::digest_outline(db_, id, whole);
  }
  Result<std::vector<digest::Entry>> newest_entries(digest::ThreadId id, std::int64_t limit) override {
    return sqlite::newest_entries(db_, id, limit);
  }
  Result<ChangesSince> changes(digest::ThreadId id, digest::Revision since) override {
    return sqlite::changes(db_, id, since);
  }
  Result<CommitsAfter> commits_after(const CommitQuery& wanted) override { return sqlite::commits_after(db_, wanted); }
  Result<Digested> digested_between(const TimeSpan& span, const std::optional<std::string>& source) override {
    return sqlite::digested_between(db_, span, source);
  }
  Result<std::vector<digest::CommitCount>> commit_counts(const std::optional<std::string>& source) override {
    return sqlite::commit_counts(db_, source);
  }
  Result<digest::CatchUpInput> catch_up(digest::ThreadId id, const digest::Since& since) override {
    return sqlite::catch_up(db_, id, since);
  }
  Result<digest::FloorQuestion> floor_question(digest::ThreadId id, digest::Floor floor) override {
    return sqlite::floor_question(db_, id, floor);
  }
  Result<TrialBatch> trial_batch(digest::ThreadId id, std::int64_t floors_most) override {
    return sqlite::trial_batch(db_, id, floors_most);
  }
  Result<PostsSlice> posts(digest::ThreadId id, const PostRange& range) override {
    return sqlite::posts(db_, id, range);
  }
  Result<std::vector<digest::Floor>> missing_floors(digest::ThreadId id, std::int64_t limit) override {
    return sqlite::missing_floors(db_, id, limit);
  }
  Result<std::vector<FloorFact>> floor_facts(digest::ThreadId id, std::int64_t limit) override {
    return sqlite::floor_facts(db_, id, limit);
  }
  Result<std::vector<ThreadEvent>> events(digest::ThreadId id, std::int64_t limit) override {
    return sqlite::events(db_, id, limit);
  }
  Result<std::vector<digest::ThreadDeals>> deals(std::optional<digest::ThreadId> id) override {
    return sqlite::deals(db_, id);
  }
  Result<bool> has_deals() override { return sqlite::has_deals(db_); }
  Result<DelayFigures> delays(digest::ThreadId id) override { return sqlite::delays(db_, id); }
  Result<DelayFigures> delays(const std::string& source) override { return sqlite::delays(db_, source); }
  Result<std::vector<FreshReplies>> fresh_replies(Instant since) override { return sqlite::fresh_replies(db_, since); }

  Result<SearchFound> search(const digest::SearchQuery& query, const SearchPage& page) override {
    return sqlite::search(db_, query, page);
  }
  Result<digest::FeedIdentity> feed_identity() override { return sqlite::feed_identity(db_); }
  Result<digest::FeedPage> feed(const FeedQuery& query) override { return sqlite::feed(db_, query); }
  Result<std::vector<digest::FeedItem>> feed_items(const std::vector<EntryName>& names) override {
    return sqlite::feed_items(db_, names);
  }

  Result<EarlierAttempts> earlier_attempts(digest::ThreadId thread, const std::string& request_hash) override {
    return sqlite::earlier_attempts(db_, thread, request_hash);
  }
  Result<SpentOf> spent(digest::ThreadId thread, Instant since_day, Instant since_month) override {
    return sqlite::spent(db_, thread, since_day, since_month);
  }
  Result<std::vector<CostRow>> costs(CostsBy by, Instant since, const std::string& zone) override {
    return sqlite::costs(db_, by, since, zone);
  }
  Result<std::vector<AttemptRecord>> attempts(std::optional<digest::ThreadId> thread, std::int64_t limit) override {
    return sqlite::attempts(db_, thread, limit);
  }
  Result<std::optional<std::string>> endpoint_facts(const std::string& endpoint, const std::string& model) override {
    return sqlite::endpoint_facts(db_, endpoint, model);
  }
  Result<std::vector<digest::Post>> digested_posts(digest::ThreadId id,
                                                   const std::vector<digest::Floor>& floors) override {
    return sqlite::digested_posts(db_, id, floors);
  }

  Result<StoreFigures> figures() override { return sqlite::figures(db_); }
  Result<std::optional<std::string>> chain_fault(digest::ThreadId id) override { return sqlite::chain_fault(db_, id); }

 protected:
  Database db_;
};

}  // namespace gailou::storage::sqlite
