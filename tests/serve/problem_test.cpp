// The registry of problem types and their documents.
#include "daemon/serve/problem.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gailou::serve {
namespace {

TEST(Problems, have_titles_in_both_languages) {
  for (const auto& facts : problem_types()) {
    EXPECT_FALSE(facts.english.empty()) << facts.slug;
    EXPECT_TRUE(std::ranges::all_of(facts.english, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    EXPECT_EQ(facts.title_in(digest::Language::en), facts.english);
    EXPECT_EQ(facts.title_in(digest::Language::zh), facts.title);
  }
  const auto document = to_document({.kind = ProblemKind::thread_not_found}, "", "", "", digest::Language::en);
  EXPECT_EQ(document["title"], "There is no such thread");
}

TEST(Problem, slugs_are_unique_and_titles_given) {
  std::set<std::string_view> slugs;
  for (const auto& facts : problem_types()) {
    EXPECT_TRUE(slugs.insert(facts.slug).second) << facts.slug;
    EXPECT_FALSE(facts.title.empty());
    EXPECT_EQ(facts_of(facts.kind).slug, facts.slug);
  }
}

TEST(Problem, every_status_a_parser_may_give_has_its_kind) {
  for (const int status : {400, 404, 405, 406, 408, 409, 410, 413, 414, 421, 429, 431, 500, 503}) {
    EXPECT_EQ(facts_of(problem_of_status(status)).status, status);
  }
  EXPECT_EQ(problem_of_status(418), ProblemKind::bad_request);
  EXPECT_EQ(problem_of_status(599), ProblemKind::internal);
}

TEST(Problem, a_document_has_the_members_of_rfc_9457) {
  Problem problem;
  problem.kind = ProblemKind::thread_not_found;
  problem.detail = as_is("uscardforum/7");
  const auto document = to_document(problem, "/gailou", "/gailou/t/uscardforum/7", "r-1");
  EXPECT_EQ(
      document.dump(),
      R"({"type":"/gailou/problems/thread-not-found","title":"没有这个帖子","status":404,"detail":"uscardforum/7",)"
      R"("instance":"/gailou/t/uscardforum/7","request_id":"r-1"})");
}

TEST(Problem, each_type_adds_its_own_members) {
  Problem parameter;
  parameter.kind = ProblemKind::bad_parameter;
  parameter.faults = {{.pointer = "/limit", .detail = {"太大", "too large"}},
                      {.pointer = "/after", .detail = {"不是数", "no number"}}};
  EXPECT_EQ(to_document(parameter, "", "", "")["errors"].dump(),
            R"([{"pointer":"/limit","detail":"太大"},{"pointer":"/after","detail":"不是数"}])");
  EXPECT_EQ(to_document(parameter, "", "", "", digest::Language::en)["errors"].dump(),
            R"([{"pointer":"/limit","detail":"too large"},{"pointer":"/after","detail":"no number"}])");

  Problem future;
  future.kind = ProblemKind::future_revision;
  future.revision = 12;
  EXPECT_EQ(to_document(future, "", "", "")["rev"], 12);

  Problem method;
  method.kind = ProblemKind::method_not_allowed;
  EXPECT_EQ(to_document(method, "", "", "")["allow"].dump(), R"(["GET","HEAD"])");
}

TEST(Problem, errors_of_the_store_tell_no_causes) {
  EXPECT_EQ(problem_of(digest::Code::not_found), ProblemKind::not_found);
  EXPECT_EQ(problem_of(digest::Code::unavailable), ProblemKind::overloaded);
  for (const auto code : {digest::Code::io, digest::Code::corrupt, digest::Code::internal, digest::Code::permission}) {
    EXPECT_EQ(problem_of(code), ProblemKind::internal);
  }
}

}  // namespace
}  // namespace gailou::serve
