// One floor's page, what edits changed, floors that are gone, earlier revisions, and what the site says of itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/render/formats.h"
#include "digest/render/page/change.h"
#include "digest/render/pages.h"
#include "tests/support/html_page.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using digest::PostState;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using tests::HtmlPage;
using tests::lease_view;

// --- change

TEST(Change, is_what_stands_between_the_common_ends) {
  const Change change = change_of("租金每月100元，可议。", "租金每月120元，可议。");
  EXPECT_EQ(change.same_before, "租金每月1");
  EXPECT_EQ(change.removed, "0");
  EXPECT_EQ(change.added, "2");
  EXPECT_EQ(change.same_after, "0元，可议。");
}

TEST(Change, cuts_no_character_in_two) {
  const std::string before = "\xE4\xB8\xAD";  // 中 and 丮 share their first byte, 中 and 㸭 their last
  const std::string after = "\xE4\xB8\xAE";
  const Change change = change_of(before, after);
  EXPECT_EQ(change.removed, before);
  EXPECT_EQ(change.added, after);
  const Change tail = change_of("\xE4\xB8\xAD", "\xE3\xB8\xAD");
  EXPECT_EQ(tail.removed, "\xE4\xB8\xAD");
  EXPECT_EQ(tail.same_after, "");
}

TEST(Change, rebuilds_both_texts) {
  const std::vector<std::string> texts{"", "a", "aa", "aba", "中文", "中中文", "文中", "完全不同的一段话", "aab"};
  for (const auto& before : texts) {
    for (const auto& after : texts) {
      const Change change = change_of(before, after);
      const auto joined = [&](std::string_view middle) {
        return std::string(change.same_before) + std::string(middle) + std::string(change.same_after);
      };
      EXPECT_EQ(joined(change.removed), before) << after;
      EXPECT_EQ(joined(change.added), after) << before;
    }
  }
}

TEST(Change, of_equal_texts_is_nothing) {
  const Change change = change_of("一样", "一样");
  EXPECT_EQ(change.same_before, "一样");
  EXPECT_TRUE(change.removed.empty() && change.added.empty() && change.same_after.empty());
}

// --- a floor's page

FloorPage page_of(std::int64_t floor) {
  FloorPage page{.thread = lease_view(), .floor = digest::Floor{floor}};
  std::erase_if(page.thread.posts, [&](const auto& stored) { return stored.post.floor != page.floor; });
  page.previous = digest::Floor{floor - 1};
  page.next = digest::Floor{floor + 1};
  return page;
}

TEST(FloorPage, shows_the_floor_and_the_way_to_its_neighbours) {
  const HtmlPage page(floor_page(page_of(4), tests::pacific_site()));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.all("h1").front().text, "第 4 楼");
  EXPECT_EQ(page.by_id("p4").name, "article");
  EXPECT_EQ(page.with("rel", "prev").attribute("href"), "/t/example/12345/posts/3");
  EXPECT_EQ(page.with("rel", "next").attribute("href"), "/t/example/12345/posts/5");
  EXPECT_THAT(page.values("href"), Contains("/t/example/12345/posts?from=1#p4"));
  EXPECT_EQ(page.with("class", "kicker").text, "算力租赁");
  EXPECT_EQ(page.with("aria-label", "在论坛打开第 4 楼").attribute("href"), "https://forum.example/t/lease/12345/4");
}

TEST(FloorPage, lists_the_entries_that_rest_on_it) {
  const HtmlPage page(floor_page(page_of(3), tests::pacific_site()));
  EXPECT_THAT(page.by_id("cited").text, HasSubstr("11%指的是MFU"));
  EXPECT_THAT(page.by_id("cited").text, HasSubstr("新增#4："));
  EXPECT_EQ(page.with("href", "/t/example/12345#e4").text, "新增#4");
  EXPECT_EQ(page.with("href", "/t/example/12345#e2").text, "见摘要");
  EXPECT_THAT(HtmlPage(floor_page(page_of(9), {})).by_id("cited").text, HasSubstr("没有条目引用本楼"));
}

TEST(FloorPage, shows_each_edit_the_latest_first) {
  FloorPage floor = page_of(4);
  auto& stored = floor.thread.posts.front();
  stored.text = "现价每月140元。";
  stored.version = 3;
  stored.versions = {{.version = 1,
                      .text = "现价每月100元。",
                      .first_seen = digest::parse_iso("2026-05-06T21:00:00Z").value(),
                      .until = digest::parse_iso("2026-05-06T22:00:00Z").value()},
                     {.version = 2,
                      .text = "现价每月120元。",
                      .first_seen = digest::parse_iso("2026-05-06T22:00:00Z").value(),
                      .until = digest::parse_iso("2026-05-06T23:00:00Z").value()}};
  const HtmlPage page(floor_page(floor, tests::pacific_site()));
  EXPECT_THAT(page.errors(), IsEmpty());
  const auto items = page.all("del");
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].text, "2");
  EXPECT_EQ(page.all("ins")[0].text, "4");
  EXPECT_EQ(items[1].text, "0");
  EXPECT_THAT(page.by_id("history").text, HasSubstr("第 2 版，5月6日 15:00 PDT 至 5月6日 16:00 PDT"));
  EXPECT_EQ(HtmlPage(floor_page(page_of(4), {})).by_id("history").text, "编辑历史收录以来没有改过。\n");
}

TEST(FloorPage, of_a_floor_that_is_gone_says_only_that) {
  FloorPage floor = page_of(7);
  floor.state = PostState::deleted;
  const HtmlPage page(floor_page(floor, {}));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.by_id("p7").text, "第 7 楼 已删除\n");
  EXPECT_EQ(page.by_id("history").name, "");
}

TEST(FloorPage, at_either_end_has_no_way_on) {
  FloorPage floor = page_of(1);
  floor.previous.reset();
  floor.next.reset();
  const HtmlPage page(floor_page(floor, {}));
  EXPECT_EQ(page.with("rel", "prev").name, "");
  EXPECT_EQ(page.with("rel", "next").name, "");
}

// --- floors among others

TEST(RawFloors, mark_an_edited_one_and_lead_to_its_history) {
  ThreadView view = lease_view();
  view.posts[0].edited_at = digest::parse_iso("2026-05-06T23:00:00Z");
  view.posts[0].version = 2;
  const HtmlPage page(format_named("html")->render(view, tests::pacific_site()));
  EXPECT_THAT(page.by_id("p1").text, HasSubstr("编辑于 5月6日 16:00 PDT 2 个版本"));
  EXPECT_EQ(page.with("href", "/t/example/12345/posts/1#history").text, "2 个版本");
}

TEST(RawFloors, keep_the_place_of_one_that_is_gone) {
  ThreadView view = lease_view();
  for (std::int64_t floor = 1; floor <= 9; ++floor) {
    view.facts.push_back(
        {.floor = digest::Floor{floor}, .state = floor == 7 ? PostState::withdrawn : PostState::visible});
  }
  const HtmlPage page(format_named("html")->render(view, {}));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.by_id("p7").text, "第 7 楼 已删除\n");
  EXPECT_EQ(page.by_id("p7").attribute("class"), "gone");
  std::vector<std::string> ids;
  for (const auto& article : page.all("article")) ids.push_back(article.attribute("id"));
  EXPECT_EQ(ids, (std::vector<std::string>{"p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9"}));
}

TEST(RawFloors, say_whether_one_is_hidden_or_deleted) {
  ThreadView view = lease_view();
  view.facts = {{.floor = digest::Floor{20}, .state = PostState::hidden},
                {.floor = digest::Floor{21}, .state = PostState::deleted}};
  const HtmlPage page(format_named("html")->render(view, {}));
  EXPECT_THAT(page.by_id("p20").text, HasSubstr("暂被论坛隐藏"));
  EXPECT_THAT(page.by_id("p21").text, HasSubstr("已删除"));
}

TEST(RawFloors, on_their_own_pages_lead_to_each_ones_page) {
  const HtmlPage page(posts_page({.thread = lease_view()}, {}));
  EXPECT_EQ(page.with("href", "/t/example/12345/posts/4").text, "第 4 楼");
  EXPECT_EQ(page.with("aria-label", "在论坛打开第 4 楼").name, "a");
}

TEST(RawFloors, of_an_empty_stretch_say_so) {
  ThreadView view = lease_view();
  view.posts.clear();
  EXPECT_THAT(HtmlPage(posts_page({.thread = view}, {})).by_id("main").text, HasSubstr("这一段没有楼层"));
}

// --- earlier revisions

ThreadView earlier_view() {
  ThreadView view = lease_view();
  view.digest.revision = digest::Revision{5};
  view.latest = digest::Revision{9};
  view.since = digest::Revision{4};
  view.raw = false;
  view.posts.clear();
  return view;
}

TEST(EarlierRevision, says_which_it_is_and_leads_to_its_neighbours) {
  const HtmlPage page(format_named("html")->render(earlier_view(), tests::pacific_site()));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_THAT(page.with("class", "notice").text, StartsWith("这是修订 r5 时的摘要"));
  EXPECT_EQ(page.with("rel", "prev").attribute("href"), "/t/example/12345/r/4");
  EXPECT_EQ(page.with("rel", "next").attribute("href"), "/t/example/12345/r/6");
  EXPECT_THAT(page.with("class", "pager").text, HasSubstr("现在的摘要 r9"));
  EXPECT_EQ(page.by_id("raw").name, "");
  EXPECT_EQ(page.by_id("news").text, "") << "nothing came with it";
}

TEST(EarlierRevision, counts_what_came_with_it) {
  ThreadView view = earlier_view();
  view.digest.entries[3].rev = digest::Revision{5};
  const HtmlPage page(format_named("html")->render(view, {}));
  EXPECT_EQ(page.by_id("news").text, "本版新增 1 条");
  EXPECT_EQ(page.by_id("e4").attribute("class"), "new");
  Site english;
  english.language = digest::Language::en;
  EXPECT_EQ(HtmlPage(format_named("html")->render(view, english)).by_id("news").text, "1 new in this revision");
}

TEST(EarlierRevision, is_followed_by_no_script) {
  const HtmlPage page(format_named("html")->render(earlier_view(), {}));
  EXPECT_EQ(page.by_id("main").attribute("data-source"), "");
  for (const auto& link : page.all("link")) {
    const bool is_of_the_site = link.attribute("href").starts_with("/feed.");
    EXPECT_TRUE(link.attribute("rel") != "alternate" || is_of_the_site) << link.attribute("href");
  }
}

TEST(EarlierRevision, the_first_and_the_latest_have_one_neighbour) {
  ThreadView view = earlier_view();
  view.digest.revision = digest::Revision{1};
  const HtmlPage first(format_named("html")->render(view, {}));
  EXPECT_EQ(first.with("rel", "prev").name, "");
  EXPECT_EQ(first.with("rel", "next").attribute("href"), "/t/example/12345/r/2");
  view.digest.revision = digest::Revision{9};
  EXPECT_EQ(HtmlPage(format_named("html")->render(view, {})).with("rel", "next").name, "");
}

// --- the front page

FrontRow lively_row() {
  FrontRow row{.source = "example",
               .topic = digest::TopicId{7},
               .title = "算力租赁",
               .summary = "甲方租下。",
               .revision = digest::Revision{12},
               .floors = 70};
  row.revs = {digest::Revision{12}, digest::Revision{12}, digest::Revision{11}};
  for (std::int64_t floor = 1; floor <= 3; ++floor) {
    row.facts.push_back({.floor = digest::Floor{floor}, .created_at = digest::Instant{} + std::chrono::hours{floor}});
  }
  return row;
}

TEST(FrontPage, says_which_revisions_the_newest_entries_are_of) {
  const auto article = HtmlPage(front_page({.rows = {lively_row()}}, {})).with("data-thread", "example/7");
  EXPECT_EQ(article.name, "article");
  EXPECT_EQ(article.attribute("data-revs"), "12 12 11");
}

TEST(FrontPage, draws_how_lively_a_thread_was) {
  const HtmlPage page(front_page({.rows = {lively_row()}}, {}));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_THAT(page.with("class", "spark").text, HasSubstr("每小时回复"));
  FrontRow quiet = lively_row();
  quiet.facts.resize(1);
  EXPECT_EQ(HtmlPage(front_page({.rows = {quiet}}, {})).with("class", "spark").name, "") << "one bar says nothing";
}

TEST(FrontPage, has_a_plain_search_form_where_there_is_a_search) {
  Site site{.base_path = "/gailou"};
  EXPECT_EQ(HtmlPage(front_page({}, site)).with("role", "search").name, "");
  site.places = {{"/search", "搜索", "Search"}};
  const HtmlPage page(front_page({}, site));
  EXPECT_EQ(page.with("role", "search").attribute("action"), "/gailou/search");
  EXPECT_EQ(page.with("type", "search").attribute("name"), "q");
  EXPECT_EQ(page.with("type", "search").attribute("aria-label"), "搜索楼层和条目");
}

TEST(FrontPage, leads_to_the_daily_edition_where_there_is_one) {
  Site site;
  EXPECT_EQ(HtmlPage(front_page({}, site)).with("class", "also").name, "");
  site.places = {{"/daily", "每日精选", "Daily"}};
  EXPECT_THAT(HtmlPage(front_page({.deals = true}, site)).with("class", "also").text,
              HasSubstr("每日精选，一天一期，过后不改"));
}

// --- what the site says of itself

TEST(AboutPage, explains_names_sources_and_whom_to_ask) {
  AboutView view{.sources = {{.name = "uscardforum", .origin = "https://www.uscardforum.com", .threads = 12}},
                 .version = "0.9.0",
                 .contact = "mailto-less@example.com"};
  const HtmlPage page(about_page(view, {}));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.all("h1").front().text, "关于泥潭日报");
  EXPECT_EQ(page.with("href", "https://www.uscardforum.com").text, "uscardforum");
  EXPECT_THAT(page.by_id("sources").text, HasSubstr("跟踪 12 个帖子"));
  EXPECT_THAT(page.by_id("rights").text, HasSubstr("撤下内容请联系：mailto-less@example.com。"));
  EXPECT_THAT(page.by_id("machines").text, HasSubstr("0.9.0"));
}

TEST(AboutPage, leads_to_a_contact_that_is_an_address_of_the_web_and_to_no_other) {
  AboutView view{.contact = "https://example.com/contact"};
  EXPECT_EQ(HtmlPage(about_page(view, {})).with("href", "https://example.com/contact").name, "a");
  view.contact = "javascript:alert(1)";
  const HtmlPage page(about_page(view, {}));
  EXPECT_EQ(page.with("href", "javascript:alert(1)").name, "");
  EXPECT_THAT(page.by_id("rights").text, HasSubstr("javascript:alert(1)"));
}

TEST(AboutPage, without_sources_or_contact_says_what_is_to_be_done) {
  const HtmlPage page(about_page({}, {}));
  EXPECT_THAT(page.by_id("sources").text, HasSubstr("还没有来源"));
  EXPECT_THAT(page.by_id("rights").text, HasSubstr("请在论坛上删除"));
}

TEST(Manifest, names_the_site_wherever_it_lies) {
  Site site{.title = "论坛晚报", .base_path = "/gailou"};
  const auto document = nlohmann::json::parse(manifest(site));
  EXPECT_EQ(document["name"], "论坛晚报");
  EXPECT_EQ(document["start_url"], "./") << "below the manifest's own address";
  EXPECT_EQ(document["lang"], "zh-Hans");
  EXPECT_EQ(document["icons"][0]["src"], "." + std::string(asset_path("favicon.svg")));
  EXPECT_EQ(HtmlPage(front_page({}, site)).with("rel", "manifest").attribute("href"), "/gailou/manifest.webmanifest");
}

TEST(ProblemPage, says_what_can_be_done) {
  struct Case {
    int status;
    std::string words;
  };
  for (const auto& [status, words] : {Case{404, "地址可能写错了"}, Case{410, "已经撤下"}, Case{429, "稍等片刻"},
                                      Case{500, "问题出在我们这边"}, Case{503, "稍后再来"}}) {
    const HtmlPage page(problem_page({.status = status, .title = "出错"}, {}));
    EXPECT_THAT(page.errors(), IsEmpty());
    EXPECT_THAT(page.by_id("main").text, HasSubstr(words)) << status;
    EXPECT_EQ(page.with("class", "kicker").text, "HTTP " + std::to_string(status));
  }
}

}  // namespace
}  // namespace gailou::render
