// Who may read: a closed door, a refused key and an ended login are told apart.
#include "daemon/forum/discourse/access.h"

#include <gtest/gtest.h>

#include "daemon/forum/discourse/answers.h"
#include "daemon/forum/discourse/source.h"
#include "tests/support/scripted_http.h"
#include "tests/support/virtual_loop.h"

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::Error;
using io::HttpResponse;
using support::http_sample;

constexpr AccessKind kKinds[] = {AccessKind::guest, AccessKind::user_key, AccessKind::admin_key};
const digest::Instant kNow = *digest::parse_iso("2026-05-06T21:00:00Z");

Error fault(const HttpResponse& response, AccessKind kind) {
  const auto error = fault_of(response, kNow, {}, kind);
  EXPECT_TRUE(error);
  return error.value_or(Error{});
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

struct Row {
  const char* name;
  HttpResponse response;
  AccessKind kind;
  const char* what;
  const char* hint;
  bool whole_source;
};

TEST(Access, each_answer_is_told_by_what_we_came_with) {
  const HttpResponse logged_out{
      .status = 200, .headers = {{"discourse-logged-out", "1"}}, .body = R"({"id":7,"post_stream":{}})"};
  const HttpResponse unauthorised{.status = 401};
  const HttpResponse sso{.status = 302, .headers = {{"location", "https://forum.example/session/sso?return_path=%2F"}}};
  const HttpResponse login{.status = 302, .headers = {{"location", "/login?x=1"}}};
  const auto not_logged_in = http_sample("403-not-logged-in");
  const auto invalid = http_sample("403-invalid-access");
  const Row rows[] = {
      {"guest, members only", not_logged_in, AccessKind::guest, "members only (403, not logged in)", "api_key_file",
       false},
      {"key, members only", not_logged_in, AccessKind::user_key, "doesn't take our key for a login", "make a new one",
       true},
      {"staff key, members only", not_logged_in, AccessKind::admin_key, "doesn't take our Api-Key", "Api-Username",
       true},
      {"guest, 401", unauthorised, AccessKind::guest, "members only (401", "api_key_file", false},
      {"key, 401", unauthorised, AccessKind::user_key, "(401", "make a new one", true},
      {"guest, no access", invalid, AccessKind::guest, "doesn't let guests see this", "api_key_file", false},
      {"key, no access", invalid, AccessKind::user_key, "refuses our key, or its member", "look at the topic", false},
      {"guest, login page", http_sample("302-login"), AccessKind::guest, "redirected to the login page", "api_key_file",
       false},
      {"key, login page", login, AccessKind::user_key, "redirected to the login page", "make a new one", true},
      {"guest, single sign-on", sso, AccessKind::guest, "redirected to the login page", "api_key_file", false},
      {"key, logged out", logged_out, AccessKind::user_key, "has ended our key's login", "make a new one", true},
  };
  for (const Row& row : rows) {
    const Error error = fault(row.response, row.kind);
    EXPECT_EQ(error.code, Code::forbidden) << row.name;
    EXPECT_TRUE(contains(error.what, row.what)) << row.name << ": " << error.what;
    EXPECT_TRUE(contains(error.hint, row.hint)) << row.name << ": " << error.hint;
    EXPECT_EQ(error.retry_after_ms, row.whole_source ? 3'600'000 : 0) << row.name;
  }
}

TEST(Access, a_guest_has_no_login_to_end) {
  const HttpResponse answer{.status = 200, .headers = {{"discourse-logged-out", "1"}}, .body = "{}"};
  EXPECT_FALSE(fault_of(answer, kNow));
}

TEST(Access, what_is_not_about_us_is_left_to_others) {
  for (const AccessKind kind : kKinds) {
    EXPECT_EQ(fault(http_sample("403-cloudflare-challenge"), kind).code, Code::challenged);
    EXPECT_EQ(fault(http_sample("429-b-json"), kind).code, Code::rate_limited);
    EXPECT_EQ(fault(http_sample("404-topic-with-html"), kind).code, Code::not_found);
    EXPECT_EQ(fault(http_sample("410-deleted-topic"), kind).code, Code::gone);
    EXPECT_EQ(fault(http_sample("301-slug"), kind).code, Code::malformed);
    EXPECT_TRUE(contains(fault(http_sample("403-crawler-blocked"), kind).what, "list of crawlers"));
    EXPECT_FALSE(fault_of_access({.status = 200, .body = R"({"error_type":"invalid_access"})"}, kind));
    EXPECT_FALSE(fault_of_access({.status = 403, .body = "no"}, kind));
  }
}

TEST(Access, an_answer_as_to_a_stranger_is_no_fault_of_the_key) {
  const Error error = fault(http_sample("200-anonymous-downgrade"), AccessKind::user_key);
  EXPECT_EQ(error.code, Code::unavailable);
  EXPECT_TRUE(contains(error.what, "as to a stranger"));
  EXPECT_TRUE(contains(error.hint, "nothing is wrong with the key"));
  EXPECT_EQ(error.retry_after_ms, 0);
}

TEST(Access, a_followed_redirect_to_the_login_page_is_a_closed_door) {
  HttpResponse page = support::json_reply("{}");
  page.url = "https://forum.example/login?return=1";
  EXPECT_TRUE(contains(fault(page, AccessKind::guest).hint, "api_key_file"));
  EXPECT_EQ(fault(page, AccessKind::user_key).retry_after_ms, 3'600'000);
}

class KeyedSource : public testing::Test {
 protected:
  static Settings settings() {
    Settings made{.user_agent = "gailou/test"};
    made.access.kind = AccessKind::user_key;
    std::string key = "s3cret";
    std::string client = "me";
    made.access.fields.emplace_back("User-Api-Key", io::Secret::take(key));
    made.access.fields.emplace_back("User-Api-Client-Id", io::Secret::take(client));
    return made;
  }
  /// What the request carried: "name: value" lines.
  std::string secrets(std::size_t request) const {
    std::string text;
    for (const auto& [name, value] : http_.requests.at(request).secrets) {
      text += name + ": " + std::string(value.reveal()) + "\n";
    }
    return text;
  }

  support::VirtualLoop loop_;
  support::ScriptedHttp http_;
  storage::SourceRecord record_{.name = "forum", .origin = "https://forum.example"};
  Source source_{record_, http_, settings(), loop_.clock()};
};

TEST_F(KeyedSource, each_request_about_threads_carries_the_key) {
  http_.reply(support::json_reply(R"({"post_ids":[3]})"));
  ASSERT_TRUE(loop_.run(source_.ids_after(digest::TopicId{7}, digest::Floor{1})));
  http_.reply(support::json_reply(R"({"id":11,"topic_id":7})"));
  ASSERT_TRUE(loop_.run(source_.post(digest::PostId{11})));
  http_.reply(support::json_reply(R"({"title":"x"})"));
  ASSERT_TRUE(loop_.run(source_.site()));
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(secrets(i), "User-Api-Key: s3cret\nUser-Api-Client-Id: me\n") << i;
  for (const auto& request : http_.requests) EXPECT_TRUE(request.url.starts_with("https://forum.example/"));
}

TEST_F(KeyedSource, robots_txt_is_read_as_everybody_reads_it) {
  http_.reply({.status = 404});
  ASSERT_TRUE(loop_.run(source_.robots()));
  EXPECT_EQ(secrets(0), "");
}

TEST_F(KeyedSource, a_refused_look_at_a_single_post_says_nothing_of_the_post) {
  http_.reply(http_sample("403-invalid-access"));
  const auto looked = loop_.run(source_.post(digest::PostId{11}));
  ASSERT_FALSE(looked);
  EXPECT_EQ(looked.error().code, digest::Code::forbidden);
  http_.reply(http_sample("404-topic-with-html"));
  const auto missing = loop_.run(source_.post(digest::PostId{11}));
  ASSERT_TRUE(missing);
  EXPECT_FALSE(missing->found);
}

TEST_F(KeyedSource, no_error_repeats_the_key) {
  for (const char* sample : {"403-not-logged-in", "403-invalid-access", "429-b-json", "200-anonymous-downgrade"}) {
    http_.reply(http_sample(sample));
    const auto failed = loop_.run(source_.ids_after(digest::TopicId{7}, digest::Floor{1}));
    ASSERT_FALSE(failed) << sample;
    EXPECT_EQ(to_string(failed.error()).find("s3cret"), std::string::npos) << sample;
  }
}

}  // namespace
}  // namespace gailou::forum::discourse
