// Days and hours that texts name: the vectors of the digest's checker, and what is no day.
#include <gtest/gtest.h>

#include "digest/deals/named_days.h"
#include "digest/deals/scan.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

const Day kThursday = *day_of("2026-05-28");

bool names(std::string_view text, std::string_view day, Day on = kThursday) {
  return days_in(text, on).contains(*day_of(day));
}

/// The likeliest reading of the only day that the text names.
std::string likeliest(std::string_view text, Day on = kThursday) {
  const auto found = named_days(small_form(norm32(text)), on);
  return found.size() == 1 ? to_string(found.front().readings.front()) : std::to_string(found.size()) + " days";
}

TEST(NamedDays, are_read_in_the_notations_of_forums) {
  const std::pair<const char*, const char*> kCases[] = {{"截至 6/30", "2026-06-30"},
                                                        {"月底前", "2026-05-31"},
                                                        {"六月底", "2026-06-30"},
                                                        {"expires 05/31/2026", "2026-05-31"},
                                                        {"明天最后一天", "2026-05-29"},
                                                        {"下周三", "2026-06-03"},
                                                        {"周日 PST 23:59", "2026-05-31"},
                                                        {"ends June 3rd", "2026-06-03"},
                                                        {"6月30号", "2026-06-30"},
                                                        {"2026年7月1日", "2026-07-01"},
                                                        {"还剩 3 天", "2026-05-31"},
                                                        {"15号结束", "2026-06-15"},
                                                        {"年底", "2026-12-31"},
                                                        {"Labor Day", "2026-09-07"},
                                                        {"1/15 截止", "2027-01-15"},
                                                        {"through 31 Aug", "2026-08-31"},
                                                        {"下月 5 号", "2026-06-05"},
                                                        {"黑五", "2026-11-27"},
                                                        {"Q3", "2026-09-30"},
                                                        {"七月一号", "2026-07-01"},
                                                        {"12.31", "2026-12-31"}};
  for (const auto& [text, day] : kCases) EXPECT_TRUE(names(text, day)) << text;
}

TEST(NamedDays, the_likeliest_reading_comes_first) {
  EXPECT_EQ(likeliest("03/07/2026"), "2026-03-07");
  EXPECT_EQ(likeliest("30/6/2026"), "2026-06-30");
  EXPECT_EQ(likeliest("6/7 前开户"), "2026-06-07");
  EXPECT_EQ(likeliest("1/15 截止"), "2027-01-15");
  EXPECT_EQ(likeliest("5/14 就没了"), "2026-05-14");
  EXPECT_EQ(likeliest("周一"), "2026-06-01");
  EXPECT_EQ(likeliest("上周一"), "2026-05-18");
  EXPECT_EQ(likeliest("15 号结束"), "2026-06-15");
  EXPECT_EQ(likeliest("30 号结束"), "2026-05-30");
  EXPECT_EQ(likeliest("next Tuesday"), "2026-06-02");
  EXPECT_EQ(likeliest("by Sunday"), "2026-05-31");
  EXPECT_EQ(likeliest("9 月底收", *day_of("2026-09-08")), "2026-09-30");
  EXPECT_EQ(likeliest("周末"), "2026-05-31");
}

TEST(NamedDays, words_count_from_the_day_of_reading) {
  EXPECT_EQ(likeliest("仅限今天"), "2026-05-28");
  EXPECT_EQ(likeliest("明晚 9 点收摊"), "2026-05-29");
  EXPECT_EQ(likeliest("昨天准点没了"), "2026-05-27");
  EXPECT_EQ(likeliest("后天截止"), "2026-05-30");
  EXPECT_EQ(likeliest("ends tomorrow"), "2026-05-29");
}

TEST(NamedDays, holidays_are_computed) {
  EXPECT_EQ(likeliest("Memorial Day", *day_of("2026-05-04")), "2026-05-25");
  EXPECT_EQ(likeliest("before Thanksgiving"), "2026-11-26");
  EXPECT_EQ(likeliest("Cyber Monday"), "2026-11-30");
  EXPECT_EQ(likeliest("父亲节"), "2026-06-21");
  EXPECT_EQ(likeliest("母亲节", *day_of("2026-05-01")), "2026-05-10");
  EXPECT_EQ(likeliest("圣诞前"), "2026-12-25");
  EXPECT_EQ(likeliest("双十一"), "2026-11-11");
  EXPECT_EQ(likeliest("跨年"), "2026-12-31");
}

TEST(NamedDays, a_range_is_two_days) {
  const auto found = named_days(small_form(norm32("5/1 到 5/30")), kThursday);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(to_string(found[0].readings.front()), "2026-05-01");
  EXPECT_EQ(to_string(found[1].readings.front()), "2026-05-30");
  EXPECT_LT(found[0].end, found[1].begin);
}

TEST(NamedDays, a_length_of_time_is_told_from_a_day) {
  const auto within = named_days(U"25 天内 dd 满", kThursday);
  ASSERT_EQ(within.size(), 1u);
  EXPECT_TRUE(within.front().span);
  for (const auto* text : {U"还剩 3 天", U"3 天后截止", U"only 3 days left", U"ends in 3 days"}) {
    const auto left = named_days(text, kThursday);
    ASSERT_EQ(left.size(), 1u);
    EXPECT_FALSE(left.front().span);
  }
}

TEST(NamedDays, no_date_where_none_is) {
  EXPECT_FALSE(names("截至 6/29", "2026-06-30"));
  EXPECT_TRUE(days_in("送 $300,75k UR", kThursday).empty());
  EXPECT_FALSE(names("下月 5 号", "2026-06-30"));
  EXPECT_TRUE(days_in("$289 变 $245.65,额度 11k", kThursday).empty());
  EXPECT_TRUE(days_in("13/32", kThursday).empty());
  EXPECT_TRUE(days_in("", kThursday).empty());
  EXPECT_TRUE(days_in("the sun sat in the market", kThursday).empty());
}

TEST(NamedDays, digits_without_end_are_read_in_no_time) {
  const std::string digits(20'000, '1');
  EXPECT_TRUE(days_in(digits, kThursday).empty());
  EXPECT_TRUE(hours_in(digits).empty());
  EXPECT_FALSE(days_in(std::string(5'000, '/') + "6/3", kThursday).contains(*day_of("2026-07-30")));
}

TEST(NamedHours, are_told_by_the_clock) {
  const std::pair<const char*, const char*> kCases[] = {{"PST 23:59", "23:59"},
                                                        {"11:59pm ET", "23:59"},
                                                        {"晚上8点", "20:00"},
                                                        {"9am", "09:00"},
                                                        {"明晚9点(太平洋时间)收摊", "21:00"},
                                                        {"12am", "00:00"},
                                                        {"midnight", "23:59"}};
  for (const auto& [text, hour] : kCases) EXPECT_TRUE(hours_in(text).contains(hour)) << text;
  EXPECT_TRUE(hours_in("满 75 返 15").empty());
  EXPECT_TRUE(hours_in("25:99 不是钟点").empty());
}

}  // namespace
}  // namespace gailou::digest
