// The paragraph on top: its lead, what is said of where things stand, and what is refused for either.
#include "digest/compose/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/gates.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"
#include "tests/support/digests.h"
#include "tests/support/readings.h"

namespace gailou::digest {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::floors_of;
using tests::plain_post;
using tests::reading_of;

const std::string kTitle = "孟菲斯机房的租赁";

std::optional<Summarise> lead(const std::string& text, std::int64_t floor = 1, const std::string& title = kTitle) {
  const auto post = plain_post(floor, "甲", text);
  return lead_of(standard_pack(), reading_of(post), post, feature_keys(title), {.title = title, .authors = {"甲"}});
}
std::string lead_text(const std::string& text) {
  const auto found = lead(text);
  return found ? found->text : "nothing";
}

Summarise standing() {
  return {.text = "机房一期共有 3 万张 H100，二期全是 GB200。", .cites = floors_of({3})};
}
std::string with(const std::string& news, std::int64_t floor = 9, Language language = Language::zh) {
  const auto found = with_news(standing(), news, Floor{floor}, language);
  return found ? found->text : "nothing";
}

// --- the lead
TEST(Summary, the_lead_is_of_the_floor_s_own_sentences_and_cites_it) {
  const auto found = lead("甲方租下了整个孟菲斯机房，合计 3 万张 H100", 2);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text, "甲方租下了整个孟菲斯机房，合计 3 万张 H100。");
  EXPECT_EQ(found->cites, floors_of({2}));
}

TEST(Summary, a_floor_that_says_too_little_leads_nothing) {
  for (const char* text : {"", "如题", "机房通电了", "😀😀", "/uploads/a.png", "https://a.example/b"})
    EXPECT_EQ(lead_text(text), "nothing") << text;
}

TEST(Summary, the_lead_keeps_within_ninety_units) {
  std::string text;
  for (int i = 1; i <= 30; ++i)
    text += "第" + std::to_string(i) + "批机柜今天已经全部运到孟菲斯的新机房，接下来等通电。";
  const auto found = lead(text);
  ASSERT_TRUE(found);
  EXPECT_LE(units(found->text), 90U);
  EXPECT_GE(units(found->text), kSummaryUnitsMin);
}

TEST(Summary, the_lead_names_no_floor) {
  EXPECT_THAT(lead_text("#59 楼说机房一期共有 3 万张 H100，二期全是 GB200"), Not(HasSubstr("#")));
}

TEST(Summary, what_an_author_s_name_says_is_no_figure_of_the_floor) {
  auto post = plain_post(1, "用户404", "");
  post.body = tests::body_of("甲方租下了整个孟菲斯机房，合计 3 万张");
  auto reading = reading_of(post);
  reading.sentences.at(0).text = "404 号租下了整个孟菲斯机房，合计 3 万张";
  EXPECT_FALSE(lead_of(standard_pack(), reading, post, {}, {.title = kTitle, .authors = {}}));
  EXPECT_TRUE(lead_of(standard_pack(), reading, post, {}, {.title = "404 号的租约", .authors = {}}));
}

TEST(Summary, every_lead_would_pass_the_gates) {
  for (const char* text :
       {"甲方租下了整个孟菲斯机房（合计 3 万张 H100", "“只有左引号的机房里有 3 万张 H100 可以用",
        "甲：孟菲斯的机房一共有 3 万张 H100 可以用", "孟菲斯的机房一共有 3 万张 H100 可以用……",
        "孟菲斯的机房 http://a.example 一共有 3 万张 H100", "Memphis has 30,000 H100 cards for rent, they say",
        "use <b>30,000</b> H100 cards of the Memphis room, it says"}) {
    const auto found = lead(text);
    if (!found) continue;
    EXPECT_THAT(whole_faults(found->text), IsEmpty()) << found->text;
    EXPECT_THAT(clean_faults(found->text, {"甲"}), IsEmpty()) << found->text;
    EXPECT_GE(units(found->text), kSummaryUnitsMin) << found->text;
  }
}

// --- the news
TEST(Summary, news_stand_behind_the_lead_and_both_floors_are_cited) {
  const auto found = with_news(standing(), "二期今天通电。", Floor{9}, Language::zh);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text, "机房一期共有 3 万张 H100，二期全是 GB200。最新进展：二期今天通电。");
  EXPECT_EQ(found->cites, floors_of({3, 9}));
}

TEST(Summary, in_an_english_digest_the_news_are_opened_in_english) {
  const Summarise english{.text = "The room holds 30,000 cards.", .cites = floors_of({3})};
  const auto found = with_news(english, "Power came on today.", Floor{9}, Language::en);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text, "The room holds 30,000 cards. – now: Power came on today.");
}

TEST(Summary, news_replace_older_news_and_are_not_stacked) {
  auto now = standing();
  for (std::int64_t floor = 9; floor <= 20; ++floor) {
    const auto news = "第" + std::to_string(floor) + "批机柜今天通电。";
    const auto fresh = with_news(now, news, Floor{floor}, Language::zh);
    ASSERT_TRUE(fresh);
    EXPECT_EQ(fresh->text, standing().text + "最新进展：" + news);
    EXPECT_EQ(fresh->cites, floors_of({3, floor}));
    now = *fresh;
  }
}

TEST(Summary, news_of_before_the_language_was_changed_are_replaced_too) {
  const auto chinese = with_news(standing(), "二期今天通电。", Floor{9}, Language::zh).value();
  const auto english = with_news(chinese, "Power came on.", Floor{10}, Language::en).value();
  EXPECT_EQ(english.text, standing().text + " – now: Power came on.");
  const auto back = with_news(english, "二期又停电了。", Floor{11}, Language::zh).value();
  EXPECT_EQ(back.text, standing().text + "最新进展：二期又停电了。");
}

TEST(Summary, news_that_have_no_room_are_left_out) {
  std::string long_news;
  for (int i = 0; i < 80; ++i) long_news += "电";
  EXPECT_NE(with(long_news + "。"), "nothing");
  EXPECT_EQ(with(long_news + "电。"), "nothing");

  Summarise full{.text = "", .cites = floors_of({3})};
  for (int i = 0; i < 150; ++i) full.text += "机";
  full.text += "。";
  EXPECT_TRUE(with_news(full, "二期今天通电。", Floor{9}, Language::zh));
  EXPECT_FALSE(with_news(full, long_news + "。", Floor{9}, Language::zh));
}

TEST(Summary, all_of_it_just_fits_in_two_hundred_units) {
  const std::string news = "二期通电。";
  const auto rest = kSummaryUnitsMax - units("最新进展：" + news);
  Summarise full{.text = "", .cites = floors_of({3})};
  for (std::size_t i = 0; i < rest; ++i) full.text += "机";
  EXPECT_TRUE(with_news({.text = full.text + "。", .cites = full.cites}, news, Floor{9}, Language::zh));
  EXPECT_FALSE(with_news({.text = full.text + "机。", .cites = full.cites}, news, Floor{9}, Language::zh));
}

TEST(Summary, news_that_name_a_floor_are_left_out) {
  EXPECT_EQ(with("#7 说二期今天通电。"), "nothing");
  EXPECT_EQ(with("反驳#7：二期今天没有通电。"), "nothing");
}

TEST(Summary, news_that_are_no_whole_text_are_left_out) {
  EXPECT_EQ(with("二期今天通电（一半。"), "nothing");
  EXPECT_EQ(with("二期今天通电，"), "nothing");
  EXPECT_EQ(with(""), "nothing");
}

TEST(Summary, news_from_the_lead_s_own_floor_or_below_are_none) {
  EXPECT_EQ(with("二期今天通电。", 3), "nothing");
  EXPECT_EQ(with("二期今天通电。", 2), "nothing");
  EXPECT_NE(with("二期今天通电。", 4), "nothing");
}

TEST(Summary, news_older_than_those_that_stand_are_none) {
  const auto now = with_news(standing(), "二期今天通电。", Floor{9}, Language::zh).value();
  EXPECT_FALSE(with_news(now, "二期还没有通电。", Floor{5}, Language::zh));
  EXPECT_TRUE(with_news(now, "三期今天通电。", Floor{10}, Language::zh));
}

TEST(Summary, a_second_piece_of_news_from_one_floor_replaces_the_first) {
  const auto now = with_news(standing(), "二期今天通电。", Floor{9}, Language::zh).value();
  const auto again = with_news(now, "三期也通电了。", Floor{9}, Language::zh);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->text, standing().text + "最新进展：三期也通电了。");
  EXPECT_EQ(again->cites, floors_of({3, 9}));
}

/// What opens our news would be taken for it the next time the summary is parted.
TEST(Summary, a_floor_s_own_words_never_pass_for_the_opening_of_news) {
  EXPECT_EQ(with("最新进展：二期今天通电。"), "nothing");
  EXPECT_EQ(with("Phase two – now: it is on."), "nothing");
  EXPECT_EQ(lead_text("孟菲斯机房租约最新进展：甲方租下了整个机房，合计 3 万张"), "nothing");
}

TEST(Summary, its_parts_are_told_apart_again) {
  const auto chinese = with_news(standing(), "二期今天通电。", Floor{9}, Language::zh).value().text;
  EXPECT_EQ(parts_of(chinese).lead, standing().text);
  EXPECT_EQ(parts_of(chinese).news, "二期今天通电。");
  const auto english = with_news(standing(), "It is on.", Floor{9}, Language::en).value().text;
  EXPECT_EQ(parts_of(english).lead, standing().text);
  EXPECT_EQ(parts_of(english).news, "It is on.");
  EXPECT_EQ(parts_of(standing().text).lead, standing().text);
  EXPECT_EQ(parts_of(standing().text).news, "");
  EXPECT_EQ(parts_of("").lead, "");
}

TEST(Summary, a_summary_that_rests_on_no_floor_gets_no_news) {
  const Summarise fallback{.text = "这个帖子讨论的是《机房》，暂时没有更多概括。", .cites = {}};
  EXPECT_FALSE(with_news(fallback, "二期今天通电。", Floor{9}, Language::zh));
}

TEST(Summary, what_stands_is_never_touched_but_for_its_news) {
  for (const char* news : {"二期今天通电。", "二期今天通电！", "Phase two is on.", "二期 99% 通电。"}) {
    EXPECT_THAT(with(news), testing::StartsWith(standing().text)) << news;
    EXPECT_THAT(with(news), testing::EndsWith(news)) << news;
  }
}

}  // namespace
}  // namespace gailou::digest
