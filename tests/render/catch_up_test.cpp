// A catch-up in each format, in both languages.
#include <set>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "digest/render/catch_up_lines.h"
#include "digest/render/catch_up_writers.h"
#include "digest/render/reason_words.h"
#include "digest/render/writers.h"
#include "digest/text/normalize.h"
#include "tests/support/html_page.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using digest::Language;
using digest::Reason;
using testing::HasSubstr;
using testing::Not;
using tests::HtmlPage;

/// The lease thread as somebody sees it who stopped at revision 1.
ThreadView missed_view() {
  auto view = tests::lease_view();
  digest::CatchUpInput input{.since = digest::Revision{1}, .point = {.rev = digest::Revision{1}}, .now = view.digest};
  input.before.revision = digest::Revision{1};
  input.before.summary = {.text = "甲方在找算力。", .rev = digest::Revision{1}};
  input.now.nothing_new = {{.floor = digest::Floor{10}, .reason = Reason::meme},
                           {.floor = digest::Floor{11}, .reason = Reason::thanks},
                           {.floor = digest::Floor{12}, .reason = Reason::meme}};
  view.caught = digest::catch_up(input);
  return view;
}

ThreadView quiet_view(std::int64_t floors) {
  auto view = tests::lease_view();
  digest::CatchUpInput input{.since = digest::Floor{6}, .point = {.rev = digest::Revision{2}}, .now = view.digest};
  input.before = view.digest;
  for (std::int64_t floor = 10; floor < 10 + floors; ++floor) {
    input.now.nothing_new.push_back({.floor = digest::Floor{floor}, .reason = Reason::meme});
  }
  view.caught = digest::catch_up(input);
  return view;
}

TEST(CatchUpText, is_a_title_a_headline_the_new_entries_and_no_more) {
  EXPECT_EQ(render_text(missed_view(), tests::pacific_site()),
            "算力租赁\n"
            "r1 以来读了 9 楼：新增 3 条（其中更正 1 条）；略过 3 楼（玩笑 2、附和 1）。\n"
            "\n"
            "摘要改为：甲方租下整个数据中心。\n"
            "  • 更正#1：首楼已改为15万张(#1, #8)。\n"
            "  • 新增#4：有人反驳#3:混合架构可分开使用(#3, #4)。\n"
            "  • 新增#5–6：周三涨价?\n");
}

TEST(CatchUpText, speaks_english_around_entries_that_keep_their_words) {
  auto site = tests::pacific_site();
  site.language = Language::en;
  EXPECT_EQ(render_text(missed_view(), site),
            "算力租赁\n"
            "Since r1: 9 floors read, 3 new entries (1 correction), 3 floors skipped (joke 2, thanks 1).\n"
            "\n"
            "The summary is now: 甲方租下整个数据中心。\n"
            "  • Correction #1: 首楼已改为15万张(#1, #8)。\n"
            "  • New #4: 有人反驳#3:混合架构可分开使用(#3, #4)。\n"
            "  • New #5–6: 周三涨价?\n");
}

TEST(CatchUpText, says_that_nothing_is_new_and_what_was_read) {
  EXPECT_EQ(render_text(quiet_view(0), {}), "算力租赁\n第 6 楼之后没有新内容。\n");
  EXPECT_EQ(render_text(quiet_view(2), {}), "算力租赁\n第 6 楼之后没有新内容，读了 2 楼；略过 2 楼（玩笑 2）。\n");
  EXPECT_EQ(render_text(quiet_view(1), {.language = Language::en}),
            "算力租赁\nSince floor 6: nothing new; 1 floor read, 1 floor skipped (joke 1).\n");
}

TEST(CatchUpText, names_what_was_withdrawn) {
  auto view = missed_view();
  view.caught->withdrawn = {tests::entry(3, "latest", "撤回#7", std::string(digest::kTombstone), {})};
  EXPECT_THAT(render_text(view, {}), HasSubstr("新增 3 条（其中更正 1 条），撤回 1 条；"));
  EXPECT_THAT(render_text(view, {}), HasSubstr("\n撤回：#7。\n"));
  view.caught->entries.clear();
  view.caught->summary.reset();
  EXPECT_THAT(render_text(view, {}), HasSubstr("：撤回 1 条；"));
}

TEST(CatchUpText, ends_at_about_four_hundred_units_and_counts_the_rest) {
  auto view = missed_view();
  const auto sample = view.caught->entries.front();
  view.caught->entries.clear();
  std::string words;
  for (int i = 0; i < 99; ++i) words += "字";
  for (std::int64_t seq = 1; seq <= 10; ++seq) {
    auto entry = sample;
    entry.seq = digest::EntrySeq{seq};
    entry.text = words + "。";
    view.caught->entries.push_back(entry);
  }
  const auto lines = catch_up_lines(*view.caught, {});
  EXPECT_EQ(lines.shown.size(), 3U);
  EXPECT_EQ(lines.left, "另有 7 条。");
  EXPECT_THAT(render_text(view, {}), HasSubstr("\n另有 7 条。\n"));
  EXPECT_EQ(catch_up_lines(*view.caught, {.language = Language::en}).left, "7 more entries.");
}

TEST(CatchUpText, shows_one_entry_however_long) {
  auto view = missed_view();
  for (auto& entry : view.caught->entries) {
    for (int i = 0; i < 500; ++i) entry.text = "字" + entry.text;
  }
  const auto lines = catch_up_lines(*view.caught, {});
  EXPECT_EQ(lines.shown.size(), 1U);
  EXPECT_EQ(lines.left, "另有 2 条。");
}

TEST(CatchUpText, names_each_kind_of_place) {
  auto view = missed_view();
  const auto site = tests::pacific_site();
  view.caught->since = digest::parse_iso("2026-05-09T17:02:00Z").value();
  EXPECT_EQ(since_text(*view.caught, site), "5月9日 10:02 PDT 以来");
  view.caught->since = digest::Floor{62};
  EXPECT_EQ(since_text(*view.caught, site), "第 62 楼之后");
  view.caught->since = digest::Revision{0};
  EXPECT_EQ(since_text(*view.caught, site), "至今");
}

TEST(CatchUpMarkdown, has_links_to_the_floors_at_the_forum) {
  const auto text = render_markdown(missed_view(), {});
  EXPECT_THAT(text, HasSubstr("# [算力租赁](https://forum.example/t/lease/12345)"));
  EXPECT_THAT(text, HasSubstr("更正#1](https://forum.example/t/lease/12345/1)：首楼已改为15万张("));
  EXPECT_THAT(text, Not(HasSubstr("## ")));
}

TEST(CatchUpJson, is_a_document_of_its_own) {
  const auto document = nlohmann::json::parse(render_json(missed_view(), {}));
  EXPECT_EQ(document["schema"], "gailou.catch_up/1");
  EXPECT_EQ(document["since"], (nlohmann::json{{"asked", "r1"}, {"rev", 1}}));
  EXPECT_EQ(document["until"]["rev"], 2);
  EXPECT_EQ(document["floors"],
            (nlohmann::json{{"read", 9}, {"in_entries", 6}, {"skipped", {{"meme", 2}, {"thanks", 1}}}}));
  EXPECT_EQ(document["corrections"], 1);
  EXPECT_EQ(document["entries"][0]["marker"], "更正#1");
  EXPECT_EQ(document["summary"]["rev"], 2);
}

TEST(CatchUpJson, keeps_all_entries_however_many) {
  auto view = missed_view();
  const auto sample = view.caught->entries.front();
  for (int i = 0; i < 100; ++i) view.caught->entries.push_back(sample);
  EXPECT_EQ(nlohmann::json::parse(render_json(view, {}))["entries"].size(), 103U);
}

TEST(CatchUpPage, begins_with_it_and_marks_the_entries) {
  const std::string html = render_html(missed_view(), tests::pacific_site());
  const HtmlPage page(html);
  const auto missed = page.by_id("missed");
  EXPECT_THAT(missed.text, HasSubstr("错过的内容"));
  EXPECT_THAT(missed.text, HasSubstr("r1 以来读了 9 楼"));
  EXPECT_LT(html.find("id=\"missed\""), html.find("id=\"summary\""));
  EXPECT_THAT(page.by_id("e5").text, HasSubstr("新新增"));
  EXPECT_THAT(page.by_id("e1").text, Not(HasSubstr("新新增")));
  EXPECT_THAT(page.by_id("news").text, HasSubstr("上次访问后新增 4 条"));
  EXPECT_THAT(html, HasSubstr("href=\"#e6\""));
}

TEST(CatchUpPage, without_a_place_has_no_such_part) {
  EXPECT_THAT(render_html(tests::lease_view(), {}), Not(HasSubstr("id=\"missed\"")));
}

TEST(CatchUpPage, escapes_what_the_forum_wrote) {
  auto view = missed_view();
  view.caught->entries[0].text = "<script>alert(1)</script> & \"x\"。";
  EXPECT_THAT(render_html(view, {}), Not(HasSubstr("<script>alert")));
  EXPECT_THAT(render_markdown(view, {}), Not(HasSubstr("<script>")));
  view.caught->thread.title = "题\n\x1b[31m目";
  EXPECT_THAT(render_text(view, {}), testing::StartsWith("题 [31m目\n"));
}

TEST(ReasonWords, each_reason_has_one_in_both_languages) {
  std::set<std::string_view> seen;
  for (const auto reason : {Reason::too_short, Reason::thanks, Reason::meme, Reason::question, Reason::image,
                            Reason::link, Reason::duplicate, Reason::offtopic, Reason::deleted, Reason::other}) {
    for (const auto language : {Language::zh, Language::en}) {
      EXPECT_FALSE(reason_word(reason, language).empty());
      EXPECT_TRUE(seen.insert(reason_word(reason, language)).second);
    }
  }
  EXPECT_EQ(reason_word(Reason::thanks, Language::zh), "附和");
  EXPECT_EQ(reason_word(Reason::offtopic, Language::zh), "跑题");
}

}  // namespace
}  // namespace gailou::render
