#include "daemon/protocol/replies.h"
#include "tests/admin/admin_fixture.h"

namespace gailou::admin {
namespace {

using digest::Code;
using digest::Floor;
using protocol::AddThread;
using protocol::DigestNow;
using protocol::ListDeals;
using protocol::ListThreads;
using protocol::PauseThread;
using protocol::PollThread;
using protocol::ReadChanges;
using protocol::ReadPosts;
using protocol::RemoveThread;
using protocol::ResumeThread;
using protocol::SearchStore;
using protocol::ShowCosts;
using protocol::ShowStatus;
using protocol::ShowThread;
using protocol::WaitForChange;
using protocol::WaitForCommit;

class Verbs : public AdminTest {};

TEST_F(Verbs, adding_a_url_of_an_unknown_forum_makes_its_source) {
  const auto added = ask_verb(AddThread{.thread = kTopicUrl + "/7"});
  ASSERT_TRUE(added) << to_string(added.error());
  EXPECT_FALSE(added->already_tracked);
  EXPECT_EQ(added->thread.source, "local");
  EXPECT_EQ(added->thread.topic.value, 1);
  EXPECT_EQ(added->thread.origin, "http://127.0.0.1:1");
}

TEST_F(Verbs, adding_twice_is_no_error) {
  ASSERT_TRUE(ask_verb(AddThread{.thread = kTopicUrl}));
  const auto again = ask_verb(AddThread{.thread = "local/1"});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->already_tracked);
  EXPECT_EQ(again->thread.id.value, 1);
}

TEST_F(Verbs, a_name_can_be_chosen_for_a_new_source_only) {
  const auto added = ask_verb(AddThread{.thread = kTopicUrl, .source = "mine"});
  ASSERT_TRUE(added);
  EXPECT_EQ(added->thread.source, "mine");
  EXPECT_EQ(ask_verb(AddThread{.thread = kTopicUrl, .source = "other"}).error().code, Code::conflict);
  EXPECT_EQ(ask_verb(AddThread{.thread = "http://127.0.0.1:2/t/x/1", .source = "mine"}).error().code, Code::conflict);
  EXPECT_EQ(ask_verb(AddThread{.thread = "http://127.0.0.1:2/t/x/1", .source = "A b"}).error().code, Code::malformed);
}

TEST_F(Verbs, what_is_no_topic_is_not_added) {
  EXPECT_EQ(ask_verb(AddThread{.thread = "http://127.0.0.1:1/about"}).error().code, Code::malformed);
  EXPECT_EQ(ask_verb(AddThread{.thread = "ftp://127.0.0.1/t/x/1"}).error().code, Code::malformed);
  EXPECT_EQ(ask_verb(AddThread{.thread = "7"}).error().code, Code::malformed);
  EXPECT_EQ(ask_verb(AddThread{.thread = "nobody/7"}).error().code, Code::not_found);
  EXPECT_EQ(ask_verb(ListThreads{})->threads.size(), 0U);
  EXPECT_EQ(client_.requests, 0);
}

class ConfiguredSources : public AdminTest {
 protected:
  void SetUp() override { start({{.name = "forum", .origin = "http://127.0.0.1:1"}}); }
};

TEST_F(ConfiguredSources, win_over_a_made_one) {
  const auto added = ask_verb(AddThread{.thread = kTopicUrl});
  ASSERT_TRUE(added);
  EXPECT_EQ(added->thread.source, "forum");
  EXPECT_TRUE(ask_verb(AddThread{.thread = "forum/1"})->already_tracked);
}

TEST_F(Verbs, the_first_fetch_can_be_waited_for) {
  const auto added = ask_verb(AddThread{.thread = kTopicUrl});
  ASSERT_TRUE(added);
  std::int64_t seen = 0;
  bool complete = false;
  for (int looks = 0; looks < 20 && !complete; ++looks) {
    const auto waited = ask_verb(WaitForChange{.thread = "local/1", .seen = seen, .timeout_ms = 60'000});
    ASSERT_TRUE(waited) << to_string(waited.error());
    seen = waited->seen;
    complete = waited->thread.complete;
  }
  EXPECT_TRUE(complete);
}

TEST_F(Verbs, a_thread_is_found_by_each_of_its_names) {
  add_and_fetch();
  for (const char* name : {"1", "local/1", "http://127.0.0.1:1/t/topic/1", "http://127.0.0.1:1/t/1/5"}) {
    const auto shown = ask_verb(ShowThread{.thread = name});
    ASSERT_TRUE(shown) << name << ": " << to_string(shown.error());
    EXPECT_EQ(shown->thread.id.value, 1) << name;
    EXPECT_EQ(shown->thread.posts_stored, 12) << name;
  }
  EXPECT_EQ(ask_verb(ShowThread{.thread = "2"}).error().code, Code::not_found);
  EXPECT_EQ(ask_verb(ShowThread{.thread = "local/2"}).error().code, Code::not_found);
  EXPECT_EQ(ask_verb(ShowThread{.thread = "http://127.0.0.1:2/t/1"}).error().code, Code::not_found);
  EXPECT_EQ(ask_verb(ShowThread{.thread = "what"}).error().code, Code::malformed);
}

TEST_F(Verbs, a_poll_tells_what_came_of_it) {
  add_and_fetch();
  site_.forum().released = 14;
  const auto polled = ask_verb(PollThread{.thread = "1"});
  ASSERT_TRUE(polled) << to_string(polled.error());
  EXPECT_EQ(polled->added, (std::vector{Floor{13}, Floor{14}}));
  EXPECT_EQ(polled->thread.posts_stored, 14);
  EXPECT_EQ(polled->thread.pending, 2);
  EXPECT_TRUE(polled->revisions.empty());
}

TEST_F(Verbs, the_last_poll_is_told_though_the_store_hears_of_it_once_a_minute) {
  add_and_fetch();
  ASSERT_TRUE(ask_verb(PollThread{.thread = "1"}));
  const auto first = ask_verb(ShowThread{.thread = "1"})->thread.poll.last_poll;
  loop_.run_for(1s);
  ASSERT_TRUE(ask_verb(PollThread{.thread = "1"}));
  EXPECT_GT(ask_verb(ShowThread{.thread = "1"})->thread.poll.last_poll, first);
  EXPECT_GT(ask_verb(ListThreads{})->threads[0].poll.last_poll, first);
}

TEST_F(Verbs, pending_floors_can_be_digested_at_once) {
  add_and_fetch();
  site_.forum().released = 14;
  ASSERT_TRUE(ask_verb(PollThread{.thread = "1"}));
  const int requests = client_.requests;
  const auto digested = ask_verb(DigestNow{.thread = "1"});
  ASSERT_TRUE(digested) << to_string(digested.error());
  EXPECT_EQ(client_.requests, requests);
  ASSERT_EQ(digested->revisions.size(), 1U);
  EXPECT_EQ(digested->revisions[0].revision.value, 2);
  EXPECT_EQ(digested->thread.pending, 0);
}

TEST_F(Verbs, a_poll_that_fails_tells_why) {
  add_and_fetch();
  site_.fail_next("500", 1, 0);
  const auto polled = ask_verb(PollThread{.thread = "1"});
  ASSERT_FALSE(polled);
  EXPECT_EQ(polled.error().code, Code::unavailable);
  EXPECT_TRUE(polled.error().where.starts_with("local/1")) << polled.error().where;
}

TEST_F(Verbs, a_poll_never_jumps_a_cooldown) {
  add_and_fetch();
  site_.fail_next("429", 1, 600);
  EXPECT_FALSE(ask_verb(PollThread{.thread = "1"}));
  const int requests = client_.requests;
  const auto polled = ask_verb(PollThread{.thread = "1"});
  ASSERT_FALSE(polled);
  EXPECT_EQ(polled.error().code, Code::cooldown);
  EXPECT_EQ(client_.requests, requests);
}

TEST_F(Verbs, the_digest_is_the_public_document) {
  add_and_fetch();
  const auto response = post("digest", R"({"thread":"1"})");
  ASSERT_EQ(response.status, 200);
  EXPECT_EQ(json_in(response)["schema"], "gailou.digest/1");
  EXPECT_EQ(post("digest", R"({"thread":"1","rev":1})").status, 200);
  EXPECT_EQ(post("digest", R"({"thread":"1","rev":99})").status, 404);
}

TEST_F(Verbs, before_the_first_digest_there_is_none) {
  ASSERT_TRUE(ask_verb(AddThread{.thread = kTopicUrl}));
  const auto response = post("digest", R"({"thread":"1"})");
  EXPECT_EQ(response.status, 404);
  EXPECT_NE(error_in(response).what.find("no digest yet"), std::string::npos);
}

TEST_F(Verbs, posts_come_in_pages) {
  add_and_fetch();
  const auto first = ask_verb(ReadPosts{.thread = "1", .limit = 5});
  ASSERT_TRUE(first);
  ASSERT_EQ(first->posts.size(), 5U);
  const auto second = ask_verb(ReadPosts{.thread = "1", .from = first->next->value, .limit = 200});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->posts.size(), 7U);
  EXPECT_EQ(second->next, std::nullopt);
}

TEST_F(Verbs, changes_are_the_entries_after_a_revision) {
  add_and_fetch();
  const auto newest = ask_verb(ReadChanges{.thread = "1", .newest = 2});
  ASSERT_TRUE(newest) << to_string(newest.error());
  EXPECT_EQ(newest->revision.value, 1);
  EXPECT_LE(newest->entries.size(), 2U);
  const auto all = ask_verb(ReadChanges{.thread = "1", .since = 0});
  ASSERT_TRUE(all);
  ASSERT_GE(all->entries.size(), newest->entries.size());
  ASSERT_FALSE(newest->entries.empty());
  EXPECT_EQ(all->entries.back(), newest->entries.back());
  EXPECT_TRUE(ask_verb(ReadChanges{.thread = "1", .since = 1})->entries.empty());
  EXPECT_EQ(ask_verb(ReadChanges{.thread = "1", .since = 2}).error().code, Code::conflict);
}

TEST_F(Verbs, offers_are_asked_for_by_thread_or_all_together) {
  add_and_fetch();
  EXPECT_TRUE(ask_verb(ListDeals{})->offers.empty());
  EXPECT_TRUE(ask_verb(ListDeals{.thread = "1"})->offers.empty());
  EXPECT_EQ(ask_verb(ListDeals{.thread = "local/99"}).error().code, Code::not_found);
  EXPECT_EQ(ask_verb(ListDeals{.thread = "what"}).error().code, Code::malformed);
}

TEST_F(Verbs, what_models_cost_is_told_for_days_of_the_daemons_clock) {
  add_and_fetch();
  const auto costs = ask_verb(ShowCosts{.days = 2, .zone = "UTC"});
  ASSERT_TRUE(costs) << to_string(costs.error());
  EXPECT_FALSE(costs->ever);
  EXPECT_EQ(costs->total.spent.calls, 0);
  EXPECT_GT(costs->since, digest::from_ms(1'000'000'000'000));
  EXPECT_EQ(ask_verb(ShowCosts{.days = 0}).error().code, Code::malformed);
}

TEST_F(Verbs, words_are_found_the_newest_first) {
  add_and_fetch();
  const auto found = ask_verb(SearchStore{.words = "in:floors", .limit = 3});
  ASSERT_TRUE(found) << to_string(found.error());
  ASSERT_EQ(found->hits.size(), 3U);
  EXPECT_GT(found->hits[0].at, found->hits[2].at);
  EXPECT_EQ(found->hits[0].source, "local");
  EXPECT_FALSE(found->incomplete);
  ASSERT_TRUE(found->next);
  const auto behind = ask_verb(SearchStore{.words = "in:floors", .limit = 3, .after = found->next});
  ASSERT_TRUE(behind);
  EXPECT_LT(behind->hits[0].at, found->hits[2].at);
  EXPECT_FALSE(ask_verb(SearchStore{.words = "in:entries"})->hits.empty());
  EXPECT_TRUE(ask_verb(SearchStore{.words = "在别处才有的词"})->hits.empty());
}

TEST_F(Verbs, days_of_a_search_are_counted_back_from_the_daemons_clock) {
  add_and_fetch();
  EXPECT_TRUE(ask_verb(SearchStore{.words = "after:1s"})->hits.size() <= 200);
  EXPECT_EQ(ask_verb(SearchStore{.words = "after:soon"}).error().code, Code::usage);
  EXPECT_EQ(ask_verb(SearchStore{.words = "???"}).error().code, Code::usage);
}

TEST_F(Verbs, a_commit_is_waited_for) {
  add_and_fetch();
  const auto before = loop_.now();
  const auto first = ask_verb(WaitForCommit{});
  ASSERT_TRUE(first) << to_string(first.error());
  ASSERT_EQ(first->threads.size(), 1U);
  const std::int64_t commit = first->threads[0].commit.value;
  EXPECT_GT(commit, 0);
  EXPECT_LT(loop_.now() - before, 1s);

  const auto nothing = ask_verb(WaitForCommit{.after = commit, .timeout_ms = 3'000});
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->threads[0].commit.value, commit);
  EXPECT_GE(loop_.now() - before, 3s);

  site_.forum().released = 30;
  const auto later = ask_verb(WaitForCommit{.after = commit, .timeout_ms = 60'000});
  ASSERT_TRUE(later);
  EXPECT_GT(later->threads[0].commit.value, commit);
}

TEST_F(Verbs, a_tracker_that_stops_lets_nobody_wait) {
  add_and_fetch();
  tracker_->stop();
  const auto before = loop_.now();
  EXPECT_TRUE(ask_verb(WaitForCommit{.after = 1'000, .timeout_ms = 60'000}));
  EXPECT_LT(loop_.now() - before, 1s);
}

TEST_F(Verbs, a_removed_thread_is_gone) {
  add_and_fetch();
  const auto removed = ask_verb(RemoveThread{.thread = "local/1"});
  ASSERT_TRUE(removed) << to_string(removed.error());
  EXPECT_EQ(protocol::text_of(removed->name), "local/1");
  EXPECT_FALSE(removed->data_kept);
  EXPECT_EQ(ask_verb(ShowThread{.thread = "local/1"}).error().code, Code::gone);
  EXPECT_EQ(ask_verb(RemoveThread{.thread = "1"}).error().code, Code::not_found);
  EXPECT_TRUE(ask_verb(ListThreads{})->threads.empty());
}

TEST_F(Verbs, the_status_complains_about_what_fails) {
  routes_->describe({.state_folder = "/state", .listening = {"127.0.0.1:8488"}});
  const auto healthy = ask_verb(ShowStatus{});
  ASSERT_TRUE(healthy) << to_string(healthy.error());
  EXPECT_TRUE(healthy->degraded.empty());
  EXPECT_EQ(healthy->version, "1.2.3");
  EXPECT_EQ(healthy->store.folder, "/state");
  add_and_fetch();
  site_.fail_next("429", 1, 600);
  EXPECT_FALSE(ask_verb(PollThread{.thread = "1"}));
  const auto degraded = ask_verb(ShowStatus{});
  ASSERT_TRUE(degraded);
  EXPECT_FALSE(degraded->degraded.empty());
  ASSERT_EQ(degraded->sources.size(), 1U);
  EXPECT_TRUE(degraded->sources[0].state.cooldown_until);
}

class Pausing : public AdminTest {};

TEST_F(Pausing, a_paused_thread_is_not_polled_until_it_is_resumed) {
  add_and_fetch();
  const auto paused = ask_verb(PauseThread{.thread = "local/1"});
  ASSERT_TRUE(paused) << to_string(paused.error());
  EXPECT_TRUE(paused->changed);
  EXPECT_EQ(paused->thread.state, storage::ThreadState::paused);
  EXPECT_FALSE(paused->thread.paused_until);
  const int requests = client_.requests;
  loop_.run_for(48h);
  EXPECT_EQ(client_.requests, requests);
  const auto resumed = ask_verb(ResumeThread{.thread = "1"});
  ASSERT_TRUE(resumed) << to_string(resumed.error());
  EXPECT_TRUE(resumed->changed);
  EXPECT_NE(resumed->thread.state, storage::ThreadState::paused);
  loop_.run_for(1min);
  EXPECT_GT(client_.requests, requests);
}

TEST_F(Pausing, a_pause_may_end_by_itself) {
  add_and_fetch();
  const auto until = loop_.now() + 6h;
  const auto paused = ask_verb(PauseThread{.thread = "1", .until = until});
  ASSERT_TRUE(paused) << to_string(paused.error());
  EXPECT_EQ(paused->thread.paused_until, until);
  EXPECT_EQ(ask_verb(ShowThread{.thread = "1"})->thread.paused_until, until);
  EXPECT_EQ(ask_verb(ListThreads{})->threads[0].paused_until, until);
  const int requests = client_.requests;
  loop_.run_for(5h);
  EXPECT_EQ(client_.requests, requests);
  loop_.run_for(2h);
  EXPECT_GT(client_.requests, requests);
  EXPECT_NE(ask_verb(ShowThread{.thread = "1"})->thread.state, storage::ThreadState::paused);
}

TEST_F(Pausing, said_twice_it_is_no_error_and_changes_nothing) {
  add_and_fetch();
  EXPECT_TRUE(ask_verb(PauseThread{.thread = "1"})->changed);
  EXPECT_FALSE(ask_verb(PauseThread{.thread = "1"})->changed);
  const auto until = loop_.now() + 2h;
  EXPECT_TRUE(ask_verb(PauseThread{.thread = "1", .until = until})->changed);
  EXPECT_FALSE(ask_verb(PauseThread{.thread = "1", .until = until})->changed);
  EXPECT_TRUE(ask_verb(PauseThread{.thread = "1"})->changed);
  EXPECT_FALSE(ask_verb(PauseThread{.thread = "1"})->thread.paused_until);
  EXPECT_TRUE(ask_verb(ResumeThread{.thread = "1"})->changed);
  EXPECT_FALSE(ask_verb(ResumeThread{.thread = "1"})->changed);
}

TEST_F(Pausing, no_pause_ends_in_the_past) {
  add_and_fetch();
  const auto paused = ask_verb(PauseThread{.thread = "1", .until = loop_.now() - 1h});
  ASSERT_FALSE(paused);
  EXPECT_EQ(paused.error().code, Code::malformed);
  EXPECT_NE(ask_verb(ShowThread{.thread = "1"})->thread.state, storage::ThreadState::paused);
  EXPECT_EQ(post("pause", R"({"thread":"1","until":"tomorrow"})").status, 400);
}

TEST_F(Pausing, what_is_not_tracked_is_not_found) {
  EXPECT_EQ(ask_verb(PauseThread{.thread = "local/9"}).error().code, Code::not_found);
  EXPECT_EQ(ask_verb(ResumeThread{.thread = "9"}).error().code, Code::not_found);
  EXPECT_EQ(ask_verb(PauseThread{.thread = "what"}).error().code, Code::malformed);
  EXPECT_EQ(ask({.method = "GET", .path = "/admin/v1/pause"}).status, 405);
}

TEST_F(Pausing, a_poll_says_that_the_thread_is_paused_and_how_to_go_on) {
  add_and_fetch();
  ASSERT_TRUE(ask_verb(PauseThread{.thread = "1"}));
  const int requests = client_.requests;
  const auto polled = ask_verb(PollThread{.thread = "1"});
  ASSERT_FALSE(polled);
  EXPECT_EQ(polled.error().code, Code::conflict);
  EXPECT_NE(polled.error().what.find("is paused"), std::string::npos) << polled.error().what;
  EXPECT_NE(polled.error().hint.find("gailou resume local/1"), std::string::npos) << polled.error().hint;
  EXPECT_EQ(client_.requests, requests);
}

TEST_F(Pausing, a_poll_may_carry_a_wish) {
  add_and_fetch();
  EXPECT_TRUE(ask_verb(PollThread{.thread = "1", .believe_vanished = true}));
  EXPECT_EQ(post("poll", R"({"thread":"1","believe_vanished":"yes"})").status, 400);
}

}  // namespace
}  // namespace gailou::admin
