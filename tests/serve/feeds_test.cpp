// Feeds over HTTP: which there are, what stays the same, what changes.
#include <chrono>
#include <memory>
#include <set>

#include <gmock/gmock.h>

#include "tests/serve/gunzip.h"
#include "tests/serve/site_fixture.h"
#include "tests/support/xml_page.h"

namespace gailou::serve {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::XmlPage;

class FeedsTest : public SiteTest {
 protected:
  FeedsTest() : FeedsTest(Settings{}) {}
  explicit FeedsTest(const Settings& settings) : SiteTest(settings) {
    id_ = add_thread();
    store_posts(id_, 1, 3);
    digest_pending(id_);
  }

  XmlPage feed(std::string_view target) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200) << target;
    XmlPage page(body_of(response));
    EXPECT_TRUE(page.is_well_formed()) << target;
    return page;
  }
  void grow(digest::ThreadId id, std::int64_t first, std::int64_t last) {
    loop_.run_for(std::chrono::minutes{10});
    store_posts(id, first, last);
    digest_pending(id);
  }
  /// The forum deletes a floor and the digest withdraws what it said.
  void withdraw(digest::ThreadId id, std::int64_t floor) {
    loop_.run_for(std::chrono::minutes{10});
    digest::Observation seen;
    auto gone = post_at(floor);
    gone.state = digest::PostState::deleted;
    gone.body = {};
    seen.posts.push_back(gone);
    ASSERT_TRUE(store_->ingest(id, seen, std::chrono::seconds{90}, now()).has_value());
    const auto done = store_->withdraw_deleted(id, now());
    ASSERT_TRUE(done && *done);
    site_.changed(id);
  }

  digest::ThreadId id_{};
};

constexpr const char* kAllFeeds[] = {"/feed.atom",         "/feed.json",      "/s/forum/feed.atom",
                                     "/s/forum/feed.json", "/t/forum/7.atom", "/t/forum/7/feed.json",
                                     "/feeds.opml"};

TEST_F(FeedsTest, each_has_its_media_type_and_may_be_read_by_any_site) {
  for (const std::string target : kAllFeeds) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200) << target;
    const auto type = header_of(response, "Content-Type");
    EXPECT_EQ(type == "application/atom+xml; charset=utf-8", target.ends_with(".atom")) << target;
    EXPECT_EQ(type == "application/feed+json", target.ends_with(".json")) << target;
    EXPECT_EQ(type == "text/x-opml; charset=utf-8", target.ends_with(".opml")) << target;
    EXPECT_EQ(header_of(response, "Access-Control-Allow-Origin"), "*") << target;
    EXPECT_EQ(header_of(response, "Cache-Control"), "max-age=30, stale-while-revalidate=300");
    EXPECT_EQ(header_of(response, "Vary"), "Accept-Encoding");
    EXPECT_EQ(header_of(response, "Content-Language"), "");
  }
}

TEST_F(FeedsTest, unchanged_ones_are_the_same_bytes_and_answered_by_304) {
  for (const auto* target : kAllFeeds) {
    const auto first = get(target);
    loop_.run_for(std::chrono::hours{26});
    site_.apply(Settings{});
    const auto second = get(target);
    EXPECT_EQ(body_of(first), body_of(second)) << target;
    EXPECT_EQ(header_of(first, "ETag"), header_of(second, "ETag")) << target;
    EXPECT_EQ(header_of(first, "Last-Modified"), header_of(second, "Last-Modified")) << target;
    auto again = request_for(target);
    again.if_none_match = header_of(first, "ETag");
    const auto unchanged = answer(std::move(again));
    EXPECT_EQ(unchanged.status, 304) << target;
    EXPECT_EQ(body_of(unchanged), "");
  }
}

TEST_F(FeedsTest, a_poll_that_brings_nothing_new_changes_nothing) {
  const auto before = get("/feed.atom");
  storage::PollState poll;
  poll.last_poll = now() + std::chrono::hours{1};
  ASSERT_TRUE(store_->save_poll(id_, poll, storage::ThreadState::asleep).has_value());
  site_.changed(id_);
  EXPECT_EQ(header_of(get("/feed.atom"), "ETag"), header_of(before, "ETag"));
}

TEST_F(FeedsTest, gzip_has_a_tag_of_its_own) {
  grow(id_, 4, 5);
  auto request = request_for("/feed.atom");
  request.accept_encoding = "gzip";
  const auto packed = answer(std::move(request));
  EXPECT_EQ(header_of(packed, "Content-Encoding"), "gzip");
  EXPECT_TRUE(header_of(packed, "ETag").ends_with("-gz\""));
  EXPECT_EQ(support::gunzip(body_of(packed)), body_of(get("/feed.atom")));
}

TEST_F(FeedsTest, ids_survive_a_restart_another_host_and_another_prefix) {
  const auto ids = feed("/feed.atom").all("//id");
  ASSERT_EQ(ids.size(), 3u);
  EXPECT_THAT(ids[1], testing::MatchesRegex("tag:[0-9a-f]{16}\\.gailou\\.invalid,2026-05-01:forum/7/e/e1"));

  auto elsewhere = request_for("/feed.atom");
  elsewhere.host = "127.0.0.1:9999";
  EXPECT_EQ(XmlPage(body_of(answer(std::move(elsewhere)))).all("//id"), ids);

  auto settings = Settings{};
  settings.public_url = "https://news.example/gailou/";
  site_.apply(settings);
  EXPECT_EQ(feed("/feed.atom").all("//id"), ids);

  io::OwningThread<storage::Reader> reader(storage::open_reader(folder_.path()).value());
  loop_.watch(reader);
  settings.base_path = "/gailou";
  Site moved(settings, loop_.clock(), reader, "9.9.9");
  const auto request = request_for("/gailou/feed.atom");
  EXPECT_EQ(XmlPage(body_of(loop_.run(moved.answer(request)))).all("//id"), ids);
}

TEST_F(FeedsTest, links_begin_with_the_public_url_else_with_the_host_that_was_asked) {
  EXPECT_EQ(feed("/t/forum/7.atom").one("/feed/link[@rel='self']/@href"), "http://localhost:8488/t/forum/7.atom");
  auto request = request_for("/t/forum/7.atom");
  request.host = "127.0.0.1:9999";
  EXPECT_EQ(XmlPage(body_of(answer(std::move(request)))).one("/feed/link[@rel='self']/@href"),
            "http://127.0.0.1:9999/t/forum/7.atom");
  request = request_for("/t/forum/7.atom");
  request.host = "";
  request.peer = "unix";
  EXPECT_EQ(XmlPage(body_of(answer(std::move(request)))).one("/feed/link[@rel='self']/@href"),
            "http://localhost/t/forum/7.atom");
  Settings settings;
  settings.public_url = "https://news.example/gailou/";
  site_.apply(settings);
  EXPECT_EQ(feed("/t/forum/7.atom").one("/feed/link[@rel='self']/@href"), "https://news.example/gailou/t/forum/7.atom");
}

TEST_F(FeedsTest, a_new_entry_changes_the_feeds_of_its_thread_its_source_and_all) {
  const auto other = add_thread(8);
  store_posts(other, 1, 1, "另一个帖子");
  digest_pending(other);
  std::vector<std::string> before;
  for (const auto* target : kAllFeeds) before.push_back(header_of(get(target), "ETag"));
  const auto untouched = header_of(get("/t/forum/8.atom"), "ETag");
  grow(id_, 4, 4);
  for (std::size_t i = 0; i + 1 < std::size(kAllFeeds); ++i) {
    EXPECT_NE(header_of(get(kAllFeeds[i]), "ETag"), before[i]) << kAllFeeds[i];
  }
  EXPECT_EQ(header_of(get("/t/forum/8.atom"), "ETag"), untouched);
  const auto page = feed("/feed.atom");
  EXPECT_TRUE(page.all("//entry/id").front().ends_with(":forum/7/e/e2"));
  EXPECT_EQ(page.one("//entry/title"), "新增#4 · 租金是每月一百元。");
  EXPECT_EQ(page.one("//entry/contributor/name"), "楼友4");
  EXPECT_EQ(page.one("//entry/source/title"), "算力租赁");
}

TEST_F(FeedsTest, a_tombstone_is_the_entrys_update_and_comes_first) {
  grow(id_, 4, 4);
  const auto before = feed("/t/forum/7.atom");
  withdraw(id_, 1);
  const auto after = feed("/t/forum/7.atom");
  const auto first_id = after.one("//entry/id");
  EXPECT_TRUE(first_id.ends_with("/e/e1"));
  EXPECT_EQ(after.one("//entry/title"), "撤回#1 · 原楼层已删除，本条撤回。");
  EXPECT_EQ(after.all("//entry/published").front(), before.all("//entry/published").back());
  EXPECT_GT(after.all("//entry/updated").front(), before.all("//entry/updated").back());
  EXPECT_GT(after.one("/feed/updated"), before.one("/feed/updated"));
  const auto items = json_of(get("/feed.json"))["items"];
  EXPECT_EQ(items[0]["content_text"], "撤回#1：原楼层已删除，本条撤回。");
}

TEST_F(FeedsTest, pages_lead_on_until_every_entry_was_seen_once) {
  Settings settings;
  settings.feed_entries = 10;
  site_.apply(settings);
  for (std::int64_t floor = 4; floor <= 27; ++floor) grow(id_, floor, floor);
  for (const std::string start : {"/feed.atom", "/t/forum/7.atom", "/s/forum/feed.atom"}) {
    std::vector<std::string> seen;
    std::string target = start;
    std::string previous;
    int pages = 0;
    for (; pages < 9 && !target.empty(); ++pages) {
      const auto page = feed(target);
      const auto ids = page.all("//entry/id");
      seen.insert(seen.end(), ids.begin(), ids.end());
      const auto self = page.one("/feed/link[@rel='self']/@href");
      EXPECT_EQ(self, "http://localhost:8488" + target);
      EXPECT_EQ(page.one("/feed/link[@rel='previous']/@href"), previous);
      EXPECT_EQ(page.one("/feed/link[@rel='first']/@href"), "http://localhost:8488" + start);
      previous = self;
      const auto next = page.one("/feed/link[@rel='next']/@href");
      target = next.empty() ? "" : next.substr(std::string_view("http://localhost:8488").size());
    }
    EXPECT_EQ(pages, 3) << start;
    EXPECT_EQ(seen.size(), 25u);
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 25u);
  }
  const auto first = json_of(get("/feed.json"));
  EXPECT_EQ(first["items"].size(), 10u);
  EXPECT_THAT(first["next_url"].get<std::string>(), HasSubstr("/feed.json?before="));
}

TEST_F(FeedsTest, an_old_page_stays_as_it_is_while_new_entries_come) {
  Settings settings;
  settings.feed_entries = 10;
  site_.apply(settings);
  for (std::int64_t floor = 4; floor <= 30; ++floor) grow(id_, floor, floor);
  const auto next = feed("/t/forum/7.atom").one("/feed/link[@rel='next']/@href").substr(21);
  const auto ids = feed(next).all("//entry/id");
  grow(id_, 31, 31);
  EXPECT_EQ(feed(next).all("//entry/id"), ids);
}

TEST_F(FeedsTest, quiet_readers_get_one_entry_per_revision) {
  grow(id_, 4, 6);
  const auto page = feed("/t/forum/7.atom?group=revision");
  const auto ids = page.all("//entry/id");
  ASSERT_EQ(ids.size(), 2u);
  EXPECT_TRUE(ids[0].ends_with(":forum/7/r/2"));
  EXPECT_EQ(page.one("//entry/title"), "算力租赁 · r2 · 1 条");
  EXPECT_NE(page.one("/feed/id"), feed("/t/forum/7.atom").one("/feed/id"));
  EXPECT_EQ(page.one("/feed/link[@rel='self']/@href"), "http://localhost:8488/t/forum/7.atom?group=revision");
  EXPECT_EQ(json_of(get("/feed.json?group=revision"))["items"].size(), 2u);
}

TEST_F(FeedsTest, a_thread_without_a_digest_has_an_empty_feed_that_stays_the_same) {
  add_thread(9);
  const auto page = feed("/t/forum/9.atom");
  EXPECT_THAT(page.all("//entry"), IsEmpty());
  EXPECT_EQ(page.one("/feed/updated"), digest::to_iso(now()));
  EXPECT_EQ(page.one("/feed/title"), "泥潭日报") << "its title isn't known yet";
}

TEST_F(FeedsTest, what_is_not_tracked_has_no_feed) {
  EXPECT_EQ(get("/t/forum/99.atom").status, 404);
  EXPECT_EQ(get("/t/forum/99/feed.json").status, 404);
  EXPECT_EQ(get("/s/nobody/feed.atom").status, 404);
  EXPECT_EQ(get("/s/nobody/feed.json").status, 404);
  ASSERT_TRUE(store_->remove_thread(id_, false, now()).has_value());
  site_.changed(id_);
  EXPECT_EQ(get("/t/forum/7.atom").status, 410);
  EXPECT_THAT(feed("/feed.atom").all("//entry"), IsEmpty());
}

TEST_F(FeedsTest, bad_parameters_are_named) {
  struct Case {
    std::string_view target;
    std::string_view pointer;
  };
  constexpr Case kCases[] = {{"/feed.atom?group=week", "/group"},
                             {"/feed.atom?before=5", "/before"},
                             {"/feed.atom?before=5.x", "/before"},
                             {"/feed.atom?before=-1.5", "/before"},
                             {"/feed.json?before=99999999999999999999.1", "/before"},
                             {"/t/forum/7.atom?before=1.1&before=2.2", "/before"}};
  for (const auto& [target, pointer] : kCases) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 400) << target;
    EXPECT_EQ(json_of(response)["errors"][0]["pointer"], pointer) << target;
  }
  EXPECT_EQ(feed("/feed.atom?before=0.0").all("//entry").size(), 0u) << "older than everything";
}

TEST_F(FeedsTest, the_threads_page_gives_the_feed_to_who_prefers_it) {
  const auto response = get("/t/forum/7", "application/atom+xml, text/html;q=0.5");
  EXPECT_EQ(header_of(response, "Content-Type"), "application/atom+xml; charset=utf-8");
  EXPECT_EQ(header_of(response, "Content-Location"), "/t/forum/7.atom");
  EXPECT_EQ(header_of(response, "Vary"), "Accept, Accept-Encoding");
  EXPECT_EQ(body_of(response), body_of(get("/t/forum/7.atom")));
  EXPECT_EQ(header_of(get("/t/forum/7", "text/html, application/atom+xml;q=0.9"), "Content-Type"),
            "text/html; charset=utf-8");
  EXPECT_THAT(header_of(get("/t/forum/7", "image/png"), "Link"),
              HasSubstr("</t/forum/7.atom>; rel=\"alternate\"; type=\"application/atom+xml\""));
}

TEST_F(FeedsTest, pages_tell_of_the_threads_feed_first_then_of_all) {
  const auto thread = body_of(get("/t/forum/7", "text/html"));
  const auto own = thread.find("href=\"/t/forum/7.atom\" rel=\"alternate\" type=\"application/atom+xml\"");
  const auto all = thread.find("href=\"/feed.atom\" rel=\"alternate\" type=\"application/atom+xml\"");
  ASSERT_NE(own, std::string::npos);
  ASSERT_NE(all, std::string::npos);
  EXPECT_LT(own, all);
  for (const auto* target : {"/", "/t/forum/7/posts", "/deals"}) {
    const auto html = body_of(get(target, "text/html"));
    EXPECT_THAT(html, HasSubstr("href=\"/feed.atom\" rel=\"alternate\" type=\"application/atom+xml\"")) << target;
    EXPECT_THAT(html, HasSubstr("href=\"/feed.json\" rel=\"alternate\" type=\"application/feed+json\"")) << target;
    EXPECT_THAT(html, HasSubstr("href=\"/feeds.opml\"")) << target;
  }
}

TEST_F(FeedsTest, opml_lists_them_by_source) {
  add_thread(8);
  const auto page = feed("/feeds.opml");
  EXPECT_EQ(page.one("/opml/body/outline/@xmlUrl"), "http://localhost:8488/feed.atom");
  EXPECT_THAT(page.all("/opml/body/outline/outline/@xmlUrl"),
              ElementsAre("http://localhost:8488/s/forum/feed.atom", "http://localhost:8488/t/forum/7.atom",
                          "http://localhost:8488/t/forum/8.atom"));
  EXPECT_THAT(page.all("/opml/body/outline/outline/@text"), ElementsAre("forum", "算力租赁", "forum/8"));
}

TEST_F(FeedsTest, a_search_is_a_feed_of_the_entries_it_finds) {
  const auto other = add_thread(8);
  store_posts(other, 1, 1);
  digest_pending(other);
  const auto page = feed("/search.atom?q=租金 thread:forum/7");
  EXPECT_EQ(page.one("/feed/title"), "租金 thread:forum/7 · 泥潭日报");
  EXPECT_THAT(page.one("/feed/id"), HasSubstr(":feed:search/%E7%A7%9F%E9%87%91%20thread%3Aforum%2F7"));
  EXPECT_EQ(page.one("/feed/link[@rel='self']/@href"),
            "http://localhost:8488/search.atom?q=%E7%A7%9F%E9%87%91%20thread%3Aforum%2F7");
  EXPECT_THAT(page.all("//entry/id"), ElementsAre(feed("/t/forum/7.atom").one("//entry/id")));
  EXPECT_EQ(page.one("//entry/updated"), feed("/t/forum/7.atom").one("//entry/updated"));
  EXPECT_EQ(feed("/search.atom?q=租金").all("//entry").size(), 2u);
  EXPECT_EQ(json_of(get("/search/feed.json?q=租金"))["items"].size(), 2u);
  EXPECT_THAT(feed("/search.atom?q=没有这个词").all("//entry"), IsEmpty());
}

TEST_F(FeedsTest, the_same_search_gives_the_same_bytes) {
  const auto first = get("/search.atom?q=租金");
  loop_.run_for(std::chrono::hours{5});
  auto again = request_for("/search.atom?q=租金");
  again.if_none_match = header_of(first, "ETag");
  EXPECT_EQ(answer(std::move(again)).status, 304);
}

TEST_F(FeedsTest, a_search_feed_goes_on_page_by_page) {
  Settings settings;
  settings.feed_entries = 10;
  site_.apply(settings);
  for (std::int64_t floor = 4; floor <= 17; ++floor) grow(id_, floor, floor);
  const auto first = feed("/search.atom?q=租金");
  EXPECT_EQ(first.all("//entry").size(), 10u);
  const auto next = first.one("/feed/link[@rel='next']/@href");
  ASSERT_THAT(next, HasSubstr("&after="));
  const auto after = next.substr(next.find("&after="));
  EXPECT_EQ(feed("/search.atom?q=租金" + after).all("//entry").size(), 5u);
}

TEST_F(FeedsTest, a_search_that_no_feed_can_hold_is_refused) {
  for (const auto* target : {"/search.atom", "/search.atom?q=", "/search.atom?q=in:floors 租金",
                             "/search/feed.json?q=author:楼友1", "/search.atom?q=\"租"}) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 400) << target;
    EXPECT_EQ(json_of(response)["errors"][0]["pointer"], "/q") << target;
  }
}

TEST_F(FeedsTest, the_searchs_page_tells_of_its_feed_first) {
  const auto html = body_of(get("/search?q=租金", "text/html"));
  const auto own = html.find("href=\"/search.atom?q=%E7%A7%9F%E9%87%91\" rel=\"alternate\"");
  ASSERT_NE(own, std::string::npos);
  EXPECT_LT(own, html.find("href=\"/feed.atom\" rel=\"alternate\""));
  EXPECT_EQ(body_of(get("/search", "text/html")).find("/search.atom"), std::string::npos);
}

TEST_F(FeedsTest, a_head_request_says_the_same_without_the_bytes) {
  auto request = request_for("/feed.atom");
  request.method = "HEAD";
  const auto response = answer(std::move(request));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header_of(response, "ETag"), header_of(get("/feed.atom"), "ETag"));
}

}  // namespace
}  // namespace gailou::serve
