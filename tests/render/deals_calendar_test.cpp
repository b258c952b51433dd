// The calendar of offers' ends, read back strictly.
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/render/blocks/escape.h"
#include "digest/render/deals/deals.h"
#include "tests/support/calendar_file.h"
#include "tests/support/offers.h"

namespace gailou::render {
namespace {

using digest::DealStatus;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::CalendarComponent;
using tests::CalendarFile;
using tests::moment;
using tests::offer;

const Today kToday{.day = std::chrono::year{2026} / 6 / 2, .zone = "America/Los_Angeles"};

std::string calendar(const std::vector<digest::OfferStanding>& offers, const Today& today = kToday,
                     const std::string& base = "https://digest.example/gailou") {
  return deals_calendar({.offers = offers, .gone = {}}, today, Site{.zone = today.zone}, base);
}
CalendarComponent event_of(const digest::OfferStanding& one, const Today& today = kToday) {
  const CalendarFile file(calendar({one}, today));
  EXPECT_THAT(file.faults(), IsEmpty());
  const auto events = file.events();
  return events.empty() ? CalendarComponent{} : events.front();
}

TEST(DealsCalendar, has_a_head_that_calendars_accept) {
  const CalendarFile file(calendar({tests::wells_fargo()}));
  EXPECT_THAT(file.faults(), IsEmpty());
  EXPECT_EQ(file.calendar().value("VERSION"), "2.0");
  EXPECT_EQ(file.calendar().value("METHOD"), "PUBLISH");
  EXPECT_EQ(file.calendar().value("PRODID"), "-//gailou//deals//ZH");
  EXPECT_THAT(file.calendar().value("X-WR-CALNAME"), HasSubstr("泥潭日报"));
  EXPECT_EQ(file.calendar().value("REFRESH-INTERVAL"), "PT1H");
  EXPECT_EQ(file.calendar().parameters("REFRESH-INTERVAL"), "VALUE=DURATION");
}

digest::OfferGone gone_offer() {
  digest::OfferGone gone;
  gone.source = "uscardforum";
  gone.topic = digest::TopicId{500101};
  gone.origin = "https://www.uscardforum.com";
  gone.first = digest::EntrySeq{5};
  gone.changed = digest::Revision{9};
  gone.changed_at = moment("2026-06-02T05:00:00.000Z");
  return gone;
}
std::string calendar_of(const digest::OfferGone& gone, const Today& today, digest::Language language) {
  return deals_calendar({.offers = {}, .gone = {gone}}, today, Site{.zone = today.zone, .language = language}, "");
}

TEST(DealsCalendar, a_withdrawn_offer_is_cancelled_under_its_old_name) {
  const CalendarFile file(calendar_of(gone_offer(), kToday, digest::Language::zh));
  EXPECT_THAT(file.faults(), IsEmpty());
  ASSERT_EQ(file.events().size(), 1u);
  const auto event = file.events().front();
  EXPECT_EQ(event.value("UID"), event_of(tests::wells_fargo()).value("UID"));
  EXPECT_EQ(event.value("STATUS"), "CANCELLED");
  EXPECT_EQ(event.value("SEQUENCE"), "9") << "of the withdrawal: later than what calendars have";
  EXPECT_EQ(event.value("DTSTAMP"), "20260602T050000Z");
  EXPECT_EQ(event.value("DTSTART"), "20260601") << "the withdrawal's day in the site's zone";
  EXPECT_EQ(event.value("DTEND"), "20260602");
  EXPECT_EQ(event.value("SUMMARY"), "原楼层已删除");
}

TEST(DealsCalendar, a_withdrawn_offer_stays_for_thirty_days) {
  Today later = kToday;
  later.day = std::chrono::year{2026} / 7 / 1;
  EXPECT_THAT(calendar_of(gone_offer(), later, digest::Language::zh), HasSubstr("CANCELLED"));
  later.day = std::chrono::year{2026} / 7 / 2;
  EXPECT_THAT(calendar_of(gone_offer(), later, digest::Language::zh), testing::Not(HasSubstr("VEVENT")));
}

TEST(DealsCalendar, speaks_english_to_who_reads_english) {
  EXPECT_THAT(calendar_of(gone_offer(), kToday, digest::Language::en), HasSubstr("SUMMARY:The floor was deleted"));
  const auto text = deals_calendar({.offers = {tests::wells_fargo()}, .gone = {}}, kToday,
                                   Site{.zone = kToday.zone, .language = digest::Language::en}, "");
  EXPECT_THAT(text, HasSubstr("SUMMARY:Ends: Wells Fargo"));
  EXPECT_THAT(text, HasSubstr("1 succeeded\\"));
  EXPECT_THAT(text, HasSubstr("PRODID:-//gailou//deals//EN"));
}

TEST(DealsCalendar, an_offer_with_an_end_is_an_event_of_its_last_day) {
  const auto event = event_of(tests::wells_fargo());
  EXPECT_EQ(event.value("UID"), "deal-e5.500101@www.uscardforum.com");
  EXPECT_EQ(event.value("SEQUENCE"), "4");
  EXPECT_EQ(event.value("DTSTAMP"), "20260602T160000Z");
  EXPECT_EQ(event.value("LAST-MODIFIED"), "20260602T160000Z");
  EXPECT_EQ(event.value("DTSTART"), "20260707");
  EXPECT_EQ(event.value("DTEND"), "20260708");
  EXPECT_EQ(event.value("TRANSP"), "TRANSPARENT");
  EXPECT_EQ(event.value("STATUS"), "CONFIRMED");
  EXPECT_EQ(event.value("SUMMARY"), "截止:Wells Fargo 开户 $325");
  EXPECT_EQ(event.value("URL"), "https://digest.example/gailou/t/uscardforum/500101#e5");
}

TEST(DealsCalendar, the_description_tells_terms_people_and_floors) {
  EXPECT_THAT(calendar({tests::wells_fargo()}),
              HasSubstr("DESCRIPTION:新户\\;90 天内 DD 满 $1\\,000\\;部分州不行\\n成功 1 人\r\n"
                        " \\,失败 1 人(#32\\, #36)\r\n"));
}

TEST(DealsCalendar, without_reports_it_tells_the_floors_of_the_offer) {
  auto one = offer("乙卡", "2026-07-01");
  one.cites = tests::floors({1, 38});
  EXPECT_EQ(CalendarFile::meant(event_of(one).value("DESCRIPTION")), "(#1, #38)");
}

TEST(DealsCalendar, a_named_hour_stands_in_the_description) {
  const auto event = event_of(offer("Rakuten Saks", "2026-06-11T23:59-07:00"));
  EXPECT_EQ(event.value("DTSTART"), "20260611");
  EXPECT_EQ(event.value("DTEND"), "20260612");
  EXPECT_THAT(event.value("DESCRIPTION"), HasSubstr("23:59 UTC-7 截止"));
}

TEST(DealsCalendar, the_day_after_is_right_at_the_end_of_a_month_and_year) {
  EXPECT_EQ(event_of(offer("甲", "2026-06-30")).value("DTEND"), "20260701");
  EXPECT_EQ(event_of(offer("甲", "2026-12-31")).value("DTEND"), "20270101");
  EXPECT_EQ(event_of(offer("甲", "2028-02-28")).value("DTEND"), "20280229");
}

TEST(DealsCalendar, an_offer_without_an_end_has_no_event) {
  EXPECT_EQ(CalendarFile(calendar({offer("甲")})).events().size(), 0u);
}

TEST(DealsCalendar, without_events_it_is_still_a_calendar) {
  const CalendarFile file(calendar({}));
  EXPECT_THAT(file.faults(), IsEmpty());
  EXPECT_TRUE(file.events().empty());
}

TEST(DealsCalendar, what_is_unclear_is_tentative_and_says_so) {
  auto one = offer("甲", "2026-07-01");
  one.state.status = DealStatus::unclear;
  EXPECT_EQ(event_of(one).value("STATUS"), "TENTATIVE");
  EXPECT_THAT(event_of(one).value("DESCRIPTION"), HasSubstr("存疑"));
}

TEST(DealsCalendar, what_has_died_is_cancelled_for_30_days) {
  auto one = offer("甲", "2026-07-20");
  one.state.status = DealStatus::expired;
  EXPECT_EQ(event_of(one).value("STATUS"), "CANCELLED");
  const auto on = [&](int days) {
    Today later = kToday;
    later.day += std::chrono::days{days};
    return CalendarFile(calendar({one}, later)).events().size();
  };
  EXPECT_EQ(on(30), 1u);
  EXPECT_EQ(on(31), 0u);
}

TEST(DealsCalendar, what_has_passed_stays_confirmed_for_30_days) {
  const auto one = offer("甲", "2026-06-02");
  const auto on = [&](int days) {
    Today later = kToday;
    later.day += std::chrono::days{days};
    return CalendarFile(calendar({one}, later));
  };
  EXPECT_EQ(on(1).events().at(0).value("STATUS"), "CONFIRMED");
  EXPECT_EQ(on(30).events().size(), 1u);
  EXPECT_EQ(on(31).events().size(), 0u);
}

TEST(DealsCalendar, the_same_state_is_the_same_bytes_on_another_day) {
  Today tomorrow = kToday;
  tomorrow.day += std::chrono::days{1};
  EXPECT_EQ(calendar({tests::wells_fargo()}), calendar({tests::wells_fargo()}, tomorrow));
}

TEST(DealsCalendar, the_order_of_the_threads_makes_no_difference) {
  auto a = offer("甲", "2026-07-01");
  auto b = offer("乙", "2026-06-15");
  b.first = digest::EntrySeq{9};
  EXPECT_EQ(calendar({a, b}), calendar({b, a}));
  EXPECT_EQ(CalendarFile(calendar({a, b})).events().at(0).value("SUMMARY"), "截止:乙");
}

TEST(DealsCalendar, a_name_is_made_of_the_first_entry_not_of_the_text) {
  auto renamed = tests::wells_fargo();
  renamed.state.offer = "富国开户";
  renamed.entries = {digest::EntrySeq{11}, digest::EntrySeq{20}};  // the first one was withdrawn
  EXPECT_EQ(event_of(renamed).value("UID"), "deal-e5.500101@www.uscardforum.com");
  EXPECT_THAT(event_of(renamed).value("URL"), HasSubstr("#e11"));
}

TEST(DealsCalendar, a_forums_port_is_no_part_of_a_name) {
  auto one = offer("甲", "2026-07-01");
  one.origin = "http://127.0.0.1:8080";
  EXPECT_EQ(event_of(one).value("UID"), "deal-e5.500101@127.0.0.1");
  one.origin = "";
  EXPECT_EQ(event_of(one).value("UID"), "deal-e5.500101@uscardforum");
}

TEST(DealsCalendar, without_an_address_of_ours_it_names_none) {
  const CalendarFile file(calendar({tests::wells_fargo()}, kToday, ""));
  EXPECT_EQ(file.events().at(0).count("URL"), 0u);
}

TEST(DealsCalendar, hostile_words_stay_words) {
  auto one = offer("甲\r\nEND:VEVENT\r\nBEGIN:VALARM;,\\", "2026-07-01");
  one.state.amount = "\x1b[2J$5\xE2\x80\xAE";
  one.state.terms = {"一\n二", ";,", std::string(300, 'x')};
  const auto event = event_of(one);
  EXPECT_EQ(CalendarFile::meant(event.value("SUMMARY")), "截止:甲 END:VEVENT BEGIN:VALARM;,\\ [2J$5");
  EXPECT_TRUE(event.parts.empty());
}

TEST(DealsCalendar, whatever_the_words_are_it_is_sound_and_says_them) {
  const std::vector<std::string> pieces{"羊毛",         "🐑",   "é",      "a",    ",",        ";",
                                        "\\",           ":",   "\n",     "\r\n", "\t",       " ",
                                        "\"",           "'",   "$1,000", "\x01", "\xC2\x85", "\xE2\x80\xAE",
                                        "BEGIN:VEVENT", "\\n", "%",      "=",    "\x7f",     std::string(40, 'x')};
  std::mt19937 random(20260602);
  const auto words = [&] {
    std::string text;
    for (auto left = random() % 40; left > 0; --left) text += pieces[random() % pieces.size()];
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    auto one = offer("甲" + words(), "2026-07-01");
    one.state.amount = words();
    one.state.terms = {words(), words()};
    const CalendarFile file(calendar({one}));
    ASSERT_THAT(file.faults(), IsEmpty()) << round;
    ASSERT_EQ(file.events().size(), 1u);
    const std::string amount = one_line(one.state.amount);
    EXPECT_EQ(CalendarFile::meant(file.events()[0].value("SUMMARY")),
              "截止:" + one_line(one.state.offer) + (amount.empty() ? "" : " " + amount));
  }
}

TEST(DealsCalendar, an_end_that_is_no_day_is_no_event) {
  for (const auto* wrong : {"2026-02-30", "soon", "2026-06", "2026-06-01T25:00"}) {
    EXPECT_TRUE(CalendarFile(calendar({offer("甲", wrong)})).events().empty()) << wrong;
  }
}

}  // namespace
}  // namespace gailou::render
