// The reader's pages, read back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "digest/render/formats.h"
#include "digest/render/pages.h"
#include "tests/support/html_page.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using tests::HtmlPage;
using tests::lease_view;

std::string html(const ThreadView& view, const Site& site = tests::pacific_site()) {
  return format_named("html")->render(view, site);
}

std::size_t gzipped_size(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  std::string in = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  const std::size_t size = stream.total_out;
  deflateEnd(&stream);
  return size;
}

TEST(ThreadPage, is_well_formed) {
  for (const auto& view : {lease_view(), tests::recorded_view(), ThreadView{}}) {
    EXPECT_THAT(HtmlPage(html(view)).errors(), IsEmpty());
  }
}

TEST(ThreadPage, names_each_place_once) {
  auto ids = HtmlPage(html(tests::recorded_view())).values("id");
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

TEST(ThreadPage, has_language_landmarks_and_one_heading_of_the_first_order) {
  const HtmlPage page(html(lease_view()));
  EXPECT_EQ(page.all("html").front().attribute("lang"), "zh-Hans");
  for (const auto* name : {"header", "main", "footer", "nav"}) EXPECT_FALSE(page.all(name).empty()) << name;
  EXPECT_EQ(page.with("aria-label", "章节").name, "nav");
  ASSERT_EQ(page.all("h1").size(), 1U);
  EXPECT_EQ(page.all("h1").front().text, "算力租赁");
  EXPECT_EQ(page.all("a").front().attribute("href"), "#main");
  EXPECT_EQ(page.by_id("main").name, "main");
}

TEST(ThreadPage, has_the_five_sections_in_order_and_says_which_are_empty) {
  const HtmlPage page(html(lease_view()));
  for (int number = 1; number <= 5; ++number) {
    const auto section = page.by_id("s" + std::to_string(number));
    const auto& known = digest::kSections[static_cast<std::size_t>(number - 1)];
    EXPECT_THAT(section.text, StartsWith(std::to_string(number) + ". " + std::string(known.title)));
    EXPECT_EQ(section.attribute("data-key"), known.key);
  }
  EXPECT_THAT(page.by_id("s2").text, HasSubstr("（暂无）"));
  EXPECT_THAT(page.by_id("s5").text, HasSubstr("（暂无）"));
}

TEST(ThreadPage, shows_an_entry_with_marker_text_and_cites) {
  const HtmlPage page(html(lease_view()));
  EXPECT_EQ(page.by_id("e4").text, "新增#4↗：有人反驳#3:混合架构可分开使用(#3, #4)。 反驳↑");
  EXPECT_EQ(page.by_id("e5").text, "新增#5–6↗：周三涨价?");
  EXPECT_EQ(page.by_id("e3").text, "撤回#7：原楼层已删除，本条撤回。");
  EXPECT_EQ(page.by_id("e3").attribute("class"), "withdrawn");
}

TEST(ThreadPage, can_have_the_colon_in_ascii) {
  EXPECT_THAT(HtmlPage(html(lease_view(), {.full_punctuation = false})).by_id("e5").text, StartsWith("新增#5–6↗: "));
}

TEST(ThreadPage, leads_from_a_cite_to_the_floor_and_from_there_to_the_forum) {
  const HtmlPage page(html(lease_view()));
  EXPECT_EQ(page.by_id("p4").name, "article");
  EXPECT_THAT(page.by_id("p4").text, StartsWith("第 4 楼 ↗ 丁 "));
  EXPECT_EQ(page.with("aria-label", "在论坛打开第 4 楼").attribute("href"), "https://forum.example/t/lease/12345/4");
  for (const auto& href : page.values("href")) {
    if (href.starts_with('#')) {
      EXPECT_FALSE(page.by_id(href.substr(1)).name.empty()) << href;
    }
  }
}

TEST(ThreadPage, explains_a_cited_floor_that_is_not_there) {
  const HtmlPage page(html(lease_view()));
  ASSERT_FALSE(page.all("abbr").empty());
  EXPECT_EQ(page.all("abbr").back().text, "#7");
  EXPECT_EQ(page.all("abbr").back().attribute("title"), "第 7 楼已删除或未收录");
  EXPECT_THAT(page.values("href"), Not(Contains("#p7")));
}

TEST(ThreadPage, tells_on_an_entry_that_a_later_one_contradicts_it) {
  EXPECT_THAT(HtmlPage(html(lease_view())).by_id("e2").text, HasSubstr("被 #4 反驳↓"));
}

TEST(ThreadPage, keeps_the_structure_of_a_floor) {
  const HtmlPage page(html(lease_view()));
  const auto quotes = page.all("blockquote");
  ASSERT_EQ(quotes.size(), 1U);
  EXPECT_EQ(quotes[0].text, "丁 #4混合架构也能分开使用\n足够训练了\n");
  EXPECT_EQ(page.all("pre").front().text, "int main() {\n  return 0;\n}");
  EXPECT_EQ(page.with("href", "https://forum.example/uploads/short-url/x.png?dl=1").text, "［图片］");
  EXPECT_TRUE(page.all("img").empty());
}

TEST(ThreadPage, marks_every_link_that_leaves_the_site) {
  for (const auto& link : HtmlPage(html(lease_view())).all("a")) {
    if (link.attribute("href").starts_with("http")) {
      EXPECT_EQ(link.attribute("rel"), "nofollow noopener noreferrer ugc");
    }
  }
}

TEST(ThreadPage, stays_under_its_prefix) {
  const HtmlPage page(html(lease_view(), {.base_path = "/gailou"}));
  for (const auto& href : page.values("href")) {
    EXPECT_TRUE(href.starts_with("/gailou/") || href.starts_with('#') || href.starts_with("https://")) << href;
  }
  EXPECT_THAT(page.values("src"), Each(StartsWith("/gailou/assets/")));
  EXPECT_EQ(page.all("main").front().attribute("data-base"), "/gailou");
}

TEST(ThreadPage, runs_nothing_inline_and_loads_nothing_from_elsewhere) {
  const HtmlPage page(html(tests::recorded_view()));
  EXPECT_TRUE(page.all("style").empty());
  for (const auto& element : page.elements()) {
    for (const auto& [name, value] : element.attributes) {
      EXPECT_FALSE(name.starts_with("on")) << name;
      EXPECT_NE(name, "style");
    }
  }
  ASSERT_EQ(page.all("script").size(), 1U);
  EXPECT_TRUE(page.all("script").front().text.empty());
  EXPECT_THAT(page.values("src"), Each(StartsWith("/assets/")));
}

TEST(ThreadPage, offers_the_other_formats) {
  const HtmlPage page(html(lease_view()));
  for (const auto* suffix : {".json", ".txt", ".md"}) {
    EXPECT_EQ(page.with("href", std::string("/t/example/12345") + suffix).attribute("rel"), "alternate");
  }
}

TEST(ThreadPage, weighs_little) {
  EXPECT_LE(gzipped_size(html(tests::recorded_view())), 20'000U);
}

TEST(ThreadPage, of_a_long_thread_shows_its_last_floors_and_leads_to_the_others) {
  ThreadView view = lease_view();
  view.posts.clear();
  for (std::int64_t floor = 1; floor <= 450; ++floor) {
    view.posts.push_back(tests::stored(tests::post_of(floor, "甲", "楼"), "楼"));
  }
  view.posts_total = 450;
  view.digest.entries[0].cites = tests::floors_of({1, 205, 450});
  const HtmlPage page(html(view));
  EXPECT_EQ(page.all("article").size(), 50U);
  EXPECT_EQ(page.all("article").front().attribute("id"), "p401");
  for (const auto* href : {"/t/example/12345/posts?from=1#p1", "/t/example/12345/posts?from=201#p205", "#p450"}) {
    EXPECT_THAT(page.values("href"), Contains(href));
  }
}

TEST(ThreadPage, of_which_only_the_tail_is_known_takes_earlier_floors_to_exist) {
  ThreadView view = lease_view();
  view.posts.erase(view.posts.begin(), view.posts.begin() + 4);
  view.posts_total = 5000;
  const HtmlPage page(html(view));
  EXPECT_THAT(page.values("href"), Contains("/t/example/12345/posts?from=1#p3"));
}

TEST(ThreadPage, of_a_thread_without_forum_has_no_link_to_one) {
  ThreadView view = lease_view();
  view.forum_url = "";
  const HtmlPage page(html(view));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.with("aria-label", "在论坛打开第 4 楼").name, "");
  EXPECT_EQ(page.all("h1").front().text, "算力租赁");
}

TEST(States, facts_say_how_much_is_read) {
  ThreadView view = lease_view();
  view.pending = 3;
  EXPECT_EQ(HtmlPage(html(view)).with("class", "facts").text,
            "9 楼 · 已收录 8 · 待摘 3 · 更新 5月9日 17:05 PDT · 修订 r2");
}

TEST(States, a_thread_being_fetched_shows_how_far_it_is) {
  ThreadView view = lease_view();
  view.digest.revision = {};
  view.digest.entries.clear();
  view.digest.summary = {};
  view.complete = false;
  view.posts_total = 1840;
  view.expected = 5000;
  const HtmlPage page(html(view));
  EXPECT_THAT(page.with("class", "notice").text, StartsWith("正在收录 1,840/5,000"));
  EXPECT_EQ(page.all("progress").front().attribute("max"), "5000");
  EXPECT_THAT(page.by_id("summary").text, HasSubstr("还没有摘要"));
  EXPECT_EQ(page.by_id("main").attribute("data-rev"), "0");
  EXPECT_EQ(page.by_id("s1").name, "");
}

TEST(States, a_thread_without_floors_says_so) {
  const HtmlPage page(html(ThreadView{}));
  EXPECT_THAT(page.by_id("summary").text, HasSubstr("还没有楼层"));
  EXPECT_THAT(page.by_id("raw").text, HasSubstr("（暂无）"));
}

TEST(States, a_source_that_is_down_is_named_with_its_last_success) {
  ThreadView view = lease_view();
  view.last_error = "连接超时";
  view.last_success = view.digest.generated_at;
  const HtmlPage page(html(view));
  EXPECT_THAT(page.with("class", "notice").text, HasSubstr("暂时读不到论坛。上次成功 5月9日 17:05 PDT"));
  EXPECT_THAT(page.with("class", "notice").text, Not(HasSubstr("连接超时"))) << "why is the owner's business";
}

TEST(States, each_unusual_state_has_its_words) {
  for (const auto& [state, words] : std::vector<std::pair<std::string, std::string>>{
           {"paused", "已暂停跟踪"}, {"closed", "原帖已关闭"}, {"challenged", "人工验证"}, {"gone", "原帖已删除"}}) {
    ThreadView view = lease_view();
    view.state = state;
    EXPECT_THAT(HtmlPage(html(view)).with("class", "notice").text, HasSubstr(words)) << state;
  }
  EXPECT_EQ(HtmlPage(html(lease_view())).with("class", "notice").name, "");
}

TEST(News, entries_after_the_last_visit_are_marked_and_counted_without_script) {
  ThreadView view = lease_view();
  view.since = digest::Revision{1};
  const HtmlPage page(html(view));
  EXPECT_EQ(page.by_id("news").text, "上次访问后新增 4 条");
  EXPECT_EQ(page.by_id("e6").attribute("class"), "new");
  EXPECT_THAT(page.by_id("e6").text, StartsWith("新更正#1"));
  EXPECT_EQ(page.by_id("e1").attribute("class"), "");
  EXPECT_THAT(html(lease_view()), Not(HasSubstr("上次访问后")));
}

TEST(Coverage, tells_of_each_floor_where_it_went) {
  ThreadView view = lease_view();
  view.digest.entries[0].floors = tests::floors_of({1, 3, 4});
  view.digest.entries[3].floors = tests::floors_of({4});
  view.digest.nothing_new = {{digest::Floor{2}, digest::Reason::meme}};
  const HtmlPage page(html(view));
  EXPECT_THAT(page.errors(), IsEmpty());
  const std::string words = page.by_id("coverage").text;
  for (const auto* row : {"收入条目7 楼#1, #3–8", "无新内容：玩笑1 楼#2", "待摘1 楼#9"})
    EXPECT_THAT(words, HasSubstr(row));
}

TEST(Times, name_the_year_where_it_is_not_the_pages) {
  ThreadView view = lease_view();
  view.posts[0].post.created_at = digest::parse_iso("2019-12-31T08:00:00Z").value();
  const HtmlPage page(html(view));
  EXPECT_THAT(page.by_id("p1").text, HasSubstr("2019年12月31日 00:00 PST"));
  EXPECT_THAT(page.by_id("p3").text, HasSubstr(" 5月5日 09:56 PDT"));
}

TEST(FrontPage, lists_threads_with_what_came_last) {
  FrontRow row{.source = "example",
               .topic = digest::TopicId{12345},
               .title = "算力租赁",
               .summary = "甲方租下。",
               .state = "asleep",
               .revision = digest::Revision{2},
               .floors = 1234};
  row.changed_at = digest::parse_iso("2026-05-10T00:05:00Z");
  row.newest = {lease_view().digest.entries[3]};
  const HtmlPage page(front_page({.rows = {row}}, {.base_path = "/gailou"}));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.with("href", "/gailou/t/example/12345").text, "算力租赁");
  EXPECT_EQ(page.with("href", "/gailou/t/example/12345#e4").text, "新增#4");
  EXPECT_THAT(page.with("class", "thread").text, HasSubstr("1,234 楼"));
  EXPECT_THAT(page.with("class", "thread").text, HasSubstr("久无新楼"));
}

TEST(FrontPage, tells_how_to_begin_when_nothing_is_tracked) {
  const HtmlPage page(front_page({}, {}));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_THAT(page.all("pre").front().text, StartsWith("gailou add "));
}

TEST(PostsPage, shows_all_its_floors_and_turns_over) {
  PostsPage page_of_floors{.thread = lease_view(), .prev_from = 1, .next_from = 401};
  const HtmlPage page(posts_page(page_of_floors, {}));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.all("article").size(), 8U);
  EXPECT_EQ(page.with("rel", "next").attribute("href"), "/t/example/12345/posts?from=401");
  EXPECT_EQ(page.with("rel", "prev").attribute("href"), "/t/example/12345/posts?from=1");
}

TEST(ProblemPage, says_what_happened_and_leads_home) {
  const HtmlPage page(
      problem_page({.status = 404, .title = "没有这个帖子", .detail = "<b>", .request_id = "abc-1"}, {}));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.all("h1").front().text, "没有这个帖子");
  EXPECT_TRUE(page.all("b").empty());
  EXPECT_THAT(page.by_id("main").text, HasSubstr("abc-1"));
  EXPECT_THAT(page.values("href"), Contains("/"));
}

TEST(Assets, have_names_of_their_content_and_keep_their_budgets) {
  for (const auto* name : {"gailou.css", "gailou.js", "keys.js", "pages.css", "favicon.svg"}) {
    EXPECT_FALSE(asset_path(name).empty()) << name;
  }
  EXPECT_EQ(asset_path("nosuch.css"), "");
  for (const Asset& asset : assets()) {
    EXPECT_TRUE(asset.path.starts_with("/assets/")) << asset.path;
    EXPECT_EQ(std::count(asset.path.begin(), asset.path.end(), '.'), 2) << asset.path;
    EXPECT_LE(asset.bytes.size(), 8'000U) << asset.path;
    EXPECT_FALSE(asset.bytes.empty());
  }
}

TEST(Assets, of_a_threads_page_are_one_style_sheet_one_script_and_the_icon) {
  const HtmlPage page(html(lease_view()));
  EXPECT_EQ(page.with("rel", "stylesheet").attribute("href"), asset_path("gailou.css"));
  EXPECT_EQ(page.with("rel", "icon").attribute("href"), asset_path("favicon.svg"));
  EXPECT_EQ(page.all("script").front().attribute("src"), asset_path("gailou.js"));
  const auto links = page.values("href");
  EXPECT_EQ(std::count_if(links.begin(), links.end(), [](const auto& href) { return href.starts_with("/assets/"); }),
            2);
}

TEST(Assets, that_only_some_keys_need_are_named_for_the_script) {
  const auto keys = HtmlPage(html(lease_view(), {.base_path = "/gailou"})).by_id("keys");
  EXPECT_EQ(keys.attribute("data-src"), "/gailou" + std::string(asset_path("keys.js")));
  EXPECT_EQ(keys.attribute("type"), "button");
}

TEST(Card, tells_what_a_link_leads_to) {
  Site site{.base_path = "/gailou"};
  site.public_url = "https://news.example/gailou";
  const HtmlPage page(html(lease_view(), site));
  EXPECT_EQ(page.with("property", "og:title").attribute("content"), "算力租赁");
  EXPECT_EQ(page.with("property", "og:description").attribute("content"), "甲方租下整个数据中心。");
  EXPECT_EQ(page.with("name", "description").attribute("content"), "甲方租下整个数据中心。");
  EXPECT_EQ(page.with("property", "og:url").attribute("content"), "https://news.example/gailou/t/example/12345");
  EXPECT_EQ(page.with("property", "og:image").name, "") << "nothing to load from anywhere";
  EXPECT_EQ(HtmlPage(html(lease_view())).with("property", "og:url").name, "") << "no address is known";
}

TEST(Masthead, leads_to_the_pages_that_the_site_has) {
  Site site;
  site.places = {{"/daily", "每日精选", "Daily"}, {"/about", "关于", "About"}};
  const HtmlPage front(front_page({}, site));
  EXPECT_EQ(front.with("class", "site").text, "头版 每日精选 关于 ");
  EXPECT_EQ(front.with("aria-current", "page").text, "头版");
  EXPECT_EQ(front.with("class", "masthead grand").name, "header");
  EXPECT_THAT(front.values("href"), Contains("/daily"));
  const HtmlPage about(about_page({}, site));
  EXPECT_EQ(about.with("aria-current", "page").text, "关于");
  EXPECT_EQ(about.with("class", "masthead").name, "header");
  EXPECT_THAT(HtmlPage(front_page({}, {})).values("href"), Not(Contains("/daily")));
}

}  // namespace
}  // namespace gailou::render
