// What an answer to /robots.txt means for the source.
#include "daemon/forum/discourse/robots_answer.h"

#include <gtest/gtest.h>

#include "tests/support/http_sample.h"

namespace gailou::forum::discourse {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using digest::Error;
using support::http_sample;

const digest::Instant kNow = *digest::parse_iso("2026-05-06T21:00:00Z");

TEST(RobotsAnswer, a_file_gives_its_rules_for_a_day) {
  const auto answer = robots_from(io::HttpResponse{.status = 200, .body = "User-agent: *\nDisallow: /t/\n"}, kNow);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->look.known);
  EXPECT_EQ(answer->look.good_for, 24h);
  EXPECT_FALSE(may_fetch(answer->rules, "/t/7.json"));
}

TEST(RobotsAnswer, no_file_allows_everything) {
  for (const int status : {302, 400, 401, 403, 404, 410, 418}) {
    const auto answer = robots_from(io::HttpResponse{.status = status, .body = "User-agent: *\nDisallow: /"}, kNow);
    ASSERT_TRUE(answer) << status;
    EXPECT_TRUE(answer->look.known) << status;
    EXPECT_TRUE(may_fetch(answer->rules, "/t/7.json")) << status;
  }
}

TEST(RobotsAnswer, a_page_for_people_in_its_place_holds_no_rule) {
  const io::HttpResponse page{.status = 200,
                              .headers = {{"content-type", "text/html"}},
                              .body = "<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"};
  EXPECT_TRUE(may_fetch(robots_from(page, kNow)->rules, "/t/7.json"));
}

TEST(RobotsAnswer, a_failing_site_is_asked_again_in_an_hour_and_allows_everything_until_then) {
  for (const int status : {500, 502, 503, 504, 520}) {
    const auto answer = robots_from(io::HttpResponse{.status = status}, kNow);
    ASSERT_TRUE(answer) << status;
    EXPECT_FALSE(answer->look.known) << status;
    EXPECT_EQ(answer->look.good_for, 1h) << status;
    EXPECT_TRUE(may_fetch(answer->rules, "/t/7.json")) << status;
  }
  for (const Code code : {Code::timeout, Code::unavailable, Code::too_large, Code::malformed, Code::refused}) {
    const auto answer = robots_from(Error{.code = code, .what = "x"}, kNow);
    ASSERT_TRUE(answer) << name_of(code);
    EXPECT_FALSE(answer->look.known) << name_of(code);
  }
}

TEST(RobotsAnswer, what_speaks_for_the_whole_site_is_passed_on) {
  EXPECT_EQ(robots_from(http_sample("403-cloudflare-challenge"), kNow).error().code, Code::challenged);
  EXPECT_EQ(robots_from(http_sample("429-a-ip-plain"), kNow).error().retry_after_ms, 7'000);
  EXPECT_EQ(robots_from(http_sample("429-e-nginx"), kNow).error().code, Code::rate_limited);
  const io::HttpResponse busy{.status = 503, .headers = {{"retry-after", "120"}}};
  EXPECT_EQ(robots_from(busy, kNow).error().code, Code::unavailable);
  EXPECT_EQ(robots_from(busy, kNow).error().retry_after_ms, 120'000);
  EXPECT_EQ(robots_from(Error{.code = Code::cancelled, .what = "cancelled"}, kNow).error().code, Code::cancelled);
  const Error broken_seal{.code = Code::unavailable, .what = "expired", .retry_after_ms = 3'600'000};
  EXPECT_EQ(robots_from(broken_seal, kNow).error(), broken_seal);
}

}  // namespace
}  // namespace gailou::forum::discourse
