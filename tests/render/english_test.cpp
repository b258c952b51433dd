// Labels in English around entries that keep their words.
#include <algorithm>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "digest/recorded/page.h"
#include "digest/render/entry_text.h"
#include "digest/render/local_time.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"
#include "digest/render/writers.h"
#include "digest/text/normalize.h"
#include "tests/support/html_page.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using digest::Language;
using digest::Marker;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::HtmlPage;

Site english_site() {
  auto site = tests::pacific_site();
  site.title = "Gailou";
  site.tagline = "Daily";
  site.language = Language::en;
  return site;
}

/// Of a page about a thread that itself holds none.
bool speaks_chinese(const std::string& text) {
  const auto chars = digest::to_u32(text);
  return std::any_of(chars.begin(), chars.end(), digest::is_cjk);
}

ThreadView latin_view() {
  ThreadView view{.state = "paused", .forum_url = "https://forum.example/t/lease/12345"};
  auto& digest = view.digest;
  digest.thread = {.source = "example", .topic = digest::TopicId{12345}, .title = "Leases", .posts_count = 3};
  digest.thread.last_number = digest::Floor{9};
  digest.revision = digest::Revision{2};
  digest.generated_at = digest::parse_iso("2026-05-10T00:05:00Z").value();
  digest.summary = {.text = "A thread about leases.", .rev = digest::Revision{1}, .cites = {digest::Floor{1}}};
  digest.entries = {tests::entry(1, "key", "", "Rent is $100 a month.", {1}),
                    tests::entry(2, "latest", "撤回#7", std::string(digest::kTombstoneEnglish), {}),
                    tests::entry(3, "disputes", "新增#4", "It is $120 now.", {1, 4}),
                    tests::entry(4, "latest", "新增#5–6", "Prices rise on Wednesday.", {5, 6}),
                    tests::entry(5, "key", "更正#1", "The first floor says $110 now.", {1, 8})};
  digest.entries[2].links = {{.rel = digest::Link::Rel::contradicts, .entry = "e1"}};
  digest.entries[4].links = {{.rel = digest::Link::Rel::updates, .entry = "e1"}};
  digest.nothing_new = {{.floor = digest::Floor{2}, .reason = digest::Reason::meme},
                        {.floor = digest::Floor{3}, .reason = digest::Reason::too_short}};
  auto post = tests::post_of(4, "bob", "It is $120 now.");
  post.reply_to = digest::Floor{1};
  post.likes = 3;
  view.posts = {tests::stored(tests::post_of(1, "alice", "Rent is $100 a month."), "Rent is $100 a month."),
                tests::stored(post, "It is $120 now.")};
  view.posts[1].edited_at = digest::parse_iso("2026-05-09T00:05:00Z").value();
  view.posts_total = 2;
  view.pending = 1;
  view.last_error = "timed out";
  view.last_success = digest.generated_at;
  view.since = digest::Revision{1};
  return view;
}

TEST(English, markers_are_words_and_the_stored_ones_stay) {
  const auto text = [](const char* marker) { return marker_text(digest::parse_marker(marker).value(), Language::en); };
  EXPECT_EQ(text("新增#59"), "New #59");
  EXPECT_EQ(text("新增#59–61"), "New #59–61");
  EXPECT_EQ(text("更正#12"), "Correction #12");
  EXPECT_EQ(text("撤回#7"), "Withdrawn #7");
  EXPECT_EQ(marker_text(Marker{}, Language::en), "");
  for (const char* marker : {"新增#59", "新增#59–61", "更正#12", "撤回#7"}) {
    EXPECT_EQ(marker_text(digest::parse_marker(marker).value(), Language::zh), marker);
  }
  const auto document = nlohmann::json::parse(render_json(latin_view(), english_site()));
  EXPECT_EQ(document["entries"][2]["marker"], "新增#4");
  EXPECT_EQ(document["sections"][0]["title"], "关键信息");
}

TEST(English, the_page_has_no_chinese_word_of_its_own) {
  const std::string html = render_html(latin_view(), english_site());
  EXPECT_FALSE(speaks_chinese(html)) << html;
  const HtmlPage page(html);
  EXPECT_EQ(page.all("html").front().attribute("lang"), "en");
  EXPECT_THAT(page.by_id("e3").text, StartsWith("newNew #4↗: It is $120 now"));
  EXPECT_THAT(page.by_id("e1").text, HasSubstr("contradicted by #4↓"));
  EXPECT_THAT(page.by_id("e5").text, HasSubstr("updates↑"));
  EXPECT_THAT(page.by_id("news").text, "4 new since the last visit");
  EXPECT_THAT(html, HasSubstr("1. Key information"));
  EXPECT_THAT(html, HasSubstr("nothing new: joke"));
  EXPECT_THAT(html, HasSubstr("Saturday, May 9, 2026"));
}

TEST(English, a_caught_up_page_has_none_either) {
  auto view = latin_view();
  view.caught =
      digest::catch_up({.since = digest::Revision{1}, .point = {.rev = digest::Revision{1}}, .now = view.digest});
  EXPECT_FALSE(speaks_chinese(render_html(view, english_site())));
  EXPECT_FALSE(speaks_chinese(render_text(view, english_site())));
  EXPECT_THAT(render_html(view, english_site()), HasSubstr("What you missed"));
}

TEST(English, each_state_of_a_thread_is_told_in_it) {
  for (const char* state : {"active", "asleep", "closed", "paused", "challenged", "gone"}) {
    auto view = latin_view();
    view.state = state;
    view.complete = false;
    view.expected = 20;
    EXPECT_FALSE(speaks_chinese(render_html(view, english_site()))) << state;
    view.digest = {};
    view.digest.thread.title = "";
    view.posts.clear();
    EXPECT_FALSE(speaks_chinese(render_html(view, english_site()))) << state;
  }
}

TEST(English, the_other_pages_have_none_either) {
  const auto site = english_site();
  EXPECT_FALSE(speaks_chinese(front_page({}, site)));
  FrontRow row{.source = "example", .topic = digest::TopicId{7}, .state = "asleep", .revision = digest::Revision{3}};
  row.changed_at = digest::from_ms(1'778'000'000'000);
  row.newest = latin_view().digest.entries;
  EXPECT_FALSE(speaks_chinese(front_page({.rows = {row}}, site)));
  EXPECT_THAT(front_page({.rows = {row}}, site), HasSubstr("New #4</a>: It is"));
  EXPECT_FALSE(speaks_chinese(posts_page({.thread = latin_view(), .prev_from = 1, .next_from = 401}, site)));
  EXPECT_FALSE(speaks_chinese(entries_page({.thread = latin_view()}, site)));
  EXPECT_FALSE(speaks_chinese(entries_page({.thread = latin_view(), .section = 0}, site)));
  EXPECT_FALSE(speaks_chinese(activity_page(latin_view(), site)));
  EXPECT_FALSE(speaks_chinese(floor_page({.thread = latin_view(), .floor = digest::Floor{4}}, site)));
  EXPECT_FALSE(speaks_chinese(about_page({.sources = {{.name = "example", .origin = "https://forum.example"}}}, site)));
  for (const int status : {404, 410, 429, 500, 503}) {
    EXPECT_FALSE(speaks_chinese(problem_page({.status = status, .title = "No"}, site)));
  }
  EXPECT_FALSE(speaks_chinese(problem_page({.status = 404, .title = "No such page", .request_id = "r-1"}, site)));
  EXPECT_FALSE(speaks_chinese(problem_page({}, site)));
}

TEST(English, a_section_with_offers_leads_to_their_list_in_it) {
  auto view = latin_view();
  view.digest.entries.front().deal = digest::Deal{};
  const std::string html = render_html(view, english_site());
  EXPECT_THAT(html, HasSubstr("Offers still alive</a>, the next to end first"));
  EXPECT_FALSE(speaks_chinese(html));
}

TEST(English, a_long_thread_says_where_the_rest_is) {
  auto view = latin_view();
  view.posts_total = 1'234;
  view.digest.nothing_new.clear();
  for (std::int64_t floor = 10; floor < 400; floor += 2) {
    view.digest.nothing_new.push_back({.floor = digest::Floor{floor}, .reason = digest::Reason::meme});
    view.posts.push_back(tests::stored(tests::post_of(floor, "carol", "Ha."), "Ha."));
  }
  const std::string html = render_html(view, english_site());
  EXPECT_FALSE(speaks_chinese(html));
  EXPECT_THAT(html, HasSubstr("and more"));
  EXPECT_THAT(html, HasSubstr("read from floor 1"));
}

TEST(English, each_block_of_a_floor_is_shown_in_it) {
  auto view = latin_view();
  digest::Post post = tests::post_of(9, "dave", "");
  post.body.blocks = {{.spans = {{.kind = digest::Span::Kind::image, .url = "/uploads/x.png"},
                                 {.kind = digest::Span::Kind::image, .text = "chart", .url = "/uploads/y.png"}}},
                      {.kind = digest::Block::Kind::spoiler, .spans = {{.text = "the end"}}}};
  view.posts.push_back(tests::stored(post, "[image]"));
  const std::string html = render_html(view, english_site());
  EXPECT_FALSE(speaks_chinese(html));
  EXPECT_THAT(html, HasSubstr("[image: chart]"));
  EXPECT_THAT(html, HasSubstr("<summary>Spoiler"));
}

TEST(English, markdown_has_english_headings) {
  const std::string text = render_markdown(latin_view(), english_site());
  EXPECT_FALSE(speaks_chinese(text)) << text;
  EXPECT_THAT(text, HasSubstr("## Summary"));
  EXPECT_THAT(text, HasSubstr("## 5. Advice\n\n(nothing yet)"));
  EXPECT_THAT(text, HasSubstr("New #4](https://forum.example/t/lease/12345/4): It is \\$120 now ([#1"));
  EXPECT_THAT(text, HasSubstr("### [Floor 1]"));
}

TEST(English, the_text_form_keeps_what_an_import_reads) {
  auto view = latin_view();
  const std::string text = render_text(view, english_site());
  EXPECT_THAT(text, HasSubstr("\n\nSummary\n\nA thread about leases.\n\n1. Key information\n\n"));
  EXPECT_THAT(text, HasSubstr("  • Correction #1: The first floor says $110 now (#1, #8).\n"));
  EXPECT_THAT(text, HasSubstr("  • Withdrawn #7: The floor was deleted; this entry is withdrawn.\n"));
  EXPECT_THAT(text, HasSubstr("--- 第 4 楼来自 bob 的回复 ("));
  const auto page = digest::read_recorded_page(text);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->title, "Leases");
  EXPECT_EQ(page->floors.size(), 2U);
}

TEST(English, punctuation_of_markers_is_english_whatever_the_chinese_one) {
  auto site = english_site();
  for (const bool full : {true, false}) {
    site.full_punctuation = full;
    EXPECT_EQ(marker_colon(site), ": ");
  }
  site.language = Language::zh;
  site.full_punctuation = true;
  EXPECT_EQ(marker_colon(site), "：");
}

TEST(English, times_are_told_as_english_does) {
  const auto at = to_local(digest::parse_iso("2026-05-10T00:02:00Z").value(), "America/Los_Angeles");
  EXPECT_EQ(short_time(at, 2026, Language::en), "May 9, 17:02 PDT");
  EXPECT_EQ(short_time(at, 2025, Language::en), "May 9 2026, 17:02 PDT");
  EXPECT_EQ(long_date(at, Language::en), "Saturday, May 9, 2026");
  EXPECT_EQ(short_time(at, 2026), "5月9日 17:02 PDT");
  const auto winter = to_local(digest::parse_iso("2026-12-01T12:00:00Z").value(), "");
  EXPECT_EQ(long_date(winter, Language::en), "Tuesday, December 1, 2026");
}

TEST(English, words_that_count_agree_with_their_numbers) {
  EXPECT_EQ(floor_count(1, Language::en), "1 floor");
  EXPECT_EQ(floor_count(1'234, Language::en), "1,234 floors");
  EXPECT_EQ(floor_count(1'234, Language::zh), "1,234 楼");
  EXPECT_EQ(floor_name(digest::Floor{62}, Language::en), "Floor 62");
  EXPECT_EQ(floor_name(digest::Floor{62}, Language::zh), "第 62 楼");
}

TEST(English, each_section_has_a_title) {
  for (const auto& section : digest::kSections) {
    EXPECT_EQ(section_title(section.key, Language::zh), section.title);
    EXPECT_FALSE(speaks_chinese(std::string(section_title(section.key, Language::en))));
  }
  EXPECT_EQ(section_title("unknown", Language::en), "unknown");
}

}  // namespace
}  // namespace gailou::render
