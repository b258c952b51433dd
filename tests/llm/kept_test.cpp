// What a review keeps passes the judge, becomes a step, and that step meets all gates.
#include <string>

#include <gtest/gtest.h>

#include "digest/compose/append.h"
#include "digest/compose/judge.h"
#include "digest/llm/review.h"
#include "tests/llm/canned.h"

namespace gailou::llm {
namespace {

std::string lines_of(const std::vector<digest::Refusal>& refused) {
  std::string lines;
  for (const auto& refusal : refused) {
    lines += std::to_string(refusal.operation) + " " + refusal.gate + " " + refusal.what + "\n";
  }
  return lines;
}

std::string lines_of(const std::vector<std::string>& faults) {
  std::string lines;
  for (const auto& fault : faults) lines += fault + "\n";
  return lines;
}

/// Canned replies of which everything is accepted, and those of which something is: what is kept is as good.
TEST(Kept, operations_of_canned_replies_meet_all_gates_unchanged) {
  std::size_t judged = 0;
  for (const auto& canned : tests::canned_in("llm-replies")) {
    const auto heard = canned.heard();
    if (heard.verdict != Verdict::accept) continue;
    const auto input = canned.input();
    auto review = llm::review(input, canned.asked(), heard.content);
    for (const auto floor : review.lazy) review.kept.operations.emplace_back(digest::Quiet{.floor = floor});
    const auto result = digest::judge(input, review.kept);
    EXPECT_EQ(lines_of(result.refused), "") << canned.name();
    const auto step = digest::append(input, result);
    EXPECT_EQ(lines_of(digest::step_faults(input, step)), "") << canned.name();
    if (review.verdict == Verdict::accept) {
      EXPECT_EQ(result.accepted.size(), review.kept.operations.size()) << canned.name();
    }
    ++judged;
  }
  EXPECT_EQ(judged, 27U);
}

TEST(Kept, an_update_is_appended_as_a_correction_beside_its_target) {
  for (const auto& canned : tests::canned_in("llm-replies")) {
    if (canned.name() != "good-update") continue;
    const auto input = canned.input();
    const auto review = llm::review(input, canned.asked(), canned.heard().content);
    const auto step = digest::append(input, digest::judge(input, review.kept));
    const auto& entry = step.entries.back();
    EXPECT_EQ(to_string(entry.marker), "更正#27");
    EXPECT_EQ(entry.section, "key");
    EXPECT_EQ(entry.cites, tests::floors_of({62}));
    EXPECT_TRUE(entry.floors.empty());
    ASSERT_EQ(entry.links.size(), 1U);
    EXPECT_EQ(entry.links[0].entry, "e13");
    return;
  }
  FAIL() << "no such reply";
}

}  // namespace
}  // namespace gailou::llm
