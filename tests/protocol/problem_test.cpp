#include "daemon/protocol/problem.h"

#include <gtest/gtest.h>

#include "daemon/protocol/json.h"

namespace gailou::protocol {
namespace {

using digest::Code;

TEST(Problem, an_error_arrives_as_it_was) {
  const digest::Error error{.code = Code::cooldown,
                            .what = "not before 12:00",
                            .where = "uscardforum",
                            .hint = "wait",
                            .retry_after_ms = 5000};
  const std::string body = dump(problem_of(error, {.instance = "/admin/v1/poll", .request_id = "r1"}));
  EXPECT_EQ(error_of(body, 503), error);
  EXPECT_NE(body.find(R"("status":503)"), std::string::npos);
  EXPECT_NE(body.find(R"("request_id":"r1")"), std::string::npos);
}

TEST(Problem, every_code_arrives_as_itself) {
  for (int i = 0; i <= static_cast<int>(Code::internal); ++i) {
    const auto code = static_cast<Code>(i);
    const std::string body = dump(problem_of({.code = code, .what = "x"}, {}));
    EXPECT_EQ(error_of(body, 500).code, code) << digest::name_of(code);
    EXPECT_FALSE(slug_of(code).empty());
  }
}

TEST(Problem, a_fault_of_ours_keeps_its_cause_to_itself) {
  const digest::Error error{.code = Code::internal, .what = "secret", .where = "secret", .hint = "secret"};
  const std::string body = dump(problem_of(error, {.request_id = "r9"}));
  EXPECT_EQ(body.find("secret"), std::string::npos);
  EXPECT_NE(error_of(body, 500).hint.find("r9"), std::string::npos);
}

TEST(Problem, what_is_no_problem_object_is_told_by_its_status) {
  for (const char* body : {"", "oops", "[]", "{}", R"({"code":7})", R"({"code":"no such"})"}) {
    const digest::Error error = error_of(body, 502);
    EXPECT_EQ(error.code, Code::internal) << body;
    EXPECT_NE(error.what.find("502"), std::string::npos) << body;
  }
}

}  // namespace
}  // namespace gailou::protocol
