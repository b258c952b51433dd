// The API's description, held against the running site: every route, every answer, every parameter.
#include <algorithm>
#include <chrono>
#include <set>

#include <gmock/gmock.h>

#include "daemon/serve/router.h"
#include "tests/serve/site_fixture.h"
#include "tests/support/files.h"
#include "tests/support/json_schema.h"

namespace gailou::serve {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class OpenApiTest : public SiteTest {
 protected:
  OpenApiTest() : document_(json_of(get("/openapi.json"))), schema_(document_) {
    id_ = add_thread();
    store_posts(id_, 1, 5);
    digest_pending(id_);
    loop_.run_for(std::chrono::minutes{10});
    store_posts(id_, 8, 9);
    digest_pending(id_);
  }

  const json& operation(const std::string& path) const { return document_["paths"].at(path).at("get"); }

  std::vector<json> parameters_of(const std::string& path) const {
    std::vector<json> parameters;
    for (const auto& parameter : operation(path).value("parameters", json::array())) {
      parameters.push_back(schema_.resolved(parameter));
    }
    return parameters;
  }

  /// The path of our own thread and day; what a search needs is given along.
  std::string target_of(std::string path, const std::string& more = {}) const {
    const auto put = [&](const std::string& name, const std::string& value) {
      if (const auto at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
    };
    put("{source}", "forum");
    put("{id}", "7");
    put("{date}", "2026-05-01");
    std::string query = more;
    for (const auto& parameter : parameters_of_pattern_) {
      const auto name = parameter["name"].get<std::string>();
      if (parameter["in"] == "query" && parameter["required"] == true && more.find(name + "=") == std::string::npos) {
        query += (query.empty() ? "" : "&") + name + "=" + (name == "q" ? "租金" : "0");
      }
    }
    return query.empty() ? path : path + "?" + query;
  }
  std::string target(const std::string& path, const std::string& more = {}) {
    parameters_of_pattern_ = parameters_of(path);
    return target_of(path, more);
  }

  /// An answer is described: its status, its type, its body.
  void expect_described(const std::string& path, const io::ServerResponse& response, const std::string& asked) {
    const auto status = std::to_string(response.status);
    const auto& responses = operation(path)["responses"];
    ASSERT_TRUE(responses.contains(status)) << asked << " answers " << status;
    const auto& described = schema_.resolved(responses[status]);
    const auto type = header_of(response, "Content-Type");
    ASSERT_TRUE(described["content"].contains(type)) << asked << " is " << type;
    EXPECT_THAT(schema_.faults(json_of(response), described["content"][type]["schema"]), IsEmpty()) << asked;
    if (!described.contains("headers")) return;
    for (const auto& [name, header] : described["headers"].items()) {
      EXPECT_NE(header_of(response, name), "") << asked << " has no " << name;
    }
  }

  json document_;
  tests::JsonSchema schema_;
  std::vector<json> parameters_of_pattern_{};
  digest::ThreadId id_{};
};

TEST_F(OpenApiTest, is_served_with_the_sites_address_and_version) {
  const auto response = get("/openapi.json");
  EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
  EXPECT_EQ(header_of(response, "Access-Control-Allow-Origin"), "*");
  EXPECT_TRUE(document_["openapi"].get<std::string>().starts_with("3.1."));
  EXPECT_EQ(document_["info"]["version"], "0.1.0");
  EXPECT_EQ(document_["servers"][0]["url"], "http://localhost:8488");
  Settings settings;
  settings.public_url = "https://news.example/gailou";
  site_.apply(settings);
  EXPECT_EQ(json_of(get("/openapi.json"))["servers"][0]["url"], "https://news.example/gailou");
}

TEST_F(OpenApiTest, describes_every_route_of_the_api_and_no_other) {
  std::set<std::string> routed;
  for (const auto& route : routes()) {
    if (route.pattern.starts_with("/api/v1/")) routed.emplace(route.pattern);
  }
  std::set<std::string> described;
  for (const auto& [path, item] : document_["paths"].items()) described.insert(path);
  EXPECT_EQ(described, routed) << "daemon/serve/openapi/openapi.json lists what the router has";
}

TEST_F(OpenApiTest, each_operation_has_a_name_of_its_own_and_words) {
  std::set<std::string> names;
  std::set<std::string> tags;
  for (const auto& tag : document_["tags"]) tags.insert(tag["name"].get<std::string>());
  for (const auto& [path, item] : document_["paths"].items()) {
    const auto& get_it = item["get"];
    EXPECT_EQ(item.size(), 1u) << path;
    EXPECT_TRUE(names.insert(get_it["operationId"].get<std::string>()).second) << path;
    EXPECT_FALSE(get_it["summary"].get<std::string>().empty()) << path;
    EXPECT_THAT(tags, Contains(get_it["tags"][0].get<std::string>())) << path;
    EXPECT_TRUE(get_it["responses"].contains("200")) << path;
    EXPECT_TRUE(get_it["responses"].contains("304")) << path;
    for (const auto& parameter : parameters_of(path)) EXPECT_TRUE(parameter.contains("example")) << path;
  }
}

TEST_F(OpenApiTest, every_reference_leads_somewhere_and_every_part_is_used) {
  const auto text = document_.dump();
  std::set<std::string> used;
  for (auto at = text.find("\"#/"); at != std::string::npos; at = text.find("\"#/", at + 1)) {
    used.insert(text.substr(at + 2, text.find('"', at + 1) - at - 2));
  }
  for (const auto& pointer : used) EXPECT_TRUE(document_.contains(json::json_pointer(pointer))) << pointer;
  for (const auto& [kind, parts] : document_["components"].items()) {
    for (const auto& [name, part] : parts.items()) {
      EXPECT_THAT(used, Contains("/components/" + kind + "/" + name));
    }
  }
}

TEST_F(OpenApiTest, every_answer_is_as_described) {
  storage::PollState poll;
  poll.last_poll = now();
  poll.next_poll = now() + std::chrono::hours{1};
  poll.last_error = "连接超时";
  poll.notice = "27 floors vanished at once";
  ASSERT_TRUE(store_->save_poll(id_, poll, storage::ThreadState::unreachable).has_value());
  ASSERT_TRUE(store_->save_source_state("forum", {.cooldown_until = now(), .failures = 1, .trouble = "rate_limited"}));
  for (const auto& [path, item] : document_["paths"].items()) {
    const auto asked = target(path);
    const auto response = get(asked);
    EXPECT_EQ(response.status, 200) << asked;
    expect_described(path, response, asked);
  }
}

TEST_F(OpenApiTest, what_is_seldom_there_is_described_too) {
  digest::Observation seen;
  auto edited = post_at(2);
  edited.body.blocks[0].spans[0].text = "改了:租金是每月两百元。";
  edited.forum_version = 2;
  edited.reply_to = digest::Floor{1};
  auto gone = post_at(1);
  gone.state = digest::PostState::deleted;
  gone.body = {};
  seen.posts = {edited, gone};
  loop_.run_for(std::chrono::minutes{10});
  ASSERT_TRUE(store_->ingest(id_, seen, std::chrono::seconds{90}, now()).has_value());
  ASSERT_TRUE(store_->withdraw_deleted(id_, now()));
  ASSERT_TRUE(store_->pause_thread(id_, now() + std::chrono::hours{2}));
  site_.changed(id_);
  const std::string thread = "/api/v1/threads/{source}/{id}";
  struct Case {
    std::string path;
    std::string query;
  };
  const Case cases[] = {{thread, ""},
                        {thread + "/posts", "versions=1"},
                        {thread + "/posts", "limit=1"},
                        {thread + "/changes", "since=1"},
                        {thread + "/digest", "rev=1"},
                        {"/api/v1/threads", "limit=1&state=paused&source=forum"},
                        {"/api/v1/search", "q=租金&limit=1"},
                        {"/api/v1/daily", "source=forum"},
                        {"/api/v1/daily/{date}", "source=forum"}};
  for (const auto& [path, query] : cases) {
    const auto asked = target(path, query);
    const auto response = get(asked);
    EXPECT_EQ(response.status, 200) << asked;
    expect_described(path, response, asked);
  }
  EXPECT_EQ(json_of(get("/api/v1/threads/forum/7/changes?since=2"))["withdrawn"], json::array({"e1"}));
}

TEST_F(OpenApiTest, problems_are_as_described) {
  add_thread(8);
  const auto removed = add_thread(9);
  ASSERT_TRUE(store_->remove_thread(removed, false, now()).has_value());
  site_.changed(removed);
  for (const auto& [path, item] : document_["paths"].items()) {
    if (path.find("{id}") == std::string::npos) continue;
    for (const auto* topic : {"8", "9", "10"}) {
      auto asked = target(path);
      asked.replace(asked.find("/7"), 2, std::string("/") + topic);
      const auto response = get(asked);
      if (response.status != 200) expect_described(path, response, asked);
    }
  }
  const std::string changes = "/api/v1/threads/{source}/{id}/changes";
  expect_described(changes, get("/api/v1/threads/forum/7/changes?since=99"), "since=99");
  expect_described("/api/v1/daily/{date}", get("/api/v1/daily/2099-01-01"), "a day to come");
  expect_described("/api/v1/daily", get("/api/v1/daily?source=nobody"), "no such source");
}

TEST_F(OpenApiTest, the_ranges_of_parameters_are_those_of_the_program) {
  int judged = 0;
  for (const auto& [path, item] : document_["paths"].items()) {
    for (const auto& parameter : parameters_of(path)) {
      if (parameter["in"] != "query" || parameter["schema"]["type"] != "integer") continue;
      const auto name = parameter["name"].get<std::string>();
      const auto least = parameter["schema"]["minimum"].get<std::int64_t>();
      const auto most = parameter["schema"]["maximum"].get<std::int64_t>();
      for (const auto value : {least - 1, most + 1}) {
        const auto asked = target(path, name + "=" + std::to_string(value));
        const auto response = get(asked);
        EXPECT_EQ(response.status, 400) << asked;
        EXPECT_EQ(json_of(response)["errors"][0]["pointer"], "/" + name) << asked;
        expect_described(path, response, asked);
        ++judged;
      }
      // What is within is understood, whatever comes of it.
      if (name == "wait") continue;
      EXPECT_NE(get(target(path, name + "=" + std::to_string(most))).status, 400) << path << name;
    }
  }
  EXPECT_GE(judged, 20);
}

TEST_F(OpenApiTest, a_parameter_that_has_to_be_given_is_asked_for) {
  for (const auto& [path, item] : document_["paths"].items()) {
    for (const auto& parameter : parameters_of(path)) {
      if (parameter["in"] != "query" || parameter["required"] != true) continue;
      auto asked = target(path);
      asked.resize(asked.find('?'));
      const auto response = get(asked);
      EXPECT_EQ(response.status, 400) << asked;
      EXPECT_EQ(json_of(response)["errors"][0]["pointer"], "/" + parameter["name"].get<std::string>());
    }
  }
}

TEST_F(OpenApiTest, the_examples_of_the_guide_run) {
  const auto guide = tests::read_source("docs/api.md");
  const std::string address = "http://127.0.0.1:8488";
  int run = 0;
  for (auto at = guide.find("curl "); at != std::string::npos; at = guide.find("curl ", at + 1)) {
    const auto line = guide.substr(at, guide.find('\n', at) - at);
    const auto begin = line.find(address);
    if (begin == std::string::npos) continue;
    auto asked = line.substr(begin + address.size());
    asked.resize(asked.find_first_of("' |"));
    for (const auto& [from, to] : {std::pair{"uscardforum/493728", "forum/7"}, std::pair{"uscardforum", "forum"}}) {
      while (asked.find(from) != std::string::npos) asked.replace(asked.find(from), std::string_view(from).size(), to);
    }
    // A transcript shows a fault on purpose.
    const bool is_transcript = at >= 2 && guide.compare(at - 2, 2, "$ ") == 0;
    EXPECT_EQ(get(asked).status, is_transcript ? 400 : 200) << line;
    ++run;
  }
  EXPECT_GE(run, 8);
}

TEST_F(OpenApiTest, status_counts_what_there_is) {
  const auto status = json_of(get("/api/v1/status"));
  EXPECT_EQ(status["version"], "0.1.0");
  EXPECT_EQ(status["ready"], true);
  EXPECT_EQ(status["reasons"], json::array());
  EXPECT_EQ(status["threads"], 1);
  EXPECT_EQ(status["posts"], 7);
  EXPECT_EQ(status["commit"], 2);
  EXPECT_EQ(status["sources"], json::array({{{"name", "forum"}, {"origin", "https://forum.example"}, {"threads", 1}}}));
  site_.set_degraded({"disk: 100 MiB left"});
  const auto degraded = json_of(get("/api/v1/status"));
  EXPECT_EQ(degraded["ready"], false);
  EXPECT_EQ(degraded["reasons"], json::array({"disk: 100 MiB left"}));
}

TEST_F(OpenApiTest, a_cooldown_shows_in_the_status_without_a_change_being_told) {
  get("/api/v1/status");
  const auto until = now() + std::chrono::minutes{5};
  ASSERT_TRUE(store_->save_source_state("forum", {.cooldown_until = until, .failures = 1, .trouble = "rate_limited"}));
  const auto source = json_of(get("/api/v1/status"))["sources"][0];
  EXPECT_EQ(source["cooldown_until"], digest::to_iso(until));
  EXPECT_EQ(source["trouble"], "rate_limited");
}

TEST_F(OpenApiTest, the_type_of_a_problem_is_a_page_that_explains_it) {
  for (const auto& type : problem_types()) {
    const auto response = get("/problems/" + std::string(type.slug), "text/html");
    EXPECT_EQ(response.status, 200) << type.slug;
    EXPECT_THAT(body_of(response), HasSubstr(std::string(type.title)));
    EXPECT_THAT(body_of(response), HasSubstr("HTTP " + std::to_string(type.status)));
  }
  const auto problem = json_of(get("/api/v1/threads/forum/99"));
  EXPECT_EQ(get(problem["type"].get<std::string>(), "text/html").status, 200);
  EXPECT_EQ(get("/problems/nonsense", "text/html").status, 404);
}

// --- the checker itself

TEST(JsonSchema, finds_what_does_not_fit) {
  const json document{{"defs", {{"id", {{"type", "string"}, {"pattern", "^e[0-9]+$"}}}}}};
  const tests::JsonSchema schema(document);
  const json object{{"type", "object"},
                    {"properties",
                     {{"id", {{"$ref", "#/defs/id"}}},
                      {"n", {{"type", "integer"}, {"minimum", 1}, {"maximum", 9}}},
                      {"at", {{"type", "string"}, {"format", "date-time"}}},
                      {"list", {{"type", "array"}, {"items", {{"enum", {"a", "b"}}}}}},
                      {"yes", {{"type", "boolean"}}}}},
                    {"required", {"id"}}};
  EXPECT_THAT(
      schema.faults({{"id", "e1"}, {"n", 9}, {"at", "2026-05-01T00:00:00Z"}, {"list", {"a"}}, {"yes", true}}, object),
      IsEmpty());
  for (const json& wrong :
       {json{{"n", 1}}, json{{"id", "x"}}, json{{"id", 7}}, json{{"id", "e1"}, {"n", 0}}, json{{"id", "e1"}, {"n", 10}},
        json{{"id", "e1"}, {"n", 1.5}}, json{{"id", "e1"}, {"at", "noon"}}, json{{"id", "e1"}, {"list", {"c"}}},
        json{{"id", "e1"}, {"more", 1}}, json{{"id", "e1"}, {"yes", 1}}, json::array()}) {
    EXPECT_EQ(schema.faults(wrong, object).size(), 1u) << wrong;
  }
  EXPECT_EQ(schema.faults(json::object(), {{"anyOf", json::array()}}).size(), 1u) << "a word that isn't checked";
}

}  // namespace
}  // namespace gailou::serve
