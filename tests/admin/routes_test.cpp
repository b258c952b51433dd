#include "daemon/admin/routes.h"

#include "daemon/protocol/problem.h"
#include "tests/admin/admin_fixture.h"

namespace gailou::admin {

digest::Error AdminTest::error_in(const io::ServerResponse& response) {
  return protocol::error_of(response.body ? *response.body : "", response.status);
}

namespace {

using digest::Code;

class Routing : public AdminTest {};

TEST_F(Routing, every_verb_of_the_table_is_answered) {
  for (const protocol::VerbFacts& verb : protocol::verbs()) {
    const auto response = post(std::string(verb.name), "{}");
    EXPECT_NE(response.status, 404) << verb.name;
    EXPECT_EQ(header(response, "Cache-Control"), "no-store") << verb.name;
  }
}

TEST_F(Routing, what_is_no_verb_is_not_found) {
  for (const char* path : {"/", "/admin/v1/", "/admin/v1/explode", "/admin/v2/list", "/list", "/admin/v1/list/", ""}) {
    const auto response = ask({.method = "POST", .path = path});
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_EQ(header(response, "Content-Type"), "application/problem+json") << path;
  }
}

TEST_F(Routing, what_changes_something_is_never_a_get) {
  for (const protocol::VerbFacts& verb : protocol::verbs()) {
    const std::string path = "/admin/v1/" + std::string(verb.name);
    const auto response = ask({.method = "GET", .path = path});
    if (verb.reads_only) {
      EXPECT_NE(response.status, 405) << verb.name;
    } else {
      EXPECT_EQ(response.status, 405) << verb.name;
      EXPECT_EQ(header(response, "Allow"), "POST") << verb.name;
    }
    EXPECT_EQ(ask({.method = "DELETE", .path = path}).status, 405) << verb.name;
  }
}

TEST_F(Routing, a_get_takes_its_fields_from_the_query) {
  add_and_fetch();
  const auto response =
      ask({.method = "GET", .path = "/admin/v1/posts", .query = {{"thread", "1"}, {"from", "3"}, {"limit", "2"}}});
  ASSERT_EQ(response.status, 200);
  EXPECT_EQ(header(response, "Content-Type"), "application/json");
  const auto document = json_in(response);
  ASSERT_EQ(document["posts"].size(), 2U);
  EXPECT_EQ(document["posts"][0]["floor"], 3);
  EXPECT_EQ(document["next"], 5);
}

TEST_F(Routing, hostile_bodies_end_in_a_problem_object) {
  EXPECT_EQ(post("add", "{").status, 400);
  EXPECT_EQ(post("add", "[]").status, 400);
  EXPECT_EQ(post("add", R"({"thread":7})").status, 400);
  EXPECT_EQ(post("add", R"({"thread":"x","nonsense":1})").status, 400);
  EXPECT_EQ(post("add", std::string(100'000, '[')).status, 413);
  const auto response = post("show", R"({"thread":"no/such/thread"})");
  EXPECT_EQ(response.status, 400);
  const auto problem = json_in(response);
  EXPECT_EQ(problem["request_id"], "r-1");
  EXPECT_EQ(problem["instance"], "/admin/v1/show");
  EXPECT_EQ(problem["status"], 400);
}

TEST_F(Routing, what_never_reached_a_verb_is_a_problem_object_too) {
  for (const int status : {400, 405, 408, 413, 414, 431, 500, 503}) {
    const auto response = routes_->error_page(status, "why", {.path = "/x", .request_id = "r"});
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(header(response, "Content-Type"), "application/problem+json");
    EXPECT_NE(error_in(response).code, Code::usage);
  }
}

}  // namespace
}  // namespace gailou::admin
