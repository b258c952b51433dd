// Which floors turn against the one they answer: examples of plain contradiction and of what only looks like it.
#include "digest/compose/quarrel.h"

#include <gtest/gtest.h>

#include "tests/support/readings.h"

namespace gailou::digest {
namespace {

using tests::reading_of;

double of(const std::string& text, const Opponent& opponent = {}) {
  return disagreement(standard_pack(), reading_of(text), opponent);
}

TEST(Quarrel, plain_contradiction_in_chinese_is_seen_by_its_words_alone) {
  for (const char* text : {
           "这个说法不成立，150K 的 H100 足够训练了",
           "不同意，油车的保养比你想的贵多了",
           "你说错了，年费是 95 不是 75",
           "你这是以偏概全，不是所有店都这样",
           "谣言，官方从来没有说过要取消",
           "别信，没这回事，我问过客服",
           "并非如此，没出局呀，插件也不卡",
           "不敢苟同，这根本不是一回事",
           "胡说，我去年就没收过这笔钱",
           "这个数怎么算的？你确定没有搞错吗？",
           "用耗电量衡量算力本末倒置，不能这么比",
           "你这个没有依据吧，谁说一定会涨价？",
           "中国是中国，美国是美国，不能放一起比",
       }) {
    EXPECT_GE(of(text), kDisagrees) << text;
  }
}

TEST(Quarrel, a_retort_that_is_put_as_a_question_answers_back) {
  EXPECT_GE(of("What do you mean? Every second game of the last years is rendered like that."), kDisagrees);
  EXPECT_LT(of("What is the size of the cache in the second build?"), kDisagrees);
}

TEST(Quarrel, who_begins_by_warning_means_well) {
  EXPECT_LT(of("别急着收那张支票，你一存，后面再告就没戏。"), kDisagrees);
  EXPECT_LT(of("提醒一下，你这个不交就没有了。"), kDisagrees);
  EXPECT_GE(of("那张支票你存了也没戏，后面告不了。"), kDisagrees) << "no warning";
  EXPECT_GE(of("别急，你说错了，那张支票不算和解。"), kDisagrees) << "a warning in name only";
}

TEST(Quarrel, a_no_that_answers_a_question_contradicts_nobody) {
  const char* answer = "发了，写明给 14 天，你不先协商，法官那边没法交代。";
  EXPECT_GE(of(answer), kDisagrees);
  EXPECT_LT(of(answer, {.asks = true}), kDisagrees);
  EXPECT_GE(of("没有的事，你搞错了，不用发。", {.asks = true}), kDisagrees) << "its words are sharp by themselves";
}

TEST(Quarrel, a_verb_and_its_denial_in_one_ask) {
  for (const char* text : {"支票收到了，附信没有别的字样，这算不算和解", "附信没有别的字样，你看该不该存"}) {
    EXPECT_LT(of(text), kDisagrees) << text;
  }
}

TEST(Quarrel, what_is_called_useless_and_what_was_told_so_answer_back) {
  for (const char* text :
       {"清单真的没卵用，上面啥都没写，照扣我 700", "划掉没用的，你看第 3311 条", "我说什么来着，没那么容易"}) {
    EXPECT_GE(of(text, {.quarrels = true}), kDisagrees) << text;
  }
}

TEST(Quarrel, plain_contradiction_in_english_is_seen_by_its_words_alone) {
  for (const char* text : {
           "I disagree, that is not what the benchmark shows.",
           "That's simply wrong. The cache does not work this way.",
           "This is misleading, nobody said it would be removed.",
           "Not true, the API never returned that field.",
           "That's nonsense, you never even tried it.",
           "Where did I say that? You're confusing two releases.",
           "I don't buy it. Why would they not fix it then?",
           "It makes no sense to me, you cannot compare these two.",
           "Too risky, and not negligible at all.",
       }) {
    EXPECT_GE(of(text), kDisagrees) << text;
  }
}

TEST(Quarrel, agreement_is_none_even_with_a_negation_or_two) {
  for (const char* text : {
           "同意，确实没必要换",
           "说得对，我也不觉得贵",
           "没错，不用等年底",
           "对的，客服也这么说",
           "有道理，那我不买了",
           "确实，你这个方法好，没有副作用",
           "Agreed, no need to change it.",
           "You're right, it does not work without the flag.",
           "Exactly, nobody needs two of them.",
           "Good point, I had not thought of that.",
           "Fair enough, I will not press it.",
       }) {
    EXPECT_LT(of(text), kDisagrees) << text;
  }
}

TEST(Quarrel, thanks_are_none) {
  for (const char* text :
       {"谢谢，不过我已经买了", "感谢分享，不知道还有这个办法", "多谢楼主，没想到这么快",
        "Thanks, I did not know that.", "Thank you, never seen this before.", "thx, not a problem any more"}) {
    EXPECT_LT(of(text), kDisagrees) << text;
  }
}

TEST(Quarrel, who_only_asks_contradicts_nobody_yet) {
  for (const char* text :
       {"请问这个还能申请吗？", "为什么不直接退款？", "有没有人试过不绑卡？", "怎么取消不了？", "这个不限新用户吧？",
        "你是在哪里买的？", "How do you turn it off?", "Is there no way to undo it?", "What happens if I don't pay?",
        "Does it not work on Linux?"}) {
    EXPECT_LT(of(text), kDisagrees) << text;
  }
}

TEST(Quarrel, plain_statements_are_none) {
  for (const char* text :
       {"机房一期共有 3 万张 H100，二期全是 GB200", "我上周收到短信，三天后到账 $200", "年费首年免，次年 $95",
        "今天官方宣布二期延期到 12 月", "昨天没有货，今天补了 20 台", "The release is planned for May, with 20 fixes.",
        "I bought mine last week for $300.", "There is no charge for the first year."}) {
    EXPECT_LT(of(text), kDisagrees) << text;
  }
}

TEST(Quarrel, words_that_hold_a_negation_by_chance_are_none) {
  EXPECT_LT(of("特别不错，非常划算，差不多是最低价"), kDisagrees);
  EXPECT_LT(of("不但便宜，而且不少人已经收到了"), kDisagrees);
  EXPECT_DOUBLE_EQ(of("特别好用"), of("十分好用"));
}

TEST(Quarrel, a_contraction_negates_as_not_does) {
  EXPECT_DOUBLE_EQ(of("The cache doesn't hold that many keys here"), of("The cache does not hold that many keys here"));
  EXPECT_DOUBLE_EQ(of("It wasn’t shipped with the first batch"), of("It was not shipped with the first batch"));
}

TEST(Quarrel, beyond_doubt_is_more_than_disagreement) {
  EXPECT_GT(kContradicts, kDisagrees);
  EXPECT_GE(of("你说错了，没这回事，别信谣言"), kContradicts);
  EXPECT_GE(of("That's wrong and misleading, you never tried it."), kContradicts);
}

// --- what is known of the floor that is answered
struct Known {
  const char* what;
  Opponent opponent;
};

TEST(Quarrel, whatever_is_known_of_a_quarrel_before_makes_one_more_likely) {
  const std::string text = "不过机房的利用率没有 11%";
  const Known known[] = {{"figures", {.figures = feature_keys("11%")}},
                         {"quarrels", {.quarrels = true}},
                         {"answers_us", {.answers_us = true}},
                         {"quoted", {.quoted = true}}};
  for (const auto& [what, opponent] : known) EXPECT_GT(of(text, opponent), of(text)) << what;
  const Opponent all{.figures = feature_keys("11%"), .quarrels = true, .answers_us = true, .quoted = true};
  for (const auto& [what, opponent] : known) EXPECT_GT(of(text, all), of(text, opponent)) << what;
}

TEST(Quarrel, a_doubtful_floor_is_one_towards_who_quarrels_himself) {
  const std::string text = "但机房二期没有通电";
  EXPECT_LT(of(text), kDisagrees);
  EXPECT_GE(of(text, {.quarrels = true}), kDisagrees);
}

TEST(Quarrel, a_plain_statement_is_none_whomever_it_answers) {
  const Opponent hot{.quarrels = true, .answers_us = true};
  EXPECT_LT(of("机房在孟菲斯，一共三栋楼", hot), kDisagrees);
  EXPECT_LT(of("谢谢，我去查一下", hot), kDisagrees);
  EXPECT_LT(of("同意，确实没有那么多", hot), kDisagrees);
}

TEST(Quarrel, a_figure_counts_only_if_the_other_floor_holds_it) {
  const std::string text = "不过利用率没有 11%";
  EXPECT_DOUBLE_EQ(of(text, {.figures = feature_keys("12%")}), of(text));
  EXPECT_GT(of(text, {.figures = feature_keys("只有11%")}), of(text));
}

TEST(Quarrel, a_figure_taken_up_twice_counts_once) {
  const Opponent opponent{.figures = feature_keys("11% 和 20 台")};
  const auto once = of("不过没有 11%") - of("不过没有 11%", opponent);
  const auto twice = of("不过没有 11%，也没有 20 台") - of("不过没有 11%，也没有 20 台", opponent);
  EXPECT_NEAR(once, twice, 1e-9);
}

// --- single rules
TEST(Quarrel, many_strong_words_add_up_to_a_bound) {
  const auto two = of("这是谣言，胡说");
  const auto five = of("这是谣言，胡说，瞎说，扯淡，误导");
  EXPECT_GT(two, of("这是谣言"));
  EXPECT_NEAR(two, five, 1e-9);
}

TEST(Quarrel, a_question_put_back_to_somebody_counts_more_than_one_put_to_all) {
  EXPECT_GT(of("你自己用过几年这个牌子的车呢？我用了三年，每年都要修两次车"),
            of("大家用过几年这个牌子的车呢？我用了三年，每年都要修两次车"));
}

TEST(Quarrel, two_questions_count_more_than_one) {
  EXPECT_GT(of("二期电从哪来？变压器又从哪来？"), of("二期电从哪来？变压器又从哪来。"));
}

TEST(Quarrel, a_word_said_of_itself_tells_two_things_apart) {
  EXPECT_GE(of("理论是理论，实际用起来每天都要充电") - of("理论归理论，实际用起来每天都要充电"), 0.6);
  EXPECT_LT(of("这是机房，那是车间，一共两栋楼"), kDisagrees);
}

TEST(Quarrel, what_opens_a_floor_softens_it_and_what_follows_later_does_not) {
  EXPECT_LT(of("同意，不过没有 11%"), of("不过没有 11%，同意"));
  EXPECT_LT(of("谢谢，不过没有 11%"), of("不过没有 11%，谢谢"));
}

TEST(Quarrel, two_words_are_too_few_to_be_sure) {
  EXPECT_LT(of("不是"), kDisagrees);
  EXPECT_LT(of("no"), kDisagrees);
  EXPECT_LT(of("没有吧"), kDisagrees);
}

TEST(Quarrel, the_words_of_a_pack_decide) {
  const auto pack = extended_pack("[dispute]\n纯属臆测\n").value();
  const auto reading = reading_of(std::string("纯属臆测，机房没有这么大"));
  EXPECT_LT(disagreement(standard_pack(), reading, {}), kDisagrees);
  EXPECT_GE(disagreement(pack, reading, {}), kDisagrees);
  EXPECT_DOUBLE_EQ(disagreement(Pack{}, reading, {}), 0);
}

TEST(Quarrel, a_floor_without_a_sentence_turns_against_nobody) {
  EXPECT_LT(of(""), kDisagrees);
  EXPECT_LT(of("https://a.example/not-true"), kDisagrees);
  EXPECT_LT(of("/uploads/wrong.png"), kDisagrees);
}

TEST(Quarrel, a_long_floor_has_a_not_and_a_but_in_any_case) {
  const std::string words = "不过租约没有到期，房东不退押金";
  std::string story = words;
  for (int i = 0; i < 12; ++i) story += "。然后我们去看了城东的第" + std::to_string(i) + "套房子，采光和楼层都很好";
  EXPECT_LT(of(story), of(words));
  EXPECT_GE(of("你说错了。" + story), kDisagrees);
}

TEST(Quarrel, whom_one_answers_makes_no_quarrel_by_itself) {
  const Opponent quarreller{.quarrels = true, .answers_us = true, .quoted = true};
  EXPECT_LT(of("那我换一家签证中心呢", quarreller), kDisagrees);
  EXPECT_GE(of("那是你没有预约", quarreller), kDisagrees);
}

TEST(Quarrel, who_says_what_is_denied_is_half_a_quarreller) {
  EXPECT_LT(of("已经停产了，别等"), kDisagrees);
  EXPECT_GE(of("已经停产了，别等", {.opposed = true}), kDisagrees);
}

}  // namespace
}  // namespace gailou::digest
