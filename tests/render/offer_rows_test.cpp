// Which offers are listed, in which order, in which words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/render/deals/offer_words.h"
#include "tests/support/offers.h"

namespace gailou::render {
namespace {

using digest::DealStatus;
using testing::ElementsAre;
using testing::IsEmpty;
using tests::moment;
using tests::offer;

const Today kToday{.day = std::chrono::year{2026} / 6 / 2, .zone = "America/Los_Angeles"};

digest::OfferStanding reported(const std::string& name, const std::string& at, const std::string& ends = {}) {
  auto made = offer(name, ends);
  made.last_report->at = moment(at);
  return made;
}
digest::OfferStanding with_status(digest::OfferStanding made, DealStatus status) {
  made.state.status = status;
  return made;
}
std::vector<std::string> names(const std::vector<OfferRow>& rows) {
  std::vector<std::string> list;
  for (const auto& row : rows) list.push_back(row.offer.state.offer);
  return list;
}
OfferRow row_of(const digest::OfferStanding& one, const Today& today = kToday) {
  return offer_rows({one}, today, true).at(0);
}

TEST(Today, is_the_day_of_the_sites_zone) {
  const auto now = moment("2026-06-03T05:30:00.000Z");
  EXPECT_EQ(today_at(now, "America/Los_Angeles").day, kToday.day);
  EXPECT_EQ(today_at(now, "Asia/Shanghai").day, kToday.day + std::chrono::days{1});
  EXPECT_EQ(today_at(now, "").day, kToday.day + std::chrono::days{1});
}

TEST(OfferRows, the_soonest_end_comes_first) {
  const auto rows = offer_rows({offer("七月", "2026-07-07"), offer("六月", "2026-06-07"), offer("今天", "2026-06-02")},
                               kToday, false);
  EXPECT_THAT(names(rows), ElementsAre("今天", "六月", "七月"));
}

TEST(OfferRows, of_one_last_day_the_named_hour_comes_first) {
  const auto rows = offer_rows(
      {offer("整天", "2026-06-07"), offer("晚上", "2026-06-07T23:00-07:00"), offer("早上", "2026-06-07T09:00-07:00")},
      kToday, false);
  EXPECT_THAT(names(rows), ElementsAre("早上", "晚上", "整天"));
}

TEST(OfferRows, those_without_an_end_follow_by_their_newest_report) {
  const auto rows = offer_rows({reported("旧", "2026-05-20T00:00:00.000Z"), reported("新", "2026-06-01T00:00:00.000Z"),
                                reported("有期", "2026-05-05T00:00:00.000Z", "2026-12-31")},
                               kToday, false);
  EXPECT_THAT(names(rows), ElementsAre("有期", "新", "旧"));
}

TEST(OfferRows, whose_end_has_passed_is_expired_though_nobody_said_so) {
  const auto passed = offer("昨天", "2026-06-01");
  EXPECT_THAT(offer_rows({passed}, kToday, false), IsEmpty());
  const auto rows = offer_rows({passed}, kToday, true);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].status, DealStatus::expired);
  EXPECT_EQ(rows[0].days_left, -1);
  EXPECT_EQ(shown_status(rows[0]), "expired");
  EXPECT_FALSE(has_living(rows));
}

TEST(OfferRows, on_its_last_day_an_offer_is_alive) {
  const auto row = row_of(offer("今天", "2026-06-02T23:59-07:00"));
  EXPECT_EQ(row.status, DealStatus::alive);
  EXPECT_EQ(row.days_left, 0);
}

TEST(OfferRows, the_expired_ones_are_left_out_or_come_last) {
  const auto dead = with_status(offer("挂了", "2026-06-05"), DealStatus::expired);
  const auto alive = offer("还在", "2026-06-30");
  EXPECT_THAT(names(offer_rows({dead, alive}, kToday, false)), ElementsAre("还在"));
  EXPECT_THAT(names(offer_rows({dead, alive}, kToday, true)), ElementsAre("还在", "挂了"));
  EXPECT_TRUE(has_living(offer_rows({dead, alive}, kToday, true)));
}

TEST(OfferRows, the_unclear_ones_are_listed_among_the_living) {
  const auto rows = offer_rows(
      {with_status(offer("存疑的", "2026-06-04"), DealStatus::unclear), offer("活的", "2026-06-05")}, kToday, false);
  EXPECT_THAT(names(rows), ElementsAre("存疑的", "活的"));
  EXPECT_EQ(shown_status(rows[0]), "unclear");
  EXPECT_TRUE(has_living({rows[0]}));
}

TEST(OfferRows, who_is_long_not_heard_of_comes_last) {
  // Days count, not hours: 3 May is 30 days before, 2 May 31.
  const auto quiet = reported("久无", "2026-05-03T06:00:00.000Z");
  const auto recent = reported("刚好", "2026-05-03T08:00:00.000Z");
  const auto rows = offer_rows({quiet, recent}, kToday, false);
  EXPECT_THAT(names(rows), ElementsAre("刚好", "久无"));
  EXPECT_FALSE(rows[0].quiet);
  EXPECT_TRUE(rows[1].quiet);
  EXPECT_EQ(shown_status(rows[1]), "quiet");
  EXPECT_EQ(rows[1].status, DealStatus::alive);
  EXPECT_TRUE(has_living({rows[1]}));
}

TEST(OfferRows, who_names_an_end_is_never_quiet) {
  EXPECT_FALSE(row_of(reported("有期", "2026-01-01T00:00:00.000Z", "2026-12-31")).quiet);
}

TEST(OfferRows, without_any_known_report_an_offer_is_quiet) {
  auto one = offer("甲");
  one.last_report.reset();
  EXPECT_TRUE(row_of(one).quiet);
}

TEST(OfferRows, the_order_is_the_same_however_they_come) {
  auto a = offer("甲", "2026-06-07");
  auto b = offer("乙", "2026-06-07");
  b.first = digest::EntrySeq{9};
  auto c = offer("丙", "2026-06-07");
  c.topic = digest::TopicId{7};
  EXPECT_EQ(names(offer_rows({a, b, c}, kToday, false)), names(offer_rows({c, b, a}, kToday, false)));
}

TEST(OfferWords, a_day_of_this_year_needs_no_year) {
  EXPECT_EQ(day_words(std::chrono::year{2026} / 6 / 7, kToday), "6/7");
  EXPECT_EQ(day_words(std::chrono::year{2027} / 1 / 31, kToday), "2027/1/31");
}

TEST(OfferWords, a_deadline_says_how_long_is_left) {
  EXPECT_EQ(deadline_words(row_of(offer("甲", "2026-06-07")), kToday), "截至 6/7(还有 5 天)");
  EXPECT_EQ(deadline_words(row_of(offer("甲", "2026-06-02")), kToday), "截至 6/2(今天)");
  EXPECT_EQ(deadline_words(row_of(offer("甲", "2026-06-01")), kToday), "截至 6/1(已过)");
  EXPECT_EQ(deadline_words(row_of(offer("甲")), kToday), "");
}

TEST(OfferWords, a_named_hour_is_told_with_its_offset) {
  EXPECT_EQ(deadline_words(row_of(offer("甲", "2026-06-02T23:59-07:00")), kToday), "截至 6/2 23:59 UTC-7(今天)");
  EXPECT_EQ(hour_words("2026-06-02T09:00+05:30"), "09:00 UTC+5:30");
  EXPECT_EQ(hour_words("2026-06-02T09:00Z"), "09:00 UTC");
  EXPECT_EQ(hour_words("2026-06-02T09:00+00:00"), "09:00 UTC");
  EXPECT_EQ(hour_words("2026-06-02T09:00:00+10:00"), "09:00 UTC+10");
  EXPECT_EQ(hour_words("2026-06-02T09:00"), "09:00");
  EXPECT_EQ(hour_words("2026-06-02"), "");
}

TEST(OfferWords, what_is_still_to_come_says_when_it_begins) {
  auto one = offer("甲", "2026-06-20");
  one.state.starts = "2026-06-10";
  EXPECT_EQ(deadline_words(row_of(one), kToday), "6/10 开始, 截至 6/20(还有 18 天)");
  one.state.starts = "2026-06-02";
  EXPECT_EQ(deadline_words(row_of(one), kToday), "截至 6/20(还有 18 天)");
  one.state.starts = "2026-06-10";
  one.state.ends = "";
  EXPECT_EQ(deadline_words(row_of(one), kToday), "6/10 开始");
}

TEST(OfferWords, only_kinds_with_people_are_counted) {
  EXPECT_EQ(people_words({.success = 3, .failure = 1, .pending = 1}, " / "), "成功 3 人 / 失败 1 人 / 等待 1 人");
  EXPECT_EQ(people_words({.failure = 2}, " / "), "失败 2 人");
  EXPECT_EQ(people_words({}, " / "), "");
}

TEST(OfferWords, a_row_says_all_of_it_in_one_line) {
  EXPECT_EQ(row_words(row_of(tests::wells_fargo()), kToday),
            "Wells Fargo 开户 · $325 · 截至 7/7(还有 35 天) · 成功 1 人 / 失败 1 人 · 新户;90 天内 DD 满 $1,000;"
            "部分州不行 · uscardforum/500101, #1, #8, #9, #19, #20, #21, #32, #33, #34, #35, #36 · 最近报告 #47, 5/30");
}

TEST(OfferWords, what_is_not_known_leaves_no_gap) {
  auto one = offer("甲");
  one.last_report.reset();
  EXPECT_EQ(row_words(row_of(one), kToday), "甲(久无消息) · uscardforum/500101, #1");
}

TEST(OfferWords, a_row_is_marked_with_what_became_of_it) {
  EXPECT_EQ(status_words(row_of(offer("甲", "2026-06-07"))), "");
  EXPECT_EQ(status_words(row_of(with_status(offer("甲"), DealStatus::unclear))), "存疑");
  EXPECT_EQ(status_words(row_of(with_status(offer("甲", "2026-01-01"), DealStatus::expired))), "已失效");
  EXPECT_EQ(status_words(row_of(offer("甲", "2026-06-01"))), "已过期");
  EXPECT_EQ(status_words(row_of(reported("甲", "2026-01-01T00:00:00.000Z"))), "久无消息");
}

TEST(OfferWords, hostile_names_stay_on_their_line) {
  auto one = offer("甲\n\x1b[2J乙\xE2\x80\xAE", "2026-06-07");
  one.state.terms = {"一\r\n二"};
  const auto line = row_words(row_of(one), kToday);
  EXPECT_EQ(line.find_first_of("\n\r\x1b"), std::string::npos);
  EXPECT_EQ(line.find("\xE2\x80\xAE"), std::string::npos);
}

TEST(OfferWords, a_report_is_dated_in_the_sites_zone) {
  const auto one = reported("甲", "2026-05-31T06:59:00.000Z", "2026-06-07");
  EXPECT_EQ(report_words(row_of(one), kToday), "最近报告 #47, 5/30");
  const Today shanghai{.day = kToday.day, .zone = "Asia/Shanghai"};
  EXPECT_EQ(report_words(row_of(one, shanghai), shanghai), "最近报告 #47, 5/31");
}

}  // namespace
}  // namespace gailou::render
