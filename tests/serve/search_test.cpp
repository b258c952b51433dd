// /search, /api/v1/search and /opensearch.xml as a reader and a program meet them.
#include <gmock/gmock.h>

#include "tests/serve/gunzip.h"
#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

using testing::HasSubstr;
using testing::Not;

class SearchSite : public SiteTest {
 protected:
  SearchSite() : SearchSite(Settings{}) {}
  explicit SearchSite(const Settings& settings) : SiteTest(settings) {}

  io::ServerResponse ask(std::string_view path, const std::string& typed, std::string_view more = {}) {
    auto request = request_for(std::string(path) + "?q=x" + std::string(more));
    request.query[0].second = typed;
    request.accept = path == "/search" ? "text/html" : "application/json";
    return answer(std::move(request));
  }
  nlohmann::json hits(const std::string& typed, std::string_view more = {}) {
    const auto response = ask("/api/v1/search", typed, more);
    EXPECT_EQ(response.status, 200) << body_of(response);
    return json_of(response)["hits"];
  }
};

TEST_F(SearchSite, the_page_asks_for_words_first) {
  const auto response = get("/search", "text/html");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header_of(response, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(body_of(response), HasSubstr("type=\"search\""));
  EXPECT_THAT(body_of(response), Not(HasSubstr("role=\"alert\"")));
  EXPECT_EQ(get("/search?q=", "text/html").status, 200);
}

TEST_F(SearchSite, floors_and_entries_are_found) {
  const auto id = add_thread();
  store_posts(id, 1, 3);
  digest_pending(id);
  const auto found = hits("租金");
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0]["kind"], "entry");
  EXPECT_EQ(found[0]["page"], "/t/forum/7#e1");
  EXPECT_EQ(found[1]["floor"], 3);
  EXPECT_EQ(found[1]["url"], "https://forum.example/t/lease/7/3");
  EXPECT_EQ(hits("租金 in:entries").size(), 1u);
  EXPECT_EQ(hits("作者:楼友2").size(), 1u);
  const auto page = body_of(ask("/search", "租金"));
  EXPECT_THAT(page, HasSubstr("<mark>租金</mark>"));
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;可议&lt;/b&gt;"));
}

TEST_F(SearchSite, a_feed_is_named_only_where_it_may_have_entries) {
  store_posts(add_thread(), 1, 3);
  EXPECT_THAT(body_of(ask("/search", "租金")), HasSubstr("/search.atom?q="));
  for (const auto* typed : {"作者:楼友2", "租金 in:floors"}) {
    EXPECT_THAT(body_of(ask("/search", typed)), Not(HasSubstr("/search.atom"))) << typed;
    EXPECT_EQ(ask("/search.atom", typed).status, 400) << typed;
  }
}

TEST_F(SearchSite, pages_of_hits_are_linked_and_lead_to_the_end) {
  store_posts(add_thread(), 1, 25);
  const auto first = ask("/api/v1/search", "租金", "&limit=10");
  const auto document = json_of(first);
  ASSERT_EQ(document["hits"].size(), 10u);
  const auto next = document["next"].get<std::int64_t>();
  EXPECT_THAT(header_of(first, "Link"), HasSubstr("after=" + std::to_string(next) + "&limit=10>; rel=\"next\""));
  EXPECT_THAT(header_of(first, "Link"), HasSubstr("rel=\"first\""));
  const auto second = hits("租金", "&limit=10&after=" + std::to_string(next));
  EXPECT_EQ(second[0]["floor"], 15);
  const auto last = ask("/api/v1/search", "租金", "&limit=200");
  EXPECT_FALSE(json_of(last).contains("next"));
  EXPECT_THAT(header_of(last, "Link"), Not(HasSubstr("next")));
  EXPECT_THAT(body_of(ask("/search", "租金")), HasSubstr("更早的结果"));
}

TEST_F(SearchSite, what_is_hidden_or_deleted_is_not_found) {
  const auto id = add_thread();
  store_posts(id, 1, 3);
  digest::Observation seen;
  for (std::int64_t floor = 1; floor <= 2; ++floor) {
    auto post = post_at(floor);
    post.state = floor == 1 ? digest::PostState::hidden : digest::PostState::deleted;
    post.body = {};
    post.updated_at = now();
    seen.posts.push_back(post);
  }
  ASSERT_TRUE(store_->ingest(id, seen, std::chrono::seconds{90}, now()));
  site_.changed(id);
  const auto found = hits("租金");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0]["floor"], 3);
}

TEST_F(SearchSite, a_query_that_can_not_be_understood_is_told_to_programs_as_a_problem) {
  for (const auto* typed : {"", "???", "after:soon", "\"open", "autor:x"}) {
    const auto response = ask("/api/v1/search", typed);
    EXPECT_EQ(response.status, 400) << typed;
    const auto problem = json_of(response);
    EXPECT_THAT(problem["type"].get<std::string>(), HasSubstr("/problems/bad-parameter"));
    EXPECT_EQ(problem["errors"][0]["pointer"], "/q");
    EXPECT_FALSE(problem["errors"][0]["detail"].get<std::string>().empty());
  }
  EXPECT_EQ(get("/api/v1/search", "application/json").status, 400);
}

TEST_F(SearchSite, a_reader_keeps_what_was_typed_and_learns_what_is_wrong) {
  const auto response = ask("/search", "租金 after:soon");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(body_of(response), HasSubstr("role=\"alert\""));
  EXPECT_THAT(body_of(response), HasSubstr("2026-05-09"));
  EXPECT_THAT(body_of(response), HasSubstr("value=\"租金 after:soon\""));
}

TEST_F(SearchSite, limits_and_places_out_of_range_are_refused) {
  for (const auto* more : {"&limit=0", "&limit=201", "&limit=x", "&after=0", "&after=-1", "&after=9007199254740993"}) {
    EXPECT_EQ(ask("/api/v1/search", "租金", more).status, 400) << more;
    EXPECT_EQ(ask("/search", "租金", more).status, 400) << more;
  }
  EXPECT_EQ(ask("/api/v1/search", std::string(2000, 'a')).status, 400);
  EXPECT_EQ(ask("/search", std::string(2000, 'a')).status, 200);
  EXPECT_EQ(ask("/search", std::string(9000, 'a')).status, 400);
  EXPECT_EQ(get("/search?q=a&q=b", "text/html").status, 400);
}

TEST_F(SearchSite, asking_again_costs_a_tag) {
  store_posts(add_thread(), 1, 3);
  const auto first = ask("/api/v1/search", "租金");
  const auto tag = header_of(first, "ETag");
  EXPECT_FALSE(tag.empty());
  EXPECT_EQ(header_of(first, "Cache-Control"), "no-cache");
  loop_.run_for(std::chrono::minutes{5});
  auto request = request_for("/api/v1/search?q=x");
  request.query[0].second = "租金";
  request.if_none_match = tag;
  EXPECT_EQ(answer(std::move(request)).status, 304);
}

TEST_F(SearchSite, a_change_without_a_newer_floor_is_a_change) {
  const auto id = add_thread();
  store_posts(id, 1, 3);
  const auto since = header_of(ask("/api/v1/search", "租金"), "Last-Modified");
  loop_.run_for(std::chrono::minutes{5});
  auto post = post_at(2);
  post.state = digest::PostState::deleted;
  post.body = {};
  post.updated_at = now();
  digest::Observation seen;
  seen.posts.push_back(post);
  ASSERT_TRUE(store_->ingest(id, seen, std::chrono::seconds{90}, now()));
  auto request = request_for("/api/v1/search?q=x");
  request.query[0].second = "租金";
  request.if_modified_since = since;
  const auto response = answer(std::move(request));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(json_of(response)["hits"].size(), 2u);
}

TEST_F(SearchSite, queries_do_not_push_pages_out_of_memory) {
  store_posts(add_thread(), 1, 3);
  get("/t/forum/7", "text/html");
  const auto pages = site_.cache().pages();
  const auto bytes = site_.cache().bytes();
  for (int i = 0; i < 50; ++i) {
    ask("/search", "租金" + std::to_string(i));
    ask("/api/v1/search", "租金" + std::to_string(i));
  }
  EXPECT_EQ(site_.cache().pages(), pages);
  EXPECT_EQ(site_.cache().bytes(), bytes);
}

TEST_F(SearchSite, gzip_and_head_work_as_everywhere) {
  store_posts(add_thread(), 1, 20);
  auto request = request_for("/search?q=x");
  request.query[0].second = "租金";
  request.accept_encoding = "gzip";
  const auto packed = answer(request);
  EXPECT_EQ(header_of(packed, "Content-Encoding"), "gzip");
  EXPECT_THAT(support::gunzip(body_of(packed)), HasSubstr("<mark>租金</mark>"));
  request.method = "HEAD";
  EXPECT_EQ(answer(std::move(request)).status, 200);
}

TEST_F(SearchSite, browsers_are_told_how_to_search) {
  const auto response = get("/opensearch.xml");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header_of(response, "Content-Type"), "application/opensearchdescription+xml; charset=utf-8");
  EXPECT_THAT(body_of(response), HasSubstr("http://localhost:8488/search?q={searchTerms}"));
  EXPECT_THAT(body_of(get("/search", "text/html")), HasSubstr("href=\"/opensearch.xml\""));
}

class SearchBehindAProxy : public SearchSite {
 protected:
  static Settings settings() {
    Settings settings;
    settings.base_path = "/gailou";
    settings.public_url = "https://reader.example/gailou";
    return settings;
  }
  SearchBehindAProxy() : SearchSite(settings()) {}
};

TEST_F(SearchBehindAProxy, every_address_stays_within_the_prefix) {
  store_posts(add_thread(), 1, 25);
  const auto response = ask("/gailou/api/v1/search", "租金", "&limit=5");
  EXPECT_THAT(header_of(response, "Link"), HasSubstr("</gailou/api/v1/search?q="));
  EXPECT_EQ(json_of(response)["hits"][0]["page"], "/gailou/t/forum/7/posts?from=1#p25");
  EXPECT_THAT(body_of(get("/gailou/opensearch.xml")), HasSubstr("https://reader.example/gailou/search?q="));
  EXPECT_THAT(body_of(get("/gailou/search", "text/html")), HasSubstr("action=\"/gailou/search\""));
}

}  // namespace
}  // namespace gailou::serve
