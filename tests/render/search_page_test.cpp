// What a search found, as a page, as a document and as a description for browsers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/render/blocks/html_writer.h"
#include "digest/render/page/search_part.h"
#include "digest/render/search/search.h"
#include "tests/support/html_page.h"

namespace gailou::render {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::HtmlPage;

const Site kSite{.zone = "America/Los_Angeles", .base_path = "/gailou"};
const Site kEnglish{.zone = "America/Los_Angeles", .language = digest::Language::en};

digest::SearchLine floor_line(std::int64_t floor = 262) {
  return {.place = 9,
          .source = "uscardforum",
          .origin = "https://forum.example",
          .topic = {493728},
          .slug = "lou",
          .title = "算力 <租赁>",
          .at = *digest::parse_iso("2026-05-06T21:02:35Z"),
          .snippet = {{.text = "最近"}, {.text = "算力", .hit = true}, {.text = "涨了 <b>两成</b>"}},
          .floor = {floor},
          .forum_floor = {floor + 1},
          .author = "alice"};
}

digest::SearchLine entry_line() {
  auto line = floor_line();
  line.floor = {};
  line.forum_floor = {};
  line.author.clear();
  line.entry = digest::EntrySeq{12};
  line.section = "deals";
  line.marker = {.kind = digest::Marker::Kind::added, .first = {59}, .last = {59}};
  line.cites = {digest::Floor{59}, digest::Floor{62}};
  return line;
}

SearchView found(std::vector<digest::SearchLine> hits, std::optional<std::int64_t> next = std::nullopt) {
  return {.typed = "算力", .hits = std::move(hits), .next = next};
}

HtmlPage page(const SearchView& view, const Site& site = kSite) {
  return HtmlPage(search_page(view, site));
}

TEST(SearchPage, is_well_formed_with_one_heading_of_the_first_order) {
  for (const auto& view :
       {SearchView{}, found({}), found({floor_line(), entry_line()}, 8), SearchView{.typed = "\"", .fault = "引号"}}) {
    for (const auto& site : {kSite, kEnglish}) {
      const auto read = page(view, site);
      EXPECT_THAT(read.errors(), IsEmpty());
      EXPECT_EQ(read.all("h1").size(), 1u);
    }
  }
}

TEST(SearchPage, has_a_form_that_works_without_script_and_keeps_what_was_typed) {
  const auto read = page({.typed = "算力 \"<混合>\""});
  const auto form = read.all("form").front();
  EXPECT_EQ(form.attribute("action"), "/gailou/search");
  const auto field = read.all("input").front();
  EXPECT_EQ(field.attribute("name"), "q");
  EXPECT_EQ(field.attribute("value"), "算力 \"<混合>\"");
}

TEST(SearchPage, shows_how_to_search_before_anything_was_asked) {
  const auto bytes = search_page({}, kSite);
  EXPECT_THAT(bytes, HasSubstr("/gailou/search?q=%E4%BD%9C%E8%80%85%3Aalice"));
  EXPECT_THAT(bytes, Not(HasSubstr("没有找到")));
  EXPECT_THAT(bytes, HasSubstr("noindex"));
}

TEST(SearchPage, marks_hits_and_leads_to_where_they_stand) {
  const auto read = page(found({floor_line(), entry_line()}));
  EXPECT_EQ(read.all("mark").front().text, "算力");
  EXPECT_EQ(read.all("li").size(), 2u);
  const auto bytes = search_page(found({floor_line(), entry_line()}), kSite);
  EXPECT_THAT(bytes, HasSubstr("href=\"/gailou/t/uscardforum/493728/posts?from=201#p262\""));
  EXPECT_THAT(bytes, HasSubstr("href=\"/gailou/t/uscardforum/493728#e12\""));
  EXPECT_THAT(bytes, HasSubstr("https://forum.example/t/lou/493728/263"));
  EXPECT_THAT(bytes, HasSubstr("新增#59"));
  EXPECT_THAT(bytes, HasSubstr("(#59, #62)"));
  EXPECT_THAT(bytes, HasSubstr("&lt;b&gt;两成&lt;/b&gt;"));
  EXPECT_THAT(bytes, Not(HasSubstr("<b>")));
}

TEST(SearchPage, a_thread_is_named_once_above_its_hits_that_stand_together) {
  auto other = floor_line(3);
  other.topic = {7};
  other.title = "另一帖";
  const auto read = page(found({floor_line(), entry_line(), other, floor_line(1)}));
  const auto titles = read.all("h2");
  ASSERT_EQ(titles.size(), 3u);
  EXPECT_EQ(titles[0].text, "算力 <租赁>");
  EXPECT_EQ(titles[1].text, "另一帖");
  EXPECT_EQ(titles[2].text, "算力 <租赁>");
  EXPECT_EQ(read.all("ol").size(), 3u);
  EXPECT_EQ(read.all("li").size(), 4u);
}

TEST(SearchPage, a_thread_without_a_title_goes_by_its_name) {
  auto line = floor_line();
  line.title.clear();
  EXPECT_EQ(page(found({line})).all("h2").front().text, "uscardforum/493728");
}

TEST(SearchPage, nothing_found_says_what_to_try) {
  const auto bytes = search_page(found({}), kSite);
  EXPECT_THAT(bytes, HasSubstr("没有找到"));
  EXPECT_THAT(bytes, HasSubstr("换短一点的词"));
  EXPECT_THAT(search_page(found({}), kEnglish), HasSubstr("Use shorter words"));
}

TEST(SearchPage, a_page_without_hits_that_goes_on_is_not_the_end) {
  const auto bytes = search_page(found({}, 5), kSite);
  EXPECT_THAT(bytes, HasSubstr("接着往更早的找"));
  EXPECT_THAT(bytes, HasSubstr("after=5"));
}

TEST(SearchPage, pages_lead_on_and_back) {
  const auto first = search_page(found({floor_line()}, 8), kSite);
  EXPECT_THAT(first, HasSubstr("/gailou/search?q=%E7%AE%97%E5%8A%9B&amp;after=8"));
  EXPECT_THAT(first, Not(HasSubstr(">最新的<")));
  auto later = found({floor_line()});
  later.is_later = true;
  const auto last = search_page(later, kSite);
  EXPECT_THAT(last, HasSubstr(">最新的<"));
  EXPECT_THAT(last, Not(HasSubstr("after=")));
}

TEST(SearchPage, a_fault_is_said_and_announced) {
  const auto read = page({.typed = "after:soon", .fault = "“soon”：时间应写成 2026-05-09"});
  EXPECT_EQ(read.with("role", "alert").text, "“soon”：时间应写成 2026-05-09");
  EXPECT_EQ(read.all("input").front().attribute("value"), "after:soon");
}

TEST(SearchPage, an_index_in_the_making_is_told) {
  auto view = found({floor_line()});
  view.incomplete = true;
  EXPECT_THAT(search_page(view, kSite), HasSubstr("还在建立索引"));
}

TEST(SearchPage, hostile_words_stay_words) {
  auto line = floor_line();
  line.title = "</h2><script>alert(1)</script>\u202e";
  line.author = "\"><img src=x onerror=alert(1)>";
  line.origin = "javascript:alert(1)//";
  line.snippet = {{.text = "</mark><script>"}, {.text = "<svg onload=x>", .hit = true}};
  SearchView view = found({line});
  view.typed = "\"><script>alert(1)</script>";
  const auto bytes = search_page(view, kSite);
  EXPECT_THAT(bytes, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(bytes, Not(HasSubstr("<svg onload")));
  EXPECT_THAT(bytes, Not(HasSubstr("<img")));
  EXPECT_THAT(bytes, Not(HasSubstr("javascript:")));
  EXPECT_THAT(page(view).errors(), IsEmpty());
}

TEST(SearchJson, says_what_a_program_needs) {
  const auto document = nlohmann::json::parse(search_json(found({entry_line(), floor_line()}, 7), "/gailou"));
  EXPECT_EQ(document["schema"], "gailou.search/1");
  EXPECT_EQ(document["query"], "算力");
  EXPECT_EQ(document["incomplete"], false);
  EXPECT_EQ(document["next"], 7);
  const auto& entry = document["hits"][0];
  EXPECT_EQ(entry["kind"], "entry");
  EXPECT_EQ(entry["entry"], "e12");
  EXPECT_EQ(entry["section"], "deals");
  EXPECT_EQ(entry["marker"], "新增#59");
  EXPECT_EQ(entry["cites"], (nlohmann::json{59, 62}));
  EXPECT_EQ(entry["page"], "/gailou/t/uscardforum/493728#e12");
  EXPECT_FALSE(entry.contains("floor"));
  EXPECT_FALSE(entry.contains("url"));
  const auto& floor = document["hits"][1];
  EXPECT_EQ(floor["kind"], "floor");
  EXPECT_EQ(floor["floor"], 262);
  EXPECT_EQ(floor["author"], "alice");
  EXPECT_EQ(floor["at"], "2026-05-06T21:02:35.000Z");
  EXPECT_EQ(floor["thread"]["title"], "算力 <租赁>");
  EXPECT_EQ(floor["url"], "https://forum.example/t/lou/493728/263");
  EXPECT_EQ(floor["snippet"], nlohmann::json::parse(R"([{"text":"最近","hit":false},{"text":"算力","hit":true},
                                      {"text":"涨了 <b>两成</b>","hit":false}])"));
}

TEST(SearchJson, without_hits_is_an_empty_list) {
  const auto document = nlohmann::json::parse(search_json(found({}), ""));
  EXPECT_TRUE(document["hits"].empty());
  EXPECT_FALSE(document.contains("next"));
}

TEST(SearchPlaces, the_first_floor_is_on_the_first_page) {
  EXPECT_EQ(page_of(floor_line(1)), "/t/uscardforum/493728/posts?from=1#p1");
  EXPECT_EQ(page_of(floor_line(200)), "/t/uscardforum/493728/posts?from=1#p200");
  EXPECT_EQ(page_of(floor_line(201)), "/t/uscardforum/493728/posts?from=201#p201");
}

TEST(SearchPlaces, a_query_s_address_holds_any_words) {
  EXPECT_EQ(search_path("a b&c=d#e+\"算"), "/search?q=a%20b%26c%3Dd%23e%2B%22%E7%AE%97");
  EXPECT_EQ(search_path("a", 5), "/search?q=a&after=5");
}

TEST(OpenSearch, names_the_site_and_its_address) {
  const Site site{.title = "泥潭 & <日报>"};
  const auto text = opensearch(site, "https://reader.example/gailou");
  EXPECT_THAT(text, HasSubstr("<ShortName>泥潭 &amp; &lt;日报&gt;</ShortName>"));
  EXPECT_THAT(text, HasSubstr("template=\"https://reader.example/gailou/search?q={searchTerms}\""));
  EXPECT_THAT(text, HasSubstr("http://a9.com/-/spec/opensearch/1.1/"));
}

TEST(OpenSearch, pages_point_to_it_where_there_is_a_search) {
  Site site = kSite;
  site.places = {{"/search", "搜索", "Search"}};
  EXPECT_THAT(search_page({}, site), HasSubstr("application/opensearchdescription+xml"));
  EXPECT_THAT(search_page({}, kSite), Not(HasSubstr("application/opensearchdescription+xml")));
}

}  // namespace
}  // namespace gailou::render
