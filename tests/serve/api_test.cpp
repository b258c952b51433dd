// The JSON API, route by route.
#include <chrono>
#include <memory>

#include <gtest/gtest.h>

#include "daemon/serve/bell.h"
#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

using nlohmann::json;
using std::chrono::seconds;

class ApiTest : public SiteTest {
 protected:
  ApiTest() {
    id_ = add_thread();
    store_posts(id_, 1, 5);
    digest_pending(id_);
  }
  std::vector<std::string> keys_of(const json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
  }
  digest::ThreadId id_{};
};

TEST_F(ApiTest, answers_are_json_that_any_site_may_read) {
  for (const auto* target :
       {"/api/v1/threads", "/api/v1/threads/forum/7", "/api/v1/threads/forum/7/digest",
        "/api/v1/threads/forum/7/changes?since=0", "/api/v1/threads/forum/7/posts", "/api/v1/latest"}) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_EQ(header_of(response, "Content-Type"), "application/json") << target;
    EXPECT_EQ(header_of(response, "Cache-Control"), "no-cache") << target;
    EXPECT_EQ(header_of(response, "Vary"), "Accept-Encoding") << target;
    EXPECT_EQ(header_of(response, "Access-Control-Allow-Origin"), "*") << target;
    EXPECT_EQ(header_of(response, "Access-Control-Expose-Headers"), "ETag, Link, Last-Modified") << target;
    EXPECT_FALSE(json_of(response).is_discarded()) << target;
    auto again = request_for(target);
    again.if_none_match = header_of(response, "ETag");
    EXPECT_EQ(answer(std::move(again)).status, 304) << target;
  }
  EXPECT_EQ(header_of(get("/t/forum/7"), "Access-Control-Allow-Origin"), "");
  EXPECT_EQ(header_of(get("/api/v1/nope"), "Access-Control-Allow-Origin"), "*");
}

TEST_F(ApiTest, a_thread_object_has_its_fields) {
  const auto object = json_of(get("/api/v1/threads/forum/7"));
  EXPECT_EQ(object["source"], "forum");
  EXPECT_EQ(object["id"], 7);
  EXPECT_EQ(object["title"], "算力租赁");
  EXPECT_EQ(object["url"], "https://forum.example/t/lease/7");
  EXPECT_EQ(object["slug"], "lease");
  EXPECT_EQ(object["tags"], json::array({"算力"}));
  EXPECT_EQ(object["state"], "active");
  EXPECT_EQ(object["closed"], false);
  EXPECT_EQ(object["posts_count"], 5);
  EXPECT_EQ(object["last_number"], 5);
  EXPECT_EQ(object["missing"], json::array());
  EXPECT_EQ(object["pending"], 0);
  EXPECT_EQ(object["revision"], 1);
  EXPECT_EQ(object["coverage"], (json{{"visible", 5}, {"in_entries", 1}, {"nothing_new", 4}}));
  EXPECT_EQ(object["created_at"], "2026-05-01T00:00:00.000Z");
  for (const auto* absent : {"category", "last_poll", "next_poll", "last_error", "paused_until", "notice"})
    EXPECT_FALSE(object.contains(absent));
}

TEST_F(ApiTest, poll_state_shows_without_a_change_being_told) {
  get("/api/v1/threads/forum/7");
  storage::PollState poll;
  poll.last_poll = now();
  poll.next_poll = now() + std::chrono::hours{1};
  poll.last_error = "连接超时";
  ASSERT_TRUE(store_->save_poll(id_, poll, storage::ThreadState::unreachable).has_value());
  const auto object = json_of(get("/api/v1/threads/forum/7"));
  EXPECT_EQ(object["state"], "unreachable");
  EXPECT_EQ(object["last_error"], "连接超时");
  EXPECT_EQ(object["last_poll"], digest::to_iso(*poll.last_poll));
  EXPECT_EQ(object["next_poll"], digest::to_iso(*poll.next_poll));
  EXPECT_EQ(json_of(get("/api/v1/threads"))["threads"][0]["state"], "unreachable");
}

TEST_F(ApiTest, a_pause_and_what_the_owner_should_know_show) {
  EXPECT_EQ(json_of(get("/api/v1/threads/forum/7"))["unlisted"], false);
  storage::PollState poll;
  poll.notice = "27 floors vanished at once";
  ASSERT_TRUE(store_->save_poll(id_, poll, storage::ThreadState::active));
  ASSERT_TRUE(store_->pause_thread(id_, now() + std::chrono::hours{2}));
  const auto object = json_of(get("/api/v1/threads/forum/7"));
  EXPECT_EQ(object["state"], "paused");
  EXPECT_EQ(object["paused_until"], digest::to_iso(now() + std::chrono::hours{2}));
  EXPECT_EQ(object["notice"], "27 floors vanished at once");
}

TEST_F(ApiTest, missing_floors_are_listed) {
  store_posts(id_, 8, 9);
  EXPECT_EQ(json_of(get("/api/v1/threads/forum/7"))["missing"], json::array({6, 7}));
}

TEST_F(ApiTest, threads_are_listed_page_by_page) {
  for (std::int64_t topic = 8; topic <= 11; ++topic) add_thread(topic);
  const auto all = json_of(get("/api/v1/threads"));
  EXPECT_EQ(all["threads"].size(), 5U);
  EXPECT_FALSE(all.contains("next"));

  std::vector<int> seen;
  std::string target = "/api/v1/threads?limit=2";
  for (int pages = 0; pages < 3; ++pages) {
    const auto response = get(target);
    const auto page = json_of(response);
    for (const auto& thread : page["threads"]) seen.push_back(thread["id"].get<int>());
    EXPECT_NE(header_of(response, "Link").find("</api/v1/threads?limit=2>; rel=\"first\""), std::string::npos);
    if (!page.contains("next")) break;
    target = "/api/v1/threads?limit=2&after=" + page["next"].dump();
    EXPECT_NE(header_of(response, "Link").find("<" + target + ">; rel=\"next\""), std::string::npos);
  }
  EXPECT_EQ(seen, (std::vector<int>{7, 8, 9, 10, 11}));
}

TEST_F(ApiTest, threads_are_chosen_by_state_and_source) {
  const auto paused = add_thread(8);
  ASSERT_TRUE(store_->save_poll(paused, {}, storage::ThreadState::paused).has_value());
  EXPECT_EQ(json_of(get("/api/v1/threads?state=paused"))["threads"].size(), 1U);
  EXPECT_EQ(json_of(get("/api/v1/threads?state=active&source=forum"))["threads"].size(), 1U);
  EXPECT_EQ(json_of(get("/api/v1/threads?source=elsewhere"))["threads"].size(), 0U);
}

TEST_F(ApiTest, bad_parameters_are_400_with_their_names) {
  struct Case {
    std::string_view target;
    std::string_view pointer;
  };
  constexpr Case kCases[] = {
      {"/api/v1/threads?limit=0", "/limit"},
      {"/api/v1/threads?limit=201", "/limit"},
      {"/api/v1/threads?limit=5&limit=6", "/limit"},
      {"/api/v1/threads?state=nonsense", "/state"},
      {"/api/v1/threads?source=A%20B", "/source"},
      {"/api/v1/threads?after=-1", "/after"},
      {"/api/v1/threads/forum/7/digest?rev=0", "/rev"},
      {"/api/v1/threads/forum/7/digest?rev=latest", "/rev"},
      {"/api/v1/threads/forum/7/changes", "/since"},
      {"/api/v1/threads/forum/7/changes?since=x", "/since"},
      {"/api/v1/threads/forum/7/changes?since=1&wait=31", "/wait"},
      {"/api/v1/threads/forum/7/posts?limit=1000", "/limit"},
      {"/api/v1/threads/forum/7/posts?from=9&to=2", "/to"},
      {"/api/v1/threads/forum/7/posts?versions=yes", "/versions"},
  };
  for (const auto& [target, pointer] : kCases) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 400) << target;
    const auto problem = json_of(response);
    EXPECT_EQ(problem["type"], "/problems/bad-parameter") << target;
    EXPECT_EQ(problem["errors"][0]["pointer"], pointer) << target;
  }
}

TEST_F(ApiTest, the_digest_is_the_document_that_the_page_gives) {
  const auto api = get("/api/v1/threads/forum/7/digest");
  const auto page = get("/t/forum/7.json");
  EXPECT_EQ(body_of(api), body_of(page));
  EXPECT_EQ(header_of(api, "ETag"), header_of(page, "ETag"));
  const auto latest = get("/api/v1/latest");
  EXPECT_EQ(body_of(latest), body_of(page));
  EXPECT_EQ(header_of(latest, "Content-Location"), "/api/v1/threads/forum/7/digest");
}

TEST_F(ApiTest, past_revisions_can_be_had) {
  const auto first = body_of(get("/api/v1/threads/forum/7/digest"));
  store_posts(id_, 6, 7);
  ASSERT_EQ(digest_pending(id_), 2);
  const auto past = get("/api/v1/threads/forum/7/digest?rev=1");
  EXPECT_EQ(json_of(past)["revision"], 1);
  EXPECT_EQ(json_of(past)["entries"].size(), 1U);
  EXPECT_EQ(json_of(past)["entries"], json::parse(first)["entries"]);
  EXPECT_TRUE(header_of(past, "ETag").starts_with("\"1-"));
  EXPECT_EQ(body_of(get("/api/v1/threads/forum/7/digest?rev=2")), body_of(get("/api/v1/threads/forum/7/digest")));
  EXPECT_EQ(get("/api/v1/threads/forum/7/digest?rev=3").status, 404);
}

TEST_F(ApiTest, latest_follows_the_change) {
  get("/api/v1/latest");
  loop_.run_for(std::chrono::minutes{1});
  const auto other = add_thread(8);
  store_posts(other, 1, 2);
  digest_pending(other);
  EXPECT_EQ(json_of(get("/api/v1/latest"))["thread"]["id"], 8);
}

TEST_F(ApiTest, latest_of_nothing_is_404) {
  ASSERT_TRUE(store_->remove_thread(id_, false, now()).has_value());
  site_.changed(id_);
  EXPECT_EQ(get("/api/v1/latest").status, 404);
}

TEST_F(ApiTest, changes_are_what_came_after_a_revision) {
  store_posts(id_, 6, 7);
  digest_pending(id_);
  const auto since_none = json_of(get("/api/v1/threads/forum/7/changes?since=0"));
  EXPECT_EQ(since_none["rev"], 2);
  EXPECT_EQ(since_none["entries"].size(), 2U);
  const auto since_first = json_of(get("/api/v1/threads/forum/7/changes?since=1"));
  ASSERT_EQ(since_first["entries"].size(), 1U);
  EXPECT_EQ(since_first["entries"][0]["marker"], "新增#6");
  EXPECT_EQ(since_first["withdrawn"], json::array());
  EXPECT_EQ(json_of(get("/api/v1/threads/forum/7/changes?since=2"))["entries"], json::array());
  const auto future = get("/api/v1/threads/forum/7/changes?since=3");
  EXPECT_EQ(future.status, 409);
  EXPECT_EQ(json_of(future)["type"], "/problems/future-revision");
  EXPECT_EQ(json_of(future)["rev"], 2);
}

TEST_F(ApiTest, a_long_poll_ends_with_the_news) {
  const auto request =
      std::make_unique<io::ServerRequest>(request_for("/api/v1/threads/forum/7/changes?since=1&wait=30"));
  auto waiting = loop_.spawn(site_.answer(*request));
  loop_.run_for(seconds{10});
  EXPECT_FALSE(waiting.done());
  store_posts(id_, 6, 6);
  digest_pending(id_);
  loop_.run_ready();
  ASSERT_TRUE(waiting.done());
  EXPECT_EQ(json_of(waiting.get())["entries"].size(), 1U);
}

TEST_F(ApiTest, a_long_poll_without_news_ends_at_its_time) {
  const auto request =
      std::make_unique<io::ServerRequest>(request_for("/api/v1/threads/forum/7/changes?since=1&wait=30"));
  auto waiting = loop_.spawn(site_.answer(*request));
  loop_.run_for(seconds{29});
  EXPECT_FALSE(waiting.done());
  loop_.run_for(seconds{2});
  ASSERT_TRUE(waiting.done());
  EXPECT_EQ(waiting.get().status, 200);
  EXPECT_EQ(json_of(waiting.get())["entries"], json::array());
}

TEST_F(ApiTest, a_stop_ends_every_long_poll) {
  const auto request =
      std::make_unique<io::ServerRequest>(request_for("/api/v1/threads/forum/7/changes?since=1&wait=30"));
  auto waiting = loop_.spawn(site_.answer(*request));
  loop_.run_ready();
  EXPECT_FALSE(waiting.done());
  site_.stop();
  loop_.run_ready();
  ASSERT_TRUE(waiting.done());
  EXPECT_EQ(waiting.get().status, 200);
  auto late = loop_.spawn(site_.answer(*request));
  loop_.run_ready();
  EXPECT_TRUE(late.done());
}

TEST_F(ApiTest, past_the_bound_nobody_waits) {
  const auto request =
      std::make_unique<io::ServerRequest>(request_for("/api/v1/threads/forum/7/changes?since=1&wait=30"));
  std::vector<support::Spawned<io::ServerResponse>> waiting;
  for (std::size_t i = 0; i < kWaitersMax; ++i) waiting.push_back(loop_.spawn(site_.answer(*request)));
  loop_.run_ready();
  auto late = loop_.spawn(site_.answer(*request));
  loop_.run_ready();
  EXPECT_TRUE(late.done());
  EXPECT_FALSE(waiting.front().done());
  waiting.front().cancel();
  loop_.run_ready();
  auto next = loop_.spawn(site_.answer(*request));
  loop_.run_ready();
  EXPECT_FALSE(next.done()) << "one that left makes room";
  loop_.run_until_idle();
}

TEST_F(ApiTest, posts_are_a_thread_document_with_a_cursor) {
  const auto response = get("/api/v1/threads/forum/7/posts?limit=2");
  const auto page = json_of(response);
  EXPECT_EQ(page["schema"], "gailou.thread/1");
  EXPECT_EQ(page["thread"]["title"], "算力租赁");
  ASSERT_EQ(page["posts"].size(), 2U);
  EXPECT_EQ(page["posts"][0]["number"], 1);
  EXPECT_EQ(page["posts"][0]["state"], "visible");
  EXPECT_EQ(page["posts"][0]["version"], 1);
  EXPECT_EQ(page["next"], 3);
  EXPECT_NE(header_of(response, "Link").find("</api/v1/threads/forum/7/posts?limit=2&from=3>; rel=\"next\""),
            std::string::npos);

  const auto rest = json_of(get("/api/v1/threads/forum/7/posts?limit=200&from=3"));
  EXPECT_EQ(rest["posts"].size(), 3U);
  EXPECT_FALSE(rest.contains("next"));
  EXPECT_EQ(json_of(get("/api/v1/threads/forum/7/posts?from=2&to=3"))["posts"].size(), 2U);
  EXPECT_EQ(json_of(get("/api/v1/threads/forum/7/posts?from=900"))["posts"], json::array());
}

TEST_F(ApiTest, earlier_texts_come_when_asked_for) {
  digest::Observation seen;
  auto edited = post_at(2);
  edited.body.blocks[0].spans[0].text = "改了:租金是每月两百元。";
  edited.forum_version = 2;
  seen.posts.push_back(edited);
  loop_.run_for(std::chrono::minutes{10});
  ASSERT_TRUE(store_->ingest(id_, seen, seconds{90}, now()).has_value());
  site_.changed(id_);
  const auto plain = json_of(get("/api/v1/threads/forum/7/posts?from=2&to=2"))["posts"][0];
  EXPECT_EQ(plain["version"], 2);
  EXPECT_FALSE(plain.contains("versions"));
  const auto full = json_of(get("/api/v1/threads/forum/7/posts?from=2&to=2&versions=1"))["posts"][0];
  ASSERT_EQ(full["versions"].size(), 1U);
  EXPECT_EQ(full["versions"][0]["version"], 1);
}

}  // namespace
}  // namespace gailou::serve
