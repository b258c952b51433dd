// A digest that is too long for its thread's page: the last entries of each section there, all of them on pages of
// their own, and links that lead to the page that has what they mean.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/catch_up.h"
#include "digest/render/formats.h"
#include "digest/render/pages.h"
#include "digest/render/paths.h"
#include "tests/support/html_page.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using tests::HtmlPage;
using tests::lease_view;

constexpr std::size_t kLatest = 2;

/// e1 to e6 as in lease_view(), and so many more entries of 最新动态 behind them, each of a revision of its own.
ThreadView long_view(std::int64_t more) {
  ThreadView view = lease_view();
  for (std::int64_t i = 1; i <= more; ++i) {
    auto entry = tests::entry(6 + i, "latest", "新增#9", "第 " + std::to_string(i) + " 条。", {9});
    entry.rev = digest::Revision{2 + i};
    view.digest.entries.push_back(std::move(entry));
  }
  view.digest.revision = digest::Revision{2 + more};
  return view;
}

HtmlPage thread_page(const ThreadView& view) {
  return HtmlPage(format_named("html")->render(view, tests::pacific_site()));
}
HtmlPage section_page(ThreadView view, std::int64_t from) {
  view.posts.clear();
  return HtmlPage(entries_page({.thread = view, .section = kLatest, .from = from}, tests::pacific_site()));
}
HtmlPage whole_page(ThreadView view) {
  view.posts.clear();
  return HtmlPage(entries_page({.thread = view}, tests::pacific_site()));
}

/// The ids of a page's entries, in its order.
std::vector<std::string> entries_on(const HtmlPage& page) {
  std::vector<std::string> ids;
  for (const auto& item : page.all("li")) {
    if (item.attribute("id").starts_with('e')) ids.push_back(item.attribute("id"));
  }
  return ids;
}

std::vector<std::string> links_of(const HtmlPage& page, std::string_view part) {
  std::vector<std::string> links;
  for (const auto& href : page.values("href")) {
    if (href.find(part) != std::string::npos) links.push_back(href);
  }
  return links;
}

/// Of the links to places on the same page, those that lead to none.
std::vector<std::string> lost_on(const HtmlPage& page) {
  std::vector<std::string> lost;
  for (const auto& href : page.values("href")) {
    if (href.starts_with('#') && page.by_id(href.substr(1)).name.empty()) lost.push_back(href);
  }
  return lost;
}

TEST(LongDigest, up_to_a_hundred_entries_of_a_section_stand_on_the_threads_page) {
  // Two of lease_view()'s are of the section.
  const HtmlPage page = thread_page(long_view(98));
  EXPECT_THAT(entries_on(page), SizeIs(104));
  EXPECT_THAT(links_of(page, "/entries"), IsEmpty());
}

TEST(LongDigest, of_more_the_last_fifty_do_and_the_page_says_where_the_others_are) {
  const HtmlPage page = thread_page(long_view(300));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_THAT(lost_on(page), IsEmpty());
  EXPECT_THAT(entries_on(page), SizeIs(4 + 50)) << "the other sections are whole";
  EXPECT_THAT(entries_on(page), Contains("e257"));
  EXPECT_THAT(entries_on(page), Not(Contains("e256")));
  EXPECT_THAT(page.by_id("s3").text, HasSubstr("以下是最近 50 条。更早的 252 条，从第 1 条读起，全部放在一页"));
  EXPECT_THAT(links_of(page, "/entries"),
              ElementsAre("/t/example/12345/entries/latest?from=201#e256", "/t/example/12345/entries/latest?from=1",
                          "/t/example/12345/entries#s3"));
  EXPECT_THAT(page.by_id("contents").text, HasSubstr("最新动态 302"));
}

TEST(LongDigest, keeps_the_page_light_however_long_it_is) {
  ThreadView view = long_view(5000);
  EXPECT_LT(thread_page(view).elements().size(), 1'000U);
  EXPECT_LT(section_page(view, 201).elements().size(), 2'500U);
}

TEST(LongDigest, changes_nothing_in_the_other_forms) {
  const ThreadView view = long_view(300);
  for (const auto* form : {"json", "md", "txt"}) {
    const auto* format = format_named(form) != nullptr ? format_named(form) : format_named("text");
    ASSERT_NE(format, nullptr) << form;
    EXPECT_THAT(format->render(view, {}), HasSubstr("第 7 条。")) << form;
  }
}

TEST(LongDigest, a_sections_page_has_two_hundred_entries_and_turns_over) {
  const ThreadView view = long_view(450);
  const HtmlPage first = section_page(view, 1);
  EXPECT_THAT(first.errors(), IsEmpty());
  EXPECT_THAT(lost_on(first), IsEmpty());
  EXPECT_THAT(entries_on(first), SizeIs(200));
  EXPECT_EQ(entries_on(first).front(), "e3");
  EXPECT_THAT(first.by_id("main").text, HasSubstr("第 1–200 条，共 452 条"));
  EXPECT_EQ(first.with("rel", "next").attribute("href"), "/t/example/12345/entries/latest?from=201");
  EXPECT_EQ(first.with("rel", "prev").name, "");
  const HtmlPage last = section_page(view, 401);
  EXPECT_THAT(entries_on(last), SizeIs(52));
  EXPECT_THAT(last.by_id("main").text, HasSubstr("第 401–452 条，共 452 条"));
  EXPECT_EQ(last.with("rel", "prev").attribute("href"), "/t/example/12345/entries/latest?from=201");
  EXPECT_EQ(last.with("rel", "next").name, "");
  EXPECT_THAT(last.values("href"), Contains("/t/example/12345#s3"));
}

TEST(LongDigest, the_pages_of_its_sections_have_every_entry_once) {
  const ThreadView view = long_view(450);
  std::vector<std::string> seen;
  for (const std::int64_t from : {1, 201, 401}) {
    for (auto& id : entries_on(section_page(view, from))) seen.push_back(std::move(id));
  }
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
  EXPECT_THAT(seen, SizeIs(452));
}

TEST(LongDigest, all_of_it_can_be_had_on_one_page) {
  const HtmlPage page = whole_page(long_view(450));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_THAT(lost_on(page), IsEmpty());
  EXPECT_THAT(entries_on(page), SizeIs(456));
  EXPECT_THAT(links_of(page, "from="), Not(Contains(HasSubstr("/entries/"))));
  EXPECT_THAT(page.by_id("main").text, HasSubstr("全部 456 条"));
}

TEST(LongDigest, a_relation_leads_to_the_page_that_has_the_other_entry) {
  ThreadView view = long_view(450);
  auto& last = view.digest.entries.back();
  last.links = {{.rel = digest::Link::Rel::updates, .entry = "e220"}};
  // On the thread's page to a page of the section, where that entry stands.
  EXPECT_EQ(thread_page(view).with("aria-label", "更新前面的一条").attribute("href"), "#e1") << "a short section's";
  EXPECT_THAT(links_of(thread_page(view), "#e220"), ElementsAre("/t/example/12345/entries/latest?from=201#e220"));
  // And back from there to the thread's page, which has the last ones.
  EXPECT_THAT(links_of(section_page(view, 201), "#e456"), ElementsAre("/t/example/12345#e456"));
  EXPECT_THAT(links_of(whole_page(view), "#e220"), ElementsAre("#e220"));
}

TEST(LongDigest, its_cites_lead_to_floors_from_each_of_its_pages) {
  const HtmlPage page = section_page(long_view(450), 1);
  EXPECT_THAT(page.values("href"), Contains("/t/example/12345/posts?from=1#p9"));
}

TEST(LongDigest, a_link_from_elsewhere_to_an_early_entry_ends_at_the_line_that_leads_on) {
  const HtmlPage page = thread_page(long_view(300));
  EXPECT_EQ(page.by_id("e7").name, "span");
  EXPECT_EQ(page.by_id("e100").name, "span");
  EXPECT_EQ(page.by_id("e101").name, "") << "who links to that one names its page";
  EXPECT_EQ(entry_path("/t/example/12345", digest::EntrySeq{100}), "/t/example/12345#e100");
  EXPECT_EQ(entry_path("/t/example/12345", digest::EntrySeq{101}), "/t/example/12345/entries/e101");
}

TEST(LongDigest, each_entry_has_a_place) {
  const ThreadView view = long_view(300);
  const auto place = [&](std::int64_t seq) {
    return place_of_entry(view.digest, digest::EntrySeq{seq}).value_or("none");
  };
  EXPECT_EQ(place(1), "/t/example/12345#e1");
  EXPECT_EQ(place(7), "/t/example/12345/entries/latest?from=1#e7");
  EXPECT_EQ(place(256), "/t/example/12345/entries/latest?from=201#e256");
  EXPECT_EQ(place(257), "/t/example/12345#e257");
  EXPECT_EQ(place(307), "none");
}

TEST(LongDigest, what_is_new_is_counted_on_whatever_page_it_stands) {
  ThreadView view = long_view(300);
  digest::CatchUpInput input{.since = digest::Revision{102}, .point = {.rev = digest::Revision{102}}};
  input.now = view.digest;
  view.caught = digest::catch_up(input);
  const HtmlPage page = thread_page(view);
  EXPECT_EQ(page.by_id("news").text, "上次访问后新增 200 条");
  // The first of them is on an earlier page, which marks the same ones.
  EXPECT_THAT(page.values("href"), Contains("/t/example/12345/entries/latest?from=1&since=r102#e107"));
  const HtmlPage earlier = section_page(view, 1);
  EXPECT_EQ(earlier.by_id("e107").attribute("class"), "new");
  EXPECT_EQ(earlier.by_id("e106").attribute("class"), "");
  EXPECT_EQ(earlier.with("rel", "next").attribute("href"), "/t/example/12345/entries/latest?from=201&since=r102");
}

TEST(LongDigest, what_was_missed_leads_to_the_page_that_has_it) {
  ThreadView view = long_view(300);
  digest::CatchUpInput input{.since = digest::Floor{3}, .point = {.rev = digest::Revision{2}}};
  input.now = view.digest;
  view.caught = digest::catch_up(input);
  const HtmlPage page = thread_page(view);
  EXPECT_THAT(lost_on(page), IsEmpty());
  EXPECT_THAT(page.values("href"), Contains(HasSubstr("&since=3#e")));
}

TEST(LongDigest, an_earlier_revision_is_as_light) {
  ThreadView view = long_view(300);
  view.latest = digest::Revision{400};
  view.raw = false;
  view.posts.clear();
  const HtmlPage page = thread_page(view);
  EXPECT_THAT(entries_on(page), SizeIs(54));
  EXPECT_THAT(lost_on(page), IsEmpty());
}

TEST(LongDigest, a_floors_page_leads_to_the_entries_wherever_they_stand) {
  ThreadView view = long_view(150);
  view.posts = {view.posts.back()};
  const HtmlPage page(floor_page({.thread = view, .floor = digest::Floor{9}}, {}));
  EXPECT_THAT(page.values("href"), Contains("/t/example/12345/entries/latest?from=1#e7"));
  EXPECT_THAT(page.values("href"), Contains("/t/example/12345#e156"));
}

TEST(LongDigest, its_pages_speak_english_too) {
  Site site{.language = digest::Language::en};
  const HtmlPage page(entries_page({.thread = long_view(300), .section = kLatest, .from = 201}, site));
  EXPECT_THAT(page.by_id("main").text, HasSubstr("201–302 of 302"));
  EXPECT_THAT(page.by_id("main").text, HasSubstr("← earlier entries"));
  const HtmlPage thread(format_named("html")->render(long_view(300), site));
  EXPECT_THAT(thread.by_id("s3").text,
              HasSubstr("These are the last 50. 252 earlier ones, from the first, all on one page"));
}

TEST(LongDigest, stays_under_its_prefix) {
  const Site site{.base_path = "/gailou"};
  const HtmlPage page(entries_page({.thread = long_view(300), .section = kLatest, .from = 1}, site));
  for (const auto& href : page.values("href")) {
    EXPECT_TRUE(href.starts_with("/gailou/") || href.starts_with('#') || href.starts_with("https://")) << href;
  }
}

}  // namespace
}  // namespace gailou::render
