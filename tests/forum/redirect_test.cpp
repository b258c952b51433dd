// Each request needs leave, and what robots.txt closes isn't worth asking for it. Each hop of a redirect is a request
// of its own, and few places are worth one.
#include <gtest/gtest.h>

#include "daemon/forum/discourse/source.h"
#include "tests/support/scripted_http.h"
#include "tests/support/virtual_loop.h"

namespace gailou::forum {
namespace {

using digest::Code;
using digest::Error;
using digest::Floor;
using digest::TopicId;
using support::json_reply;

constexpr const char* kTopic =
    R"({"id":7,"title":"题","post_stream":{"posts":[{"id":11,"post_number":1,"cooked":"<p>文</p>"}],"stream":[11]}})";

io::HttpResponse redirect_to(const std::string& location, int status = 301) {
  return {.status = status, .headers = {{"location", location}}};
}

class Redirects : public testing::Test {
 protected:
  void SetUp() override {
    source_.ask_before_requests([this]() -> boost::asio::awaitable<digest::Result<void>> {
      ++asked_;
      return leave();
    });
  }
  boost::asio::awaitable<digest::Result<void>> leave() {
    if (refusal_ && asked_ > allowed_) co_return *refusal_;
    co_return digest::Result<void>{};
  }
  digest::Result<Look> look() { return loop_.run(source_.look(TopicId{7}, Floor{})); }

  support::VirtualLoop loop_;
  support::ScriptedHttp http_;
  storage::SourceRecord record_{.name = "forum", .origin = "https://forum.example"};
  discourse::Source source_{record_, http_, Settings{.user_agent = "gailou/test"}, loop_.clock()};
  int asked_ = 0;
  int allowed_ = 0;  // so many times, before refusal_
  std::optional<Error> refusal_{};
};

TEST_F(Redirects, without_leave_no_request_is_sent) {
  refusal_ = Error{.code = Code::cooldown, .what = "not before noon"};
  EXPECT_EQ(look().error().code, Code::cooldown);
  EXPECT_EQ(loop_.run(source_.robots()).error().code, Code::cooldown);
  EXPECT_EQ(loop_.run(source_.site()).error().code, Code::cooldown);
  EXPECT_EQ(loop_.run(source_.post(digest::PostId{11})).error().code, Code::cooldown);
  EXPECT_EQ(loop_.run(source_.posts(TopicId{7}, {digest::PostId{11}})).error().code, Code::cooldown);
  EXPECT_EQ(loop_.run(source_.ids_after(TopicId{7}, Floor{1})).error().code, Code::cooldown);
  EXPECT_EQ(loop_.run(source_.rows({TopicId{7}})).error().code, Code::cooldown);
  EXPECT_EQ(loop_.run(source_.listen({{.topic = TopicId{7}}}, std::chrono::seconds{5})).error().code, Code::cooldown);
  EXPECT_EQ(asked_, 8);
  EXPECT_TRUE(http_.requests.empty());
}

TEST_F(Redirects, what_robots_txt_closes_asks_for_no_leave) {
  http_.reply({.status = 200, .body = "User-agent: *\nDisallow: /\n"});
  ASSERT_TRUE(loop_.run(source_.robots()));
  ASSERT_EQ(asked_, 1);
  EXPECT_EQ(look().error().code, Code::forbidden);
  EXPECT_EQ(loop_.run(source_.post(digest::PostId{11})).error().code, Code::forbidden);
  EXPECT_EQ(loop_.run(source_.posts(TopicId{7}, {digest::PostId{11}})).error().code, Code::forbidden);
  EXPECT_EQ(loop_.run(source_.rows({TopicId{7}})).error().code, Code::refused);
  EXPECT_EQ(loop_.run(source_.listen({{.topic = TopicId{7}}}, std::chrono::seconds{5})).error().code, Code::refused);
  EXPECT_EQ(asked_, 1);
}

TEST_F(Redirects, a_new_slug_is_followed_with_leave) {
  http_.reply(redirect_to("https://forum.example/t/new-slug/7.json"));
  http_.reply(json_reply(kTopic));
  ASSERT_TRUE(look());
  EXPECT_EQ(asked_, 2);
  EXPECT_EQ(http_.requests.at(1).url, "https://forum.example/t/new-slug/7.json");
  EXPECT_EQ(http_.requests.at(0).redirects_max, 0);
}

TEST_F(Redirects, a_robots_txt_that_has_moved_on_the_site_is_followed_with_leave) {
  http_.reply(redirect_to("/assets/robots.txt"));
  http_.reply({.status = 200, .body = "User-agent: *\nDisallow: /t/\n"});
  ASSERT_TRUE(loop_.run(source_.robots()));
  EXPECT_EQ(asked_, 2);
  EXPECT_EQ(http_.requests.at(1).url, "https://forum.example/assets/robots.txt");
  EXPECT_EQ(look().error().code, Code::forbidden);
}

TEST_F(Redirects, a_robots_txt_on_another_site_is_none) {
  http_.reply(redirect_to("https://elsewhere.example/robots.txt"));
  const auto robots = loop_.run(source_.robots());
  ASSERT_TRUE(robots);
  EXPECT_TRUE(robots->known);
  EXPECT_EQ(http_.requests.size(), 1U);
}

TEST_F(Redirects, a_key_is_not_taken_along) {
  Settings settings{.user_agent = "gailou/test"};
  std::string key = "s3cret";
  settings.access = {.kind = AccessKind::user_key, .fields = {{"User-Api-Key", io::Secret::take(key)}}};
  discourse::Source keyed(record_, http_, settings, loop_.clock());
  keyed.ask_before_requests([this]() -> boost::asio::awaitable<digest::Result<void>> { return leave(); });
  http_.reply(redirect_to("/t/new-slug/7.json"));
  http_.reply(json_reply(kTopic));
  ASSERT_TRUE(loop_.run(keyed.look(TopicId{7}, Floor{})));
  EXPECT_EQ(http_.requests.at(0).secrets.size(), 1U);
  EXPECT_TRUE(http_.requests.at(1).secrets.empty());
}

TEST_F(Redirects, a_relative_place_is_meant_on_the_same_site) {
  http_.reply(redirect_to("/t/new-slug/7.json", 308));
  http_.reply(json_reply(kTopic));
  ASSERT_TRUE(look());
  EXPECT_EQ(http_.requests.at(1).url, "https://forum.example/t/new-slug/7.json");
}

TEST_F(Redirects, without_leave_nothing_follows_and_the_call_ends) {
  refusal_ = Error{.code = Code::cooldown, .what = "not before noon"};
  allowed_ = 1;
  http_.reply(redirect_to("/t/new-slug/7.json"));
  EXPECT_EQ(look().error().code, Code::cooldown);
  EXPECT_EQ(http_.requests.size(), 1u);
}

TEST_F(Redirects, three_hops_are_enough) {
  for (int hop = 0; hop < 5; ++hop) http_.reply(redirect_to("/t/slug-" + std::to_string(hop) + "/7.json"));
  EXPECT_FALSE(look());
  EXPECT_EQ(http_.requests.size(), 4u);
}

TEST_F(Redirects, a_login_page_is_not_visited) {
  http_.reply(redirect_to("https://forum.example/login", 302));
  EXPECT_EQ(look().error().code, Code::forbidden);
  EXPECT_EQ(http_.requests.size(), 1u);
  EXPECT_EQ(asked_, 1);
}

TEST_F(Redirects, neither_is_another_site_nor_another_part_of_this_one) {
  for (const char* place :
       {"https://elsewhere.example/t/7.json", "http://forum.example/t/7.json", "https://forum.example:8443/t/7.json",
        "https://forum.example/", "/c/news/4.json", "/t/new-slug/7", "//elsewhere.example/t/7.json", "", "http://"}) {
    http_.requests.clear();
    http_.reply(redirect_to(place));
    EXPECT_FALSE(look()) << place;
    EXPECT_EQ(http_.requests.size(), 1u) << place;
  }
}

TEST_F(Redirects, a_source_that_nobody_gave_leave_follows_none) {
  discourse::Source alone(record_, http_, Settings{}, loop_.clock());
  http_.reply(redirect_to("/t/new-slug/7.json"));
  EXPECT_FALSE(loop_.run(alone.look(TopicId{7}, Floor{})));
  EXPECT_EQ(http_.requests.size(), 1u);
}

TEST_F(Redirects, another_topic_in_the_place_of_a_deleted_one_is_not_visited) {
  http_.reply(redirect_to("/t/other/8.json"));
  EXPECT_EQ(look().error().code, Code::not_found);
  EXPECT_EQ(http_.requests.size(), 1u);
  EXPECT_EQ(asked_, 1);
}

TEST_F(Redirects, a_deleted_topics_permalink_may_lead_anywhere) {
  for (const char* place : {"https://elsewhere.example/news/5", "https://forum.example/c/deals/5", "/", "/latest"}) {
    http_.reply(redirect_to(place));
    EXPECT_EQ(look().error().code, Code::not_found) << place;
  }
}

TEST_F(Redirects, a_forum_that_has_moved_as_a_whole_is_no_deleted_topic) {
  for (const char* place :
       {"https://new.example/t/7.json", "http://forum.example/t/7.json", "https://forum.example/t/7.json"}) {
    for (int hop = 0; hop < 4; ++hop) http_.reply_to("/t/7.json", redirect_to(place));
    const auto looked = look();
    ASSERT_FALSE(looked) << place;
    EXPECT_EQ(looked.error().code, Code::malformed) << place;
    EXPECT_NE(looked.error().hint, "") << place;
  }
}

}  // namespace
}  // namespace gailou::forum
