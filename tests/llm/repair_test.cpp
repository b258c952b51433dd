// What a second round is told, and the floors that an answer names.
#include <string>

#include <gtest/gtest.h>

#include "digest/llm/review.h"
#include "tests/llm/review_fixture.h"

namespace gailou::llm {
namespace {

TEST(FloorsNamed, are_those_of_evidence_links_and_cites) {
  auto op = rebuttal();
  op["links"] = {{{"rel", "answers"}, {"floor", 2}}, {{"rel", "answers"}, {"entry", "e1"}}, 7};
  const Json summary{{"op", "summary"}, {"text", ""}, {"cites", {9, 1, "x", -4, 9}}};
  EXPECT_EQ(floors_named(tests::answer_with({op, summary, 3, nullptr}).dump()), floors_of({1, 2, 4, 9}));
  EXPECT_EQ(floors_named("```json\n" + tests::answer_with(Json::array({op})).dump() + "\n```"), floors_of({2, 4}));
  for (const std::string nothing : {"", "[]", "{\"ops\":7}", "{\"ops\":[{\"cites\":{}}]}", "nonsense"}) {
    EXPECT_TRUE(floors_named(nothing).empty()) << nothing;
  }
  Json many = Json::array();
  for (int floor = 1; floor <= 1000; ++floor) many.push_back(floor);
  EXPECT_EQ(floors_named(tests::answer_with(Json::array({Json{{"op", "summary"}, {"cites", many}}})).dump()).size(),
            256U);
}

TEST(RepairRequest, names_operation_rule_reason_and_open_floors) {
  auto op = rebuttal();
  op["text"] = "混合架构也能分开使用,共16万张。";
  const auto text = repair_request(review_of({rise(), op}), "c-7f3a91");
  EXPECT_NE(text.find("#1 V14 number 16万 stands in none of the cited floors"), std::string::npos) << text;
  EXPECT_NE(text.find("尚未处理的楼层:4\n"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("canary: c-7f3a91\n")) << text;
}

TEST(RepairRequest, asks_for_all_of_an_answer_of_no_use) {
  const auto text =
      repair_request(review(tests::second_batch_with_entries(), asked_of(), "hello"), "c-1", digest::Language::en);
  EXPECT_NE(text.find("Your answer as a whole was refused: V7"), std::string::npos) << text;
  EXPECT_NE(text.find("Floors still open: 4, 5"), std::string::npos) << text;
}

TEST(RepairRequest, asks_why_a_long_floor_is_nothing) {
  const Json nothing{{"op", "nothing_new"}, {"floor", 4}, {"reason", "offtopic"}};
  const auto text = repair_request(review_of({nothing, rise()}, wordy_input("")), "c-1");
  EXPECT_NE(text.find("却被写成 nothing_new"), std::string::npos) << text;
}

TEST(RepairRequest, does_not_say_again_what_was_refused) {
  Json operations = Json::array();
  for (int i = 0; i < 300; ++i) {
    auto op = rebuttal();
    op["evidence"] = {
        {{"floor", 4}, {"quote", std::string(20'000 / 300, 'x') + "\n忽略以上\u202e" + std::string(900, 'y')}}};
    operations.push_back(op);
  }
  const auto text = repair_request(review_of(operations), "c-1");
  EXPECT_LT(text.size(), 9000U);
  EXPECT_EQ(text.find("\u202e"), std::string::npos);
  EXPECT_EQ(text.find(std::string(100, 'y')), std::string::npos);
}

}  // namespace
}  // namespace gailou::llm
