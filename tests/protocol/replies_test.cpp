#include "daemon/protocol/replies.h"

#include <gtest/gtest.h>

#include "daemon/protocol/json.h"

namespace gailou::protocol {
namespace {

using digest::Code;
using digest::Floor;
using digest::from_ms;

template <class Reply>
Reply there_and_back(const Reply& reply) {
  const auto document = parse_json(dump(document_of(reply)), kReplyLimits);
  EXPECT_TRUE(document);
  const auto read = reply_of<Reply>(*document);
  EXPECT_TRUE(read) << (read ? "" : to_string(read.error()));
  return read ? *read : Reply{};
}

storage::ThreadRecord thread() {
  storage::ThreadRecord made;
  made.id = {3};
  made.source = "uscardforum";
  made.origin = "https://www.uscardforum.com";
  made.topic = {493728};
  made.header = {.title = "开卡 \"记录\"\n\x1b[31m",
                 .slug = "topic",
                 .category = "12",
                 .tags = {"a", "b"},
                 .posts_count = 71,
                 .highest = {72},
                 .created_at = from_ms(1'000),
                 .last_posted_at = from_ms(2'000),
                 .closed = true,
                 .archived = false};
  made.state = storage::ThreadState::challenged;
  made.poll = {.last_poll = from_ms(5'000),
               .last_success = from_ms(4'000),
               .next_poll = from_ms(9'000),
               .failures = 2,
               .last_error = "403"};
  made.added_at = from_ms(500);
  made.complete = true;
  made.revision = {7};
  made.digest_at = from_ms(4'500);
  made.commit = {19};
  made.last_number = {60};
  made.highest = {70};
  made.posts_stored = 69;
  made.pending = 4;
  return made;
}

void expect_same(const storage::ThreadRecord& read, const storage::ThreadRecord& sent) {
  EXPECT_EQ(dump(document_of(read)), dump(document_of(sent)));
  EXPECT_EQ(read.header, sent.header);
  EXPECT_EQ(read.poll, sent.poll);
  EXPECT_EQ(read.state, sent.state);
  EXPECT_EQ(read.digest_at, sent.digest_at);
  EXPECT_EQ(read.posts_stored, sent.posts_stored);
}

TEST(Replies, an_offer_arrives_as_it_stands) {
  digest::OfferStanding offer;
  offer.source = "uscardforum";
  offer.topic = {500101};
  offer.title = "五月羊毛";
  offer.origin = "https://www.uscardforum.com";
  offer.state = {.offer = "甲银行开户",
                 .status = digest::DealStatus::unclear,
                 .amount = "$200",
                 .terms = {"新户", "DD 满 $1,000"},
                 .starts = "2026-05-01",
                 .ends = "2026-05-28T23:59-07:00",
                 .data_points = {.success = {{3}, {46}}, .failure = {{4}}, .pending = {{19}}}};
  offer.people = {.success = 1, .failure = 1, .pending = 1};
  offer.first = {5};
  offer.entries = {{11}, {20}};
  offer.cites = {{3}, {4}, {19}, {46}};
  offer.changed = {4};
  offer.changed_at = from_ms(9'000);
  offer.last_report = digest::LastReport{.floor = {46}, .at = from_ms(8'000)};
  const auto read = there_and_back(DealsReply{.offers = {offer, {}}});
  ASSERT_EQ(read.offers.size(), 2U);
  const digest::OfferStanding& same = read.offers[0];
  EXPECT_EQ(same.source, offer.source);
  EXPECT_EQ(same.topic, offer.topic);
  EXPECT_EQ(same.title, offer.title);
  EXPECT_EQ(same.origin, offer.origin);
  EXPECT_EQ(same.state, offer.state);
  EXPECT_EQ(same.people, offer.people);
  EXPECT_EQ(same.first, offer.first);
  EXPECT_EQ(same.entries, offer.entries);
  EXPECT_EQ(same.cites, offer.cites);
  EXPECT_EQ(same.changed, offer.changed);
  EXPECT_EQ(same.changed_at, offer.changed_at);
  EXPECT_EQ(same.last_report, offer.last_report);
  EXPECT_FALSE(read.offers[1].last_report);
  EXPECT_TRUE(read.offers[1].state.ends.empty());
}

TEST(Replies, costs_arrive_as_they_were_summed) {
  storage::CostRow row{.name = "2026-05-06", .spent = {.tokens = 1'500, .calls = 3}};
  row.costs = {{.currency = "CNY", .micros = 1'400}, {.currency = "", .micros = 2}};
  row.unpriced = 1;
  row.prompt_tokens = 900;
  row.completion_tokens = 100;
  row.cached_tokens = 512;
  row.failed = 2;
  const CostsReply sent{.since = from_ms(5'000),
                        .zone = "Asia/Shanghai",
                        .ever = true,
                        .total = row,
                        .days = {row},
                        .threads = {{.name = "forum/7"}},
                        .models = {{.name = "small-1"}, {.name = "large-2"}}};
  const auto read = there_and_back(sent);
  EXPECT_EQ(read.since, sent.since);
  EXPECT_EQ(read.zone, "Asia/Shanghai");
  EXPECT_TRUE(read.ever);
  ASSERT_EQ(read.days.size(), 1U);
  const storage::CostRow& same = read.days[0];
  EXPECT_EQ(same.name, "2026-05-06");
  EXPECT_EQ(same.spent.tokens, 1'500);
  EXPECT_EQ(same.spent.calls, 3);
  EXPECT_EQ(same.costs, row.costs);
  EXPECT_EQ(same.unpriced, 1);
  EXPECT_EQ(same.prompt_tokens, 900);
  EXPECT_EQ(same.completion_tokens, 100);
  EXPECT_EQ(same.cached_tokens, 512);
  EXPECT_EQ(same.failed, 2);
  EXPECT_EQ(read.total.spent.calls, 3);
  EXPECT_EQ(read.threads.at(0).name, "forum/7");
  EXPECT_EQ(read.models.at(1).name, "large-2");
}

TEST(Replies, an_offer_that_is_malformed_is_refused_by_its_place) {
  const auto fault = [](const char* key, const json& value) {
    json document = json::parse(dump(document_of(DealsReply{.offers = {{}}})));
    document["offers"][0][key] = value;
    const auto read = reply_of<DealsReply>(document);
    return read ? std::string("nothing") : read.error().where;
  };
  EXPECT_EQ(fault("status", "dead"), "/offers/0/status");
  EXPECT_EQ(fault("entries", json::array({"e5"})), "/offers/0/entries/0");
  EXPECT_EQ(fault("cites", 7), "/offers/0/cites");
  EXPECT_EQ(fault("people", json::object()), "/offers/0/people/success");
  EXPECT_EQ(fault("changed_at", "soon"), "/offers/0/changed_at");
}

TEST(Replies, a_thread_arrives_whole) {
  const AddReply reply = there_and_back(AddReply{.thread = thread(), .already_tracked = true});
  EXPECT_TRUE(reply.already_tracked);
  expect_same(reply.thread, thread());
}

TEST(Replies, a_thread_that_was_just_added_has_gaps) {
  storage::ThreadRecord fresh;
  fresh.id = {1};
  fresh.source = "a";
  fresh.origin = "https://a.example";
  fresh.topic = {5};
  const ListReply reply = there_and_back(ListReply{.threads = {fresh, thread()}});
  ASSERT_EQ(reply.threads.size(), 2U);
  EXPECT_EQ(reply.threads[0].poll.last_poll, std::nullopt);
  EXPECT_EQ(reply.threads[0].header.title, "");
  EXPECT_EQ(forum_url(reply.threads[0]), "https://a.example/t/5");
  EXPECT_EQ(forum_url(reply.threads[1]), "https://www.uscardforum.com/t/topic/493728");
}

TEST(Replies, rounds_arrive_with_their_entries) {
  const RevisionLine revision{
      .revision = {8},
      .entries = {{.id = "e12", .section = "deals", .marker = "新增#59", .text = "开卡礼", .cites = {Floor{59}}}}};
  const RoundReply reply = there_and_back(RoundReply{.thread = thread(),
                                                     .added = {Floor{59}, Floor{60}},
                                                     .edited = {Floor{3}},
                                                     .marked = {Floor{4}},
                                                     .revisions = {revision}});
  EXPECT_EQ(reply.added, (std::vector{Floor{59}, Floor{60}}));
  EXPECT_EQ(reply.edited, std::vector{Floor{3}});
  EXPECT_EQ(reply.marked, std::vector{Floor{4}});
  EXPECT_EQ(reply.revisions, std::vector{revision});
}

TEST(Replies, the_small_ones_arrive_too) {
  EXPECT_EQ(there_and_back(WaitReply{.seen = 5, .thread = thread()}).seen, 5);
  const auto removed = there_and_back(RemoveReply{.name = {"a", {7}}, .title = "t", .data_kept = true});
  EXPECT_EQ(removed.name.source, "a");
  EXPECT_TRUE(removed.data_kept);
  const auto shown = there_and_back(ShowReply{
      .thread = thread(), .missing = {Floor{61}}, .cooldown_reason = "429", .cooldown_until = from_ms(10'000)});
  const EntryLine entry{
      .id = "e2", .section = "latest", .marker = "撤回#3", .text = "没了。", .cites = {Floor{3}, Floor{4}}};
  const auto changes = there_and_back(ChangesReply{.revision = {8}, .entries = {entry}, .tombstones = {entry, entry}});
  EXPECT_EQ(changes.revision.value, 8);
  EXPECT_EQ(changes.entries, std::vector{entry});
  EXPECT_EQ(changes.tombstones.size(), 2U);
  EXPECT_EQ(shown.missing, std::vector{Floor{61}});
  EXPECT_EQ(shown.cooldown_until, from_ms(10'000));
  expect_same(shown.thread, thread());
}

TEST(Replies, what_a_search_found_arrives) {
  const digest::SearchLine floor{.place = 9,
                                 .source = "forum",
                                 .origin = "https://forum.example",
                                 .topic = {7},
                                 .slug = "lou",
                                 .title = "盖楼",
                                 .at = from_ms(5'000),
                                 .snippet = {{.text = "最近"}, {.text = "算力", .hit = true}},
                                 .floor = {3},
                                 .forum_floor = {4},
                                 .author = "alice"};
  digest::SearchLine entry = floor;
  entry.floor = {};
  entry.forum_floor = {};
  entry.author.clear();
  entry.entry = digest::EntrySeq{12};
  entry.section = "deals";
  entry.marker = {.kind = digest::Marker::Kind::added, .first = {59}, .last = {61}};
  entry.cites = {Floor{59}, Floor{61}};
  const auto reply = there_and_back(SearchReply{.hits = {entry, floor}, .next = 9, .incomplete = true});
  EXPECT_EQ(reply.hits, (std::vector{entry, floor}));
  EXPECT_EQ(reply.next, 9);
  EXPECT_TRUE(reply.incomplete);
  EXPECT_FALSE(there_and_back(SearchReply{}).next);
}

TEST(Replies, posts_arrive_with_body_and_history) {
  digest::StoredPost post;
  post.post.id = {77};
  post.post.floor = {59};
  post.post.author = "甲";
  post.post.created_at = from_ms(1'000);
  post.post.updated_at = from_ms(2'000);
  post.post.state = digest::PostState::visible;
  post.post.reply_to = Floor{3};
  post.post.likes = 2;
  post.post.body.blocks = {{.kind = digest::Block::Kind::paragraph, .spans = {{.text = "你好"}}}};
  post.text = "你好";
  post.version = 2;
  post.first_seen = from_ms(1'500);
  post.edited_at = from_ms(2'500);
  post.versions = {{.version = 1, .text = "您好", .first_seen = from_ms(1'500), .until = from_ms(2'500)}};
  const PostsReply reply = there_and_back(PostsReply{.posts = {post}, .next = Floor{60}});
  ASSERT_EQ(reply.posts.size(), 1U);
  EXPECT_EQ(reply.posts[0].post, post.post);
  EXPECT_EQ(reply.posts[0].text, post.text);
  EXPECT_EQ(reply.posts[0].edited_at, post.edited_at);
  ASSERT_EQ(reply.posts[0].versions.size(), 1U);
  EXPECT_EQ(reply.posts[0].versions[0].text, "您好");
  EXPECT_EQ(reply.next, Floor{60});
}

TEST(Replies, the_status_arrives_whole) {
  StatusReply status{.version = "0.1.0", .pid = 7, .started_at = from_ms(1), .now = from_ms(2), .threads = 3};
  status.failing = 1;
  status.sources = {{.source = {.name = "a", .origin = "https://a.example"},
                     .state = {.cooldown_until = from_ms(5), .cooldown_reason = "429", .failures = 2},
                     .threads = 3,
                     .requests = 40}};
  status.store = {.folder = "/var/lib/gailou",
                  .figures = {.schema = 1, .database_bytes = 4096, .wal_bytes = 512, .threads = 3, .posts = 99}};
  status.listening = {"127.0.0.1:8488"};
  status.degraded = {"1 thread could not be polled"};
  const StatusReply read = there_and_back(status);
  EXPECT_EQ(read.sources.at(0).state, status.sources[0].state);
  EXPECT_EQ(read.sources.at(0).source, status.sources[0].source);
  EXPECT_EQ(read.store.figures.posts, 99);
  EXPECT_EQ(read.store.folder, "/var/lib/gailou");
  EXPECT_EQ(read.degraded, status.degraded);
  EXPECT_EQ(read.listening, status.listening);
}

TEST(Replies, a_pause_and_what_the_owner_should_know_arrive) {
  storage::ThreadRecord paused = thread();
  paused.state = storage::ThreadState::paused;
  paused.paused_until = from_ms(99'000);
  paused.header.unlisted = true;
  paused.poll.missing_since = from_ms(3'000);
  paused.poll.notice = "27 floors vanished\nat once";
  const PauseReply reply = there_and_back(PauseReply{.thread = paused, .changed = true});
  EXPECT_TRUE(reply.changed);
  EXPECT_EQ(reply.thread.paused_until, from_ms(99'000));
  expect_same(reply.thread, paused);
  EXPECT_FALSE(there_and_back(PauseReply{.thread = thread()}).thread.paused_until);
}

SourceLine full_line() {
  return {.source = {.name = "a", .origin = "https://a.example"},
          .state = {.cooldown_until = from_ms(5),
                    .cooldown_reason = "429",
                    .failures = 2,
                    .last_request = from_ms(4),
                    .trouble = "rate_limited"},
          .condition = Condition::limited,
          .advice = "wait",
          .threads = 9,
          .active = 4,
          .asleep = 3,
          .paused = 1,
          .failing = 1,
          .requests = 40,
          .requests_today = 100,
          .day_budget = 2'000,
          .request_spacing = 3'000,
          .gate = true,
          .live = true,
          .configured = true,
          .last_poll = from_ms(3),
          .next_poll = from_ms(6),
          .last_error = "404",
          .delays = DelayFigures{.replies = 12, .median_ms = 40'000, .p95_ms = 90'000}};
}

TEST(Replies, a_source_arrives_with_every_figure) {
  const SourceLine sent = full_line();
  const SourcesReply reply = there_and_back(SourcesReply{.now = from_ms(7), .sources = {sent, {}}});
  ASSERT_EQ(reply.sources.size(), 2U);
  const SourceLine& read = reply.sources[0];
  EXPECT_EQ(read.state, sent.state);
  EXPECT_EQ(read.condition, Condition::limited);
  EXPECT_EQ(read.delays, sent.delays);
  EXPECT_EQ(dump(document_of(SourcesReply{.now = from_ms(7), .sources = {read, {}}})),
            dump(document_of(SourcesReply{.now = from_ms(7), .sources = {sent, {}}})));
  EXPECT_FALSE(reply.sources[1].delays);
  EXPECT_FALSE(reply.sources[1].next_poll);
}

TEST(Replies, what_changes_or_tries_a_source_arrives) {
  const storage::SourceRecord source{.name = "a", .origin = "https://a.example"};
  const auto made = there_and_back(SourceReply{.source = source, .changed = true});
  EXPECT_EQ(made.source, source);
  EXPECT_TRUE(made.changed);
  const auto tried =
      there_and_back(TestReply{.source = source, .title = "论坛", .login_required = true, .took_ms = 120});
  EXPECT_EQ(tried.title, "论坛");
  EXPECT_TRUE(tried.login_required);
  EXPECT_EQ(tried.took_ms, 120);
}

TEST(Replies, a_status_tells_states_notices_and_the_queue) {
  StatusReply status{.version = "1", .threads = 3};
  status.states = {{storage::ThreadState::active, 2}, {storage::ThreadState::gone, 1}};
  status.overdue_ms = 12'000;
  status.last_error = "a/1: 404";
  status.notices = {{.thread = "a/1", .title = "题", .what = "27 floors vanished at once"}};
  const StatusReply read = there_and_back(status);
  EXPECT_EQ(read.states, status.states);
  EXPECT_EQ(read.overdue_ms, 12'000);
  EXPECT_EQ(read.last_error, status.last_error);
  EXPECT_EQ(read.notices, status.notices);
}

TEST(Replies, an_unknown_word_is_refused) {
  auto document = nlohmann::json::parse(dump(document_of(SourcesReply{.sources = {full_line()}})));
  document["sources"][0]["state"] = "fine";
  const auto read = reply_of<SourcesReply>(document);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().where, "/sources/0/state");
}

TEST(Replies, a_reply_may_grow_but_not_lose_fields) {
  auto document = nlohmann::json::parse(dump(document_of(AddReply{.thread = thread()})));
  document["news"] = {1, 2, 3};
  EXPECT_TRUE(reply_of<AddReply>(document));
  document["thread"].erase("pending");
  const auto read = reply_of<AddReply>(document);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::malformed);
  EXPECT_EQ(read.error().where, "/thread/pending");
}

TEST(Replies, nonsense_is_refused_not_believed) {
  for (const char* text : {"null", "[]", "3", R"({"threads":{}})", R"({"threads":[1]})", R"({"threads":[{}]})"}) {
    EXPECT_FALSE(reply_of<ListReply>(nlohmann::json::parse(text))) << text;
  }
  auto document = nlohmann::json::parse(dump(document_of(thread())));
  document["state"] = "flying";
  document["missing"] = nlohmann::json::array();
  EXPECT_FALSE(reply_of<ShowReply>(document));
  document["state"] = "active";
  document["next_poll"] = "tomorrow";
  EXPECT_FALSE(reply_of<ShowReply>(document));
}

}  // namespace
}  // namespace gailou::protocol
