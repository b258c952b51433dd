// Query parameters, hostile ones among them.
#include "daemon/serve/parameters.h"

#include <gtest/gtest.h>

namespace gailou::serve {
namespace {

io::ServerRequest with(std::vector<std::pair<std::string, std::string>> query) {
  io::ServerRequest request;
  request.query = std::move(query);
  return request;
}

TEST(Parameters, a_number_in_range_is_taken) {
  const auto request = with({{"limit", "200"}, {"other", "x"}});
  Parameters parameters(request);
  EXPECT_EQ(parameters.number("limit", {.least = 1, .most = 200}), 200);
  EXPECT_EQ(parameters.number("after", {.least = 1, .most = 200}), std::nullopt);
  EXPECT_TRUE(parameters.sound());
}

TEST(Parameters, anything_else_is_a_fault) {
  for (const auto* text :
       {"", "0", "201", "-1", "+1", "1.0", "0x10", " 1", "1 ", "１", "99999999999999999999999", "NaN", "1e2", "-0"}) {
    const auto request = with({{"limit", text}});
    Parameters parameters(request);
    EXPECT_EQ(parameters.number("limit", {.least = 1, .most = 200}), std::nullopt) << text;
    EXPECT_FALSE(parameters.sound()) << text;
  }
}

TEST(Parameters, one_given_twice_is_a_fault) {
  const auto request = with({{"limit", "1"}, {"limit", "2"}});
  Parameters parameters(request);
  EXPECT_EQ(parameters.number("limit", {.least = 1, .most = 200}), std::nullopt);
  EXPECT_FALSE(parameters.sound());
}

TEST(Parameters, all_faults_are_told_at_once) {
  const auto request = with({{"limit", "0"}, {"versions", "yes"}, {"state", std::string(65, 'x')}});
  Parameters parameters(request);
  parameters.number("limit", {.least = 1, .most = 200});
  EXPECT_FALSE(parameters.flag("versions"));
  EXPECT_EQ(parameters.word("state"), std::nullopt);
  const auto problem = parameters.problem();
  ASSERT_EQ(problem.faults.size(), 3U);
  EXPECT_EQ(problem.faults[0].pointer, "/limit");
  EXPECT_EQ(problem.faults[1].pointer, "/versions");
  EXPECT_EQ(problem.faults[2].pointer, "/state");
}

TEST(Parameters, a_flag_is_one_or_zero) {
  const auto request = with({{"a", "1"}, {"b", "0"}});
  Parameters parameters(request);
  EXPECT_TRUE(parameters.flag("a"));
  EXPECT_FALSE(parameters.flag("b"));
  EXPECT_FALSE(parameters.flag("c"));
  EXPECT_TRUE(parameters.sound());
}

}  // namespace
}  // namespace gailou::serve
