// What the statuses, limiters and gates of a Discourse forum mean.
#include "daemon/forum/discourse/answers.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "daemon/forum/discourse/retry_after.h"
#include "tests/support/scripted_http.h"

namespace gailou::forum::discourse {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using digest::Error;
using support::http_sample;

// 2026-05-06T21:00:00Z, a Wednesday
const digest::Instant kNow = *digest::parse_iso("2026-05-06T21:00:00Z");

Error fault(const io::HttpResponse& response) {
  const auto error = fault_of(response, kNow);
  EXPECT_TRUE(error);
  return error.value_or(Error{});
}

io::HttpResponse limited(std::string retry_after, std::string body = "") {
  return {.status = 429, .headers = {{"retry-after", std::move(retry_after)}}, .body = std::move(body)};
}

struct Sample {
  const char* name;
  Code code;
  long long wait_ms;
};

TEST(Answers, each_sample_is_what_it_is) {
  const Sample samples[] = {{"429-a-ip-plain", Code::rate_limited, 7'000},
                            {"429-b-json", Code::rate_limited, 24'000},
                            {"429-b-json-old-no-header", Code::rate_limited, 5'000},
                            {"429-c-background", Code::rate_limited, 8'370},
                            {"429-d-crawler", Code::rate_limited, 128'000},
                            {"429-e-nginx", Code::rate_limited, 0},
                            {"429-f-cloudflare-1015", Code::rate_limited, 30'000},
                            {"403-cloudflare-challenge", Code::challenged, 0},
                            {"403-crawler-blocked", Code::forbidden, 0},
                            {"403-invalid-access", Code::forbidden, 0},
                            {"403-not-logged-in", Code::forbidden, 0},
                            {"404-topic-with-html", Code::not_found, 0},
                            {"410-deleted-topic", Code::gone, 0},
                            {"422-print-limit", Code::malformed, 0},
                            {"503-readonly", Code::unavailable, 0},
                            {"301-slug", Code::malformed, 0},
                            {"302-login", Code::forbidden, 0},
                            {"200-anonymous-downgrade", Code::unavailable, 0}};
  for (const Sample& sample : samples) {
    const Error error = fault(http_sample(sample.name));
    EXPECT_EQ(name_of(error.code), name_of(sample.code)) << sample.name;
    EXPECT_EQ(error.retry_after_ms, sample.wait_ms) << sample.name;
    EXPECT_FALSE(error.what.empty()) << sample.name;
  }
  EXPECT_FALSE(fault_of(http_sample("200-posts-json-missing-ids"), kNow));
}

TEST(Answers, every_sample_is_tested) {
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& file :
       std::filesystem::directory_iterator(std::string(GAILOU_TEST_DATA) + "/discourse/http"))
    ++files;
  EXPECT_EQ(files, 19U);
}

TEST(Answers, members_only_has_a_hint) {
  EXPECT_NE(fault(http_sample("403-not-logged-in")).hint, "");
  EXPECT_NE(fault(http_sample("302-login")).hint, "");
}

TEST(Answers, an_html_page_instead_of_json_is_said_plainly) {
  const io::HttpResponse page{
      .status = 200, .headers = {{"content-type", "text/html"}}, .body = "<!DOCTYPE html><html></html>"};
  EXPECT_EQ(fault(page).code, Code::malformed);
  EXPECT_EQ(fault(page).what, "the forum answered with an HTML page instead of JSON");
  const io::HttpResponse mislabelled{
      .status = 200, .headers = {{"content-type", "application/json"}}, .body = "\n <html></html>"};
  EXPECT_EQ(fault(mislabelled).what, fault(page).what);
  EXPECT_EQ(fault({.status = 200}).code, Code::malformed);
}

TEST(Answers, json_is_json_whatever_its_label) {
  EXPECT_FALSE(fault_of({.status = 200, .headers = {{"content-type", "text/html"}}, .body = "{}"}, kNow));
  EXPECT_FALSE(fault_of({.status = 200, .body = "{}"}, kNow));
}

TEST(Answers, a_challenge_is_seen_without_its_header) {
  for (const int status : {403, 429, 503}) {
    EXPECT_EQ(fault({.status = status, .body = "<html><head><title>Just a moment...</title>"}).code, Code::challenged);
  }
  const io::HttpResponse other{.status = 403, .headers = {{"server", "cloudflare"}, {"cf-ray", "1"}}, .body = "<html>"};
  EXPECT_EQ(fault(other).code, Code::forbidden);
}

TEST(Answers, a_redirect_that_was_followed_must_end_at_a_topic) {
  io::HttpResponse response = support::json_reply("{}");
  response.url = "https://forum.example/t/new-slug/7.json";
  EXPECT_FALSE(fault_of(response, kNow));
  response.url = "https://forum.example/login?x=1";
  EXPECT_EQ(fault(response).code, Code::forbidden);
  response.url = "https://forum.example/c/deals";
  EXPECT_EQ(fault(response).code, Code::not_found);
}

TEST(Answers, a_deleted_topic_whose_address_leads_elsewhere_is_not_found) {
  const std::string asked = "https://forum.example/t/7/22.json";
  const auto led_to = [&asked](const std::string& path) {
    io::HttpResponse response = support::json_reply("{}");
    response.url = "https://forum.example" + path;
    return fault_of(response, kNow, asked);
  };
  for (const char* own :
       {"/t/7/22.json", "/t/new-slug/7/22.json", "/t/new-slug/7.json?page=2", "/t/7.json", "/t/-/7/22"})
    EXPECT_FALSE(led_to(own)) << own;
  for (const char* other : {"/t/other/8.json", "/t/8.json", "/t/77/22.json", "/t/", "/t/slug", "/c/deals/5", "/",
                            "/tag/x", "/latest.json"}) {
    ASSERT_TRUE(led_to(other)) << other;
    EXPECT_EQ(led_to(other)->code, Code::not_found) << other;
  }
  EXPECT_EQ(led_to("/login")->code, Code::forbidden);
  EXPECT_EQ(led_to("/session/sso?return_path=x")->code, Code::forbidden);
}

TEST(Answers, server_errors_are_unavailable_with_their_wait) {
  EXPECT_EQ(fault({.status = 500}).code, Code::unavailable);
  EXPECT_EQ(fault({.status = 502, .body = "<html>"}).code, Code::unavailable);
  const io::HttpResponse busy{.status = 503, .headers = {{"retry-after", "120"}}};
  EXPECT_EQ(fault(busy).retry_after_ms, 120'000);
}

TEST(Wait, reads_an_http_date_from_now) {
  EXPECT_EQ(wait_of(limited("Wed, 06 May 2026 21:01:30 GMT"), kNow), 90s);
  EXPECT_EQ(wait_of(limited("Wed, 06 May 2026 20:00:00 GMT"), kNow), 1s);
  EXPECT_EQ(wait_of(limited("Wed, 06 May 2099 20:00:00 GMT"), kNow), 24h);
  for (const char* bad : {"Wed, 06 Foo 2026 21:01:30 GMT", "Wed, 31 Feb 2026 21:01:30 GMT", "soon", "", "-5",
                          "Wed, 06 May 2026 25:01:30 GMT", "1e9", "Wed, 06 ayJ 2026 21:01:30 GMT"})
    EXPECT_EQ(wait_of(limited(bad), kNow), 0s) << bad;
}

TEST(Wait, is_between_a_second_and_a_day) {
  EXPECT_EQ(wait_of(limited("0"), kNow), 0s);
  EXPECT_EQ(wait_of(limited("1"), kNow), 1s);
  EXPECT_EQ(wait_of(limited("999999999999999999999999"), kNow), 24h);
  EXPECT_EQ(wait_of(limited("", R"({"extras":{"wait_seconds":0.2}})"), kNow), 1s);
  EXPECT_EQ(wait_of(limited("", R"({"extras":{"wait_seconds":1e300}})"), kNow), 24h);
  EXPECT_EQ(wait_of(limited("", R"({"extras":{"wait_seconds":-3}})"), kNow), 0s);
}

TEST(Wait, is_the_longest_that_is_said) {
  EXPECT_EQ(wait_of(limited("5", R"({"extras":{"wait_seconds":60}})"), kNow), 60s);
  EXPECT_EQ(wait_of(limited("90", R"({"extras":{"wait_seconds":60}})"), kNow), 90s);
}

TEST(Wait, of_a_daily_limit_is_an_hour_at_least) {
  io::HttpResponse response = limited("24");
  response.headers["discourse-rate-limit-error-code"] = "user_api_key_limiter_1_day";
  EXPECT_EQ(wait_of(response, kNow), 1h);
}

TEST(Wait, stands_in_the_old_limiters_sentence_as_a_last_resort) {
  const char* old =
      "Slow down, too many requests from this IP address. Please retry again in 42 seconds. Error code: ip.";
  EXPECT_EQ(wait_of({.status = 429, .body = old}, kNow), 42s);
  EXPECT_EQ(wait_of({.status = 429, .body = "Please retry again in soon"}, kNow), 0s);
  EXPECT_EQ(wait_of({.status = 429, .body = "Please retry again in "}, kNow), 0s);
}

TEST(Wait, hostile_bodies_say_nothing) {
  for (const std::string& body :
       {std::string("{"), std::string(R"({"extras":[]})"), std::string(R"({"extras":{"wait_seconds":"x"}})"),
        "{\"extras\":" + std::string(100'000, '[')})
    EXPECT_EQ(wait_of({.status = 429, .body = body}, kNow), 0s);
}

TEST(Fresh, is_what_came_from_no_cache) {
  io::HttpResponse response = support::json_reply("{}");
  EXPECT_TRUE(is_fresh(response));
  response.headers["x-discourse-cached"] = "store";
  EXPECT_TRUE(is_fresh(response));
  response.headers["x-discourse-cached"] = "true";
  EXPECT_FALSE(is_fresh(response));
  response.headers = {{"cf-cache-status", "HIT"}};
  EXPECT_FALSE(is_fresh(response));
}

TEST(Missing, is_one_post_we_cannot_see_not_a_closed_door) {
  EXPECT_TRUE(says_missing(http_sample("404-topic-with-html")));
  EXPECT_TRUE(says_missing(http_sample("410-deleted-topic")));
  EXPECT_TRUE(says_missing(http_sample("403-invalid-access")));
  EXPECT_TRUE(says_missing(http_sample("404-topic-with-html"), AccessKind::user_key));
  EXPECT_FALSE(says_missing(http_sample("403-not-logged-in")));
  EXPECT_FALSE(says_missing(http_sample("403-cloudflare-challenge")));
  EXPECT_FALSE(says_missing(http_sample("403-crawler-blocked")));
  EXPECT_FALSE(says_missing(http_sample("503-readonly")));
}

TEST(Missing, a_refusal_of_a_key_may_be_of_the_key) {
  EXPECT_FALSE(says_missing(http_sample("403-invalid-access"), AccessKind::user_key));
  EXPECT_FALSE(says_missing(http_sample("403-invalid-access"), AccessKind::admin_key));
}

}  // namespace
}  // namespace gailou::forum::discourse
