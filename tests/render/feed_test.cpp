// Feeds as the formats have them: ids, titles, times, links, text.
#include "digest/render/feed/feed.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/support/feed_views.h"
#include "tests/support/golden.h"
#include "tests/support/html_page.h"
#include "tests/support/xml_page.h"

namespace gailou::render {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::XmlPage;

const std::string kTag = "tag:4f1d00aa4f1d00aa.gailou.invalid,2026-05-01:";

FeedView lease_feed() {
  return tests::feed_of(tests::lease_view());
}

/// The same read as JSON Feed.
FeedView as_json(FeedView view) {
  std::swap(view.links.self, view.links.other);
  view.links.other_type = "application/atom+xml";
  return view;
}

XmlPage atom(const FeedView& view, const Site& site = {}) {
  XmlPage page(atom_feed(view, site));
  EXPECT_TRUE(page.is_well_formed());
  return page;
}

/// "//entry[…]": the one of this entry.
std::string entry_at(const std::string& id) {
  return "//*[local-name()='entry'][*[local-name()='id']='" + kTag + "example/12345/e/" + id + "']";
}

TEST(Feed, the_recorded_thread_gives_its_golden_feeds) {
  auto view = tests::feed_of(tests::recorded_view());
  view.links.next = view.links.self + "?before=10.5";
  view.links.first = view.links.self;
  tests::expect_golden("golden/recorded.atom", atom_feed(view, tests::pacific_site()));
  view = as_json(view);
  view.links.next = view.links.self + "?before=10.5";
  tests::expect_golden("golden/recorded.feed.json", json::parse(json_feed(view, tests::pacific_site())).dump(2) + "\n");
}

TEST(Feed, the_same_view_gives_the_same_bytes) {
  EXPECT_EQ(atom_feed(lease_feed(), {}), atom_feed(lease_feed(), {}));
  EXPECT_EQ(json_feed(lease_feed(), {}), json_feed(lease_feed(), {}));
}

TEST(Feed, its_head_says_what_it_is_and_where_it_stands) {
  const auto page = atom(lease_feed());
  EXPECT_EQ(page.one("/feed/id"), kTag + "example/12345");
  EXPECT_EQ(page.one("/feed/title"), "算力租赁 · 泥潭日报");
  EXPECT_EQ(page.one("/feed/subtitle"), "每日精选");
  EXPECT_EQ(page.one("/feed/author/name"), "泥潭日报");
  EXPECT_EQ(page.one("/feed/@lang"), "");
  EXPECT_EQ(page.one("/feed/@xml:lang"), "zh-Hans");
  EXPECT_EQ(page.one("/feed/link[@rel='self']/@href"), "https://news.example/t/example/12345.atom");
  EXPECT_EQ(page.one("/feed/link[@rel='self']/@type"), "application/atom+xml");
  EXPECT_EQ(page.one("/feed/link[@rel='alternate'][@type='text/html']/@href"), "https://news.example/t/example/12345");
  EXPECT_EQ(page.one("/feed/link[@rel='alternate'][@type='application/feed+json']/@href"),
            "https://news.example/t/example/12345/feed.json");
  EXPECT_EQ(page.one("/feed/icon"), "https://news.example/favicon.ico");
  EXPECT_EQ(page.one("/feed/generator"), "gailou");
  EXPECT_THAT(page.all("/feed/link[@rel='next']"), IsEmpty());
}

TEST(Feed, pages_are_linked_both_ways) {
  auto view = lease_feed();
  view.links.first = view.links.self;
  view.links.next = view.links.self + "?group=revision&before=10.5";
  view.links.previous = view.links.self + "?group=revision&before=20.9";
  const auto page = atom(view);
  EXPECT_EQ(page.one("/feed/link[@rel='next']/@href"),
            "https://news.example/t/example/12345.atom?group=revision&before=10.5");
  EXPECT_EQ(page.one("/feed/link[@rel='previous']/@href"),
            "https://news.example/t/example/12345.atom?group=revision&before=20.9");
  EXPECT_EQ(page.one("/feed/link[@rel='first']/@href"), "https://news.example/t/example/12345.atom");
  EXPECT_EQ(json::parse(json_feed(view, {}))["next_url"],
            "https://news.example/t/example/12345.atom?group=revision&before=10.5");
}

TEST(Feed, each_entry_is_an_item_newest_first) {
  const auto page = atom(lease_feed());
  std::vector<std::string> ids;
  for (const auto* id : {"e6", "e5", "e4", "e3", "e2", "e1"}) ids.push_back(kTag + "example/12345/e/" + id);
  // The small thread's first two are of revision 1, the others of 2.
  EXPECT_THAT(page.all("//entry/id"), testing::UnorderedElementsAreArray(ids));
  EXPECT_EQ(page.all("//entry/id").front(), kTag + "example/12345/e/e6");
}

TEST(Feed, a_title_is_the_marker_and_the_first_forty_characters) {
  auto view = lease_feed();
  const auto page = atom(view);
  EXPECT_EQ(page.one(entry_at("e4") + "/title"), "新增#4 · 有人反驳#3:混合架构可分开使用。");
  EXPECT_EQ(page.one(entry_at("e1") + "/title"), "甲方租下数据中心,共22万张H100。") << "the first batch has no markers";
  EXPECT_EQ(page.one(entry_at("e5") + "/title"), "新增#5–6 · 周三涨价?");
  std::string text;
  for (int i = 0; i < 50; ++i) text += "👩‍👩‍👧";
  view.items[0].entries[0].text = text;
  text.resize(text.size() / 50 * 40);
  view.items[0].entries[0].text = text;
  EXPECT_EQ(atom(view).one("//entry/title"), "更正#1 · " + text) << "nothing is missing, nothing is cut";
}

TEST(Feed, a_title_that_is_cut_says_so) {
  auto view = lease_feed();
  std::string text;
  for (int i = 0; i < 50; ++i) text += "👩‍👩‍👧";
  view.items[0].entries[0].text = text;
  text.resize(text.size() / 50 * 39);
  EXPECT_EQ(atom(view).one("//entry/title"), "更正#1 · " + text + "…");
  const auto title_of = [&](std::string_view line) {
    view.items[0].entries[0].text = line;
    return atom(view).one("//entry/title");
  };
  EXPECT_EQ(title_of("In distributed training, 100,000 GPUs must talk to each other."),
            "更正#1 · In distributed training, 100,000 GPUs…")
      << "not within a word";
  EXPECT_EQ(title_of("用户指出xAI有这样Hopper GPU,Anthropic当前的模型主要用Hopper训练"),
            "更正#1 · 用户指出xAI有这样Hopper GPU,Anthropic当前的模型主要用…")
      << "nor within one that blanks don't part";
  EXPECT_EQ(title_of("一个 " + std::string(100, 'x')), "更正#1 · 一个 " + std::string(36, 'x') + "…")
      << "unless it is all there is";
}

TEST(Feed, a_title_is_never_empty_and_stays_on_one_line) {
  auto view = lease_feed();
  view.items[0].entries[0].text = "\xE2\x80\xAE\n ";
  view.items[1].entries[0].text =
      "a\nb\xE2\x80\xA8"
      "c";
  const auto titles = atom(view).all("//entry/title");
  EXPECT_EQ(titles[0], "更正#1 · —");
  EXPECT_THAT(titles[1], HasSubstr("a b c"));
}

TEST(Feed, times_are_the_commits_with_a_fraction_of_their_own) {
  const auto page = atom(lease_feed());
  EXPECT_EQ(page.one(entry_at("e1") + "/published"), "2026-05-09T23:00:00.100001Z");
  EXPECT_EQ(page.one(entry_at("e4") + "/published"), "2026-05-10T00:00:00.200004Z");
  EXPECT_EQ(page.one(entry_at("e4") + "/updated"), "2026-05-10T00:00:00.200004Z");
  EXPECT_EQ(page.one("/feed/updated"), "2026-05-10T00:00:00.200006Z");
}

TEST(Feed, no_two_items_share_their_update) {
  auto view = lease_feed();
  view.items.clear();
  // Two threads with the same entries in one second, and one of two thousand entries at once.
  for (std::int64_t commit = 1; commit <= 40; ++commit) {
    for (std::int64_t seq = 1; seq <= (commit == 1 ? 2000 : 60); ++seq) {
      digest::FeedItem item{.source = "example", .topic = digest::TopicId{commit}};
      item.commit = item.changed = digest::CommitNo{commit};
      item.entries.push_back({.seq = digest::EntrySeq{seq}, .section = "key", .text = "话。"});
      view.items.push_back(std::move(item));
    }
  }
  const auto updates = atom(view).all("//entry/updated");
  EXPECT_EQ(std::set<std::string>(updates.begin(), updates.end()).size(), updates.size());
}

TEST(Feed, a_feed_without_items_was_last_changed_when_it_began) {
  auto view = lease_feed();
  view.items.clear();
  EXPECT_EQ(atom(view).one("/feed/updated"), "2026-05-01T00:00:00.000Z");
  EXPECT_EQ(json::parse(json_feed(view, {}))["items"], json::array());
}

TEST(Feed, an_entry_leads_to_its_place_and_to_the_forum) {
  const auto page = atom(lease_feed());
  EXPECT_EQ(page.one(entry_at("e4") + "/link[@rel='alternate']/@href"), "https://news.example/t/example/12345#e4");
  EXPECT_EQ(page.one(entry_at("e4") + "/link[@rel='related']/@href"), "https://forum.example/t/lease/12345/4");
  EXPECT_EQ(page.one(entry_at("e2") + "/link[@rel='related']/@href"), "https://forum.example/t/lease/12345/3");
}

TEST(Feed, a_correction_is_related_to_the_entry_it_means) {
  const auto page = atom(lease_feed());
  EXPECT_THAT(page.all(entry_at("e6") + "/link[@rel='related']/@href"),
              ElementsAre("https://forum.example/t/lease/12345/1", "https://news.example/t/example/12345#e1"));
  EXPECT_EQ(page.all(entry_at("e4") + "/link[@rel='related']").size(), 1u) << "a contradiction is none";
}

TEST(Feed, a_tombstone_says_so_and_leads_to_no_deleted_floor) {
  auto view = lease_feed();
  auto& item = *std::ranges::find_if(view.items, [](const auto& one) { return one.entries[0].seq.value == 3; });
  item.changed = digest::CommitNo{31};
  item.changed_at += std::chrono::hours{5};
  const auto page = atom(view);
  EXPECT_EQ(page.one(entry_at("e3") + "/title"), "撤回#7 · 原楼层已删除，本条撤回。");
  EXPECT_THAT(page.one(entry_at("e3") + "/content"), HasSubstr("原楼层已删除，本条撤回。"));
  EXPECT_EQ(page.one(entry_at("e3") + "/published"), "2026-05-10T00:00:00.200003Z");
  EXPECT_EQ(page.one(entry_at("e3") + "/updated"), "2026-05-10T05:00:00.310003Z");
  EXPECT_EQ(page.one("/feed/updated"), "2026-05-10T05:00:00.310003Z");
  EXPECT_THAT(page.all(entry_at("e3") + "/link[@rel='related']"), IsEmpty());
  EXPECT_THAT(page.all(entry_at("e3") + "/contributor"), IsEmpty());
}

TEST(Feed, who_said_it_contributes_and_its_section_is_a_category) {
  const auto page = atom(lease_feed());
  EXPECT_THAT(page.all(entry_at("e4") + "/contributor/name"), ElementsAre("丙", "丁"));
  EXPECT_EQ(page.one(entry_at("e4") + "/category/@term"), "disputes");
  EXPECT_EQ(page.one(entry_at("e4") + "/category/@label"), "争议或不同意见");
}

TEST(Feed, content_is_html_with_absolute_links_alone) {
  const auto content = atom(lease_feed()).one(entry_at("e4") + "/content");
  const tests::HtmlPage html(content);
  EXPECT_THAT(html.errors(), IsEmpty());
  EXPECT_THAT(content, HasSubstr("有人反驳#3:混合架构可分开使用"));
  const auto links = html.all("a");
  ASSERT_FALSE(links.empty());
  for (const auto& link : links) {
    const auto href = link.attribute("href");
    EXPECT_TRUE(href.starts_with("https://")) << href;
  }
  EXPECT_EQ(links[0].text, "新增#4");
  EXPECT_EQ(links[0].attribute("href"), "https://news.example/t/example/12345/posts?from=1#p4");
  EXPECT_EQ(links[1].text, "#3") << "cites lead to their floors";
}

TEST(Feed, content_follows_the_sites_punctuation_and_language) {
  EXPECT_THAT(atom(lease_feed()).one(entry_at("e4") + "/content"), HasSubstr("</a>："));
  EXPECT_THAT(atom(lease_feed(), {.full_punctuation = false}).one(entry_at("e4") + "/content"), HasSubstr("</a>: "));
  const Site english{.language = digest::Language::en};
  const auto page = atom(lease_feed(), english);
  EXPECT_TRUE(page.one(entry_at("e4") + "/title").starts_with("New #4 · "));
  EXPECT_EQ(page.one(entry_at("e4") + "/category/@label"), "Disputes");
}

TEST(Feed, in_a_feed_of_many_threads_each_entry_says_of_which) {
  auto view = lease_feed();
  view.is_of_thread = false;
  const auto page = atom(view);
  EXPECT_EQ(page.one(entry_at("e4") + "/source/id"), kTag + "example/12345");
  EXPECT_EQ(page.one(entry_at("e4") + "/source/title"), "算力租赁");
  EXPECT_THAT(atom(lease_feed()).all("//source"), IsEmpty());
}

TEST(Feed, a_revision_can_be_one_entry) {
  auto view = lease_feed();
  view.by_revision = true;
  view.name += "/r";
  digest::FeedItem item = view.items[0];
  item.entries = {view.items[2].entries[0], view.items[0].entries[0]};
  view.items = {item};
  const auto page = atom(view);
  EXPECT_EQ(page.one("/feed/id"), kTag + "example/12345/r");
  EXPECT_EQ(page.one("//entry/id"), kTag + "example/12345/r/2");
  EXPECT_EQ(page.one("//entry/title"), "算力租赁 · r2 · 2 条");
  EXPECT_EQ(page.one("//entry/updated"), "2026-05-10T00:00:00.200002Z");
  EXPECT_THAT(page.all("//entry/category/@term"), ElementsAre("key", "disputes"));
  const tests::HtmlPage html(page.one("//entry/content"));
  EXPECT_EQ(html.all("li").size(), 2u);
}

TEST(Feed, json_has_the_same_items) {
  const auto view = as_json(lease_feed());
  const auto feed = json::parse(json_feed(view, {}));
  EXPECT_EQ(feed["version"], "https://jsonfeed.org/version/1.1");
  EXPECT_EQ(feed["title"], "算力租赁 · 泥潭日报");
  EXPECT_EQ(feed["feed_url"], "https://news.example/t/example/12345/feed.json");
  EXPECT_EQ(feed["home_page_url"], "https://news.example/t/example/12345");
  EXPECT_EQ(feed["language"], "zh-Hans");
  EXPECT_EQ(feed["authors"], json::array({{{"name", "泥潭日报"}}}));
  const auto page = atom(lease_feed());
  const auto ids = page.all("//entry/id");
  const auto titles = page.all("//entry/title");
  const auto contents = page.all("//entry/content");
  const auto updates = page.all("//entry/updated");
  ASSERT_EQ(feed["items"].size(), ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto& item = feed["items"][i];
    EXPECT_EQ(item["id"], ids[i]);
    EXPECT_EQ(item["title"], titles[i]);
    EXPECT_EQ(item["content_html"], contents[i]);
    EXPECT_EQ(item["date_modified"], updates[i]);
  }
}

TEST(Feed, a_json_item_has_what_the_format_knows_and_our_own_besides) {
  const auto feed = json::parse(json_feed(as_json(lease_feed()), {}));
  const auto item = *std::ranges::find_if(
      feed["items"], [](const json& one) { return one["id"].get<std::string>().ends_with("/e4"); });
  EXPECT_EQ(item["url"], "https://news.example/t/example/12345#e4");
  EXPECT_EQ(item["external_url"], "https://forum.example/t/lease/12345/4");
  EXPECT_EQ(item["content_text"], "新增#4：有人反驳#3:混合架构可分开使用(#3, #4)。");
  EXPECT_EQ(item["tags"], json::array({"disputes"}));
  EXPECT_EQ(item["authors"], json::array({{{"name", "丙"}}, {{"name", "丁"}}}));
  EXPECT_EQ(item["_gailou"], (json{{"about", "https://news.example/about"},
                                   {"floors", {3, 4}},
                                   {"rev", 2},
                                   {"sections", {"disputes"}},
                                   {"marker", "新增#4"}}));
}

TEST(Feed, a_thread_without_a_forum_has_no_link_there) {
  auto view = tests::lease_view();
  view.forum_url.clear();
  const auto page = atom(tests::feed_of(view));
  EXPECT_THAT(page.all(entry_at("e4") + "/link[@rel='related']"), IsEmpty());
}

TEST(Feed, a_site_whose_address_cannot_stand_in_a_link_keeps_its_words) {
  auto view = lease_feed();
  view.base_url = "http://[::1]:8488";
  const auto content = atom(view).one(entry_at("e4") + "/content");
  EXPECT_THAT(content, HasSubstr("新增#4"));
  EXPECT_THAT(content, HasSubstr("算力租赁"));
}

/// Texts that lie in wait for a parser, a browser, an eye.
const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> kTexts{"</content></entry><entry><id>x</id>",
                                               "<script>alert(1)</script>",
                                               "\"><img src=x onerror=alert(1)>",
                                               "]]><evil/>",
                                               "javascript:alert(1)",
                                               "&lt;b&gt;&amp;amp;",
                                               std::string("a\0b\x01\x1B[2J\x7F", 9),
                                               "\xEF\xBF\xBF\xED\xA0\x80\xFF",
                                               "\xE2\x80\xAE"
                                               "evil"
                                               "\xE2\x80\xAC",
                                               "\xE2\x80\x8B\xE2\x80\x8D\xEF\xBB\xBF",
                                               std::string(100'000, 'w'),
                                               [] {
                                                 std::string storm;
                                                 for (int i = 0; i < 20'000; ++i) storm += "😀";
                                                 return storm;
                                               }()};
  return kTexts;
}

TEST(Feed, hostile_texts_stay_texts_wherever_they_stand) {
  for (const auto& text : hostile_texts()) {
    auto view = lease_feed();
    view.is_of_thread = false;
    view.title = text;
    for (auto& item : view.items) {
      item.title = text;
      item.url = text;
      item.authors = {text};
      item.entries[0].text = text;
      item.entries[0].section = text;
    }
    Site site;
    site.title = text;
    site.tagline = text;
    const auto page = atom(view, site);
    EXPECT_EQ(page.all("/feed/entry").size(), view.items.size());
    EXPECT_THAT(page.all("//script"), IsEmpty());
    EXPECT_THAT(page.all("//evil"), IsEmpty());
    for (const auto& content : page.all("//entry/content")) {
      const tests::HtmlPage html(content);
      EXPECT_THAT(html.all("script"), IsEmpty());
      EXPECT_THAT(html.all("img"), IsEmpty());
      for (const auto& link : html.all("a")) {
        EXPECT_TRUE(link.attribute("href").starts_with("https://"));
      }
    }
    for (const auto& title : page.all("//entry/title")) EXPECT_LE(title.size(), 1100u);
    EXPECT_FALSE(json::parse(json_feed(view, site), nullptr, false).is_discarded());
    EXPECT_TRUE(
        XmlPage(opml({{.title = text, .feeds = {{.title = text, .feed = "/a", .page = "/b"}}}}, view.base_url, site))
            .is_well_formed());
  }
}

TEST(Opml, feeds_are_listed_by_group) {
  const std::vector<FeedGroup> groups{
      {.feeds = {{.title = "泥潭日报", .feed = "/feed.atom", .page = "/"}}},
      {.title = "uscardforum",
       .feeds = {{.title = "uscardforum", .feed = "/s/uscardforum/feed.atom", .page = "/"},
                 {.title = "算力 & 租赁", .feed = "/t/uscardforum/7.atom", .page = "/t/uscardforum/7"}}}};
  const XmlPage page(opml(groups, "https://news.example/gailou", {}));
  ASSERT_TRUE(page.is_well_formed());
  EXPECT_EQ(page.one("/opml/@version"), "2.0");
  EXPECT_EQ(page.one("/opml/head/title"), "泥潭日报");
  EXPECT_EQ(page.one("/opml/body/outline/@xmlUrl"), "https://news.example/gailou/feed.atom");
  EXPECT_EQ(page.one("/opml/body/outline/@type"), "rss");
  EXPECT_THAT(page.all("/opml/body/outline[not(@type)]/@*"), ElementsAre("uscardforum"))
      << "more than a text would want a type";
  EXPECT_THAT(page.all("/opml/body/outline/outline/@text"), ElementsAre("uscardforum", "算力 & 租赁"));
  EXPECT_THAT(page.all("/opml/body/outline/outline/@htmlUrl"),
              ElementsAre("https://news.example/gailou/", "https://news.example/gailou/t/uscardforum/7"));
}

}  // namespace
}  // namespace gailou::render
