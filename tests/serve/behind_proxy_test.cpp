// The site behind a reverse proxy that says which host and prefix readers use: links, redirects and feeds are right
// there, nobody else is believed, and a feed's ids never move.
#include <gtest/gtest.h>

#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

class BehindProxy : public SiteTest {
 protected:
  BehindProxy() {
    const auto id = add_thread();
    store_posts(id, 1, 3);
    digest_pending(id);
  }

  /// As nginx hands it on that takes "/gailou" off.
  io::ServerRequest forwarded(std::string_view target, std::string prefix = "/gailou") {
    auto request = request_for(target);
    request.forwarded_proto = "https";
    request.forwarded_host = "news.example";
    request.forwarded_prefix = std::move(prefix);
    return request;
  }
};

TEST_F(BehindProxy, links_and_redirects_begin_with_the_prefix) {
  const auto page = body_of(answer(forwarded("/t/forum/7")));
  EXPECT_TRUE(holds(page, "href=\"/gailou/t/forum/7")) << page.substr(0, 2000);
  EXPECT_TRUE(holds(page, "\"/gailou/assets/"));
  EXPECT_FALSE(holds(page, "\"/assets/"));
  EXPECT_EQ(header_of(answer(forwarded("/latest")), "Location"), "/gailou/t/forum/7");
  EXPECT_EQ(header_of(answer(forwarded("/T/forum/7/")), "Location"), "/gailou/t/forum/7");
  EXPECT_EQ(json_of(answer(forwarded("/nope")))["type"], "/gailou/problems/not-found");
}

TEST_F(BehindProxy, pages_of_one_prefix_are_not_served_under_another) {
  const auto with = body_of(answer(forwarded("/t/forum/7")));
  const auto without = body_of(get("/t/forum/7"));
  const auto other = body_of(answer(forwarded("/t/forum/7", "/other")));
  EXPECT_FALSE(holds(without, "/gailou/"));
  EXPECT_FALSE(holds(other, "/gailou/"));
  EXPECT_EQ(body_of(answer(forwarded("/t/forum/7"))), with);
  EXPECT_EQ(body_of(get("/t/forum/7")), without);
}

TEST_F(BehindProxy, feeds_name_the_readers_address_and_keep_their_ids) {
  const auto direct = body_of(get("/feed.atom"));
  const auto outside = body_of(answer(forwarded("/feed.atom")));
  EXPECT_TRUE(holds(outside, "https://news.example/gailou/t/forum/7"));
  EXPECT_FALSE(holds(outside, "localhost"));
  const auto ids = [](const std::string& feed) {
    std::vector<std::string> found;
    for (auto at = feed.find("<id>"); at != std::string::npos; at = feed.find("<id>", at + 1)) {
      found.push_back(feed.substr(at, feed.find("</id>", at) - at));
    }
    return found;
  };
  EXPECT_GE(ids(direct).size(), 2u);
  EXPECT_EQ(ids(direct), ids(outside));
}

TEST_F(BehindProxy, a_public_url_that_is_configured_has_the_last_word) {
  Settings settings;
  settings.public_url = "https://digest.example/g";
  site_.apply(settings);
  const auto feed = body_of(answer(forwarded("/feed.atom")));
  EXPECT_TRUE(holds(feed, "https://digest.example/g/t/forum/7"));
  EXPECT_FALSE(holds(feed, "news.example"));
}

TEST_F(BehindProxy, the_api_stays_open_to_other_sites_and_health_stays_plain) {
  EXPECT_EQ(header_of(answer(forwarded("/api/v1/threads")), "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(body_of(answer(forwarded("/healthz"))), "ok\n");
}

TEST_F(BehindProxy, a_prefix_that_the_proxy_leaves_in_the_path_is_the_base_path) {
  Settings settings;
  settings.base_path = "/gailou";
  site_.apply(settings);
  const auto page = answer(forwarded("/gailou/t/forum/7"));
  EXPECT_EQ(page.status, 200);
  EXPECT_FALSE(holds(body_of(page), "/gailou/gailou"));
  // One more in front of it is added.
  const auto outer = answer(forwarded("/gailou/t/forum/7", "/outer"));
  EXPECT_TRUE(holds(body_of(outer), "\"/outer/gailou/assets/"));
}

TEST_F(BehindProxy, a_strangers_word_changes_nothing) {
  const auto plain = body_of(get("/feed.atom"));
  auto request = forwarded("/feed.atom");
  request.peer = "203.0.113.9";
  EXPECT_EQ(body_of(answer(std::move(request))), plain);
  auto page = forwarded("/t/forum/7");
  page.peer = "203.0.113.9";
  EXPECT_FALSE(holds(body_of(answer(std::move(page))), "/gailou/"));
}

TEST_F(BehindProxy, hostile_values_are_refused) {
  const auto plain = body_of(get("/t/forum/7"));
  for (const auto* prefix : {"//evil.example", "/..", "/a/../b", "/a//b", "gailou", "/a?b", "/a#b", "/\"><script>",
                             "/a b", "/%2e%2e", "https://evil.example", "/a\\b", "/./a", "/"}) {
    EXPECT_EQ(body_of(answer(forwarded("/t/forum/7", prefix))), plain) << prefix;
  }
  EXPECT_EQ(body_of(answer(forwarded("/t/forum/7", "/" + std::string(300, 'a')))), plain);
  for (const auto* host : {"evil.example/x", "user@evil.example", "evil example", "\"><script>", "evil.example:99x",
                           "evil.example#", "[::1", ""}) {
    auto request = forwarded("/feed.atom", "");
    request.forwarded_host = host;
    const auto feed = body_of(answer(std::move(request)));
    EXPECT_FALSE(holds(feed, "evil")) << host;
    EXPECT_FALSE(holds(feed, "script")) << host;
    EXPECT_TRUE(holds(feed, "https://localhost:8488/t/forum/7")) << host;
  }
}

TEST_F(BehindProxy, only_the_word_of_the_proxy_next_to_us_counts) {
  auto request = forwarded("/feed.atom", "/evil, /gailou");
  request.forwarded_host = "evil.example, news.example";
  const auto feed = body_of(answer(std::move(request)));
  EXPECT_TRUE(holds(feed, "https://news.example/gailou/t/forum/7"));
  EXPECT_FALSE(holds(feed, "evil"));
}

TEST_F(BehindProxy, the_standards_field_names_the_host_where_the_common_one_is_missing) {
  auto request = request_for("/feed.atom");
  request.forwarded = "for=192.0.2.7;host=\"news.example:8443\";proto=https";
  EXPECT_TRUE(holds(body_of(answer(std::move(request))), "https://news.example:8443/t/forum/7"));
}

TEST_F(BehindProxy, many_prefixes_are_no_burden) {
  for (int i = 0; i < 100; ++i) {
    const auto prefix = "/p" + std::to_string(i);
    EXPECT_TRUE(holds(body_of(answer(forwarded("/about", prefix))), "\"" + prefix + "/assets/"));
  }
}

// ---- security.txt

TEST_F(SiteTest, without_a_contact_there_is_no_security_txt) {
  EXPECT_EQ(get("/.well-known/security.txt").status, 404);
}

TEST_F(SiteTest, security_txt_tells_whom_to_write_to_and_until_when) {
  Settings settings;
  settings.security_contact = "mailto:security@news.example";
  settings.public_url = "https://news.example/gailou";
  site_.apply(settings);
  const auto answer = get("/.well-known/security.txt");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(header_of(answer, "Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(body_of(answer),
            "Contact: mailto:security@news.example\n"
            "Expires: 2026-10-28T00:00:00Z\n"
            "Preferred-Languages: zh, en\n"
            "Canonical: https://news.example/gailou/.well-known/security.txt\n");
  loop_.run_for(std::chrono::hours{24 * 30});
  EXPECT_TRUE(holds(body_of(get("/.well-known/security.txt")), "Expires: 2026-11-27T00:00:00Z"));
}

TEST_F(SiteTest, security_txt_names_no_place_that_is_not_read_over_tls) {
  Settings settings;
  settings.security_contact = "https://news.example/report";
  site_.apply(settings);
  EXPECT_FALSE(holds(body_of(get("/.well-known/security.txt")), "Canonical"));
  auto request = request_for("/.well-known/security.txt");
  request.forwarded_proto = "https";
  request.forwarded_host = "news.example";
  EXPECT_TRUE(holds(body_of(answer(std::move(request))), "Canonical: https://news.example/.well-known/security.txt\n"));
}

// ---- metrics: who may see them, and what is counted

boost::asio::awaitable<std::string> made_up_metrics() {
  co_return "gailou_up 1\n";
}

TEST_F(SiteTest, metrics_are_for_this_machine_and_never_through_a_proxy) {
  EXPECT_EQ(get("/metrics").status, 404) << "nobody makes them";
  site_.metrics_by(&made_up_metrics);
  const auto told = get("/metrics");
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(body_of(told), "gailou_up 1\n");
  EXPECT_EQ(header_of(told, "Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(header_of(told, "Cache-Control"), "no-store");
  for (const auto* peer : {"203.0.113.9", "10.0.0.1", "::ffff:10.0.0.1"}) {
    auto request = request_for("/metrics");
    request.peer = peer;
    EXPECT_EQ(answer(std::move(request)).status, 404) << peer;
  }
  auto forwarded = request_for("/metrics");
  forwarded.has_forwarded_header = true;
  EXPECT_EQ(answer(std::move(forwarded)).status, 404);
  auto local = request_for("/metrics");
  local.peer = "::1";
  EXPECT_EQ(answer(std::move(local)).status, 200);
}

TEST_F(SiteTest, a_listener_of_their_own_tells_metrics_to_whoever_reaches_it_and_nothing_else) {
  site_.metrics_by(&made_up_metrics);
  const auto ask = [this](const std::string& target, const std::string& method = "GET") {
    auto request = std::make_unique<io::ServerRequest>(request_for(target));
    request->peer = "10.0.0.7";
    request->host = "monitor.example";
    request->method = method;
    return loop_.run(site_.answer_metrics(*request));
  };
  EXPECT_EQ(body_of(ask("/metrics")), "gailou_up 1\n");
  EXPECT_EQ(ask("/").status, 404);
  EXPECT_EQ(ask("/api/v1/threads").status, 404);
  EXPECT_EQ(ask("/metrics", "POST").status, 405);
}

class MetricsElsewhere : public SiteTest {
 protected:
  MetricsElsewhere()
      : SiteTest([] {
          Settings settings;
          settings.metrics_listen = "10.0.0.1:9488";
          return settings;
        }()) {}
};

TEST_F(MetricsElsewhere, the_readers_port_has_none) {
  site_.metrics_by(&made_up_metrics);
  EXPECT_EQ(get("/metrics").status, 404);
}

TEST_F(SiteTest, requests_are_counted_by_route_method_and_class) {
  const auto id = add_thread();
  store_posts(id, 1, 3);
  digest_pending(id);
  for (const auto* target : {"/t/forum/7", "/t/forum/7", "/t/forum/8", "/healthz", "/nope", "/other/nope"}) get(target);
  for (const auto* method : {"HEAD", "BREW"}) {
    auto request = request_for("/t/forum/7");
    request.method = method;
    answer(std::move(request));
  }
  site_.error_page(431, "headers", request_for("/"));
  const auto& figures = site_.figures();
  const auto& [gets, heads, others] = figures.at("/t/{source}/{id}").answers;
  EXPECT_EQ(gets, (RouteFigures::ByClass{0, 0, 2, 0, 1, 0}));
  EXPECT_EQ(heads, (RouteFigures::ByClass{0, 0, 1, 0, 0, 0}));
  EXPECT_EQ(others, RouteFigures::ByClass{});
  EXPECT_EQ(figures.at("/healthz").answers[0][2], 1u);
  EXPECT_EQ(figures.at("/healthz").bytes, 3u);
  EXPECT_EQ(figures.at("none").answers[0][4], 3u) << "what has no route is one label, whatever was asked for";
  EXPECT_EQ(figures.at("none").answers[2][4], 1u) << "nor is what the method was";
  EXPECT_EQ(figures.size(), 3u);
}

}  // namespace
}  // namespace gailou::serve
