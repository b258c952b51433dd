// What of an answer is kept: the verdicts of the contract, and the rules for texts, evidence, links and summaries.
#include "digest/llm/review.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/llm/review_fixture.h"

namespace gailou::llm {
namespace {

TEST(Review, all_canned_replies_get_exactly_their_verdicts) {
  const auto replies = tests::canned_in("llm-replies");
  ASSERT_EQ(replies.size(), 38U);
  for (const auto& canned : replies) EXPECT_EQ(canned.outcome(), canned.expected()) << canned.name();
}

/// Canned replies bent at random: fields dropped, types changed, floors and figures swapped, texts cut, JSON that is
/// none. What each leads to is the contract's reference judge's word.
TEST(Review, bent_replies_get_exactly_their_verdicts) {
  const auto bent = tests::read_json("llm-mutations.json");
  ASSERT_GT(bent.size(), 90U);
  for (const auto& reply : bent) {
    const tests::Canned canned(reply);
    EXPECT_EQ(canned.outcome(), canned.expected()) << canned.name();
  }
}

TEST(Review, a_good_answer_is_kept_whole) {
  const auto review = review_of({rebuttal(), rise()});
  EXPECT_EQ(review.verdict, Verdict::accept);
  EXPECT_EQ(said_of(review), "");
  const auto appends = kept_of<digest::Append>(review);
  ASSERT_EQ(appends.size(), 2U);
  EXPECT_EQ(appends[0].section, "disputes");
  EXPECT_EQ(appends[0].floors, floors_of({4}));
  EXPECT_EQ(appends[0].evidence.size(), 2U);
  EXPECT_EQ(appends[0].corrects, std::nullopt);
  EXPECT_TRUE(review.open.empty());
}

TEST(Review, an_update_corrects_the_first_floor_of_its_target) {
  const Json update{{"op", "update"},
                    {"entry", "e2"},
                    {"text", "有人反驳混合架构之说,称15万张H100足够训练。"},
                    {"floors", {4}},
                    {"evidence", {{{"floor", 4}, {"quote", "150K的H100足够训练了"}}}}};
  const auto review = review_of({update, rise()});
  EXPECT_EQ(said_of(review), "");
  const auto append = kept_of<digest::Append>(review).at(0);
  EXPECT_EQ(append.section, "disputes");
  EXPECT_EQ(append.corrects, Floor{3});
  ASSERT_EQ(append.links.size(), 1U);
  EXPECT_EQ(append.links[0], (digest::Link{.rel = digest::Link::Rel::updates, .entry = "e2"}));
}

TEST(Review, withdrawn_and_unknown_entries_are_not_updated) {
  auto input = tests::second_batch_with_entries();
  input.similar[1].marker = {.kind = digest::Marker::Kind::withdrawn, .first = {3}, .last = {3}};
  for (const Json& id : {Json("e2"), Json("e9"), Json("e02"), Json(""), Json(2), Json()}) {
    const Json update{{"op", "update"},
                      {"entry", id},
                      {"text", "混合架构之说不成立。"},
                      {"floors", Json::array()},
                      {"evidence", {{{"floor", 4}, {"quote", "不成立的,混合架构"}}}}};
    EXPECT_EQ(said_of(review_of({rebuttal(), rise(), update}, input)), "V28 #2") << id;
  }
}

TEST(Review, an_entry_shown_among_the_newest_can_be_updated_too) {
  auto input = tests::second_batch_with_entries();
  input.recent = std::move(input.similar);
  input.similar.clear();
  const Json update{{"op", "update"},
                    {"entry", "e2"},
                    {"text", "混合架构之说不成立。"},
                    {"floors", {4}},
                    {"evidence", {{{"floor", 4}, {"quote", "不成立的,混合架构"}}}}};
  EXPECT_EQ(said_of(review_of({update, rise()}, input)), "");
}

TEST(Review, each_fault_of_a_text_has_its_rule) {
  const std::vector<std::pair<std::string, std::string>> texts{
      {"好。", "V16"},
      {std::string("分开使用") +
           [] {
             std::string s;
             for (int i = 0; i < 160; ++i) s += "好";
             return s;
           }() +
           "。",
       "V16"},
      {"混合架构" + std::string(2000, '-') + "能分开。", "V16"},
      {"The mixed architecture can be split and used apart.", "V17"},
      {"新增#4:混合架构也能分开使用。", "V18"},
      {"混合架构也能分开使用(#4)。", "V18"},
      {"反驳#3:混合架构也能分开使用。", "V18"},
      {"混合架构也能分开使用,见https://a.example。", "V19"},
      {"混合架构也能<b>分开</b>使用。", "V19"},
      {"混合架构&amp;分开使用。", "V19"},
      {"混合架构在/uploads/里分开使用。", "V19"},
      {"混合架构也能\n分开使用。", "V19"},
      {"混合架构也能\u202e分开使用。", "V19"},
      {"混合架构也能\u200b分开使用。", "V19"},
      {"混合架构也能\U000e0041分开使用。", "V19"},
      {"丁:混合架构也能分开使用。", "V19"},
      {"混合架构也能(分开使用。", "V20"},
      {"混合架构也能分开使用", "V20"},
      {"混合架构也能分开使用……", "V20"},
      {"混合架构也能分开使用,共16万张。", "V14"},
      {"混合架构的GB200也能分开使用。", "V14"},
      {"混合架构也能split分开使用。", "V14"}};
  for (const auto& [text, rule] : texts) {
    auto op = rebuttal();
    op["text"] = text;
    const auto review = review_of({op, rise()});
    EXPECT_EQ(said_of(review), rule + " V24 #0") << text;
    EXPECT_EQ(review.verdict, Verdict::repair);
    EXPECT_EQ(review.again, floors_of({4}));
    EXPECT_EQ(review.open, floors_of({4}));
    ASSERT_EQ(review.faults.size(), 1U);
    EXPECT_LE(review.faults[0].what.size(), 200U);
  }
}

TEST(Review, a_digest_in_english_is_not_held_to_chinese) {
  auto input = tests::second_batch_with_entries();
  auto op = rebuttal();
  op["text"] = "A mixed architecture can be used apart; 150K H100 are enough.";
  EXPECT_EQ(said_of(review_of({op, rise()}, input)), "V17 V24 #0");
  input.settings.language = digest::Language::en;
  EXPECT_EQ(said_of(review_of({op, rise()}, input)), "");
}

TEST(Review, a_floor_named_in_prose_is_cited_or_linked) {
  auto op = rebuttal();
  op["text"] = "有人反驳#3:混合架构也能分开使用。";
  op["links"] = {{{"rel", "contradicts"}, {"floor", 3}}};
  EXPECT_EQ(said_of(review_of({op, rise()})), "");
}

TEST(Review, quotes_are_verbatim_as_far_as_the_normal_form_goes) {
  const std::vector<std::pair<std::string, std::string>> quotes{{"混合架构也能分开使用,１５０K", ""},
                                                                {"混合架构也能  分开使用", "V13 V24 #0"},
                                                                {"混合架构能分开使用", "V13 V24 #0"},
                                                                {"混合", "V13 V24 #0"},
                                                                {"混\u200b合架构", ""},
                                                                {"150k的H100", "V13 V24 #0"},
                                                                {"", "V13 V24 #0"}};
  for (const auto& [quote, said] : quotes) {
    auto op = rebuttal();
    op["evidence"] = {{{"floor", 4}, {"quote", quote}}};
    op["text"] = "混合架构也能分开使用。";
    EXPECT_EQ(said_of(review_of({op, rise()})), said) << quote;
  }
}

TEST(Review, floors_and_evidence_are_of_the_batch) {
  const std::vector<std::pair<Json, Json>> cases{
      {{4}, {{{"floor", 5}, {"quote", "下周三全部涨价"}}}},                                    // no evidence
      {{3}, {{{"floor", 3}, {"quote", "利用率只有11%"}}}},                                     // old floor
      {Json::array(), {{{"floor", 3}, {"quote", "利用率只有11%"}}}},                           // nothing new
      {{4}, {{{"floor", 4}, {"quote", "混合架构"}}, {{"floor", 2}, {"quote", "哈哈哈"}}}},     // not shown
      {{4}, {{{"floor", 4}, {"quote", "混合架构"}}, {{"floor", 99}, {"quote", "混合架构"}}}},  // none
      {{4, 9}, {{{"floor", 4}, {"quote", "混合架构"}}}},                                       // beyond
  };
  for (const auto& [floors, evidence] : cases) {
    auto op = rebuttal();
    op["floors"] = floors;
    op["evidence"] = evidence;
    EXPECT_EQ(said_of(review_of({rebuttal(), rise(), op})), "V12 #2") << floors << evidence;
  }
}

TEST(Review, floors_above_the_question_are_not_cited) {
  const Asked first{.canary = "c-7f3a91", .floors = floors_of({4}), .open = floors_of({4})};
  auto op = rebuttal();
  op["evidence"].push_back({{"floor", 5}, {"quote", "下周三全部涨价"}});
  EXPECT_EQ(said_of(review_of(Json::array({op}), tests::second_batch_with_entries(), first)), "V12 V24 #0");
  auto second = first;
  second.last = Floor{5};
  EXPECT_EQ(said_of(review_of(Json::array({op}), tests::second_batch_with_entries(), second)), "");
}

TEST(Review, links_that_lead_nowhere_are_left_out_alone) {
  auto op = rebuttal();
  op["links"] = {{{"rel", "contradicts"}, {"entry", "e2"}},
                 {{"rel", "likes"}, {"entry", "e1"}},
                 {{"rel", "answers"}, {"entry", "e3"}},
                 {{"rel", "answers"}, {"floor", 77}},
                 {{"rel", "answers"}, {"entry", "e02"}},
                 {{"rel", "answers"}, {"entry", "e1"}, {"floor", 3}},
                 {{"rel", "answers"}},
                 "e1",
                 nullptr,
                 {{"rel", "answers"}, {"floor", 3}}};
  const auto review = review_of({op, rise()});
  EXPECT_EQ(said_of(review), "V21");
  EXPECT_EQ(review.verdict, Verdict::accept);
  const auto links = kept_of<digest::Append>(review).at(0).links;
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[0].entry, "e2");
  EXPECT_EQ(links[1].floor, Floor{3});
}

TEST(Review, a_summary_rests_on_what_it_cites) {
  const auto summary = [](const Json& text, const Json& cites) {
    return Json{{"op", "summary"}, {"text", text}, {"cites", cites}};
  };
  const Json good = summary("甲方租下整个数据中心,楼内争论混合架构。", {1, 4});
  const auto review = review_of({rebuttal(), rise(), good});
  EXPECT_EQ(said_of(review), "");
  ASSERT_EQ(kept_of<digest::Summarise>(review).size(), 1U);
  EXPECT_EQ(kept_of<digest::Summarise>(review)[0].cites, floors_of({1, 4}));
  std::string wordy = "共300张";
  for (int i = 0; i < 170; ++i) wordy += "好";
  for (const Json& bad :
       {summary(7, {1}), summary(good["text"], Json::array()), summary(good["text"], {77}),
        summary(good["text"], {"1"}), summary(good["text"], nullptr), summary("甲方租下。", {1}),
        summary("甲方租下整个数据中心,共300张H100。", {1}), summary("甲方租下整个数据中心,楼内争论混合架构", {1}),
        summary("甲方租下整个数据中心,详见 https://a.example。", {1}), summary(wordy + "。", {1})}) {
    const auto dropped = review_of({rebuttal(), rise(), bad});
    EXPECT_EQ(said_of(dropped), "V27 #2") << bad;
    EXPECT_EQ(dropped.verdict, Verdict::partial);
  }
}

TEST(Review, of_several_summaries_the_first_good_one_is_kept) {
  const Json one{{"op", "summary"}, {"text", "甲方租下整个数据中心,楼内争论架构。"}, {"cites", {1}}};
  const Json two{{"op", "summary"}, {"text", "楼内争论混合架构能不能分开使用。"}, {"cites", {4}}};
  const auto summaries = kept_of<digest::Summarise>(review_of({one, two, rebuttal(), rise()}));
  ASSERT_EQ(summaries.size(), 1U);
  EXPECT_EQ(summaries[0].cites, floors_of({1}));
}

}  // namespace
}  // namespace gailou::llm
