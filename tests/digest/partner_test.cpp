// Whom a floor answers: told by the forum or a quotation, else guessed where its words leave little doubt.
#include "digest/compose/partner.h"

#include <gtest/gtest.h>

#include "tests/support/readings.h"

namespace gailou::digest {
namespace {

using tests::plain_post;
using tests::reading_of;

const FeatureKeys kNoTitle{};

/// A floor that answers, as it is read.
struct Answering {
  Post post;
  Reading reading;
};

Answering answering(std::int64_t floor, const std::string& author, const std::string& text,
                    std::optional<std::int64_t> reply_to = {}) {
  auto post = plain_post(floor, author, text);
  if (reply_to) post.reply_to = Floor{*reply_to};
  auto reading = reading_of(post);
  return {std::move(post), std::move(reading)};
}

Answering quoting(std::int64_t floor, std::initializer_list<std::int64_t> quoted, std::int64_t topic = 0) {
  auto post = plain_post(floor, "丁", "我不这么看");
  for (const auto of : quoted) {
    post.body.blocks.insert(
        post.body.blocks.begin(),
        {.kind = Block::Kind::quote, .spans = {{.text = "原话"}}, .author = "甲", .floor = of, .topic = topic});
  }
  std::reverse(post.body.blocks.begin(), post.body.blocks.end() - 1);
  auto reading = reading_of(post);
  return {std::move(post), std::move(reading)};
}

Partners partners_of(const std::vector<Post>& posts, const FeatureKeys& title = kNoTitle) {
  Partners partners(standard_pack(), title);
  for (const auto& post : posts) partners.add(post.floor, post.author, own_text_of(post.body));
  return partners;
}

std::optional<Floor> told(const Partners& partners, const Answering& answer) {
  return partners.told(answer.post, answer.reading);
}
std::optional<Floor> guessed(const Partners& partners, const Answering& answer) {
  return partners.guessed(answer.post, answer.reading);
}

const Post kCards = plain_post(3, "甲", "机房一期共有 3 万张 H100，利用率只有 11%");
const Post kPower = plain_post(4, "乙", "二期的变压器还没有到货，通电要等年底");
const std::string kAgainstCards = "不成立，利用率 11% 说的是 MFU，不是机器闲着";

// --- told
TEST(Partner, the_forum_s_word_tells_whom_a_floor_answers) {
  const auto partners = partners_of({kCards, kPower});
  EXPECT_EQ(told(partners, answering(5, "丙", "好的", 3)), Floor{3});
  EXPECT_EQ(told(partners, answering(5, "丙", "好的", 4)), Floor{4});
  EXPECT_EQ(told(partners, answering(5, "丙", "好的")), std::nullopt);
}

TEST(Partner, a_quotation_tells_it_where_the_forum_does_not) {
  const auto partners = partners_of({kCards, kPower});
  EXPECT_EQ(told(partners, quoting(5, {3})), Floor{3});
}

TEST(Partner, of_several_quotations_the_last_one_is_answered) {
  const auto partners = partners_of({kCards, kPower});
  EXPECT_EQ(told(partners, quoting(5, {3, 4})), Floor{4});
  EXPECT_EQ(told(partners, quoting(5, {4, 3})), Floor{3});
  EXPECT_EQ(told(partners, quoting(5, {3, 99})), Floor{3});
}

TEST(Partner, the_forum_s_word_goes_before_a_quotation) {
  const auto partners = partners_of({kCards, kPower});
  auto answer = quoting(5, {3});
  answer.post.reply_to = Floor{4};
  EXPECT_EQ(told(partners, answer), Floor{4});
}

TEST(Partner, a_reply_to_a_floor_that_is_not_known_falls_back_to_the_quotation) {
  const auto partners = partners_of({kCards, kPower});
  auto answer = quoting(5, {3});
  answer.post.reply_to = Floor{2};
  EXPECT_EQ(told(partners, answer), Floor{3});
}

TEST(Partner, nobody_answers_a_floor_above_or_himself_by_number) {
  const auto partners = partners_of({kCards, kPower});
  EXPECT_EQ(told(partners, answering(3, "丙", "好的", 4)), std::nullopt);
  EXPECT_EQ(told(partners, answering(3, "丙", "好的", 3)), std::nullopt);
  EXPECT_EQ(told(partners, answering(5, "丙", "好的", 0)), std::nullopt);
  EXPECT_EQ(told(partners, answering(5, "丙", "好的", -4)), std::nullopt);
}

TEST(Partner, a_quotation_from_another_topic_is_nobody_s_floor_here) {
  const auto partners = partners_of({kCards, kPower});
  EXPECT_EQ(told(partners, quoting(5, {3}, 777)), std::nullopt);
}

// --- guessed
TEST(Partner, a_floor_that_plainly_disagrees_must_mean_who_spoke_of_the_same) {
  const auto partners = partners_of({kCards, kPower});
  EXPECT_EQ(guessed(partners, answering(5, "丙", kAgainstCards)), Floor{3});
  EXPECT_EQ(guessed(partners, answering(5, "丙", "谣言，变压器早就到货了，不用等年底")), Floor{4});
}

TEST(Partner, nobody_is_meant_by_a_floor_that_turns_against_nobody) {
  const auto partners = partners_of({kCards, kPower});
  for (const char* text : {"机房一期的 H100 利用率 11% 左右", "同意，利用率 11% 确实低", "利用率 11% 是怎么来的？",
                           "谢谢，利用率 11% 学习了"}) {
    EXPECT_EQ(guessed(partners, answering(5, "丙", text)), std::nullopt) << text;
  }
}

TEST(Partner, a_floor_that_has_nothing_in_common_with_any_means_none_of_them) {
  const auto partners = partners_of({kCards, kPower});
  EXPECT_EQ(guessed(partners, answering(5, "丙", "胡说，月亮又没掉下来")), std::nullopt);
}

TEST(Partner, what_the_title_names_is_common_to_all_and_tells_nobody_apart) {
  const auto title = feature_keys("H100 租赁");
  const auto answer = answering(5, "丙", "不同意，H100 又怎样");
  const std::vector<Post> posts = {plain_post(3, "甲", "H100 很贵")};
  EXPECT_EQ(guessed(partners_of(posts), answer), Floor{3});
  EXPECT_EQ(guessed(partners_of(posts, title), answer), std::nullopt);
}

TEST(Partner, words_of_the_title_count_little_where_there_are_others) {
  const auto title = feature_keys("H100 GB200 B300 TPU");
  const std::vector<Post> posts = {plain_post(3, "乙", "电价是 6.5 美分"),
                                   plain_post(4, "甲", "H100 和 GB200 和 B300 和 TPU 都有")};
  const auto answer = answering(5, "丙", "不成立，H100 GB200 B300 TPU 的电价不是 6.5 美分，都有误导");
  EXPECT_EQ(guessed(partners_of(posts), answer), Floor{4});
  EXPECT_EQ(guessed(partners_of(posts, title), answer), Floor{3});
}

TEST(Partner, who_says_what_another_denies_means_him) {
  const auto partners =
      partners_of({plain_post(3, "甲", "那台洗碗机好像停产了"), plain_post(4, "乙", "洗碗机还得看安装")});
  EXPECT_EQ(guessed(partners, answering(5, "丙", "没停产呀，上周才到货")), Floor{3});
  EXPECT_EQ(guessed(partners, answering(5, "丙", "停产了，客服说的")), std::nullopt);
}

TEST(Partner, having_much_in_common_is_enough_for_a_floor_that_only_turns) {
  const auto partners = partners_of({plain_post(3, "甲", "Ryzen 9700X 配 B650 主板内存只能跑 5600")});
  EXPECT_EQ(guessed(partners, answering(5, "丙", "B650 不一定，我的 9700X 跑 6000 没掉过")), Floor{3});
  EXPECT_EQ(guessed(partners, answering(5, "丙", "散热不一定要水冷")), std::nullopt);
}

TEST(Partner, who_talks_back_without_saying_to_whom_means_the_floor_right_before) {
  const auto before = plain_post(3, "甲", "变压器到货要等年底，机房通电排在 3/28 以后，合同里写着");
  const auto last = plain_post(4, "乙", "3 个变压器坏了 2 个，你非要吓人我也没办法，机房照样要开");
  const auto partners = partners_of({before, last});
  EXPECT_EQ(guessed(partners, answering(5, "丙", "胡说，我吓人？让人等到 3/28 的是你吧")), Floor{4});
}

TEST(Partner, a_floor_that_says_hardly_anything_is_not_the_one_before) {
  const auto partners = partners_of({kCards, plain_post(4, "乙", "看哭了")});
  EXPECT_EQ(guessed(partners, answering(5, "丙", kAgainstCards)), Floor{3});
}

TEST(Partner, a_long_floor_is_not_meant_for_having_something_of_everything) {
  std::string essay;
  for (int i = 1; i < 30; ++i)
    essay += "第 " + std::to_string(i) + " 条：变压器到货要看合同里的交付时间，超过就要赔钱。";
  const auto partners =
      partners_of({plain_post(2, "丁", essay), plain_post(4, "乙", "合同里的交付时间一律不算数，没人赔钱")});
  EXPECT_EQ(guessed(partners, answering(5, "丙", "胡说，超过交付时间就要赔钱")), Floor{4});
}

TEST(Partner, nobody_disagrees_with_himself) {
  const auto partners = partners_of({kCards, kPower});
  EXPECT_EQ(guessed(partners, answering(5, "甲", kAgainstCards)), std::nullopt);
}

TEST(Partner, a_long_floor_speaks_for_itself) {
  const auto partners = partners_of({kCards, kPower});
  const std::string more = "。另外补上机房的电力合同和冷却合同，这两份文件里写的日期也都对不上，所以还得继续等消息";
  EXPECT_EQ(guessed(partners, answering(5, "丙", kAgainstCards + more)), std::nullopt);
}

TEST(Partner, only_the_last_six_floors_by_others_are_looked_at) {
  for (const std::int64_t between : {5, 6}) {
    std::vector<Post> posts = {kCards};
    for (std::int64_t i = 1; i <= between; ++i) posts.push_back(plain_post(3 + i, "乙", "今天天气真好"));
    const auto found = guessed(partners_of(posts), answering(4 + between, "丙", kAgainstCards));
    EXPECT_EQ(found, between == 5 ? std::optional(Floor{3}) : std::nullopt) << between;
  }
}

TEST(Partner, one_s_own_floors_in_between_take_no_place) {
  std::vector<Post> posts = {kCards};
  for (std::int64_t i = 4; i <= 12; ++i) posts.push_back(plain_post(i, "丙", "今天天气真好"));
  EXPECT_EQ(guessed(partners_of(posts), answering(13, "丙", kAgainstCards)), Floor{3});
}

TEST(Partner, a_floor_twelve_numbers_before_is_near_and_one_thirteen_before_is_not) {
  const auto partners = partners_of({kCards});
  EXPECT_EQ(guessed(partners, answering(15, "丙", kAgainstCards)), Floor{3});
  EXPECT_EQ(guessed(partners, answering(16, "丙", kAgainstCards)), std::nullopt);
}

TEST(Partner, among_equals_the_nearest_floor_is_meant) {
  auto twin = kCards;
  twin.floor = Floor{4};
  EXPECT_EQ(guessed(partners_of({kCards, twin}), answering(5, "丙", kAgainstCards)), Floor{4});
}

TEST(Partner, a_floor_above_is_never_meant) {
  auto later = kCards;
  later.floor = Floor{6};
  EXPECT_EQ(guessed(partners_of({later}), answering(5, "丙", kAgainstCards)), std::nullopt);
  later.floor = Floor{5};
  EXPECT_EQ(guessed(partners_of({later}), answering(5, "丙", kAgainstCards)), std::nullopt);
}

TEST(Partner, the_order_of_adding_changes_nothing) {
  const std::vector<Post> posts = {kCards, kPower, plain_post(2, "戊", "大家怎么看 11% 的利用率")};
  auto backwards = posts;
  std::reverse(backwards.begin(), backwards.end());
  for (const auto& text : {kAgainstCards, std::string("谣言，变压器早就到货了"), std::string("并非 11%")}) {
    const auto answer = answering(5, "丙", text);
    EXPECT_EQ(guessed(partners_of(posts), answer), guessed(partners_of(backwards), answer)) << text;
  }
  EXPECT_EQ(partners_of(posts).near(Floor{5}), partners_of(backwards).near(Floor{5}));
}

// --- what is known of a floor
TEST(Partner, what_an_entry_says_of_a_floor_counts_as_its_words) {
  Partners partners(standard_pack(), kNoTitle);
  partners.add(Floor{3}, {}, "机房一期共有 3 万张 H100，利用率只有 11%。");
  EXPECT_EQ(guessed(partners, answering(5, "丙", kAgainstCards)), Floor{3});
}

TEST(Partner, an_author_once_known_is_kept) {
  Partners partners(standard_pack(), kNoTitle);
  partners.add(Floor{3}, {}, "利用率只有 11%。");
  partners.add(Floor{3}, "丙", "利用率只有 11%");
  partners.add(Floor{3}, {}, "利用率只有 11%。");
  EXPECT_EQ(guessed(partners, answering(5, "丙", kAgainstCards)), std::nullopt);
  EXPECT_EQ(guessed(partners, answering(5, "丁", kAgainstCards)), Floor{3});
}

TEST(Partner, disagreement_grows_with_what_is_known_of_the_other_floor) {
  const auto answer = answering(6, "丙", "不过利用率没有 11%");
  auto partners = partners_of({kCards});
  const auto with_figure = partners.disagreement_with(Floor{3}, answer.post, answer.reading);
  EXPECT_GT(with_figure, partners.disagreement_with(Floor{4}, answer.post, answer.reading));

  partners.note_quarrel(Floor{3});
  const auto with_quarrel = partners.disagreement_with(Floor{3}, answer.post, answer.reading);
  EXPECT_GT(with_quarrel, with_figure);

  partners.add(Floor{2}, "丙", "大家怎么看");
  partners.note_answer(Floor{3}, Floor{2});
  EXPECT_GT(partners.disagreement_with(Floor{3}, answer.post, answer.reading), with_quarrel);
}

TEST(Partner, only_an_answer_to_oneself_is_a_quarrel_going_on) {
  const auto answer = answering(6, "丙", "不过利用率没有 11%");
  auto partners = partners_of({kCards, plain_post(2, "戊", "大家怎么看")});
  const auto before = partners.disagreement_with(Floor{3}, answer.post, answer.reading);
  partners.note_answer(Floor{3}, Floor{2});
  EXPECT_DOUBLE_EQ(partners.disagreement_with(Floor{3}, answer.post, answer.reading), before);
}

TEST(Partner, who_quotes_a_floor_takes_it_up) {
  const auto partners = partners_of({kCards, kPower});
  const auto answer = quoting(5, {3});
  EXPECT_GT(partners.disagreement_with(Floor{3}, answer.post, answer.reading),
            partners.disagreement_with(Floor{4}, answer.post, answer.reading));
}

// --- near
TEST(Partner, near_is_what_the_floors_just_before_speak_of) {
  const auto near = partners_of({kCards, kPower}).near(Floor{5});
  for (const auto key : feature_keys("11% H100")) EXPECT_TRUE(near.contains(key));
  for (const auto key : feature_keys("B300 99%")) EXPECT_FALSE(near.contains(key));
}

TEST(Partner, a_floor_is_not_near_itself_nor_are_those_above) {
  const auto partners = partners_of({kCards, kPower});
  EXPECT_TRUE(partners.near(Floor{3}).empty());
  EXPECT_EQ(partners.near(Floor{4}), feature_keys(own_text_of(kCards.body)));
}

TEST(Partner, eight_floors_are_near_if_they_are_within_twelve_numbers) {
  std::vector<Post> posts;
  for (std::int64_t i = 1; i <= 9; ++i) posts.push_back(plain_post(i, "甲", std::to_string(1000 + i) + " 号"));
  const auto near = partners_of(posts).near(Floor{10});
  EXPECT_FALSE(near.contains(*feature_keys("1001").begin()));
  for (std::int64_t i = 2; i <= 9; ++i) EXPECT_TRUE(near.contains(*feature_keys(std::to_string(1000 + i)).begin()));
  EXPECT_TRUE(partners_of({kCards}).near(Floor{16}).empty());
  EXPECT_FALSE(partners_of({kCards}).near(Floor{15}).empty());
}

TEST(Partner, nothing_is_near_in_an_empty_thread) {
  const Partners partners(standard_pack(), kNoTitle);
  EXPECT_TRUE(partners.near(Floor{1}).empty());
  EXPECT_EQ(guessed(partners, answering(1, "甲", kAgainstCards)), std::nullopt);
  EXPECT_EQ(told(partners, answering(2, "甲", kAgainstCards, 1)), std::nullopt);
}

TEST(Disagreement, with_a_question_is_less_than_with_a_claim) {
  const auto partners =
      partners_of({plain_post(1, "甲", "你发 demand letter 了没？"), plain_post(2, "乙", "这封信你早就发过了，有用。"),
                   plain_post(3, "丙",
                              "说白了那些人就是赌你嫌麻烦，十个里有九个不吭声，白赚九份，"
                              "你把传票寄过去他们就怂了，这么简单的事为什么总有人不做呢？")});
  const auto answer = answering(4, "丁", "发了，写明给 14 天，你不先协商，法官那边没法交代。");
  const auto against = [&](std::int64_t floor) {
    return partners.disagreement_with(Floor{floor}, answer.post, answer.reading);
  };
  EXPECT_LT(against(1), kDisagrees);
  EXPECT_GE(against(2), kDisagrees);
  EXPECT_GE(against(3), kDisagrees) << "a reproach that ends by asking";
}

}  // namespace
}  // namespace gailou::digest
