#include "daemon/protocol/replies.h"
#include "tests/admin/admin_fixture.h"

namespace gailou::admin {
namespace {

using digest::Code;
using digest::Floor;
using protocol::AddThread;
using protocol::DigestNow;
using protocol::ListThreads;
using protocol::PollThread;
using protocol::ReadPosts;
using protocol::RemoveThread;
using protocol::ShowStatus;
using protocol::ShowThread;
using protocol::WaitForChange;

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
  routes_->describe("/state", {"127.0.0.1:8488"});
  const auto healthy = ask_verb(ShowStatus{});
  ASSERT_TRUE(healthy) << to_string(healthy.error());
  EXPECT_TRUE(healthy->degraded.empty());
  EXPECT_EQ(healthy->version, "1.2.3");
  EXPECT_EQ(healthy->state_folder, "/state");
  add_and_fetch();
  site_.fail_next("429", 1, 600);
  EXPECT_FALSE(ask_verb(PollThread{.thread = "1"}));
  const auto degraded = ask_verb(ShowStatus{});
  ASSERT_TRUE(degraded);
  EXPECT_FALSE(degraded->degraded.empty());
  ASSERT_EQ(degraded->sources.size(), 1U);
  EXPECT_TRUE(degraded->sources[0].state.cooldown_until);
}

}  // namespace
}  // namespace gailou::admin
