// Answers of odd forms: what is read of them, dropped, or of no use.
#include <string>

#include <gtest/gtest.h>

#include "digest/llm/review.h"
#include "tests/llm/review_fixture.h"

namespace gailou::llm {
namespace {

TEST(Review, forms_that_the_contract_does_not_know_are_dropped) {
  const Json good = rebuttal();
  std::vector<Json> wrong{Json(), "append", 7, Json::array(), Json::object()};
  for (const std::string name : {"op", "section", "text", "floors", "evidence"}) {
    for (const Json& value : {Json(), Json(7), Json(true), Json("x"), Json::object(), Json::array({"4"}),
                              Json::array({4.0}), Json::array({true}), Json::array({Json::object()})}) {
      if (name == "text" && value.is_string()) continue;
      auto op = good;
      op[name] = value;
      wrong.push_back(op);
    }
    auto op = good;
    op.erase(name);
    wrong.push_back(op);
  }
  auto links = good;
  links["links"] = "e1";
  wrong.push_back(links);
  links["links"] = nullptr;
  wrong.push_back(links);
  for (const auto& op : wrong) EXPECT_EQ(said_of(review_of({rebuttal(), rise(), op})), "V11 #2") << op;
  for (const Json& op :
       {Json{{"op", "nothing_new"}, {"floor", "5"}, {"reason", "meme"}},
        Json{{"op", "nothing_new"}, {"floor", 5}, {"reason", "dull"}},
        Json{{"op", "nothing_new"}, {"floor", 5}, {"reason", "deleted"}}, Json{{"op", "nothing_new"}, {"floor", 5}}}) {
    EXPECT_EQ(said_of(review_of({rebuttal(), rise(), op})), "V11 #2") << op;
  }
  EXPECT_EQ(said_of(review_of({rebuttal(), rise(), Json{{"op", "nothing_new"}, {"floor", 8}, {"reason", "deleted"}}})),
            "V12 #2");
}

TEST(Review, fields_that_nobody_asked_for_are_passed_over) {
  auto op = rebuttal();
  op["id"] = "e1";
  op["marker"] = "新增#1";
  EXPECT_EQ(said_of(review_of({op, rise()})), "");
}

TEST(Review, the_wrapping_is_taken_off_or_refused) {
  const std::string answer = tests::answer_with({rebuttal(), rise()}).dump();
  const auto said = [](const std::string& content) {
    return said_of(review(tests::second_batch_with_entries(), asked_of(), content));
  };
  EXPECT_EQ(said("\n \u3000" + answer + "\n"), "");
  EXPECT_EQ(said("```json\n" + answer + "\n```"), "V6");
  EXPECT_EQ(said("```\n\n  " + answer + "\n\n```\n"), "V6");
  EXPECT_EQ(said("```json\n" + answer + "```"), "V7");
  EXPECT_EQ(said("```JSON\n" + answer + "\n```"), "V7");
  EXPECT_EQ(said("Here it is: " + answer), "V7");
  EXPECT_EQ(said(answer + answer), "V7");
  EXPECT_EQ(said("```\n\n```"), "V6 V7");
  EXPECT_EQ(said("```\n```"), "V7");
  EXPECT_EQ(said("```"), "V7");
  EXPECT_EQ(said("\xef\xbb\xbf" + answer), "V7");
  EXPECT_EQ(said(""), "V7");
  EXPECT_EQ(said("{\"a\":NaN}"), "V7");
  EXPECT_EQ(said(std::string(5000, '[') + std::string(5000, ']')), "V7");
  EXPECT_EQ(said("[]"), "V8");
  EXPECT_EQ(said("{}"), "V8");
  EXPECT_EQ(said("null"), "V8");
}

TEST(Review, an_answer_of_no_use_leaves_every_floor_open) {
  for (const auto& [name, value] : std::vector<std::pair<std::string, Json>>{
           {"schema", "gailou.ops/2"}, {"ops", Json::object()}, {"canary", "c-000000"}, {"canary", 7}}) {
    auto answer = tests::answer_with({rebuttal(), rise()});
    answer[name] = value;
    const auto review = llm::review(tests::second_batch_with_entries(), asked_of(), answer.dump());
    EXPECT_EQ(said_of(review), name == "canary" ? "V9" : "V8");
    EXPECT_EQ(review.verdict, Verdict::repair);
    EXPECT_EQ(review.open, floors_of({4, 5}));
    EXPECT_TRUE(review.kept.operations.empty());
    EXPECT_FALSE(review.whole.empty());
  }
}

TEST(Review, numbers_too_large_for_us_are_floors_that_there_are_not) {
  auto text =
      tests::answer_with({rebuttal(), rise(), Json{{"op", "nothing_new"}, {"floor", 777}, {"reason", "meme"}}}).dump();
  text.replace(text.find("777"), 3, "123456789012345678901234567890");
  EXPECT_EQ(said_of(review(tests::second_batch_with_entries(), asked_of(), text)), "V12 #2");
  text.replace(text.find("123456789012345678901234567890"), 30, "1e999");
  EXPECT_EQ(said_of(review(tests::second_batch_with_entries(), asked_of(), text)), "V11 #2");
}

TEST(Review, half_a_surrogate_pair_is_a_character_that_must_not_be) {
  auto op = rebuttal();
  op["text"] = "混合架构也能HALF分开使用。";
  auto text = tests::answer_with({op, rise()}).dump();
  text.replace(text.find("HALF"), 4, "\\ud83d");
  EXPECT_EQ(said_of(review(tests::second_batch_with_entries(), asked_of(), text)), "V19 V24 #0");
}

TEST(Review, too_many_operations_are_dropped) {
  Json operations = Json::array({rebuttal(), rise()});
  for (int i = 0; i < 600; ++i) operations.push_back({{"op", "nothing_new"}, {"floor", 4}, {"reason", "meme"}});
  const auto review = review_of(operations);
  EXPECT_EQ(review.dropped.size(), 102U);
  EXPECT_EQ(review.verdict, Verdict::partial);
}

}  // namespace
}  // namespace gailou::llm
