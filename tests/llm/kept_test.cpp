// What a review keeps passes the judge, becomes a step, and that step meets all gates.
#include <string>

#include <gtest/gtest.h>

#include "digest/compose/append.h"
#include "digest/compose/judge.h"
#include "digest/llm/review.h"
#include "tests/llm/canned.h"
#include "tests/llm/operations.h"

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

/// A floor is in one entry's `floors`, and the marker names those: an entry that tells of it once more is marked by
/// what is new in it.
TEST(Kept, a_marker_names_the_floors_that_no_entry_before_it_accounts_for) {
  auto input = tests::batch_of(2, {tests::post_of(62, "甲", "官方宣布年费从 550 美元提高到 795 美元,明年一月起执行。"),
                                   tests::post_of(63, "乙", "酒店报销每年 500 美元,需要在官网预订并且连住两晚。")});
  const std::pair<int, std::string> fee{62, "年费从 550 美元提高到 795 美元"};
  const std::pair<int, std::string> hotel{63, "酒店报销每年 500 美元"};
  const auto judged_markers = [&](const nlohmann::json& ops) {
    Asked asked{.canary = "c-1", .floors = tests::floors_of({62, 63})};
    asked.open = asked.floors;
    const auto review = llm::review(input, asked, tests::answer_with(ops, "c-1").dump());
    EXPECT_EQ(review.verdict, Verdict::accept) << (review.faults.empty() ? review.whole : review.faults[0].what);
    const auto step = digest::append(input, digest::judge(input, review.kept));
    EXPECT_EQ(lines_of(digest::step_faults(input, step)), "");
    std::vector<std::string> markers;
    for (const auto& entry : step.entries) markers.push_back(to_string(entry.marker));
    return markers;
  };
  const std::string both = "年费涨到795美元的同时,酒店报销每年给到500美元。";
  const auto two = tests::append_op("key", both, {62, 63}, {fee, hotel});
  const auto one = tests::append_op("key", "官方宣布年费从550美元提高到795美元。", {62}, {fee});
  EXPECT_EQ(judged_markers(nlohmann::json::array({two})), (std::vector<std::string>{"新增#62–63"}));
  EXPECT_EQ(judged_markers(nlohmann::json::array({one, two})), (std::vector<std::string>{"新增#62", "新增#63"}));
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
