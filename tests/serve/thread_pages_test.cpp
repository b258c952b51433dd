// A thread's pages: formats, negotiation, conditional requests, encodings, raw floors; and when they are built anew.
#include <chrono>
#include <memory>

#include <gtest/gtest.h>

#include "daemon/io/http_date.h"
#include "daemon/io/server/response_head.h"
#include "digest/render/formats.h"
#include "tests/serve/gunzip.h"
#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

using std::chrono::minutes;

class ThreadPagesTest : public SiteTest {
 protected:
  ThreadPagesTest() {
    id_ = add_thread();
    store_posts(id_, 1, 5);
    digest_pending(id_);
    loop_.run_for(minutes{1});
  }
  digest::ThreadId id_{};
};

TEST_F(ThreadPagesTest, each_format_has_its_type) {
  struct Case {
    std::string_view target;
    std::string_view media_type;
    std::string_view contains;
  };
  constexpr Case kCases[] = {
      {"/t/forum/7", "text/html; charset=utf-8", "<!doctype html>"},
      {"/t/forum/7.json", "application/json", "\"gailou.digest/1\""},
      {"/t/forum/7.txt", "text/plain; charset=utf-8", "--- 第 5 楼来自 楼友5 的回复"},
      {"/t/forum/7.md", "text/markdown; charset=utf-8", "## 内容摘要"},
  };
  for (const auto& [target, media_type, contains] : kCases) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_EQ(header_of(response, "Content-Type"), media_type);
    EXPECT_NE(body_of(response).find(contains), std::string::npos) << body_of(response).substr(0, 400);
    EXPECT_EQ(header_of(response, "Cache-Control"), "max-age=30, stale-while-revalidate=300");
    EXPECT_TRUE(header_of(response, "ETag").starts_with("\"1-")) << header_of(response, "ETag");
  }
}

TEST_F(ThreadPagesTest, accept_decides_and_the_fixed_name_is_told) {
  struct Case {
    std::string_view accept;
    std::string_view fixed;
  };
  constexpr Case kCases[] = {{"", "/t/forum/7"},
                             {"*/*", "/t/forum/7"},
                             {"application/json", "/t/forum/7.json"},
                             {"text/plain", "/t/forum/7.txt"},
                             {"text/markdown, text/plain;q=0.5", "/t/forum/7.md"}};
  for (const auto& [accept, fixed] : kCases) {
    const auto negotiated = get("/t/forum/7", accept);
    EXPECT_EQ(negotiated.status, 200) << accept;
    EXPECT_EQ(header_of(negotiated, "Vary"), "Accept, Accept-Encoding");
    EXPECT_EQ(header_of(negotiated, "Content-Location"), fixed);
    const auto direct = get(fixed);
    EXPECT_EQ(body_of(negotiated), body_of(direct)) << accept;
    EXPECT_EQ(header_of(negotiated, "ETag"), header_of(direct, "ETag"));
  }
  EXPECT_EQ(header_of(get("/t/forum/7.json"), "Vary"), "Accept-Encoding");
}

TEST_F(ThreadPagesTest, what_cannot_be_had_is_406_with_what_can) {
  const auto response = get("/t/forum/7", "image/png");
  EXPECT_EQ(response.status, 406);
  const auto available = json_of(response)["available"];
  EXPECT_EQ(available.size(), render::formats().size() + 1) << "the feed too";
  EXPECT_NE(header_of(response, "Link").find("</t/forum/7.json>; rel=\"alternate\"; type=\"application/json\""),
            std::string::npos);
}

TEST_F(ThreadPagesTest, what_comes_with_the_program_is_told_by_its_tag_alone) {
  for (const auto* target : {"/openapi.json", "/manifest.webmanifest", "/robots.txt", "/problems/not-found"}) {
    const auto first = get(target);
    EXPECT_EQ(first.status, 200) << target;
    EXPECT_EQ(header_of(first, "Last-Modified"), "") << target;
    auto request = request_for(target);
    request.if_modified_since = "Sat, 01 Jan 2000 00:00:00 GMT";
    EXPECT_EQ(answer(std::move(request)).status, 200) << target << ": a later version may have changed it";
    auto again = request_for(target);
    again.if_none_match = header_of(first, "ETag");
    EXPECT_EQ(answer(std::move(again)).status, 304) << target;
  }
}

TEST_F(ThreadPagesTest, a_known_tag_is_304_with_the_headers_of_200) {
  for (const auto* target :
       {"/t/forum/7", "/t/forum/7.json", "/", "/t/forum/7/posts", "/api/v1/threads/forum/7/digest"}) {
    const auto first = get(target);
    const auto tag = header_of(first, "ETag");
    ASSERT_FALSE(tag.empty()) << target;
    for (const auto& sent : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
      auto request = request_for(target);
      request.if_none_match = sent;
      const auto response = answer(std::move(request));
      EXPECT_EQ(response.status, 304) << target << sent;
      EXPECT_EQ(response.body, nullptr);
      for (const auto* name : {"ETag", "Cache-Control", "Vary", "Last-Modified"}) {
        EXPECT_EQ(header_of(response, name), header_of(first, name)) << target << name;
      }
    }
    auto request = request_for(target);
    request.if_none_match = "\"9-00000000\"";
    request.if_modified_since = header_of(first, "Last-Modified");
    EXPECT_EQ(answer(std::move(request)).status, 200) << "the tag beats the date";
  }
}

TEST_F(ThreadPagesTest, a_date_is_compared_when_there_is_no_tag) {
  const auto modified = header_of(get("/t/forum/7"), "Last-Modified");
  const auto at = io::parse_http_date(modified);
  ASSERT_TRUE(at);
  const auto since = [&](const std::string& date) {
    auto request = request_for("/t/forum/7");
    request.if_modified_since = date;
    return answer(std::move(request)).status;
  };
  EXPECT_EQ(since(modified), 304);
  EXPECT_EQ(since(io::http_date(*at + minutes{1})), 304);
  EXPECT_EQ(since(io::http_date(*at - minutes{1})), 200);
  EXPECT_EQ(since("yesterday"), 200);
}

TEST_F(ThreadPagesTest, gzip_has_its_own_tag_and_the_same_content) {
  const auto plain = get("/t/forum/7");
  auto request = request_for("/t/forum/7");
  request.accept_encoding = "gzip";
  const auto packed = answer(std::move(request));
  EXPECT_EQ(header_of(packed, "Content-Encoding"), "gzip");
  EXPECT_EQ(support::gunzip(body_of(packed)), body_of(plain));
  const auto tag = header_of(packed, "ETag");
  EXPECT_TRUE(tag.ends_with("-gz\""));

  auto known = request_for("/t/forum/7");
  known.accept_encoding = "gzip";
  known.if_none_match = tag;
  EXPECT_EQ(answer(std::move(known)).status, 304);

  auto refused = request_for("/t/forum/7");
  refused.accept_encoding = "gzip;q=0";
  EXPECT_EQ(header_of(answer(std::move(refused)), "Content-Encoding"), "");
}

TEST_F(ThreadPagesTest, a_page_is_built_once_and_again_after_a_change) {
  const auto before = body_of(get("/t/forum/7"));
  const int calls = watch_->thread_calls;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(body_of(get("/t/forum/7")), before);
  EXPECT_EQ(watch_->thread_calls, calls);

  store_posts(id_, 6, 7);
  const auto after = get("/t/forum/7");
  EXPECT_NE(body_of(after), before);
  EXPECT_NE(body_of(after).find("楼友7"), std::string::npos);
  digest_pending(id_);
  EXPECT_TRUE(header_of(get("/t/forum/7"), "ETag").starts_with("\"2-"));
  EXPECT_NE(body_of(get("/t/forum/7.txt")).find("新增#6"), std::string::npos);
}

TEST_F(ThreadPagesTest, another_thread_leaves_the_page_alone) {
  get("/t/forum/7");
  const int calls = watch_->thread_calls;
  const auto other = add_thread(8);
  store_posts(other, 1, 2);
  get("/t/forum/7");
  EXPECT_EQ(watch_->thread_calls, calls);
}

TEST_F(ThreadPagesTest, concurrent_readers_of_a_cold_page_build_it_once) {
  const int calls = watch_->thread_calls;
  const auto request = std::make_unique<io::ServerRequest>(request_for("/t/forum/7.txt"));
  std::vector<support::Spawned<io::ServerResponse>> readers;
  for (int i = 0; i < 20; ++i) readers.push_back(loop_.spawn(site_.answer(*request)));
  loop_.run_until_idle();
  for (const auto& reader : readers) {
    ASSERT_TRUE(reader.done());
    EXPECT_EQ(reader.get().body, readers[0].get().body) << "the very same bytes";
  }
  EXPECT_EQ(watch_->thread_calls, calls + 1);
}

TEST_F(ThreadPagesTest, readers_do_not_hang_on_one_that_went_away) {
  const auto request = std::make_unique<io::ServerRequest>(request_for("/t/forum/7.txt"));
  auto first = loop_.spawn(site_.answer(*request));
  auto second = loop_.spawn(site_.answer(*request));
  first.cancel();
  loop_.run_until_idle();
  ASSERT_TRUE(second.done());
  EXPECT_EQ(second.get().status, 200);
}

TEST_F(ThreadPagesTest, tags_and_bytes_survive_a_restart) {
  const auto before = get("/t/forum/7");
  const auto json_before = get("/t/forum/7.json");
  Site again(Settings{}, loop_.clock(), reader_, "0.1.0");
  const auto ask = [&](std::string_view target) {
    const auto request = std::make_unique<io::ServerRequest>(request_for(target));
    return loop_.run(again.answer(*request));
  };
  loop_.run_for(std::chrono::hours{30});
  EXPECT_EQ(ask("/t/forum/7").headers, before.headers);
  EXPECT_EQ(body_of(ask("/t/forum/7")), body_of(before));
  EXPECT_EQ(header_of(ask("/t/forum/7.json"), "ETag"), header_of(json_before, "ETag"));
  EXPECT_EQ(header_of(ask("/t/forum/7.json"), "Last-Modified"), header_of(json_before, "Last-Modified"));
}

TEST_F(ThreadPagesTest, reloaded_settings_show_at_once) {
  get("/t/forum/7.txt");
  Settings settings;
  settings.title = "论坛晚报";
  settings.hosts = {"news.example"};
  site_.apply(settings);
  EXPECT_TRUE(body_of(get("/t/forum/7.txt")).starts_with("论坛晚报"));
  auto request = request_for("/healthz");
  request.host = "news.example";
  EXPECT_EQ(answer(std::move(request)).status, 200);
}

TEST_F(ThreadPagesTest, a_thread_without_a_digest_has_pages_but_no_document) {
  const auto empty = add_thread(9);
  for (const auto* target : {"/t/forum/9", "/t/forum/9.txt", "/t/forum/9.md", "/t/forum/9/posts"}) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_TRUE(header_of(response, "ETag").starts_with("\"0-")) << target;
  }
  for (const auto* target : {"/t/forum/9.json", "/api/v1/threads/forum/9/digest"}) {
    EXPECT_EQ(get(target).status, 404) << target;
  }
  store_posts(empty, 1, 2, "新帖");
  EXPECT_NE(body_of(get("/t/forum/9")).find("新帖"), std::string::npos);
}

TEST_F(ThreadPagesTest, an_unknown_thread_is_404_and_a_removed_one_410) {
  for (const auto* target : {"/t/forum/99", "/t/nosuch/7", "/t/forum/99.json", "/t/forum/99/posts",
                             "/api/v1/threads/forum/99", "/api/v1/threads/forum/99/posts",
                             "/api/v1/threads/forum/99/changes?since=0", "/api/v1/threads/forum/99/digest"}) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 404) << target;
    EXPECT_EQ(json_of(response)["type"], "/problems/thread-not-found") << target;
  }
  for (const auto* target : {"/t/forum/0", "/t/forum/07", "/t/forum/9007199254740993"}) {
    EXPECT_EQ(get(target).status, 404) << target;
  }
  ASSERT_TRUE(store_->remove_thread(id_, false, now()).has_value());
  site_.changed(id_);
  for (const auto* target : {"/t/forum/7", "/t/forum/7.txt", "/api/v1/threads/forum/7"}) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 410) << target;
    EXPECT_EQ(json_of(response)["type"], "/problems/thread-removed") << target;
  }
}

TEST_F(ThreadPagesTest, forum_text_is_escaped) {
  const auto body = body_of(get("/t/forum/7"));
  EXPECT_EQ(body.find("<b>可议"), std::string::npos);
  EXPECT_NE(body.find("&lt;b&gt;可议"), std::string::npos);
}

TEST_F(ThreadPagesTest, raw_floors_come_200_a_page) {
  const auto id = add_thread(8);
  store_posts(id, 1, 450);
  digest_pending(id);
  const auto has = [](const std::string& body, int floor) {
    return body.find("id=\"p" + std::to_string(floor) + "\"") != std::string::npos;
  };
  const auto first = body_of(get("/t/forum/8/posts"));
  EXPECT_TRUE(has(first, 1) && has(first, 200) && !has(first, 201));
  EXPECT_NE(first.find("posts?from=201"), std::string::npos);
  const auto middle = body_of(get("/t/forum/8/posts?from=201"));
  EXPECT_TRUE(!has(middle, 200) && has(middle, 201) && has(middle, 400) && !has(middle, 401));
  EXPECT_NE(middle.find("posts?from=401"), std::string::npos);
  const auto last = body_of(get("/t/forum/8/posts?from=401"));
  EXPECT_TRUE(has(last, 450));
  EXPECT_EQ(last.find("posts?from=601"), std::string::npos);
  const auto few = body_of(get("/t/forum/8/posts?from=10&to=12"));
  EXPECT_TRUE(!has(few, 9) && has(few, 10) && has(few, 12) && !has(few, 13));
  EXPECT_EQ(get("/t/forum/8/posts?from=451").status, 404);

  const auto page = body_of(get("/t/forum/8"));
  EXPECT_TRUE(has(page, 450) && has(page, 401) && !has(page, 400)) << "the tail alone";
  const auto text = body_of(get("/t/forum/8.txt"));
  EXPECT_NE(text.find("--- 第 1 楼来自"), std::string::npos);
  EXPECT_NE(text.find("--- 第 450 楼来自"), std::string::npos);
}

TEST_F(ThreadPagesTest, parameters_of_raw_floors_are_judged) {
  for (const auto* query : {"from=0", "from=x", "to=0", "from=5&to=4", "from=1&from=2", "from=2147483648",
                            "from=", "from=-1", "from=1%00"}) {
    const auto response = get("/t/forum/7/posts?" + std::string(query));
    EXPECT_EQ(response.status, 400) << query;
    EXPECT_FALSE(json_of(response)["errors"].empty()) << query;
  }
  EXPECT_EQ(get("/t/forum/7/posts?utm_source=x").status, 200) << "unknown parameters are passed over";
}

}  // namespace
}  // namespace gailou::serve
