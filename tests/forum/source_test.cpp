// A Discourse source against a scripted client: which requests leave, and what comes of the answers.
#include "daemon/forum/discourse/source.h"

#include <gtest/gtest.h>

#include "daemon/forum/sources.h"
#include "tests/support/scripted_http.h"
#include "tests/support/virtual_loop.h"

namespace gailou::forum {
namespace {

using digest::Code;
using digest::Floor;
using digest::PostId;
using digest::TopicId;
using support::http_sample;
using support::json_reply;

class SourceTest : public testing::Test {
 protected:
  digest::Result<Look> look(std::int64_t last) { return loop_.run(source_.look(TopicId{7}, Floor{last})); }
  digest::Result<Look> posts(std::vector<PostId> ids) { return loop_.run(source_.posts(TopicId{7}, std::move(ids))); }
  digest::Result<PostLook> post(std::int64_t id) { return loop_.run(source_.post(PostId{id})); }

  support::VirtualLoop loop_;
  support::ScriptedHttp http_;
  storage::SourceRecord record_{.name = "forum", .origin = "https://forum.example"};
  Settings settings_{.user_agent = "gailou/test"};
  discourse::Source source_{record_, http_, settings_, loop_.clock()};
};

constexpr const char* kTopic =
    R"({"id":7,"title":"题","post_stream":{"posts":[{"id":11,"post_number":1,"cooked":"<p>文</p>"}],"stream":[11,12]}})";

TEST_F(SourceTest, a_first_look_asks_for_the_topic_page) {
  http_.reply(json_reply(kTopic));
  const auto looked = look(0);
  ASSERT_TRUE(looked);
  EXPECT_EQ(http_.requests.at(0).url, "https://forum.example/t/7.json");
  EXPECT_EQ(looked->observation.header->title, "题");
  EXPECT_EQ(looked->observation.stream->size(), 2U);
  EXPECT_EQ(looked->observation.posts.size(), 1U);
  EXPECT_TRUE(looked->observation.fresh);
  EXPECT_FALSE(looked->mega);
}

TEST_F(SourceTest, a_later_look_asks_fifteen_floors_ahead) {
  http_.reply(json_reply(kTopic));
  ASSERT_TRUE(look(59));
  EXPECT_EQ(http_.requests.at(0).url, "https://forum.example/t/7/74.json");
}

TEST_F(SourceTest, a_request_is_honest_bounded_and_carries_no_cookie) {
  http_.reply(json_reply(kTopic));
  ASSERT_TRUE(look(0));
  const io::HttpRequest& request = http_.requests.at(0);
  using Headers = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(request.headers, (Headers{{"Accept", "application/json"}}));
  EXPECT_EQ(request.user_agent, "gailou/test");
  EXPECT_EQ(request.body_bytes_max, settings_.max_body);
  EXPECT_EQ(request.timeout, settings_.timeout);
  EXPECT_FALSE(request.allow_private_addresses);
}

TEST_F(SourceTest, the_user_agent_names_us_by_default) {
  discourse::Source source(record_, http_, Settings{}, loop_.clock());
  http_.reply(json_reply(kTopic));
  ASSERT_TRUE(loop_.run(source.look(TopicId{7}, Floor{})));
  EXPECT_TRUE(http_.requests.at(0).user_agent.starts_with("gailou/"));
}

TEST_F(SourceTest, a_cached_page_is_no_evidence_of_absence) {
  io::HttpResponse cached = json_reply(kTopic);
  cached.headers["x-discourse-cached"] = "true";
  http_.reply(cached);
  EXPECT_FALSE(look(0)->observation.fresh);
}

TEST_F(SourceTest, an_answer_as_to_a_stranger_is_thrown_away) {
  http_.reply(http_sample("200-anonymous-downgrade"));
  const auto ids = loop_.run(source_.ids_after(TopicId{7}, Floor{5}));
  ASSERT_FALSE(ids);
  EXPECT_EQ(ids.error().code, Code::unavailable);
}

TEST_F(SourceTest, a_page_without_a_stream_is_a_mega_topic) {
  http_.reply(json_reply(R"({"id":7,"isMegaTopic":true,"post_stream":{"posts":[]}})"));
  const auto looked = look(0);
  ASSERT_TRUE(looked);
  EXPECT_TRUE(looked->mega);
  EXPECT_FALSE(looked->observation.stream);
}

TEST_F(SourceTest, posts_are_asked_for_by_id) {
  http_.reply(json_reply(R"({"post_stream":{"posts":[{"id":11,"post_number":1,"cooked":"a"}]},"id":7})"));
  const auto looked = posts({PostId{11}, PostId{12}});
  ASSERT_TRUE(looked);
  EXPECT_EQ(http_.requests.at(0).url, "https://forum.example/t/7/posts.json?post_ids%5B%5D=11&post_ids%5B%5D=12");
  EXPECT_EQ(looked->observation.asked, (std::vector<PostId>{PostId{11}, PostId{12}}));
  EXPECT_EQ(looked->observation.posts.size(), 1U);
  EXPECT_FALSE(looked->observation.stream);
  EXPECT_FALSE(looked->observation.header);
}

TEST_F(SourceTest, posts_that_are_not_answered_are_only_asked) {
  http_.reply(http_sample("200-posts-json-missing-ids"));
  const auto looked = loop_.run(source_.posts(TopicId{2431}, {PostId{1}}));
  ASSERT_TRUE(looked);
  EXPECT_TRUE(looked->observation.posts.empty());
  EXPECT_EQ(looked->observation.asked.size(), 1U);
}

TEST_F(SourceTest, ids_after_a_floor) {
  http_.reply(json_reply(R"({"post_ids":[3,4]})"));
  const auto ids = loop_.run(source_.ids_after(TopicId{7}, Floor{50}));
  ASSERT_TRUE(ids);
  EXPECT_EQ(http_.requests.at(0).url, "https://forum.example/t/7/post_ids.json?post_number=50");
  EXPECT_EQ(*ids, (std::vector<PostId>{PostId{3}, PostId{4}}));
}

TEST_F(SourceTest, a_single_post_is_found_moved_deleted_or_missing) {
  http_.reply(json_reply(R"({"id":11,"topic_id":8})"));
  EXPECT_EQ(post(11)->topic, TopicId{8});
  EXPECT_EQ(http_.requests.at(0).url, "https://forum.example/posts/11.json");
  http_.reply(json_reply(R"({"id":11,"topic_id":7,"deleted_at":"2026-05-06T21:02:35Z"})"));
  EXPECT_TRUE(post(11)->deleted);
  for (const char* sample : {"404-topic-with-html", "403-invalid-access", "410-deleted-topic"}) {
    http_.reply(http_sample(sample));
    const auto missing = post(11);
    ASSERT_TRUE(missing) << sample;
    EXPECT_FALSE(missing->found) << sample;
  }
}

TEST_F(SourceTest, a_closed_door_says_nothing_about_a_post) {
  for (const char* sample : {"403-not-logged-in", "403-cloudflare-challenge", "429-b-json", "503-readonly"}) {
    http_.reply(http_sample(sample));
    EXPECT_FALSE(post(11)) << sample;
  }
}

TEST_F(SourceTest, errors_say_where_and_keep_the_wait) {
  http_.reply(http_sample("429-b-json"));
  const auto looked = look(0);
  ASSERT_FALSE(looked);
  EXPECT_EQ(looked.error().code, Code::rate_limited);
  EXPECT_EQ(looked.error().retry_after_ms, 24'000);
  EXPECT_EQ(looked.error().where, "GET https://forum.example/t/7.json");
}

TEST_F(SourceTest, a_client_error_passes_through) {
  http_.fail(digest::Error{.code = Code::timeout, .what = "no answer in time", .where = "x"});
  EXPECT_EQ(look(0).error().code, Code::timeout);
}

TEST_F(SourceTest, a_broken_off_answer_is_malformed_and_names_the_request) {
  http_.reply(json_reply(std::string(kTopic).substr(0, 60)));
  const auto looked = look(0);
  ASSERT_FALSE(looked);
  EXPECT_EQ(looked.error().code, Code::malformed);
  EXPECT_EQ(looked.error().where, "GET https://forum.example/t/7.json");
}

TEST_F(SourceTest, an_answer_about_another_topic_is_refused) {
  http_.reply(json_reply(R"({"id":8,"post_stream":{"posts":[],"stream":[]}})"));
  EXPECT_EQ(look(0).error().code, Code::malformed);
}

TEST_F(SourceTest, robots_txt_is_asked_for_in_one_request_and_obeyed_from_then_on) {
  http_.reply({.status = 200, .body = "User-agent: *\nDisallow: /posts/\nCrawl-delay: 5\n"});
  const auto robots = loop_.run(source_.robots());
  ASSERT_TRUE(robots);
  EXPECT_TRUE(robots->known);
  EXPECT_EQ(robots->good_for, std::chrono::hours{24});
  EXPECT_EQ(robots->crawl_delay, std::chrono::seconds{5});
  ASSERT_EQ(http_.requests.size(), 1U);
  EXPECT_EQ(http_.requests.at(0).url, "https://forum.example/robots.txt");
  const auto refused = post(11);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::forbidden);
  EXPECT_EQ(refused.error().where, "GET https://forum.example/posts/11.json");
  EXPECT_EQ(http_.requests.size(), 1U);
  http_.reply(json_reply(kTopic));
  EXPECT_TRUE(look(0));
}

TEST_F(SourceTest, a_later_robots_txt_replaces_the_earlier_one_unless_it_cannot_be_read) {
  http_.reply({.status = 200, .body = "User-agent: *\nDisallow: /t/\n"});
  ASSERT_TRUE(loop_.run(source_.robots()));
  http_.reply({.status = 502});
  const auto unknown = loop_.run(source_.robots());
  ASSERT_TRUE(unknown);
  EXPECT_FALSE(unknown->known);
  EXPECT_EQ(unknown->good_for, std::chrono::hours{1});
  EXPECT_EQ(look(0).error().code, Code::forbidden);
  http_.reply({.status = 404});
  ASSERT_TRUE(loop_.run(source_.robots()));
  http_.reply(json_reply(kTopic));
  EXPECT_TRUE(look(0));
}

TEST_F(SourceTest, robots_txt_is_obeyed_unless_the_owner_says_why_not) {
  EXPECT_TRUE(source_.obeys_robots());
  settings_.ignore_robots = "the operators agreed in writing";
  EXPECT_FALSE(discourse::Source(record_, http_, settings_, loop_.clock()).obeys_robots());
}

TEST_F(SourceTest, the_site_tells_title_and_whether_a_login_is_needed) {
  http_.reply(json_reply(R"({"title":" A  forum ","login_required":true,"logo_url":"/x.png"})"));
  const auto site = loop_.run(source_.site());
  ASSERT_TRUE(site);
  EXPECT_EQ(site->title, "A forum");
  EXPECT_TRUE(site->login_required);
  EXPECT_EQ(http_.requests.at(0).url, "https://forum.example/site/basic-info.json");
  http_.reply(json_reply("{}"));
  EXPECT_FALSE(loop_.run(source_.site())->login_required);
  for (const char* odd : {"[]", "x", "{\"title\":"}) {
    http_.reply(json_reply(odd));
    EXPECT_EQ(loop_.run(source_.site()).error().code, Code::malformed) << odd;
  }
}

TEST_F(SourceTest, is_made_by_its_kind) {
  EXPECT_TRUE(make_source(record_, http_, settings_, loop_.clock()));
  record_.kind = "phpbb";
  const auto unknown = make_source(record_, http_, settings_, loop_.clock());
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, Code::config);
  EXPECT_EQ(unknown.error().hint, "there are: discourse");
}

}  // namespace
}  // namespace gailou::forum
