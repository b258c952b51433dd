// Strip, bars and tables: what a thread looks like from far.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/render/blocks/html_writer.h"
#include "digest/render/formats.h"
#include "digest/render/page/account.h"
#include "digest/render/page/bars_part.h"
#include "digest/render/page/rhythm.h"
#include "digest/render/page/strip_part.h"
#include "digest/render/pages.h"
#include "tests/support/html_page.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using digest::FloorFact;
using digest::Language;
using digest::PostState;
using std::chrono::hours;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::floors_of;
using tests::HtmlPage;
using tests::lease_view;

digest::Instant at(const std::string& iso) {
  return digest::parse_iso(iso).value();
}

FloorFact fact(std::int64_t floor, const std::string& time = "2026-05-06T21:02:35Z",
               PostState state = PostState::visible, const std::string& author = "甲") {
  return {.floor = digest::Floor{floor}, .author = author, .created_at = at(time), .state = state};
}

/// Floors 1 and 3 to 4 in an entry, 2 nothing new, 5 gone, 6 pending, 7 never seen, 8 pending.
ThreadView mixed_view() {
  ThreadView view = lease_view();
  view.digest.entries.resize(1);
  view.digest.entries[0].floors = floors_of({1, 3, 4});
  view.digest.nothing_new = {{digest::Floor{2}, digest::Reason::meme}};
  view.digest.thread.last_number = digest::Floor{4};
  view.facts = {fact(1), fact(2), fact(3), fact(4), fact(5, "2026-05-06T21:02:35Z", PostState::deleted),
                fact(6), fact(8)};
  return view;
}

// --- account

TEST(Account, each_floor_has_one_fate) {
  const Account account = account_of(mixed_view());
  EXPECT_EQ(account.last, 8);
  EXPECT_THAT(fates_of(account), ElementsAre(Fate::entry, Fate::nothing_new, Fate::entry, Fate::entry, Fate::gone,
                                             Fate::pending, Fate::missing, Fate::pending));
}

TEST(Account, a_floor_that_was_deleted_is_gone_whatever_it_gave) {
  ThreadView view = mixed_view();
  view.facts[2].state = PostState::withdrawn;
  view.facts[1].state = PostState::moved;
  const Account account = account_of(view);
  EXPECT_EQ(account.in_entries, floors_of({1, 4}));
  EXPECT_EQ(account.gone, floors_of({2, 3, 5}));
  EXPECT_TRUE(account.nothing_new.empty()) << "no reason without a floor";
}

TEST(Account, the_digests_own_deleted_floors_are_gone_too) {
  ThreadView view = mixed_view();
  view.facts.clear();
  view.posts.clear();
  view.digest.nothing_new.push_back({digest::Floor{9}, digest::Reason::deleted});
  const Account account = account_of(view);
  EXPECT_EQ(account.gone, floors_of({9}));
  EXPECT_EQ(account.last, 9);
}

TEST(Account, without_facts_the_posts_at_hand_are_taken) {
  ThreadView view = lease_view();
  EXPECT_EQ(facts_of(view).size(), view.posts.size());
  EXPECT_EQ(facts_of(view).front().author, view.posts.front().post.author);
}

TEST(Account, ranges_join_neighbours) {
  const auto ranges = ranges_of(floors_of({1, 2, 3, 7, 9, 10}));
  ASSERT_EQ(ranges.size(), 3U);
  EXPECT_EQ(ranges[0].last, digest::Floor{3});
  EXPECT_EQ(ranges[1].first, ranges[1].last);
  EXPECT_TRUE(ranges_of({}).empty());
}

// --- strip

HtmlPage strip(const Account& account, Language language = Language::zh) {
  return HtmlPage("<!doctype html><html><body>" + write_html(strip_of(account, language)) + "</body></html>");
}

TEST(Strip, gives_each_fate_a_shape_of_its_own) {
  const HtmlPage page = strip(account_of(mixed_view()));
  const auto paths = page.all("path");
  ASSERT_EQ(paths.size(), 5U);
  EXPECT_EQ(paths[0].attribute("d"), "M0 2h10v8h-10zM20 2h20v8h-20z") << "in entries: tall";
  EXPECT_EQ(page.with("class", "quiet").attribute("d"), "M10 7h10v3h-10z") << "nothing new: low";
  EXPECT_EQ(page.with("class", "pending").attribute("d"), "M50 2h10v8h-10zM70 2h10v8h-10z") << "pending: an outline";
  EXPECT_EQ(page.with("class", "line").attribute("d"), "M42 3l6 6m0-6l-6 6") << "gone: a cross";
}

TEST(Strip, says_in_words_what_it_draws) {
  const HtmlPage page = strip(account_of(mixed_view()));
  EXPECT_EQ(page.all("title").front().text, "逐楼去向");
  EXPECT_EQ(page.all("desc").front().text,
            "高格收入条目 3 楼，矮格无新内容 1 楼，空心格待摘 2 楼，叉号已删除或移走 1 楼，空白未收录。");
  EXPECT_EQ(page.all("svg").front().attribute("role"), "img");
  EXPECT_THAT(strip(account_of(mixed_view()), Language::en).all("desc").front().text, HasSubstr("hollow: pending, 2"));
}

TEST(Strip, breaks_into_rows) {
  Account account;
  for (std::int64_t floor = 1; floor <= 60; ++floor) account.in_entries.push_back(digest::Floor{floor});
  account.last = 60;
  const HtmlPage page = strip(account);
  EXPECT_EQ(page.all("svg").front().attribute("viewbox"), "0 0 250 30");
  EXPECT_EQ(page.all("path").front().attribute("d"), "M0 2h250v8h-250zM0 12h250v8h-250zM0 22h100v8h-100z");
}

TEST(Strip, of_a_long_thread_stays_low_and_light) {
  Account account;
  for (std::int64_t floor = 1; floor <= 5'000; floor += 2) account.in_entries.push_back(digest::Floor{floor});
  for (std::int64_t floor = 2; floor <= 5'000; floor += 2) account.pending.push_back(digest::Floor{floor});
  account.last = 5'000;
  const HtmlPage page = strip(account);
  EXPECT_LE(std::stoi(page.all("svg").front().attribute("height")), 160);
  EXPECT_EQ(page.all("path").size(), 2U) << "no lines between cells of a hair's breadth";
}

TEST(Strip, stands_on_the_page_with_its_legend_and_the_table) {
  const HtmlPage page(format_named("html")->render(mixed_view(), tests::pacific_site()));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.with("class", "figures").name, "aside");
  EXPECT_THAT(page.with("class", "figures").text, HasSubstr("条目 3 无新 1 待摘 2 已删 1"));
  EXPECT_THAT(page.by_id("coverage").text, HasSubstr("已删除或移走1 楼#5"));
  EXPECT_EQ(page.with("class", "strip").name, "svg");
}

TEST(Strip, is_left_out_before_the_first_digest) {
  EXPECT_EQ(HtmlPage(format_named("html")->render(ThreadView{}, {})).with("class", "figures").name, "");
}

// --- rhythm

TEST(Rhythm, counts_by_the_hour) {
  const Rhythm rhythm = rhythm_of(
      {fact(1, "2026-05-06T21:02:00Z"), fact(2, "2026-05-06T21:59:59Z"), fact(3, "2026-05-06T23:00:00Z")}, "UTC", 72);
  EXPECT_EQ(rhythm.width, hours{1});
  EXPECT_EQ(rhythm.from, at("2026-05-06T21:00:00Z"));
  EXPECT_THAT(rhythm.bars, ElementsAre(2, 0, 1));
  EXPECT_EQ(rhythm.total(), 3);
  EXPECT_EQ(rhythm.highest(), 0U);
}

TEST(Rhythm, begins_at_an_even_hour_of_the_zone) {
  const Rhythm rhythm =
      rhythm_of({fact(1, "2026-05-06T21:20:00Z"), fact(2, "2026-05-06T21:40:00Z")}, "Asia/Kolkata", 72);
  EXPECT_EQ(rhythm.from, at("2026-05-06T20:30:00Z")) << "02:00 in a zone of half hours";
  EXPECT_THAT(rhythm.bars, ElementsAre(1, 1));
}

TEST(Rhythm, takes_longer_stretches_where_there_would_be_too_many_bars) {
  struct Case {
    std::string last;
    hours width;
  };
  for (const auto& [last, width] :
       {Case{"2026-05-09T21:00:00Z", hours{2}}, Case{"2026-05-12T00:00:00Z", hours{3}},
        Case{"2026-05-20T00:00:00Z", hours{6}}, Case{"2026-07-01T00:00:00Z", hours{24}},
        Case{"2027-05-06T00:00:00Z", hours{168}}, Case{"2046-05-06T00:00:00Z", hours{2880}}}) {
    const Rhythm rhythm = rhythm_of({fact(1, "2026-05-06T00:00:00Z"), fact(2, last)}, "UTC", 72);
    EXPECT_EQ(rhythm.width, width) << last;
    EXPECT_LE(rhythm.bars.size(), 72U);
    EXPECT_EQ(rhythm.total(), 2);
  }
}

TEST(Rhythm, takes_any_time_that_a_forum_may_name) {
  for (const std::size_t most : {std::size_t{1}, std::size_t{40}}) {
    const Rhythm rhythm = rhythm_of({fact(1, "1970-01-01T00:00:00Z"), fact(2, "9999-12-31T23:59:59Z")}, "UTC", most);
    EXPECT_LE(rhythm.bars.size(), most);
    EXPECT_EQ(rhythm.total(), 2);
  }
}

TEST(Rhythm, counts_only_what_can_be_read) {
  const Rhythm rhythm = rhythm_of({fact(1), fact(2, "2026-05-06T21:02:35Z", PostState::deleted)}, "UTC", 72);
  EXPECT_EQ(rhythm.total(), 1);
  EXPECT_TRUE(rhythm_of({}, "UTC", 72).bars.empty());
  EXPECT_TRUE(rhythm_of({fact(1)}, "UTC", 0).bars.empty());
}

TEST(Rhythm, names_its_pace) {
  EXPECT_EQ(pace_words(hours{1}, Language::zh), "每小时");
  EXPECT_EQ(pace_words(hours{6}, Language::zh), "每 6 小时");
  EXPECT_EQ(pace_words(hours{24}, Language::zh), "每天");
  EXPECT_EQ(pace_words(hours{168}, Language::zh), "每周");
  EXPECT_EQ(pace_words(hours{720}, Language::zh), "每 30 天");
  EXPECT_EQ(pace_words(hours{1}, Language::en), "per hour");
  EXPECT_EQ(pace_words(hours{48}, Language::en), "per 2 days");
}

// --- bars

TEST(Bars, are_as_high_as_their_share) {
  const Rhythm rhythm{.from = at("2026-05-06T21:00:00Z"), .bars = {4, 0, 1, 2}};
  const HtmlPage page("<!doctype html><html><body>" + write_html(bars_of(rhythm, 52, tests::pacific_site())) +
                      "</body></html>");
  EXPECT_EQ(page.all("path").front().attribute("d"), "M0 40v-40h3v40zM8 40v-10h3v10zM12 40v-20h3v20z");
  EXPECT_EQ(page.all("svg").front().attribute("height"), "52");
  EXPECT_EQ(page.all("title").front().text, "每小时回复");
  EXPECT_EQ(page.all("desc").front().text, "5月6日 14:00 至 5月6日 17:00，共 7 楼；最多在 5月6日 14:00，4 楼。");
}

TEST(Bars, of_days_name_no_hour) {
  const Rhythm rhythm{.from = at("2026-05-06T07:00:00Z"), .width = hours{24}, .bars = {1, 2}};
  const auto drawn = write_html(bars_of(rhythm, 52, tests::pacific_site()));
  EXPECT_THAT(drawn, HasSubstr("5月6日 至 5月7日，"));
  auto english = tests::pacific_site();
  english.language = Language::en;
  EXPECT_THAT(write_html(bars_of(rhythm, 52, english)), HasSubstr("From May 6 to May 7, 3 floors; most at May 7: 2."));
}

TEST(Bars, have_a_table_beside_them) {
  const Rhythm rhythm{.from = at("2026-05-06T21:00:00Z"), .bars = {4, 0, 1}};
  const HtmlPage page("<!doctype html><html><body>" + write_html(bars_table(rhythm, tests::pacific_site())) +
                      "</body></html>");
  EXPECT_EQ(page.all("tr").size(), 3U) << "a head and those with floors";
  EXPECT_EQ(page.all("tr").back().text, "5月6日 16:001");
}

// --- the page of figures

TEST(ActivityPage, tells_of_hours_authors_and_floors) {
  ThreadView view = mixed_view();
  view.facts[3].author = "乙";
  const HtmlPage page(activity_page(view, tests::pacific_site()));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.all("h1").front().text, "活跃度与逐楼去向");
  EXPECT_THAT(page.by_id("rhythm").text, HasSubstr("5月6日 14:00"));
  EXPECT_THAT(page.by_id("authors").text, HasSubstr("发言者 2 人"));
  EXPECT_THAT(page.by_id("authors").text, HasSubstr("甲5 楼#1"));
  EXPECT_THAT(page.by_id("authors").text, HasSubstr("乙1 楼#4"));
  EXPECT_THAT(page.by_id("coverage").text, HasSubstr("无新内容：玩笑1 楼#2"));
  EXPECT_EQ(page.with("class", "kicker").text, "算力租赁");
}

TEST(ActivityPage, lists_who_wrote_most_and_counts_the_rest) {
  ThreadView view = mixed_view();
  view.facts.clear();
  for (std::int64_t floor = 1; floor <= 100; ++floor) {
    view.facts.push_back(fact(floor, "2026-05-06T21:02:35Z", PostState::visible, "作者" + std::to_string(floor % 40)));
  }
  const HtmlPage page(activity_page(view, {}));
  EXPECT_THAT(page.by_id("authors").text, HasSubstr("另有 10 人"));
}

TEST(ActivityPage, of_a_thread_without_floors_says_so) {
  const HtmlPage page(activity_page(ThreadView{}, {}));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_THAT(page.by_id("main").text, HasSubstr("还没有楼层"));
  EXPECT_THAT(page.by_id("main").text, Not(HasSubstr("发言者")));
}

TEST(ActivityPage, shows_names_as_text) {
  ThreadView view = mixed_view();
  view.facts[0].author = "<img src=x>\xE2\x80\xAE";
  const HtmlPage page(activity_page(view, {}));
  EXPECT_TRUE(page.all("img").empty());
  EXPECT_THAT(page.by_id("authors").text, HasSubstr("<img src=x>"));
}

}  // namespace
}  // namespace gailou::render
