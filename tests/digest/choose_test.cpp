// Which sentences become entries: budgets by length, lists, figures with their subject, and a thread's lead.
#include "digest/compose/choose.h"

#include <algorithm>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/promise.h"
#include "digest/text/normalize.h"
#include "tests/support/readings.h"

namespace gailou::digest {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using tests::reading_of;
using tests::reading_of_lines;

using Groups = std::vector<std::vector<std::size_t>>;

Groups chosen(const Reading& reading, const std::string& title = "", std::size_t max_units = 160) {
  return choose(standard_pack(), reading, feature_keys(title), max_units);
}

std::vector<std::size_t> flat(const Groups& groups) {
  std::vector<std::size_t> all;
  for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
  return all;
}

std::size_t units_of(const Reading& reading, const std::vector<std::size_t>& group) {
  std::size_t sum = 0;
  for (const auto index : group) sum += reading.sentences[index].units;
  return sum;
}

/// `count` sentences of `length` units each, no two alike.
Reading long_floor(std::size_t count, std::size_t length, std::uint32_t seed = 1) {
  std::mt19937 random(seed);
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < count; ++i) {
    std::u32string text;
    for (std::size_t k = 0; k < length; ++k) text.push_back(static_cast<char32_t>(0x4e00 + random() % 4000));
    sentences.push_back(to_u8(text));
  }
  return reading_of_lines(sentences);
}

TEST(Choose, nothing_is_chosen_of_nothing) {
  EXPECT_THAT(chosen(Reading{}), IsEmpty());
  EXPECT_THAT(chosen(reading_of(std::string())), IsEmpty());
}

TEST(Choose, a_short_floor_loses_only_what_promises_next_to_nothing) {
  const auto reading = reading_of_lines({"机房在孟菲斯，一共 3 栋楼。", "上周五 2 栋通了电。", "哈哈。"});
  EXPECT_THAT(chosen(reading), ElementsAre(ElementsAre(0U, 1U)));
}

TEST(Choose, a_few_words_bring_along_what_stands_beside_them) {
  const auto after = reading_of_lines({"心凉半截。", "请问你们那边面签之前机房都改成公开了吗？"});
  EXPECT_THAT(chosen(after), ElementsAre(ElementsAre(0U, 1U)));
  const auto before = reading_of_lines({"请问你们那边面签之前机房都改成公开了吗？", "心凉半截，没 3 成。"});
  EXPECT_THAT(chosen(before), ElementsAre(ElementsAre(0U, 1U)));
}

TEST(Choose, a_very_short_floor_is_kept_whole) {
  const auto reading = reading_of_lines({"机房在孟菲斯。", "是吗？"});
  EXPECT_THAT(chosen(reading), ElementsAre(ElementsAre(0U, 1U)));
}

TEST(Choose, of_a_floor_up_to_110_units_what_promises_little_is_left_out) {
  const auto reading = reading_of_lines({"机房一期装了 3 万张 H100，二期要装 5 万张 GB200，电价是每度 6.5 美分",
                                         "手机打字，见谅", "大家看到这里的话可以休息一下吗？"});
  ASSERT_GT(reading.units, 24U);
  ASSERT_LE(reading.units, 110U);
  EXPECT_THAT(chosen(reading), ElementsAre(ElementsAre(0U)));
}

// --- budgets
struct FloorSize {
  std::size_t sentences;
  std::size_t length;
  std::size_t units_max;
  std::size_t entries_max;
};

TEST(Choose, the_budget_grows_slower_than_the_floor) {
  const FloorSize sizes[] = {{4, 25, 110, 1},   {6, 25, 100, 1},  {8, 25, 190, 2},  {16, 25, 190, 2},
                             {24, 25, 120, 2},  {40, 25, 180, 3}, {80, 25, 300, 5}, {160, 25, 420, 7},
                             {400, 25, 480, 8}, {600, 50, 480, 8}};
  for (const auto& [sentences, length, units_max, entries_max] : sizes) {
    const auto reading = long_floor(sentences, length);
    const auto groups = chosen(reading);
    EXPECT_LE(units_of(reading, flat(groups)), units_max) << sentences << " sentences";
    EXPECT_GE(units_of(reading, flat(groups)), std::min(units_max, reading.units) / 3) << sentences << " sentences";
    EXPECT_LE(groups.size(), entries_max + entries_max / 2) << sentences << " sentences";
    EXPECT_GE(groups.size(), 1U);
  }
}

TEST(Choose, no_entry_is_longer_than_its_share) {
  for (const std::size_t count : {10U, 20U, 50U, 200U}) {
    const auto reading = long_floor(count, 22);
    for (const auto& group : chosen(reading)) EXPECT_LE(units_of(reading, group), 95U) << count;
  }
}

TEST(Choose, a_long_floor_s_share_shrinks_as_it_grows) {
  double before = 1;
  for (const std::size_t count : {16U, 32U, 64U, 128U, 256U}) {
    const auto reading = long_floor(count, 24);
    const double share =
        static_cast<double>(units_of(reading, flat(chosen(reading)))) / static_cast<double>(reading.units);
    EXPECT_LE(share, before + 0.05) << count;
    before = share;
  }
  EXPECT_LT(before, 0.1);
}

TEST(Choose, a_floor_above_420_units_is_told_in_a_third_at_most) {
  for (const std::size_t count : {18U, 24U, 48U, 96U}) {
    const auto reading = long_floor(count, 25);
    EXPECT_LE(units_of(reading, flat(chosen(reading))) * 3, reading.units) << count;
  }
}

// --- what holds of any floor
Reading random_floor(std::mt19937& random) {
  static const std::vector<std::string> kAtoms = {
      "机房",     "利用率", "11%",   "H100", " 3 万张", "，但", "不成立", "建议",   "？",   "今天", "官方",
      "the room", " is ",   "GB200", "(",    ")",       "“",    "、",     "如题，", "哈哈", "$5",   "孟菲斯"};
  std::vector<std::string> sentences;
  for (auto n = 1 + random() % 40; n > 0; --n) {
    std::string text = "第";
    for (auto k = random() % 18; k > 0; --k) text += kAtoms[random() % kAtoms.size()];
    sentences.push_back(text);
  }
  return reading_of_lines(sentences);
}

double promised(const Reading& reading, std::size_t index) {
  return promise_of(standard_pack(), reading, index) + (reading.sentences[index].whole ? 0 : -2);
}

TEST(Choose, groups_are_ascending_not_empty_and_hold_each_sentence_once) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    const auto reading = random_floor(random);
    const auto groups = chosen(reading, "机房 H100");
    const auto all = flat(groups);
    EXPECT_FALSE(all.empty());
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
    EXPECT_EQ(std::set<std::size_t>(all.begin(), all.end()).size(), all.size());
    EXPECT_LT(all.back(), reading.sentences.size());
    for (const auto& group : groups) EXPECT_THAT(group, Not(IsEmpty()));
  }
}

TEST(Choose, the_same_floor_gives_the_same_choice) {
  std::mt19937 random(12);
  for (int round = 0; round < 50; ++round) {
    const auto reading = random_floor(random);
    EXPECT_EQ(chosen(reading), chosen(reading));
  }
}

/// Of one language and without a list, up to 110 units: there promise alone ranks sentences.
TEST(Choose, the_best_sentence_is_always_taken) {
  std::mt19937 random(13);
  int tried = 0;
  for (int round = 0; round < 400; ++round) {
    const auto reading = random_floor(random);
    const bool mixed = std::any_of(reading.sentences.begin(), reading.sentences.end(),
                                   [](const Sentence& sentence) { return !is_chinese(sentence); });
    if (mixed || reading.sentences.empty() || reading.units > 110) continue;
    ++tried;
    std::size_t best = 0;
    for (std::size_t i = 1; i < reading.sentences.size(); ++i) {
      if (promised(reading, i) > promised(reading, best)) best = i;
    }
    EXPECT_THAT(flat(chosen(reading)), Contains(best)) << reading.sentences[best].text;
  }
  EXPECT_GT(tried, 15);
}

TEST(Choose, the_best_sentence_is_taken_even_if_all_promise_little_or_none_fits) {
  const auto questions = reading_of_lines(std::vector<std::string>(9, "你是不是？吗？"));
  EXPECT_FALSE(chosen(questions).empty());
  std::string endless;
  for (int i = 0; i < 130; ++i) endless += "机";
  EXPECT_THAT(chosen(reading_of_lines(std::vector<std::string>{endless})), ElementsAre(ElementsAre(0U)));
}

TEST(Choose, the_sentence_with_the_figures_is_taken_wherever_it_stands) {
  for (std::size_t place = 0; place < 30; place += 3) {
    std::vector<std::string> sentences(30, "");
    for (std::size_t i = 0; i < sentences.size(); ++i)
      sentences[i] = "大家都在说机房的事情，第" + std::string(i % 2 == 0 ? "一" : "二") + "种说法也不少";
    sentences[place] = "二期装 5 万张 GB200，电价 6.5 美分，年底通电";
    EXPECT_THAT(flat(chosen(reading_of_lines(sentences))), Contains(place)) << place;
  }
}

TEST(Choose, what_was_said_already_is_not_said_again) {
  std::vector<std::string> sentences(12, "机房二期装了 5 万张 GB200，电价 6.5 美分");
  sentences[7] = "冷却塔还差 12 台水泵，最早 9 月 20 日运到";
  const auto all = flat(chosen(reading_of_lines(sentences)));
  EXPECT_THAT(all, Contains(7U));
  EXPECT_LT(all.size(), 7U);
}

TEST(Choose, a_broken_sentence_gives_way_to_a_whole_one) {
  std::vector<std::string> sentences(8, "大家都在说机房的事情，各种说法也都不少呢");
  sentences[2] = "二期装 5 万张 GB200（电价 6.5 美分";
  sentences[5] = "三期装 7 万张 GB300，电价 8.5 美分";
  auto reading = reading_of_lines(sentences);
  ASSERT_FALSE(reading.sentences[2].whole);
  EXPECT_THAT(flat(chosen(reading)), Contains(5U));
  reading.sentences[2].whole = true;
  EXPECT_THAT(flat(chosen(reading)), Contains(2U));
}

TEST(Choose, of_a_floor_in_two_languages_the_chinese_half_is_taken) {
  static const char* const kWords[] = {"alpha", "bravo", "carbon", "delta", "ember", "fossil", "gravel", "harbor"};
  const auto chinese = long_floor(8, 22);
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < 8; ++i) {
    sentences.push_back(chinese.sentences[i].text);
    sentences.push_back("every rack near the " + std::string(kWords[i]) +
                        " row has been installed and waits for power");
  }
  const auto reading = reading_of_lines(sentences);
  const auto all = flat(chosen(reading));
  const auto foreign = std::count_if(all.begin(), all.end(), [](std::size_t index) { return index % 2 == 1; });
  EXPECT_LE(4 * static_cast<std::size_t>(foreign), all.size());
}

TEST(Choose, a_floor_in_english_alone_is_not_foreign) {
  const auto reading =
      reading_of_lines({"The whole cluster was moved to Dallas in May", "It holds 300 nodes and 40 switches now"});
  EXPECT_FALSE(chosen(reading).empty());
}

/// "只有 11%！" says nothing without what stands before it on its line.
TEST(Choose, a_figure_without_its_subject_brings_the_sentence_before_along) {
  const auto floor_with = [](const std::string& line) {
    std::string text = "甲方的机房今天讨论了一整天的事";
    for (const char* name : {"Alpha", "Bravo", "Carbon", "Delta", "Ember", "Fossil", "Gravel", "Harbor"})
      text += "\n机房的 " + std::string(name) + " 柜子已经装好在等通电";
    return reading_of(tests::plain_post(5, "甲", text + "\n" + line));
  };
  const auto carried = floor_with("你们都知道机房的利用率吗？只有 11%！");
  ASSERT_EQ(carried.sentences.size(), 11U);
  EXPECT_THAT(flat(chosen(carried)), Contains(10U));
  EXPECT_THAT(flat(chosen(carried)), Contains(9U));
  const auto named = floor_with("你们都知道机房的利用率吗？H100 只有 11%！");
  EXPECT_THAT(flat(chosen(named)), Contains(10U));
  EXPECT_THAT(flat(chosen(named)), Not(Contains(9U)));
}

TEST(Choose, an_owner_s_limit_of_an_entry_is_kept) {
  const auto reading = long_floor(20, 22);
  for (const std::size_t limit : {30U, 50U, 80U}) {
    for (const auto& group : chosen(reading, "", limit)) EXPECT_LE(units_of(reading, group), limit);
  }
  const auto small = long_floor(2, 11);
  EXPECT_EQ(chosen(small).size(), 1U);
  EXPECT_LE(units_of(small, chosen(small, "", 15).front()), 15U);
}

TEST(Choose, what_the_title_names_is_chosen_sooner) {
  const auto name = [](std::size_t i) { return "Model" + std::string(1, static_cast<char>('A' + i)); };
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < 24; ++i) sentences.push_back("机房里面的 " + name(i) + " 还要再等一阵子才行");
  const auto reading = reading_of_lines(sentences);
  const auto without = flat(chosen(reading));
  std::size_t gained = 0;
  for (std::size_t i = 0; i < 24; ++i) {
    const auto with = flat(chosen(reading, name(i)));
    const bool before = std::find(without.begin(), without.end(), i) != without.end();
    const bool now = std::find(with.begin(), with.end(), i) != with.end();
    EXPECT_TRUE(now || !before) << i;
    if (now && !before) ++gained;
  }
  EXPECT_GT(gained, 0U);
}

// --- lists
Reading list_of(const std::vector<std::string>& items, const std::string& before = "") {
  auto post = tests::post_of(5, "甲", before);
  for (const auto& item : items) post.body.blocks.push_back({.kind = Block::Kind::item, .spans = {{.text = item}}});
  return reading_of(post);
}

const std::vector<std::string> kItems = {"先去官网注册一个新账号", "再绑一张当地发行的信用卡",
                                         "最后等三天收短信并激活"};

TEST(Choose, items_of_a_list_are_entries_of_their_own) {
  EXPECT_THAT(chosen(list_of(kItems)), ElementsAre(ElementsAre(0U), ElementsAre(1U), ElementsAre(2U)));
  EXPECT_THAT(chosen(list_of(kItems, "步骤如下")), ElementsAre(ElementsAre(1U), ElementsAre(2U), ElementsAre(3U)));
}

TEST(Choose, sentences_of_one_item_stay_together) {
  auto items = kItems;
  items[1] = "再绑一张当地的信用卡。要有芯片的那种！";
  EXPECT_THAT(chosen(list_of(items)), ElementsAre(ElementsAre(0U), ElementsAre(1U, 2U), ElementsAre(3U)));
}

TEST(Choose, two_items_or_tiny_or_endless_ones_are_no_matters_of_their_own) {
  EXPECT_LT(chosen(list_of({kItems[0], kItems[1]})).size(), 2U);
  EXPECT_LT(chosen(list_of({kItems[0], kItems[1], "等短信"})).size(), 3U);
  std::string endless;
  for (int i = 0; i < 85; ++i) endless += "机";
  EXPECT_LT(chosen(list_of({kItems[0], kItems[1], endless})).size(), 3U);
}

TEST(Choose, nine_items_are_too_many_for_as_many_entries) {
  std::vector<std::string> items;
  for (int i = 1; i <= 8; ++i) items.push_back("第 " + std::to_string(i * 11) + " 条是关于机房通电的事");
  EXPECT_EQ(chosen(list_of(items)).size(), 8U);
  items.push_back("第 99 条是关于机房通电的事");
  EXPECT_LT(chosen(list_of(items)).size(), 8U);
}

// --- a thread's lead
std::vector<std::size_t> lead(const std::vector<std::string>& sentences, std::size_t budget = 90,
                              const std::string& title = "") {
  return leading_sentences(standard_pack(), reading_of_lines(sentences), feature_keys(title), budget);
}

TEST(Lead, it_is_one_or_two_sentences_in_their_order) {
  const std::vector<std::string> sentences = {"机房一期装了 3 万张 H100，电价 6.5 美分",
                                              "二期要装 5 万张 GB200，年底通电", "三期的变压器还在路上，共 12 台",
                                              "大家可以看看"};
  const auto found = lead(sentences);
  EXPECT_THAT(found, testing::SizeIs(testing::AllOf(testing::Ge(1U), testing::Le(2U))));
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
}

TEST(Lead, a_statement_goes_before_a_question) {
  EXPECT_THAT(lead({"大家怎么看孟菲斯的新机房？", "甲方租下了整个孟菲斯机房"}, 15), ElementsAre(1U));
  EXPECT_THAT(lead({"大家都在看孟菲斯的新机房", "甲方租下了整个孟菲斯机房"}, 15), ElementsAre(0U));
}

TEST(Lead, the_matter_goes_before_its_author) {
  const std::string matter = "甲方租下了整个孟菲斯机房";
  EXPECT_THAT(lead({"我们那边的机房在孟菲斯的郊外", matter}, 15), ElementsAre(1U));
  EXPECT_THAT(lead({"他们那边的机房在孟菲斯的郊外", matter}, 15), ElementsAre(0U));
}

TEST(Lead, a_fragment_is_no_lead) {
  EXPECT_THAT(lead({"机房的租约", "甲方租下了整个孟菲斯机房"}, 15), ElementsAre(1U));
}

TEST(Lead, a_question_is_taken_if_there_is_nothing_else) {
  EXPECT_THAT(lead({"我的卡能用吗？"}), ElementsAre(0U));
}

TEST(Lead, it_keeps_within_the_budget_beyond_its_first_sentence) {
  std::vector<std::string> sentences(5, "机房一期装了 3 万张 H100，二期要装 5 万张 GB200，电价是每度 6.5 美分");
  sentences[1] = "冷却塔还差 12 台水泵，最早 9 月 20 日运到，之后再装变压器";
  EXPECT_THAT(lead(sentences, 30), testing::SizeIs(1U));
}

}  // namespace
}  // namespace gailou::digest
