#include "digest/llm/reply.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace gailou::llm {
namespace {

TEST(Reply, each_verdict_and_each_trouble_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (const auto verdict : {Verdict::accept, Verdict::partial, Verdict::repair, Verdict::retry, Verdict::fallback}) {
    EXPECT_TRUE(names.insert(name_of(verdict)).second);
  }
  for (int each = 1; each <= static_cast<int>(Trouble::prompt_cut); ++each) {
    EXPECT_TRUE(names.insert(name_of(static_cast<Trouble>(each))).second) << each;
  }
  EXPECT_FALSE(names.contains(""));
}

}  // namespace
}  // namespace gailou::llm
