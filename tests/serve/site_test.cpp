// The site as a reader meets it: hosts, methods, routes, redirects, health, assets, errors.
#include "daemon/serve/site.h"

#include <set>

#include <gtest/gtest.h>

#include "digest/render/pages.h"
#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

constexpr std::string_view kBrowser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

TEST_F(SiteTest, every_response_carries_the_security_headers) {
  const auto id = add_thread();
  store_posts(id, 1, 3);
  digest_pending(id);
  for (const auto* target :
       {"/", "/t/forum/7", "/t/forum/7.json", "/deals", "/deals.json", "/deals.ics", "/api/v1/threads", "/healthz",
        "/readyz", "/nope", "/latest", "/robots.txt", "/T/forum/7", "/t/forum/99", "/favicon.ico"}) {
    const auto response = get(target);
    EXPECT_EQ(header_of(response, "X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(header_of(response, "Referrer-Policy"), "no-referrer") << target;
    EXPECT_EQ(header_of(response, "Cross-Origin-Opener-Policy"), "same-origin") << target;
    EXPECT_EQ(header_of(response, "Accept-Ranges"), "none") << target;
    EXPECT_EQ(header_of(response, "X-Request-Id"), "r-1") << target;
    const auto policy = header_of(response, "Content-Security-Policy");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self'")) << target;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos) << target;
    EXPECT_FALSE(header_of(response, "Cache-Control").empty()) << target;
    std::set<std::string> names;
    for (const auto& [name, value] : response.headers) {
      EXPECT_TRUE(names.insert(name).second) << name << " twice for " << target;
      EXPECT_EQ(value.find_first_of("\r\n"), std::string::npos) << name;
    }
  }
}

TEST_F(SiteTest, another_host_is_told_that_it_is_not_here) {
  for (const auto* host : {"evil.example", "", "localhost.evil.example:8488", "10.0.0.7"}) {
    for (const auto* target : {"/", "/healthz", "/api/v1/threads"}) {
      auto request = request_for(target);
      request.host = host;
      EXPECT_EQ(answer(std::move(request)).status, 421) << host << target;
    }
  }
}

TEST_F(SiteTest, on_a_unix_socket_any_host_will_do) {
  auto request = request_for("/healthz");
  request.host = "whatever";
  request.peer = "unix";
  EXPECT_EQ(answer(std::move(request)).status, 200);
}

TEST_F(SiteTest, only_get_and_head_are_served) {
  for (const auto* method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", ""}) {
    auto request = request_for("/");
    request.method = method;
    const auto response = answer(std::move(request));
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(header_of(response, "Allow"), "GET, HEAD");
    EXPECT_EQ(json_of(response)["allow"].dump(), R"(["GET","HEAD"])");
  }
}

TEST_F(SiteTest, head_has_the_headers_of_get) {
  const auto id = add_thread();
  store_posts(id, 1, 3);
  digest_pending(id);
  for (const auto* target : {"/", "/t/forum/7", "/api/v1/threads/forum/7", "/healthz", "/nope"}) {
    auto request = request_for(target);
    request.method = "HEAD";
    const auto head = answer(std::move(request));
    const auto got = get(target);
    EXPECT_EQ(head.status, got.status) << target;
    EXPECT_EQ(head.headers, got.headers) << target;
    EXPECT_EQ(body_of(head).size(), body_of(got).size()) << target;
  }
}

TEST_F(SiteTest, an_unknown_path_is_a_problem) {
  const auto response = get("/nope/%");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(header_of(response, "Content-Type"), "application/problem+json");
  EXPECT_EQ(header_of(response, "Cache-Control"), "max-age=30");
  EXPECT_EQ(header_of(response, "Vary"), "Accept");
  const auto problem = json_of(response);
  EXPECT_EQ(problem["type"], "/problems/not-found");
  EXPECT_EQ(problem["status"], 404);
  EXPECT_EQ(problem["instance"], "/nope/%");
  EXPECT_EQ(problem["request_id"], "r-1");
}

TEST_F(SiteTest, a_browser_gets_its_problem_as_a_page) {
  const auto response = get("/nope", kBrowser);
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(header_of(response, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(header_of(response, "Content-Language"), "zh-Hans");
  EXPECT_NE(body_of(response).find("没有这个页面"), std::string::npos);
}

TEST_F(SiteTest, a_hostile_target_is_escaped_wherever_it_shows) {
  auto request = request_for("/x");
  request.target = "/\"><script>alert(1)</script>\xff";
  request.path = "/\"><script>alert(1)</script>";
  auto copy = request;
  const auto json = answer(std::move(request));
  EXPECT_FALSE(json_of(json).is_discarded());
  copy.accept = kBrowser;
  EXPECT_EQ(body_of(answer(std::move(copy))).find("<script>alert"), std::string::npos);
}

TEST_F(SiteTest, a_path_in_another_form_leads_to_the_canonical_one) {
  struct Case {
    std::string_view target;
    std::string_view location;
  };
  constexpr Case kCases[] = {
      {"/latest/", "/latest"},
      {"/T/Forum/7", "/t/forum/7"},
      {"/t/forum/7.JSON", "/t/forum/7.json"},
      {"/api/v1/Threads/?limit=5", "/api/v1/threads?limit=5"},
      {"/t/forum/7/posts/?from=1&to=2", "/t/forum/7/posts?from=1&to=2"},
  };
  for (const auto& [target, location] : kCases) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 308) << target;
    EXPECT_EQ(header_of(response, "Location"), location);
  }
}

TEST_F(SiteTest, a_redirect_repeats_no_raw_bytes) {
  auto request = request_for("/latest/");
  request.query = {{"a\r\nSet-Cookie: x", "//evil.example"}};
  EXPECT_EQ(header_of(answer(std::move(request)), "Location"), "/latest?a%0D%0ASet-Cookie%3A%20x=%2F%2Fevil.example");
  EXPECT_EQ(header_of(get("//"), "Location"), "/");
  EXPECT_EQ(get("//evil.example/").status, 404);
}

TEST_F(SiteTest, health_is_plain_and_never_kept) {
  const auto response = get("/healthz");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(body_of(response), "ok\n");
  EXPECT_EQ(header_of(response, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(header_of(response, "Cache-Control"), "no-store");
  EXPECT_EQ(header_of(response, "ETag"), "");
}

TEST_F(SiteTest, readiness_gives_one_reason_a_line) {
  EXPECT_EQ(get("/readyz").status, 200);
  site_.set_degraded({"disk is nearly full", "store is\nread-only"});
  const auto response = get("/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(body_of(response), "disk is nearly full\nstore is read-only\n");
  EXPECT_EQ(header_of(response, "Cache-Control"), "no-store");
  EXPECT_EQ(get("/healthz").status, 200);
  site_.set_degraded({});
  EXPECT_EQ(get("/readyz").status, 200);
}

TEST_F(SiteTest, robots_are_asked_to_stay_out) {
  const auto response = get("/robots.txt");
  EXPECT_EQ(body_of(response), "User-agent: *\nDisallow: /\n");
  EXPECT_EQ(header_of(response, "X-Robots-Tag"), "noindex");
}

TEST_F(SiteTest, an_asset_lasts_for_ever) {
  for (const auto& asset : render::assets()) {
    const auto response = get(asset.path);
    EXPECT_EQ(response.status, 200) << asset.path;
    EXPECT_EQ(body_of(response), asset.bytes);
    EXPECT_EQ(header_of(response, "Content-Type"), asset.media_type);
    EXPECT_EQ(header_of(response, "Cache-Control"), "max-age=31536000, immutable");
    auto again = request_for(asset.path);
    again.if_none_match = header_of(response, "ETag");
    EXPECT_EQ(answer(std::move(again)).status, 304);
  }
  EXPECT_EQ(get("/assets/nope.css").status, 404);
}

TEST_F(SiteTest, the_favicon_leads_to_the_hashed_name) {
  const auto response = get("/favicon.ico");
  const auto location = header_of(response, "Location");
  if (location.empty()) {
    EXPECT_EQ(response.status, 404) << "no icon among the assets";
    return;
  }
  EXPECT_EQ(response.status, 301);
  EXPECT_EQ(get(location).status, 200);
}

TEST_F(SiteTest, the_front_page_lists_threads_newest_change_first) {
  EXPECT_EQ(get("/").status, 200) << "without any thread";
  const auto first = add_thread(7);
  store_posts(first, 1, 3, "第一个帖子");
  digest_pending(first);
  loop_.run_for(std::chrono::minutes{5});
  const auto second = add_thread(8);
  store_posts(second, 1, 3, "第二个帖子");
  digest_pending(second);
  const auto body = body_of(get("/"));
  ASSERT_NE(body.find("第一个帖子"), std::string::npos);
  ASSERT_NE(body.find("第二个帖子"), std::string::npos);
  EXPECT_LT(body.find("第二个帖子"), body.find("第一个帖子"));
}

TEST_F(SiteTest, latest_leads_to_the_thread_that_changed_last) {
  EXPECT_EQ(get("/latest").status, 404);
  const auto id = add_thread();
  store_posts(id, 1, 3);
  digest_pending(id);
  const auto response = get("/latest");
  EXPECT_EQ(response.status, 302);
  EXPECT_EQ(header_of(response, "Location"), "/t/forum/7");
  EXPECT_EQ(header_of(response, "Cache-Control"), "no-cache");
}

TEST_F(SiteTest, a_failing_store_is_a_problem_without_a_cause) {
  watch_->fails = digest::Error{.code = digest::Code::corrupt, .what = "secret path /var/lib/x", .where = "page 7"};
  for (const auto* target : {"/", "/t/forum/7", "/api/v1/threads"}) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 500) << target;
    EXPECT_EQ(header_of(response, "Cache-Control"), "no-store");
    EXPECT_EQ(body_of(response).find("secret"), std::string::npos);
    EXPECT_EQ(json_of(response)["request_id"], "r-1");
  }
  watch_->fails->code = digest::Code::unavailable;
  const auto busy = get("/");
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(header_of(busy, "Retry-After"), "1");
  watch_->fails.reset();
  EXPECT_EQ(get("/").status, 200) << "failures are not kept";
}

TEST_F(SiteTest, what_a_session_refused_is_worded_here) {
  for (const int status : {400, 405, 408, 413, 414, 431, 500, 503}) {
    auto request = request_for("/x");
    const auto response = site_.error_page(status, "a bare CR", request);
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(json_of(response)["status"], status);
    EXPECT_EQ(json_of(response).contains("detail"), status < 500) << "no causes of our own failures";
  }
  const auto empty = site_.error_page(400, "no request line", io::ServerRequest{});
  EXPECT_EQ(empty.status, 400);
  EXPECT_FALSE(json_of(empty).is_discarded());
}

TEST_F(SiteTest, problems_on_health_routes_are_text) {
  auto request = request_for("/healthz");
  request.host = "evil.example";
  request.accept = kBrowser;
  const auto response = answer(std::move(request));
  EXPECT_EQ(response.status, 421);
  EXPECT_EQ(header_of(response, "Content-Type"), "text/plain; charset=utf-8");
}

class BaseSiteTest : public SiteTest {
 protected:
  static Settings settings() {
    Settings settings;
    settings.base_path = "/gailou";
    settings.public_url = "https://reader.example/gailou/";
    settings.index = true;
    return settings;
  }
  BaseSiteTest() : SiteTest(settings()) {}
};

TEST_F(BaseSiteTest, everything_stands_below_the_base_path) {
  const auto id = add_thread();
  store_posts(id, 1, 3);
  digest_pending(id);
  EXPECT_EQ(get("/t/forum/7").status, 404);
  EXPECT_EQ(get("/gailoux").status, 404);
  EXPECT_EQ(header_of(get("/gailou"), "Location"), "/gailou/");
  EXPECT_EQ(header_of(get("/gailou/latest"), "Location"), "/gailou/t/forum/7");
  EXPECT_EQ(header_of(get("/gailou/T/forum/7"), "Location"), "/gailou/t/forum/7");
  const auto page = get("/gailou/t/forum/7");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(header_of(page, "Content-Location"), "/gailou/t/forum/7");
  EXPECT_EQ(header_of(page, "Link"), "<https://reader.example/gailou/t/forum/7>; rel=\"canonical\"");
  EXPECT_EQ(body_of(page).find("href=\"/t/"), std::string::npos);
  EXPECT_EQ(json_of(get("/gailou/nope"))["type"], "/gailou/problems/not-found");
  EXPECT_EQ(header_of(get("/gailou/api/v1/threads"), "Link"), "</gailou/api/v1/threads?limit=50>; rel=\"first\"");
}

TEST_F(BaseSiteTest, the_public_host_is_accepted_and_robots_may_come) {
  auto request = request_for("/gailou/robots.txt");
  request.host = "reader.example";
  const auto response = answer(std::move(request));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header_of(response, "X-Robots-Tag"), "");
  EXPECT_EQ(body_of(response).find("Disallow: /\n"), std::string::npos);
}

}  // namespace
}  // namespace gailou::serve
