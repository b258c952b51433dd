// How many requests a client may make, and who a client is.
#include "daemon/serve/rate_limit.h"

#include <gtest/gtest.h>

#include "daemon/serve/forwarded.h"
#include "daemon/serve/proxies.h"
#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

using namespace std::chrono_literals;

/// How many of `tries` requests at that moment go through.
int allowed(RateLimit& limit, const std::string& client, int tries, digest::Instant now, unsigned cost = 1) {
  int through = 0;
  for (int i = 0; i < tries; ++i) through += limit.refuse(client, cost, now) ? 0 : 1;
  return through;
}

TEST(RateLimit, a_bucket_holds_five_seconds_worth) {
  RateLimit limit(20);
  EXPECT_EQ(allowed(limit, "a", 1000, kStart), 100);
}

TEST(RateLimit, it_fills_at_the_rate) {
  RateLimit limit(20);
  allowed(limit, "a", 100, kStart);
  EXPECT_EQ(allowed(limit, "a", 10, kStart), 0);
  EXPECT_EQ(allowed(limit, "a", 10, kStart + 49ms), 0);
  EXPECT_EQ(allowed(limit, "a", 10, kStart + 50ms), 1);
  EXPECT_EQ(allowed(limit, "a", 100, kStart + 1050ms), 20);
  EXPECT_EQ(allowed(limit, "a", 1000, kStart + 1h), 100) << "and never over its brim";
}

TEST(RateLimit, a_steady_client_at_the_rate_is_never_refused) {
  RateLimit limit(20);
  for (int i = 0; i < 2000; ++i) EXPECT_FALSE(limit.refuse("a", 1, kStart + i * 50ms));
}

TEST(RateLimit, the_answer_says_how_long_to_wait) {
  RateLimit limit(2);
  allowed(limit, "a", 10, kStart);
  EXPECT_EQ(limit.refuse("a", 1, kStart), 500ms);
  EXPECT_EQ(limit.refuse("a", 5, kStart), 2500ms);
  EXPECT_FALSE(limit.refuse("a", 5, kStart + 2500ms));
}

TEST(RateLimit, a_refusal_costs_nothing) {
  RateLimit limit(2);
  allowed(limit, "a", 10, kStart);
  allowed(limit, "a", 1000, kStart + 1ms);
  EXPECT_FALSE(limit.refuse("a", 1, kStart + 500ms));
}

TEST(RateLimit, a_search_costs_five) {
  EXPECT_EQ(cost_of("/search"), 5u);
  EXPECT_EQ(cost_of("/api/v1/search"), 5u);
  EXPECT_EQ(cost_of("/search.atom"), 5u);
  EXPECT_EQ(cost_of("/search/feed.json"), 5u);
  EXPECT_EQ(cost_of("/"), 1u);
  EXPECT_EQ(cost_of("/searches"), 1u);
  RateLimit limit(20);
  EXPECT_EQ(allowed(limit, "a", 1000, kStart, 5), 20);
}

TEST(RateLimit, a_cost_over_the_bucket_takes_it_all) {
  RateLimit limit(0.5);  // holds two and a half
  EXPECT_FALSE(limit.refuse("a", 5, kStart));
  EXPECT_EQ(limit.refuse("a", 5, kStart), 5s);
  EXPECT_FALSE(limit.refuse("a", 5, kStart + 5s));
}

TEST(RateLimit, clients_have_buckets_of_their_own) {
  RateLimit limit(1);
  EXPECT_EQ(allowed(limit, "a", 100, kStart), 5);
  EXPECT_EQ(allowed(limit, "b", 100, kStart), 5);
}

TEST(RateLimit, without_a_rate_nobody_is_refused_or_remembered) {
  RateLimit limit(0);
  EXPECT_EQ(allowed(limit, "a", 100'000, kStart), 100'000);
  EXPECT_EQ(limit.clients(), 0u);
}

TEST(RateLimit, a_clock_that_is_set_back_leaves_nobody_out_for_long) {
  RateLimit limit(20);
  allowed(limit, "a", 100, kStart);
  EXPECT_EQ(allowed(limit, "a", 10, kStart - 24h), 0);
  EXPECT_GT(allowed(limit, "a", 100, kStart - 24h + 5s), 90);
}

TEST(RateLimit, who_was_not_heard_of_for_long_is_forgotten) {
  RateLimit limit(20);
  for (int i = 0; i < 2000; ++i) limit.refuse("early " + std::to_string(i), 1, kStart);
  for (int i = 0; i < 2000; ++i) limit.refuse("late " + std::to_string(i), 1, kStart + 1min);
  EXPECT_LT(limit.clients(), 3000u);
}

TEST(RateLimit, a_crowd_of_addresses_takes_no_more_than_its_memory) {
  RateLimit limit(20);
  for (int i = 0; i < 50'000; ++i) limit.refuse("client " + std::to_string(i), 100, kStart);
  EXPECT_LE(limit.clients(), RateLimit::kClientsMax + 1);
  EXPECT_TRUE(limit.refuse("one more", 1, kStart)) << "the crowd shares one bucket";
  EXPECT_TRUE(limit.refuse("client 5", 1, kStart)) << "who was known has his own";
  EXPECT_FALSE(limit.refuse("one more", 1, kStart + 1min));
}

// ---- who a client is

io::ServerRequest from(std::string peer, std::string forwarded = {}) {
  io::ServerRequest request;
  request.peer = std::move(peer);
  request.forwarded_for = std::move(forwarded);
  return request;
}

TEST(Proxies, a_strangers_word_is_not_believed) {
  const Proxies proxies({"127.0.0.0/8", "::1"});
  EXPECT_EQ(proxies.client_of(from("203.0.113.9")), "203.0.113.9");
  EXPECT_EQ(proxies.client_of(from("203.0.113.9", "192.0.2.1")), "203.0.113.9");
  EXPECT_EQ(proxies.client_of(from("2001:db8::1:2:3:4", "192.0.2.1")), "2001:db8::");
}

TEST(Proxies, a_trusted_ones_is) {
  const Proxies proxies({"127.0.0.0/8", "::1"});
  EXPECT_EQ(proxies.client_of(from("127.0.0.1", "192.0.2.1")), "192.0.2.1");
  EXPECT_EQ(proxies.client_of(from("::1", "2001:db8:1:2:3::4")), "2001:db8:1:2::");
}

TEST(Proxies, only_what_the_proxy_added_counts) {
  const Proxies proxies({"127.0.0.1"});
  EXPECT_EQ(proxies.client_of(from("127.0.0.1", "198.51.100.1, 10.0.0.1, 192.0.2.1")), "192.0.2.1")
      << "what stands further left came from the client";
}

TEST(Proxies, a_chain_of_trusted_ones_is_followed) {
  const Proxies proxies({"127.0.0.1", "10.0.0.0/8"});
  EXPECT_EQ(proxies.client_of(from("127.0.0.1", "192.0.2.66, 192.0.2.1,10.0.0.1 ,\t10.0.0.2")), "192.0.2.1");
}

TEST(Proxies, a_proxy_by_itself_has_no_limit) {
  const Proxies proxies({"127.0.0.1"});
  EXPECT_FALSE(proxies.client_of(from("127.0.0.1")));
  EXPECT_FALSE(proxies.client_of(from("127.0.0.1", "127.0.0.1")));
  EXPECT_FALSE(proxies.client_of(from("unix")));
}

TEST(Proxies, a_unix_sockets_peer_may_forward) {
  const Proxies proxies({});
  EXPECT_EQ(proxies.client_of(from("unix", "192.0.2.1")), "192.0.2.1");
}

TEST(Proxies, ports_are_taken_off) {
  const Proxies proxies({"127.0.0.1"});
  EXPECT_EQ(proxies.client_of(from("127.0.0.1", "192.0.2.1:4711")), "192.0.2.1");
  EXPECT_EQ(proxies.client_of(from("127.0.0.1", "[2001:db8:1:2::3]:443")), "2001:db8:1:2::");
  EXPECT_EQ(proxies.client_of(from("127.0.0.1", "[2001:db8:1:2::3]")), "2001:db8:1:2::");
}

TEST(Proxies, what_is_no_address_counts_as_one_client) {
  const Proxies proxies({"127.0.0.1"});
  EXPECT_EQ(proxies.client_of(from("127.0.0.1", "unknown")), "unknown");
  EXPECT_EQ(proxies.client_of(from("127.0.0.1", "[")), "");
  EXPECT_EQ(proxies.client_of(from("127.0.0.1", std::string(5000, 'x')))->size(), 64u);
}

io::ServerRequest told_by(std::string field) {
  auto request = from("127.0.0.1");
  request.forwarded = std::move(field);
  return request;
}

TEST(Proxies, the_standards_own_field_is_read_where_the_common_one_is_missing) {
  const Proxies proxies({"127.0.0.1", "10.0.0.0/8"});
  EXPECT_EQ(proxies.client_of(told_by("for=192.0.2.1;proto=https;by=10.0.0.1")), "192.0.2.1");
  EXPECT_EQ(proxies.client_of(told_by(R"(For="[2001:db8:1:2::3]:4711")")), "2001:db8:1:2::");
  EXPECT_EQ(proxies.client_of(told_by("for=198.51.100.1, for=192.0.2.1, for=10.0.0.7")), "192.0.2.1")
      << "what stands further left came from the client";
  EXPECT_EQ(proxies.client_of(told_by("for=192.0.2.1, for=unknown")), "unknown");
  EXPECT_EQ(proxies.client_of(told_by("for=192.0.2.1, proto=https")), "") << "a hop that names nobody";
  EXPECT_FALSE(proxies.client_of(told_by("for=127.0.0.1")));
  auto both = told_by("for=192.0.2.9");
  both.forwarded_for = "192.0.2.1";
  EXPECT_EQ(proxies.client_of(both), "192.0.2.1");
  auto stranger = told_by("for=192.0.2.1");
  stranger.peer = "203.0.113.9";
  EXPECT_EQ(proxies.client_of(stranger), "203.0.113.9");
}

TEST(Proxies, how_readers_reach_us_is_the_word_of_the_proxy_next_to_us) {
  const Proxies proxies({"127.0.0.1"});
  EXPECT_EQ(proxies.scheme_of(told_by("for=192.0.2.1;proto=https")), "https");
  EXPECT_EQ(proxies.scheme_of(told_by("proto=https, proto=http")), "http");
  EXPECT_EQ(proxies.scheme_of(told_by("proto=\"javascript:\"")), "http");
  EXPECT_EQ(proxies.scheme_of(from("127.0.0.1")), "http");
  auto common = from("127.0.0.1");
  common.forwarded_proto = "http, https";
  EXPECT_EQ(proxies.scheme_of(common), "https");
  common.peer = "203.0.113.9";
  EXPECT_EQ(proxies.scheme_of(common), "http") << "a stranger's word";
}

TEST(Forwarded, is_cut_up_as_rfc_7239_says) {
  using Values = std::vector<std::string>;
  EXPECT_EQ(forwarded_values("for=192.0.2.60;proto=http;by=203.0.113.43", "for"), Values{"192.0.2.60"});
  EXPECT_EQ(forwarded_values("for=192.0.2.43, for=198.51.100.17", "for"), (Values{"192.0.2.43", "198.51.100.17"}));
  EXPECT_EQ(forwarded_values(R"(for="_gazonk")", "for"), Values{"_gazonk"});
  EXPECT_EQ(forwarded_values(R"(by=x;FOR="a,b;c\"d" , for=e)", "for"), (Values{R"(a,b;c"d)", "e"}));
  EXPECT_EQ(forwarded_values("proto=https", "for"), Values{""});
  EXPECT_TRUE(forwarded_values("", "for").empty());
}

TEST(Forwarded, what_is_malformed_ends) {
  for (const std::string_view text :
       {"=", "for", "for=", "for=\"", "for=\"\\", ";;,,", "for==,=", "\xFF=\x01", " ", ","}) {
    EXPECT_LE(forwarded_values(text, "for").size(), text.size() + 1) << text;
  }
  EXPECT_EQ(forwarded_values("for=\"192.0.2.1, for=192.0.2.2", "for").size(), 1u) << "an open quote swallows the rest";
}

TEST(Proxies, without_any_loopback_is_a_client_too) {
  const Proxies proxies({});
  EXPECT_EQ(proxies.client_of(from("127.0.0.1", "192.0.2.1")), "127.0.0.1");
}

// ---- at the site

class HastyReaders : public SiteTest {
 protected:
  io::ServerResponse ask(std::string peer, std::string_view target = "/", std::string forwarded = {}) {
    auto request = request_for(target);
    request.peer = std::move(peer);
    request.forwarded_for = std::move(forwarded);
    return answer(std::move(request));
  }
  /// The first request that is refused, counted from 1.
  int first_refused(const std::string& peer, std::string_view target, const std::string& forwarded = {}) {
    for (int i = 1; i < 1000; ++i) {
      if (ask(peer, target, forwarded).status == 429) return i;
    }
    return 0;
  }
};

TEST_F(HastyReaders, the_hundred_and_first_request_at_once_is_refused) {
  EXPECT_EQ(first_refused("203.0.113.9", "/healthz"), 101);
  const auto refused = ask("203.0.113.9", "/");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header_of(refused, "Retry-After"), "1");
  EXPECT_EQ(json_of(refused)["type"], "/problems/rate-limited");
  EXPECT_EQ(ask("203.0.113.10", "/").status, 200) << "others are served";
  loop_.run_for(1s);
  EXPECT_EQ(ask("203.0.113.9", "/").status, 200);
}

TEST_F(HastyReaders, a_search_is_refused_five_times_as_soon) {
  EXPECT_EQ(first_refused("203.0.113.9", "/search?q=x"), 21);
}

TEST_F(HastyReaders, behind_a_proxy_each_reader_is_counted_alone) {
  EXPECT_EQ(first_refused("127.0.0.1", "/healthz", "192.0.2.1"), 101);
  EXPECT_EQ(ask("127.0.0.1", "/", "192.0.2.2").status, 200);
  EXPECT_EQ(ask("127.0.0.1", "/", "192.0.2.66, 192.0.2.1").status, 429);
}

TEST_F(HastyReaders, a_proxy_itself_is_not) {
  EXPECT_EQ(first_refused("127.0.0.1", "/healthz"), 0);
}

TEST_F(HastyReaders, the_limit_can_be_changed_and_taken_away) {
  Settings settings;
  settings.rate_limit = 1;
  site_.apply(settings);
  EXPECT_EQ(first_refused("203.0.113.9", "/healthz"), 6);
  settings.rate_limit = 0;
  site_.apply(settings);
  EXPECT_EQ(first_refused("203.0.113.9", "/healthz"), 0);
}

}  // namespace
}  // namespace gailou::serve
