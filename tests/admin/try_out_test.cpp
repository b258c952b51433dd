// Trying a forum out over the admin socket: as polite as a poll, and in words.
#include "daemon/protocol/replies.h"
#include "tests/admin/admin_fixture.h"

namespace gailou::admin {
namespace {

using digest::Code;
using protocol::AddThread;
using protocol::ListSources;
using protocol::PollThread;
using protocol::ShowThread;
using protocol::TestSource;

const std::string kOrigin = "http://127.0.0.1:1";

class TryingOut : public AdminTest {
 protected:
  digest::Error refused(const std::string& source) {
    const auto tried = ask_verb(TestSource{.source = source});
    EXPECT_FALSE(tried) << source;
    return tried ? digest::Error{} : tried.error();
  }
};

TEST_F(TryingOut, tells_what_the_forum_is) {
  add_and_fetch();
  const int before = client_.requests;
  const auto tried = ask_verb(TestSource{.source = "local"});
  ASSERT_TRUE(tried) << to_string(tried.error());
  EXPECT_EQ(tried->source.origin, kOrigin);
  EXPECT_FALSE(tried->title.empty());
  EXPECT_FALSE(tried->login_required);
  EXPECT_EQ(client_.requests, before + 1);
  EXPECT_EQ(ask_verb(TestSource{.source = kOrigin + "/latest"})->source.name, "local");
}

TEST_F(TryingOut, makes_no_source_of_an_unknown_forum) {
  const auto tried = ask_verb(TestSource{.source = kOrigin});
  ASSERT_TRUE(tried) << to_string(tried.error());
  EXPECT_TRUE(ask_verb(ListSources{})->sources.empty());
  // robots.txt comes first, once.
  EXPECT_EQ(client_.requests, 2);
  ASSERT_TRUE(ask_verb(TestSource{.source = kOrigin}));
  EXPECT_EQ(client_.requests, 3);
}

TEST_F(TryingOut, keeps_the_pace) {
  add_and_fetch();
  const auto begun = loop_.now();
  const int before = client_.requests;
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(ask_verb(TestSource{.source = "local"}));
  EXPECT_EQ(client_.requests, before + 10);
  EXPECT_GE(loop_.now() - begun, 7s);
}

TEST_F(TryingOut, never_asks_in_a_cooldown) {
  add_and_fetch();
  site_.fail_next("429", 1, 600);
  EXPECT_FALSE(ask_verb(PollThread{.thread = "1"}));
  const int before = client_.requests;
  EXPECT_EQ(refused("local").code, Code::cooldown);
  EXPECT_EQ(client_.requests, before);
}

TEST_F(TryingOut, a_429_leaves_the_whole_source_alone) {
  add_and_fetch();
  site_.fail_next("429", 1, 600, "/site/");
  const auto error = refused("local");
  EXPECT_EQ(error.code, Code::rate_limited);
  EXPECT_NE(error.what.find("left alone until"), std::string::npos) << error.what;
  const int before = client_.requests;
  EXPECT_EQ(ask_verb(PollThread{.thread = "1"}).error().code, Code::cooldown);
  EXPECT_EQ(client_.requests, before);
}

TEST_F(TryingOut, a_challenge_is_told_as_one_and_is_no_deletion) {
  add_and_fetch();
  site_.fail_next("challenge", 1, 0, "/site/");
  const auto error = refused("local");
  EXPECT_EQ(error.code, Code::challenged);
  EXPECT_FALSE(error.hint.empty());
  const auto line = ask_verb(ListSources{})->sources.at(0);
  EXPECT_EQ(line.condition, protocol::Condition::challenged);
  EXPECT_FALSE(line.advice.empty());
  EXPECT_EQ(ask_verb(ShowThread{.thread = "1"})->thread.posts_stored, 12);
}

TEST_F(TryingOut, what_an_unknown_forum_asked_for_holds_once_it_is_a_source) {
  site_.fail_next("429", 1, 3600, "/site/");
  EXPECT_EQ(refused(kOrigin).code, Code::rate_limited);
  const int before = client_.requests;
  EXPECT_EQ(refused(kOrigin).code, Code::cooldown);
  ASSERT_TRUE(ask_verb(AddThread{.thread = kTopicUrl}));
  loop_.run_for(10min);
  EXPECT_EQ(client_.requests, before);
  EXPECT_TRUE(ask_verb(ListSources{})->sources.at(0).state.cooldown_until);
}

TEST_F(TryingOut, a_login_is_told) {
  site_.board().settings.login_required = true;
  const auto tried = ask_verb(TestSource{.source = kOrigin});
  if (tried) {
    EXPECT_TRUE(tried->login_required);
  } else {
    EXPECT_EQ(tried.error().code, Code::forbidden) << to_string(tried.error());
  }
}

TEST_F(TryingOut, robots_txt_is_obeyed_and_named) {
  site_.board().settings.robots = "User-agent: *\nDisallow: /site/\n";
  const auto error = refused(kOrigin);
  EXPECT_EQ(error.code, Code::forbidden) << to_string(error);
  EXPECT_NE(to_string(error).find("robots.txt"), std::string::npos) << to_string(error);
  EXPECT_EQ(client_.requests, 1);
}

TEST_F(TryingOut, what_is_no_discourse_forum_is_told_so) {
  site_.fail_next("404", 1, 0, "/site/");
  const auto error = refused(kOrigin);
  EXPECT_EQ(error.code, Code::malformed);
  EXPECT_NE(error.what.find("no Discourse forum"), std::string::npos) << error.what;
  EXPECT_NE(error.hint.find("Discourse"), std::string::npos) << error.hint;
}

TEST_F(TryingOut, a_forum_that_fails_is_no_cooldown) {
  add_and_fetch();
  site_.fail_next("500", 1, 0, "/site/");
  EXPECT_EQ(refused("local").code, Code::unavailable);
  EXPECT_FALSE(ask_verb(ListSources{})->sources.at(0).state.cooldown_until);
  EXPECT_TRUE(ask_verb(TestSource{.source = "local"}));
}

TEST_F(TryingOut, wants_a_source_or_an_address) {
  EXPECT_EQ(refused("nobody").code, Code::not_found);
  EXPECT_EQ(refused("ftp://forum.example").code, Code::malformed);
  EXPECT_EQ(post("test-source", "{}").status, 400);
  EXPECT_EQ(ask({.method = "GET", .path = "/admin/v1/test-source"}).status, 405);
  EXPECT_EQ(client_.requests, 0);
}

TEST_F(TryingOut, unknown_forums_are_remembered_up_to_a_number) {
  digest::Result<protocol::TestReply> last = digest::Error{};
  int tried = 0;
  for (; tried < 100; ++tried) {
    last = ask_verb(TestSource{.source = "http://127.0.0.1:" + std::to_string(1000 + tried)});
    if (!last && last.error().code == Code::busy) break;
  }
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, Code::busy);
  EXPECT_EQ(tried, 64);
  EXPECT_NE(last.error().hint.find("gailou sources add"), std::string::npos) << last.error().hint;
}

}  // namespace
}  // namespace gailou::admin
