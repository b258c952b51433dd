// What tells a source that something may have changed: the gate and the message bus, against a scripted client.
#include <gtest/gtest.h>

#include "daemon/forum/discourse/source.h"
#include "tests/support/scripted_http.h"
#include "tests/support/virtual_loop.h"

namespace gailou::forum {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using digest::TopicId;
using support::http_sample;
using support::json_reply;

/// Answers each POST after `hold`, or not within its time.
class HoldingHttp : public io::HttpClient {
 public:
  explicit HoldingHttp(io::Clock& clock) : clock_(clock) {}

  boost::asio::awaitable<digest::Result<io::HttpResponse>> get(io::HttpRequest request) override {
    return post(std::move(request));
  }
  boost::asio::awaitable<digest::Result<io::HttpResponse>> post(io::HttpRequest request) override {
    co_await clock_.sleep_for(std::min(hold, request.timeout));
    if (hold >= request.timeout) co_return digest::Error{.code = Code::timeout, .what = "no answer in time"};
    if (fail) co_return *fail;
    co_return json_reply("[]");
  }

  digest::Duration hold = 25s;
  std::optional<digest::Error> fail{};

 private:
  io::Clock& clock_;
};

class Hints : public testing::Test {
 protected:
  digest::Result<std::vector<TopicRow>> rows(std::vector<TopicId> topics) {
    return loop_.run(source_.rows(std::move(topics)));
  }
  digest::Result<std::vector<BusPosition>> listen(std::vector<BusPosition> positions) {
    return loop_.run(source_.listen(std::move(positions), 30s));
  }

  support::VirtualLoop loop_;
  support::ScriptedHttp http_;
  storage::SourceRecord record_{.name = "forum", .origin = "https://forum.example"};
  Settings settings_{.user_agent = "gailou/test"};
  discourse::Source source_{record_, http_, settings_, loop_.clock()};
  const std::vector<BusPosition> seven_{{.topic = TopicId{7}, .last = 20}};
};

TEST_F(Hints, rows_of_many_topics_are_one_request) {
  http_.reply(json_reply(R"({"topic_list":{"topics":[{"id":1,"pinned":true},{"id":9,"posts_count":4}]}})"));
  const auto read = rows({TopicId{7}, TopicId{8}, TopicId{9}});
  ASSERT_TRUE(read);
  ASSERT_EQ(http_.requests.size(), 1U);
  EXPECT_EQ(http_.requests[0].url, "https://forum.example/latest.json?topic_ids=7,8,9");
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ(read->at(0).topic, TopicId{9});
}

TEST_F(Hints, a_cached_list_is_taken) {
  io::HttpResponse cached = json_reply(R"({"topic_list":{"topics":[{"id":7}]}})");
  cached.headers["x-discourse-cached"] = "true";
  cached.url = "https://forum.example/latest.json?topic_ids=7";
  http_.reply(cached);
  EXPECT_EQ(rows({TopicId{7}})->size(), 1U);
}

TEST_F(Hints, a_forum_without_the_gate_refuses_it) {
  for (const char* sample : {"404-topic-with-html", "403-invalid-access", "403-not-logged-in", "403-crawler-blocked"}) {
    http_.reply(http_sample(sample));
    const auto read = rows({TopicId{7}});
    ASSERT_FALSE(read) << sample;
    EXPECT_EQ(read.error().code, Code::refused) << sample;
    EXPECT_EQ(read.error().where, "GET https://forum.example/latest.json") << sample;
  }
}

TEST_F(Hints, hints_that_robots_txt_disallows_are_done_without) {
  http_.reply({.status = 200,
               .headers = {{"content-type", "text/plain"}},
               .body = "User-agent: *\nDisallow: /latest\nDisallow: /message-bus/\n"});
  ASSERT_TRUE(loop_.run(source_.robots()));
  EXPECT_EQ(rows({TopicId{7}}).error().code, Code::refused);
  EXPECT_EQ(listen(seven_).error().code, Code::refused);
  EXPECT_EQ(http_.requests.size(), 1U);
}

TEST_F(Hints, other_faults_of_the_gate_are_what_they_are) {
  const std::pair<const char*, Code> samples[] = {{"429-b-json", Code::rate_limited},
                                                  {"403-cloudflare-challenge", Code::challenged},
                                                  {"503-readonly", Code::unavailable},
                                                  {"302-login", Code::forbidden}};
  for (const auto& [sample, code] : samples) {
    http_.reply(http_sample(sample));
    EXPECT_EQ(rows({TopicId{7}}).error().code, code) << sample;
  }
  http_.reply(json_reply("<!DOCTYPE html>"));
  EXPECT_EQ(rows({TopicId{7}}).error().code, Code::malformed);
}

TEST_F(Hints, a_list_that_leads_elsewhere_is_no_list) {
  io::HttpResponse moved = json_reply(R"({"topic_list":{"topics":[]}})");
  moved.url = "https://forum.example/categories.json";
  http_.reply(moved);
  EXPECT_EQ(rows({TopicId{7}}).error().code, Code::refused);
}

TEST_F(Hints, listening_is_one_post_of_a_form) {
  http_.reply(json_reply(R"([{"message_id":21,"channel":"/topic/7","data":{"type":"created"}}])"));
  const auto moved = listen({{.topic = TopicId{7}, .last = 20}, {.topic = TopicId{8}, .last = -1}});
  ASSERT_TRUE(moved);
  EXPECT_EQ(*moved, (std::vector<BusPosition>{{.topic = TopicId{7}, .last = 21, .grown = true}}));
  ASSERT_EQ(http_.requests.size(), 1U);
  const io::HttpRequest& request = http_.requests[0];
  EXPECT_EQ(request.body, "%2Ftopic%2F7=20&%2Ftopic%2F8=-1&__seq=1");
  EXPECT_EQ(request.timeout, 30s);
  EXPECT_EQ(request.redirects_max, 0);
  EXPECT_EQ(request.user_agent, "gailou/test");
  using Headers = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(request.headers, (Headers{{"Accept", "application/json"},
                                      {"Content-Type", "application/x-www-form-urlencoded"},
                                      {"Dont-Chunk", "true"}}));
}

TEST_F(Hints, a_source_keeps_its_name_on_the_bus_and_counts) {
  for (int i = 0; i < 2; ++i) {
    http_.reply(json_reply("[]"));
    ASSERT_TRUE(listen(seven_));
  }
  const std::string url = http_.requests[0].url;
  const std::string before = "https://forum.example/message-bus/";
  ASSERT_EQ(url.size(), before.size() + 32 + 5);
  EXPECT_TRUE(url.starts_with(before));
  EXPECT_TRUE(url.ends_with("/poll"));
  EXPECT_EQ(url.substr(before.size(), 32).find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(http_.requests[1].url, url);
  EXPECT_TRUE(http_.requests[1].body.ends_with("__seq=2"));

  discourse::Source other(record_, http_, settings_, loop_.clock());
  http_.reply(json_reply("[]"));
  ASSERT_TRUE(loop_.run(other.listen(seven_, 30s)));
  EXPECT_NE(http_.requests[2].url, url);
}

TEST_F(Hints, a_forum_without_a_bus_refuses_it) {
  io::HttpResponse empty{.status = 403, .headers = {{"content-type", "text/plain"}}, .body = "Invalid Access"};
  for (const int status : {403, 404, 405}) {
    empty.status = status;
    http_.reply(empty);
    const auto moved = listen(seven_);
    ASSERT_FALSE(moved) << status;
    EXPECT_EQ(moved.error().code, Code::refused) << status;
    EXPECT_EQ(moved.error().where, "POST https://forum.example/message-bus");
  }
}

TEST_F(Hints, other_faults_of_the_bus_are_what_they_are) {
  // Of its queue under load: no body that says more.
  http_.reply({.status = 429, .headers = {{"retry-after", "77"}}, .body = ""});
  const auto busy = listen(seven_);
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().code, Code::rate_limited);
  EXPECT_EQ(busy.error().retry_after_ms, 77'000);
  http_.reply(http_sample("403-cloudflare-challenge"));
  EXPECT_EQ(listen(seven_).error().code, Code::challenged);
  http_.reply({.status = 301, .headers = {{"location", "/elsewhere"}}});
  EXPECT_EQ(listen(seven_).error().code, Code::refused);
  http_.reply({.status = 200, .headers = {{"content-type", "text/html"}}, .body = "<html>"});
  EXPECT_EQ(listen(seven_).error().code, Code::malformed);
  http_.reply({.status = 502});
  EXPECT_EQ(listen(seven_).error().code, Code::unavailable);
  http_.reply(json_reply("{}"));
  EXPECT_EQ(listen(seven_).error().code, Code::malformed);
  http_.fail(digest::Error{.code = Code::cancelled, .what = "cancelled"});
  EXPECT_EQ(listen(seven_).error().code, Code::cancelled);
}

TEST_F(Hints, a_request_that_was_held_for_all_its_time_says_that_nothing_happened) {
  HoldingHttp holding(loop_.clock());
  discourse::Source source(record_, holding, settings_, loop_.clock());
  holding.hold = 10min;
  const auto begun = loop_.now();
  const auto moved = loop_.run(source.listen(seven_, 30s));
  ASSERT_TRUE(moved);
  EXPECT_TRUE(moved->empty());
  EXPECT_EQ(loop_.now() - begun, 30s);
  holding.hold = 25s;
  EXPECT_TRUE(loop_.run(source.listen(seven_, 30s))->empty());
  EXPECT_EQ(loop_.now() - begun, 55s);
}

TEST_F(Hints, a_connection_that_never_came_is_a_failure) {
  HoldingHttp holding(loop_.clock());
  discourse::Source source(record_, holding, settings_, loop_.clock());
  holding.hold = 10s;
  holding.fail = digest::Error{.code = Code::timeout, .what = "no connection within 10000 ms"};
  const auto moved = loop_.run(source.listen(seven_, 30s));
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, Code::timeout);
}

TEST_F(Hints, listening_can_be_cancelled) {
  HoldingHttp holding(loop_.clock());
  discourse::Source source(record_, holding, settings_, loop_.clock());
  auto listening = loop_.spawn(source.listen(seven_, 30s));
  loop_.run_for(3s);
  EXPECT_FALSE(listening.done());
  listening.cancel();
  loop_.run_ready();
  EXPECT_TRUE(listening.done());
}

}  // namespace
}  // namespace gailou::forum
