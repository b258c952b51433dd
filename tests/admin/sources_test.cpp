// Forum sites and the status over the admin socket.
#include "daemon/admin/source_lines.h"
#include "daemon/protocol/replies.h"
#include "tests/admin/admin_fixture.h"

namespace gailou::admin {
namespace {

using digest::Code;
using protocol::AddSource;
using protocol::AddThread;
using protocol::Condition;
using protocol::ListSources;
using protocol::PauseThread;
using protocol::PollThread;
using protocol::RemoveSource;
using protocol::RemoveThread;
using protocol::ShowStatus;

class Sources : public AdminTest {
 protected:
  protocol::SourceLine only_source() {
    const auto listed = ask_verb(ListSources{});
    EXPECT_TRUE(listed) << (listed ? "" : to_string(listed.error()));
    if (!listed || listed->sources.size() != 1) return {};
    return listed->sources[0];
  }
  void poll_fails_with(const std::string& shape, int retry_after) {
    site_.fail_next(shape, 1, retry_after);
    EXPECT_FALSE(ask_verb(PollThread{.thread = "1"}));
  }
};

TEST_F(Sources, are_none_before_the_first) {
  const auto listed = ask_verb(ListSources{});
  ASSERT_TRUE(listed) << to_string(listed.error());
  EXPECT_TRUE(listed->sources.empty());
  EXPECT_EQ(listed->now, loop_.now());
}

TEST_F(Sources, can_be_made_without_a_thread) {
  const auto made = ask_verb(AddSource{.url = "https://www.forum.example/latest"});
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_TRUE(made->changed);
  EXPECT_EQ(made->source.name, "forum");
  EXPECT_EQ(made->source.origin, "https://www.forum.example");
  EXPECT_FALSE(ask_verb(AddSource{.url = "https://www.forum.example"})->changed);
  const auto line = only_source();
  EXPECT_EQ(line.source, made->source);
  EXPECT_EQ(line.condition, Condition::idle);
  EXPECT_EQ(line.threads, 0);
  EXPECT_FALSE(line.next_poll);
  EXPECT_EQ(client_.requests, 0);
}

TEST_F(Sources, are_not_made_of_what_is_no_address) {
  for (const char* url : {"forum", "ftp://forum.example", "https://", "https:///x", "javascript:alert(1)"}) {
    EXPECT_EQ(ask_verb(AddSource{.url = url}).error().code, Code::malformed) << url;
  }
  EXPECT_EQ(ask_verb(AddSource{.url = "https://forum.example", .name = "A b"}).error().code, Code::malformed);
  EXPECT_EQ(post("add-source", "{}").status, 400);
}

TEST_F(Sources, keep_the_name_they_were_given) {
  ASSERT_TRUE(ask_verb(AddSource{.url = "https://forum.example", .name = "mine"}));
  EXPECT_EQ(ask_verb(AddSource{.url = "https://forum.example", .name = "other"}).error().code, Code::conflict);
  EXPECT_EQ(ask_verb(AddSource{.url = "https://forum.test", .name = "mine"}).error().code, Code::conflict);
  EXPECT_EQ(ask_verb(AddSource{.url = "https://forum.example", .name = "mine"})->source.name, "mine");
}

TEST_F(Sources, are_removed_once_no_thread_is_left) {
  add_and_fetch();
  const auto used = ask_verb(RemoveSource{.name = "local"});
  ASSERT_FALSE(used);
  EXPECT_EQ(used.error().code, Code::conflict);
  EXPECT_NE(used.error().what.find("1 tracked thread"), std::string::npos) << used.error().what;
  EXPECT_NE(used.error().hint.find("gailou list --source local"), std::string::npos) << used.error().hint;
  ASSERT_TRUE(ask_verb(RemoveThread{.thread = "1"}));
  ASSERT_TRUE(ask_verb(RemoveSource{.name = "local"}));
  EXPECT_TRUE(ask_verb(ListSources{})->sources.empty());
  EXPECT_EQ(ask_verb(RemoveSource{.name = "local"}).error().code, Code::not_found);
}

TEST_F(Sources, with_kept_data_are_still_needed) {
  add_and_fetch();
  ASSERT_TRUE(ask_verb(RemoveThread{.thread = "1", .keep_data = true}));
  const auto kept = ask_verb(RemoveSource{.name = "local"});
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, Code::conflict);
  EXPECT_NE(kept.error().what.find("whose data was kept"), std::string::npos) << kept.error().what;
}

TEST_F(Sources, come_back_as_new_ones) {
  add_and_fetch();
  ASSERT_TRUE(ask_verb(RemoveThread{.thread = "1"}));
  ASSERT_TRUE(ask_verb(RemoveSource{.name = "local"}));
  ASSERT_TRUE(ask_verb(AddThread{.thread = kTopicUrl}));
  loop_.run_for(2min);
  EXPECT_EQ(ask_verb(protocol::ShowThread{.thread = "local/1"})->thread.posts_stored, 12);
  EXPECT_EQ(only_source().threads, 1);
}

class ConfiguredSource : public AdminTest {
 protected:
  void SetUp() override {
    const storage::SourceRecord source{.name = "forum", .origin = "http://127.0.0.1:1"};
    start({source});
    loop_.run_for(1s);
  }
};

TEST_F(ConfiguredSource, is_removed_in_the_configuration_only) {
  ASSERT_TRUE(ask_verb(AddThread{.thread = kTopicUrl}));
  EXPECT_TRUE(ask_verb(ListSources{})->sources.at(0).configured);
  ASSERT_TRUE(ask_verb(RemoveThread{.thread = "1"}));
  const auto removed = ask_verb(RemoveSource{.name = "forum"});
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, Code::conflict);
  EXPECT_NE(removed.error().hint.find("gailou.toml"), std::string::npos) << removed.error().hint;
}

TEST_F(Sources, tell_how_they_do) {
  routes_->describe({.request_spacing = 1s});
  add_and_fetch();
  const auto line = only_source();
  EXPECT_EQ(line.condition, Condition::ok);
  EXPECT_TRUE(line.advice.empty());
  EXPECT_EQ(line.threads, 1);
  EXPECT_EQ(line.active, 1);
  EXPECT_EQ(line.failing, 0);
  EXPECT_EQ(line.requests, client_.requests);
  EXPECT_EQ(line.request_spacing, 1000);
  ASSERT_TRUE(line.last_poll && line.next_poll);
  EXPECT_LE(*line.last_poll, loop_.now());
  EXPECT_GT(*line.next_poll, loop_.now() - 1min);
  EXPECT_FALSE(line.configured);
}

TEST_F(Sources, tell_how_long_replies_took_to_be_seen) {
  add_and_fetch();
  EXPECT_FALSE(only_source().delays);
  const auto before = loop_.now();
  site_.forum().released = 14;
  ASSERT_TRUE(ask_verb(PollThread{.thread = "1"}));
  const auto list = ask_verb(protocol::ListThreads{.since = before});
  ASSERT_TRUE(list) << to_string(list.error());
  const auto shown = ask_verb(protocol::ShowThread{.thread = "1"});
  // The made-up posts carry times of their own: what counts is that both faces tell the same.
  ASSERT_EQ(only_source().delays.has_value(), shown->delays.has_value());
  EXPECT_EQ(only_source().delays, shown->delays);
  if (shown->delays) {
    ASSERT_EQ(list->fresh.size(), 1U);
    EXPECT_EQ(list->fresh[0].replies, shown->delays->replies);
  }
}

TEST_F(Sources, with_nothing_but_paused_threads_are_idle) {
  add_and_fetch();
  ASSERT_TRUE(ask_verb(PauseThread{.thread = "1"}));
  const auto line = only_source();
  EXPECT_EQ(line.condition, Condition::idle);
  EXPECT_EQ(line.paused, 1);
  EXPECT_EQ(line.active, 0);
}

TEST_F(Sources, that_fail_say_so_and_what_to_try) {
  add_and_fetch();
  poll_fails_with("500", 0);
  const auto line = only_source();
  EXPECT_EQ(line.condition, Condition::failing);
  EXPECT_EQ(line.failing, 1);
  EXPECT_NE(line.last_error.find("status 500"), std::string::npos) << line.last_error;
  const auto status = ask_verb(ShowStatus{});
  ASSERT_EQ(status->degraded.size(), 1U);
  EXPECT_NE(status->degraded[0].find("no thread of source local can be polled"), std::string::npos);
  EXPECT_NE(status->last_error.find("local/1: "), std::string::npos) << status->last_error;
  ASSERT_EQ(status->notices.size(), 1U);
  EXPECT_EQ(status->notices[0].thread, "local/1");
  EXPECT_NE(status->notices[0].what.find("its last poll failed"), std::string::npos) << status->notices[0].what;
}

TEST_F(Sources, in_a_cooldown_tell_why_and_until_when) {
  add_and_fetch();
  poll_fails_with("429", 600);
  const auto line = only_source();
  EXPECT_TRUE(line.condition == Condition::limited || line.condition == Condition::cooldown);
  ASSERT_TRUE(line.state.cooldown_until);
  EXPECT_GT(*line.state.cooldown_until, loop_.now() + 9min);
  EXPECT_FALSE(line.state.cooldown_reason.empty());
  ASSERT_TRUE(line.next_poll);
  EXPECT_GE(*line.next_poll, *line.state.cooldown_until);
  const auto status = ask_verb(ShowStatus{});
  ASSERT_FALSE(status->degraded.empty());
  EXPECT_NE(status->degraded[0].find("left alone until"), std::string::npos) << status->degraded[0];
  EXPECT_EQ(status->overdue_ms, 0);
}

TEST_F(Sources, in_a_short_cooldown_are_no_trouble) {
  add_and_fetch();
  poll_fails_with("429", 60);
  EXPECT_TRUE(only_source().state.cooldown_until);
  EXPECT_TRUE(ask_verb(ShowStatus{})->degraded.empty());
}

TEST_F(Sources, that_are_over_their_cooldown_forget_it) {
  add_and_fetch();
  poll_fails_with("429", 60);
  loop_.run_for(10min);
  const auto line = only_source();
  EXPECT_EQ(line.condition, Condition::ok);
  EXPECT_FALSE(line.state.cooldown_until);
  EXPECT_TRUE(ask_verb(ShowStatus{})->degraded.empty());
}

TEST_F(Sources, show_a_cooldown_after_a_restart_before_anything_is_asked) {
  add_and_fetch();
  poll_fails_with("429", 3600);
  running_->cancel();
  loop_.run_until([this] { return running_->done(); }, 1min);
  loop_.forget_workers();
  const int requests = client_.requests;
  start({});
  loop_.run_for(2s);
  const auto line = only_source();
  ASSERT_TRUE(line.state.cooldown_until);
  EXPECT_GT(*line.state.cooldown_until, loop_.now() + 50min);
  EXPECT_FALSE(ask_verb(ShowStatus{})->degraded.empty());
  EXPECT_EQ(client_.requests, requests);
}

TEST_F(Sources, threads_are_counted_by_state_in_the_status) {
  add_and_fetch();
  ASSERT_TRUE(ask_verb(AddThread{.thread = "http://127.0.0.1:1/t/other/2"}));
  ASSERT_TRUE(ask_verb(PauseThread{.thread = "2"}));
  const auto status = ask_verb(ShowStatus{});
  ASSERT_TRUE(status);
  EXPECT_EQ(status->states,
            (std::vector<protocol::StateCount>{{storage::ThreadState::active, 1}, {storage::ThreadState::paused, 1}}));
}

TEST_F(Sources, trouble_of_the_store_degrades_the_status) {
  EXPECT_TRUE(ask_verb(ShowStatus{})->degraded.empty());
  routes_->set_trouble({"disk: less than 16 MiB free in the state folder"});
  EXPECT_EQ(ask_verb(ShowStatus{})->degraded.size(), 1U);
  routes_->set_trouble({});
  EXPECT_TRUE(ask_verb(ShowStatus{})->degraded.empty());
}

}  // namespace
}  // namespace gailou::admin
