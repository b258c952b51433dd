// A site over a real store in a folder of its own, on a loop with virtual time. Each step of the store is told to the
// site, as the daemon does.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "daemon/io/store_thread.h"
#include "daemon/serve/site.h"
#include "storage/store.h"
#include "tests/support/temp_folder.h"
#include "tests/support/virtual_loop.h"

namespace gailou::serve {

using digest::from_ms;

/// 2026-05-01T00:00:00Z, where the loop's time starts.
inline constexpr digest::Instant kStart = support::kVirtualStart;

/// A reader that counts its calls and fails when told to; everything else is the store's own.
class WatchedReader : public storage::Reader {
 public:
  struct Watch {
    int thread_calls = 0;
    int commit_calls = 0;
    int digest_calls = 0;  // of whole ones
    std::optional<digest::Error> fails{};
  };
  WatchedReader(std::unique_ptr<storage::Reader> reader, std::shared_ptr<Watch> watch)
      : reader_(std::move(reader)), watch_(std::move(watch)) {}

  digest::Result<std::vector<storage::SourceRecord>> sources() override { return reader_->sources(); }
  digest::Result<storage::SourceState> source_state(const std::string& source) override {
    return reader_->source_state(source);
  }
  digest::Result<std::vector<storage::ThreadRecord>> threads() override {
    if (watch_->fails) return *watch_->fails;
    return reader_->threads();
  }
  digest::Result<std::optional<storage::ThreadRecord>> thread(digest::ThreadId id) override {
    return reader_->thread(id);
  }
  digest::Result<std::optional<storage::ThreadRecord>> thread(const storage::ThreadName& name) override {
    ++watch_->thread_calls;
    if (watch_->fails) return *watch_->fails;
    return reader_->thread(name);
  }
  digest::Result<bool> was_removed(const storage::ThreadName& name) override { return reader_->was_removed(name); }
  digest::Result<std::optional<storage::ThreadRecord>> latest() override { return reader_->latest(); }
  digest::Result<digest::Digest> digest(digest::ThreadId id, std::optional<digest::Revision> rev) override {
    ++watch_->digest_calls;
    return reader_->digest(id, rev);
  }
  digest::Result<digest::Digest> digest_outline(digest::ThreadId id, std::optional<digest::Floor> whole) override {
    return reader_->digest_outline(id, whole);
  }
  digest::Result<std::vector<digest::Entry>> newest_entries(digest::ThreadId id, std::int64_t limit) override {
    return reader_->newest_entries(id, limit);
  }
  digest::Result<storage::ChangesSince> changes(digest::ThreadId id, digest::Revision since) override {
    return reader_->changes(id, since);
  }
  digest::Result<storage::CommitsAfter> commits_after(const storage::CommitQuery& wanted) override {
    if (watch_->fails) return *watch_->fails;
    ++watch_->commit_calls;
    return reader_->commits_after(wanted);
  }
  digest::Result<storage::Digested> digested_between(const storage::TimeSpan& span,
                                                     const std::optional<std::string>& source) override {
    if (watch_->fails) return *watch_->fails;
    return reader_->digested_between(span, source);
  }
  digest::Result<std::vector<digest::CommitCount>> commit_counts(const std::optional<std::string>& source) override {
    return reader_->commit_counts(source);
  }
  digest::Result<digest::CatchUpInput> catch_up(digest::ThreadId id, const digest::Since& since) override {
    return reader_->catch_up(id, since);
  }
  digest::Result<digest::FloorQuestion> floor_question(digest::ThreadId id, digest::Floor floor) override {
    return reader_->floor_question(id, floor);
  }
  digest::Result<storage::TrialBatch> trial_batch(digest::ThreadId id, std::int64_t floors_most) override {
    return reader_->trial_batch(id, floors_most);
  }
  digest::Result<storage::PostsSlice> posts(digest::ThreadId id, const storage::PostRange& range) override {
    return reader_->posts(id, range);
  }
  digest::Result<std::vector<digest::Floor>> missing_floors(digest::ThreadId id, std::int64_t limit) override {
    return reader_->missing_floors(id, limit);
  }
  digest::Result<storage::SearchFound> search(const digest::SearchQuery& query,
                                              const storage::SearchPage& page) override {
    return reader_->search(query, page);
  }
  digest::Result<std::vector<storage::FloorFact>> floor_facts(digest::ThreadId id, std::int64_t limit) override {
    return reader_->floor_facts(id, limit);
  }
  digest::Result<std::vector<storage::FreshReplies>> fresh_replies(digest::Instant since) override {
    return reader_->fresh_replies(since);
  }
  digest::Result<std::vector<storage::ThreadEvent>> events(digest::ThreadId id, std::int64_t limit) override {
    return reader_->events(id, limit);
  }
  digest::Result<std::vector<digest::ThreadDeals>> deals(std::optional<digest::ThreadId> id) override {
    return reader_->deals(id);
  }
  digest::Result<bool> has_deals() override { return reader_->has_deals(); }
  digest::Result<storage::DelayFigures> delays(digest::ThreadId id) override { return reader_->delays(id); }
  digest::Result<storage::DelayFigures> delays(const std::string& source) override { return reader_->delays(source); }
  digest::Result<digest::FeedIdentity> feed_identity() override { return reader_->feed_identity(); }
  digest::Result<digest::FeedPage> feed(const storage::FeedQuery& query) override { return reader_->feed(query); }
  digest::Result<std::vector<digest::FeedItem>> feed_items(const std::vector<storage::EntryName>& names) override {
    return reader_->feed_items(names);
  }
  digest::Result<storage::EarlierAttempts> earlier_attempts(digest::ThreadId thread,
                                                            const std::string& request_hash) override {
    return reader_->earlier_attempts(thread, request_hash);
  }
  digest::Result<storage::SpentOf> spent(digest::ThreadId thread, digest::Instant since_day,
                                         digest::Instant since_month) override {
    return reader_->spent(thread, since_day, since_month);
  }
  digest::Result<std::vector<storage::CostRow>> costs(storage::CostsBy by, digest::Instant since,
                                                      const std::string& zone) override {
    return reader_->costs(by, since, zone);
  }
  digest::Result<std::vector<storage::AttemptRecord>> attempts(std::optional<digest::ThreadId> thread,
                                                               std::int64_t limit) override {
    return reader_->attempts(thread, limit);
  }
  digest::Result<std::optional<std::string>> endpoint_facts(const std::string& endpoint,
                                                            const std::string& model) override {
    return reader_->endpoint_facts(endpoint, model);
  }
  digest::Result<std::vector<digest::Post>> digested_posts(digest::ThreadId id,
                                                           const std::vector<digest::Floor>& floors) override {
    return reader_->digested_posts(id, floors);
  }
  digest::Result<storage::StoreFigures> figures() override { return reader_->figures(); }
  digest::Result<std::optional<std::string>> chain_fault(digest::ThreadId id) override {
    return reader_->chain_fault(id);
  }

 private:
  std::unique_ptr<storage::Reader> reader_;
  std::shared_ptr<Watch> watch_;
};

/// Value of a response's header; "" if it isn't there.
inline std::string header_of(const io::ServerResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

inline std::string body_of(const io::ServerResponse& response) {
  return response.body ? *response.body : std::string{};
}

inline nlohmann::json json_of(const io::ServerResponse& response) {
  return nlohmann::json::parse(body_of(response), nullptr, false);
}

/// A request as the session hands it over; `target` needs no decoding.
inline io::ServerRequest request_for(std::string_view target) {
  io::ServerRequest request;
  request.method = "GET";
  request.target = target;
  request.host = "localhost:8488";
  request.request_id = "r-1";
  request.peer = "127.0.0.1";  // a trusted proxy: no limits
  const auto mark = target.find('?');
  request.path = target.substr(0, mark);
  auto rest = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const auto equals = pair.find('=');
    request.query.emplace_back(pair.substr(0, equals),
                               equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
  }
  return request;
}

class SiteTest : public ::testing::Test {
 protected:
  SiteTest() : SiteTest(Settings{}) {}
  explicit SiteTest(const Settings& settings)
      : store_(storage::open_store(folder_.path(), kStart).value()),
        reader_(std::make_unique<WatchedReader>(storage::open_reader(folder_.path()).value(), watch_)),
        site_(settings, loop_.clock(), reader_, "0.1.0") {
    loop_.watch(reader_);
    loop_.run_for(std::chrono::hours{1});
  }

  io::ServerResponse answer(io::ServerRequest request) {
    // The request must outlive the coroutine, as it does in the session.
    const auto kept = std::make_unique<io::ServerRequest>(std::move(request));
    return loop_.run(site_.answer(*kept));
  }
  io::ServerResponse get(std::string_view target, std::string_view accept = {}) {
    auto request = request_for(target);
    request.accept = accept;
    return answer(std::move(request));
  }

  digest::Instant now() const { return loop_.now(); }

  /// Tracks a topic of the source "forum" and tells the site.
  digest::ThreadId add_thread(std::int64_t topic = 7) {
    const storage::SourceRecord source{.name = "forum", .origin = "https://forum.example"};
    const auto name = store_->ensure_source(source).value().name;
    const auto id = store_->add_thread(name, digest::TopicId{topic}, now()).value().thread.id;
    site_.changed(id);
    return id;
  }

  /// Stores floors `first` to `last`, each by its own author, and ends the first fetch.
  void store_posts(digest::ThreadId id, std::int64_t first, std::int64_t last, std::string_view title = "算力租赁") {
    digest::Observation seen;
    digest::ThreadHeader header;
    header.title = title;
    header.slug = "lease";
    header.tags = {"算力"};
    header.posts_count = last;
    header.highest = digest::Floor{last};
    header.created_at = kStart;
    seen.header = header;
    for (auto floor = first; floor <= last; ++floor) seen.posts.push_back(post_at(floor));
    ASSERT_TRUE(store_->ingest(id, seen, std::chrono::seconds{90}, now()).has_value());
    ASSERT_TRUE(store_->complete_first_fetch(id, now()).has_value());
    site_.changed(id);
  }

  static digest::Post post_at(std::int64_t floor) {
    digest::Post post;
    post.id = digest::PostId{1000 + floor};
    post.floor = digest::Floor{floor};
    post.author = "楼友" + std::to_string(floor);
    post.created_at = kStart + std::chrono::minutes{floor};
    digest::Block block;
    block.spans.push_back({.text = "第" + std::to_string(floor) + "楼说租金是每月一百元，<b>可议</b>。"});
    post.body.blocks.push_back(std::move(block));
    return post;
  }

  /// Digests what is pending: an entry over each of the lowest floors, the rest nothing new. Returns the revision.
  std::int64_t digest_pending(digest::ThreadId id, std::size_t entries = 1, std::string_view section = "key") {
    const auto batch = store_->take_batch(id, {}, digest::Urgency::now, now()).value();
    if (!batch) return 0;
    const auto& input = batch->input;
    digest::Step step;
    step.revision = input.revision;
    step.generated_at = input.taken_at;
    for (std::size_t i = 0; i < input.posts.size(); ++i) {
      const auto floor = input.posts[i].floor;
      if (i >= entries) {
        step.nothing_new.push_back({.floor = floor, .reason = digest::Reason::duplicate});
        continue;
      }
      digest::Entry entry;
      entry.seq = digest::EntrySeq{input.next_seq.value + static_cast<std::int64_t>(i)};
      entry.section = section;
      entry.rev = input.revision;
      if (input.revision.value > 1) entry.marker = {.kind = digest::Marker::Kind::added, .first = floor, .last = floor};
      entry.text = "租金是每月一百元。";
      entry.cites = {floor};
      entry.floors = {floor};
      entry.evidence = {{.floor = floor, .quote = "租金是每月一百元"}};
      step.entries.push_back(entry);
    }
    if (input.revision.value == 1)
      step.summary = {.text = "租金每月一百元，可议。", .rev = input.revision, .cites = {input.posts.front().floor}};
    const auto committed = store_->commit_revision(batch->id, step, now());
    EXPECT_TRUE(committed.has_value()) << (committed ? "" : digest::to_string(committed.error()));
    site_.changed(id);
    return committed ? committed->revision.value : -1;
  }

  support::TempFolder folder_;
  std::unique_ptr<storage::Store> store_;
  std::shared_ptr<WatchedReader::Watch> watch_ = std::make_shared<WatchedReader::Watch>();
  support::VirtualLoop loop_;
  io::OwningThread<storage::Reader> reader_;
  Site site_;
};

}  // namespace gailou::serve
