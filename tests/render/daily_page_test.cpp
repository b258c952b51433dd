// The daily edition and the calendar of its days, as pages and as documents.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/local_time.h"
#include "digest/render/daily/daily.h"
#include "tests/support/html_page.h"

namespace gailou::render {
namespace {

using digest::Day;
using digest::Entry;
using digest::Floor;
using digest::Marker;
using std::chrono::year;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::HtmlPage;

const Site kSite{.zone = "America/Los_Angeles", .base_path = "/gailou"};
const Day kDay{year{2026} / 5 / 6};
const digest::Instant kFrom = digest::start_of_day(2026, 5, 6, "America/Los_Angeles").value();

Entry entry_of(std::int64_t seq, const std::string& text, Marker::Kind kind = Marker::Kind::added) {
  Entry entry{.seq = {seq}, .section = "key", .rev = {4}, .text = text};
  if (kind != Marker::Kind::none) entry.marker = {.kind = kind, .first = {seq + 50}, .last = {seq + 50}};
  entry.cites = entry.floors = {Floor{seq + 50}};
  return entry;
}

digest::ThreadDay day_of(std::int64_t topic, std::vector<Entry> entries) {
  digest::ThreadDay day{.before = {3}, .revision = {4}, .entries = std::move(entries)};
  day.thread = {.source = "uscardforum", .topic = {topic}, .title = "算力租赁", .last_number = {71}};
  day.read_before = Floor{58};
  day.changed_at = kFrom + std::chrono::hours{17};
  day.summary = {.text = "租金每月一百元，可议。", .rev = {4}, .cites = {Floor{1}}};
  return day;
}

DailyView view_of(std::vector<digest::ThreadDay> days) {
  return {.day = kDay,
          .from = kFrom,
          .over = true,
          .threads = digest::edition_of(std::move(days), kFrom + std::chrono::hours{24})};
}

TEST(DailyPage, is_well_formed_with_one_heading_of_the_first_order) {
  for (auto view : {view_of({}), view_of({day_of(7, {entry_of(9, "涨了。")})})}) {
    for (const bool over : {false, true}) {
      view.over = over;
      const HtmlPage read(daily_page(view, kSite));
      EXPECT_THAT(read.errors(), IsEmpty());
      EXPECT_EQ(read.all("h1").size(), 1u);
    }
  }
}

TEST(DailyPage, a_thread_is_told_with_its_summary_its_counts_and_its_entries) {
  const auto page = daily_page(
      view_of({day_of(7, {entry_of(9, "涨到一百二了。"), entry_of(10, "又降了。", Marker::Kind::corrected)})}), kSite);
  for (const auto* words : {"算力租赁", "租金每月一百元，可议。", "#59–71", "新增 1 条，更正 1 条", "新增#59",
                            "更正#60", "涨到一百二了。", "1 个帖子，2 条", "5月6日 17:00 PDT", "2026年5月6日 星期三"}) {
    EXPECT_THAT(page, HasSubstr(words));
  }
}

TEST(DailyPage, entries_lead_to_their_place_and_the_thread_to_what_the_day_brought) {
  const auto links = HtmlPage(daily_page(view_of({day_of(7, {entry_of(9, "涨了。")})}), kSite)).values("href");
  EXPECT_THAT(links, Contains("/gailou/t/uscardforum/7?since=r3"));
  EXPECT_THAT(links, Contains("/gailou/t/uscardforum/7#e9"));
  EXPECT_THAT(links, Contains("/gailou/daily/2026-05-05"));
  EXPECT_THAT(links, Contains("/gailou/daily/2026-05-07"));
  EXPECT_THAT(links, Contains("/gailou/daily"));
}

TEST(DailyPage, a_thread_that_is_new_is_called_so_and_its_entries_show_their_floors) {
  auto day = day_of(7, {entry_of(1, "租金一百。", Marker::Kind::none)});
  day.before = {};
  day.read_before = {};
  const auto page = daily_page(view_of({day}), kSite);
  EXPECT_THAT(page, HasSubstr("新收录 · 1 条"));
  EXPECT_THAT(page, HasSubstr("(#51)"));
  EXPECT_THAT(HtmlPage(page).values("href"), Contains("/gailou/t/uscardforum/7"));
  EXPECT_THAT(page, Not(HasSubstr("?since=")));
}

TEST(DailyPage, entries_that_are_not_picked_are_counted) {
  std::vector<Entry> many;
  for (std::int64_t seq = 1; seq <= 12; ++seq) many.push_back(entry_of(seq, "第" + std::to_string(seq) + "条。"));
  EXPECT_THAT(daily_page(view_of({day_of(7, many)}), kSite), HasSubstr("其余 7 条"));
}

TEST(DailyPage, a_day_that_is_not_over_says_so_and_has_no_day_after) {
  auto view = view_of({day_of(7, {entry_of(9, "涨了。")})});
  view.over = false;
  view.first = true;
  const HtmlPage read(daily_page(view, kSite));
  EXPECT_THAT(daily_page(view, kSite), HasSubstr("这一天还没结束"));
  EXPECT_THAT(read.values("href"), Not(Contains("/gailou/daily/2026-05-07")));
  EXPECT_THAT(read.values("href"), Not(Contains("/gailou/daily/2026-05-05")));
}

TEST(DailyPage, a_day_without_news_says_so) {
  EXPECT_THAT(daily_page(view_of({}), kSite), HasSubstr("这一天没有新内容。"));
}

TEST(DailyPage, withdrawn_words_are_gone_and_counted) {
  auto gone = entry_of(9, std::string(digest::kTombstone), Marker::Kind::withdrawn);
  const auto page = daily_page(view_of({day_of(7, {gone})}), kSite);
  EXPECT_THAT(page, HasSubstr("撤回 1 条"));
  EXPECT_THAT(page, HasSubstr("当天的条目已随原楼层删除而撤回。"));
}

TEST(DailyPage, an_edition_of_one_source_stays_with_it) {
  auto view = view_of({day_of(7, {entry_of(9, "涨了。")})});
  view.source = "uscardforum";
  const auto links = HtmlPage(daily_page(view, kSite)).values("href");
  EXPECT_THAT(links, Contains("/gailou/s/uscardforum/daily/2026-05-05"));
  EXPECT_THAT(links, Contains("/gailou/s/uscardforum/daily"));
}

TEST(DailyPage, hostile_titles_summaries_and_entries_are_text) {
  auto day = day_of(7, {entry_of(9, "<img src=x onerror=alert(1)>\u202e。")});
  day.thread.title = "</title><script>alert(1)</script>";
  day.summary.text = "\"><svg onload=alert(1)>";
  const HtmlPage read(daily_page(view_of({day}), kSite));
  EXPECT_THAT(read.errors(), IsEmpty());
  EXPECT_THAT(read.all("img"), IsEmpty());
  EXPECT_THAT(read.all("svg"), IsEmpty());
  EXPECT_EQ(read.all("script").size(), HtmlPage(daily_page(view_of({}), kSite)).all("script").size());
}

TEST(DailyPage, speaks_english_where_the_site_does) {
  auto site = kSite;
  site.language = digest::Language::en;
  auto view = view_of({day_of(7, {entry_of(9, "It rose.")}), day_of(8, {entry_of(10, "It fell.")})});
  view.over = false;
  const auto page = daily_page(view, site);
  for (const auto* words : {"The day's digest", "2 threads, 2 entries", "New #59", "The day isn't over", "All days"}) {
    EXPECT_THAT(page, HasSubstr(words));
  }
  EXPECT_THAT(page, Not(HasSubstr("新增")));
}

TEST(DailyDocument, holds_all_entries_and_names_the_picks) {
  std::vector<Entry> many;
  for (std::int64_t seq = 1; seq <= 7; ++seq) many.push_back(entry_of(seq, "第" + std::to_string(seq) + "条。"));
  auto view = view_of({day_of(7, many)});
  view.source = "uscardforum";
  const auto document = nlohmann::json::parse(daily_json(view, kSite));
  EXPECT_EQ(document["schema"], "gailou.daily/1");
  EXPECT_EQ(document["date"], "2026-05-06");
  EXPECT_EQ(document["zone"], "America/Los_Angeles");
  EXPECT_EQ(document["over"], true);
  EXPECT_EQ(document["source"], "uscardforum");
  const auto& thread = document["threads"][0];
  EXPECT_EQ(thread["id"], 7);
  EXPECT_EQ(thread["since"], 3);
  EXPECT_EQ(thread["rev"], 4);
  EXPECT_EQ(thread["entries"].size(), 7u);
  EXPECT_EQ(thread["picks"], nlohmann::json({"e1", "e2", "e3", "e4", "e5"}));
}

ArchiveView archive_of(std::vector<Day> days) {
  ArchiveView view;
  for (const auto day : days) view.days.push_back({.day = day, .revisions = 1, .entries = 3});
  return view;
}

TEST(ArchivePage, is_well_formed_also_without_a_day) {
  for (const auto& view : {archive_of({}), archive_of({kDay})}) {
    const HtmlPage read(archive_page(view, kSite));
    EXPECT_THAT(read.errors(), IsEmpty());
    EXPECT_EQ(read.all("h1").size(), 1u);
  }
  EXPECT_THAT(archive_page(archive_of({}), kSite), HasSubstr("还没有一天的版面"));
}

TEST(ArchivePage, has_a_calendar_of_each_month_with_editions_the_newest_first) {
  const HtmlPage read(archive_page(archive_of({Day{year{2025} / 12 / 31}, kDay, kDay + std::chrono::days{1}}), kSite));
  std::vector<std::string> months;
  for (const auto& heading : read.all("h2")) months.push_back(heading.text);
  EXPECT_THAT(months, ElementsAre("2026年5月", "2025年12月"));
  EXPECT_EQ(read.all("table").size(), 2u);
  EXPECT_THAT(read.values("href"), Contains("/gailou/daily/2026-05-07"));
  EXPECT_THAT(read.values("href"), Not(Contains("/gailou/daily/2026-05-08")));
  EXPECT_THAT(read.values("aria-label"), Contains("2026-05-06，3 条"));
}

TEST(ArchivePage, a_month_has_whole_weeks_and_all_of_its_days) {
  // May 2026 begins on a Friday and ends on a Sunday: five weeks.
  const HtmlPage read(archive_page(archive_of({kDay}), kSite));
  EXPECT_EQ(read.all("tr").size(), 6u);
  EXPECT_EQ(read.all("td").size(), 35u);
  EXPECT_EQ(read.all("td").at(4).text, "1");
  EXPECT_EQ(read.all("td").back().text, "31");
  // February 2027 begins on a Monday and has just four.
  EXPECT_EQ(HtmlPage(archive_page(archive_of({Day{year{2027} / 2 / 1}}), kSite)).all("td").size(), 28u);
}

TEST(ArchiveDocument, lists_the_days_in_order) {
  const auto document = nlohmann::json::parse(archive_json(archive_of({kDay, kDay + std::chrono::days{2}}), kSite));
  EXPECT_EQ(document["schema"], "gailou.days/1");
  EXPECT_EQ(document["days"][0]["date"], "2026-05-06");
  EXPECT_EQ(document["days"][1]["date"], "2026-05-08");
  EXPECT_EQ(document["days"][1]["entries"], 3);
  EXPECT_FALSE(document.contains("source"));
}

}  // namespace
}  // namespace gailou::render
