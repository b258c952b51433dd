// Paths to routes; what is canonical, what is moved there, what isn't there.
#include "daemon/serve/router.h"

#include <gtest/gtest.h>

namespace gailou::serve {
namespace {

TEST(Router, each_route_is_found_by_its_path) {
  struct Case {
    std::string_view path;
    Route route;
  };
  constexpr Case kCases[] = {
      {"/", Route::front},
      {"/latest", Route::latest},
      {"/t/uscardforum/493728", Route::thread},
      {"/t/uscardforum/493728.json", Route::thread_file},
      {"/t/uscardforum/493728.txt", Route::thread_file},
      {"/t/uscardforum/493728.md", Route::thread_file},
      {"/t/uscardforum/493728/posts", Route::posts_page},
      {"/t/uscardforum/493728/entries", Route::entries_page},
      {"/t/uscardforum/493728/entries/deals", Route::section_page},
      {"/t/uscardforum/493728/entries/e120", Route::entry},
      {"/t/uscardforum/493728.atom", Route::feed_atom},
      {"/t/uscardforum/493728/feed.json", Route::feed_json},
      {"/feed.atom", Route::feed_atom},
      {"/feed.json", Route::feed_json},
      {"/s/uscardforum/feed.atom", Route::feed_atom},
      {"/s/uscardforum/feed.json", Route::feed_json},
      {"/feeds.opml", Route::feeds_opml},
      {"/deals", Route::deals},
      {"/deals.json", Route::deals_json},
      {"/deals.ics", Route::deals_calendar},
      {"/api/v1/threads", Route::api_threads},
      {"/api/v1/threads/uscardforum/493728", Route::api_thread},
      {"/api/v1/threads/uscardforum/493728/digest", Route::api_digest},
      {"/api/v1/threads/uscardforum/493728/changes", Route::api_changes},
      {"/api/v1/threads/uscardforum/493728/posts", Route::api_posts},
      {"/api/v1/latest", Route::api_latest},
      {"/healthz", Route::health},
      {"/readyz", Route::ready},
      {"/assets/gailou.1a2b3c4d.css", Route::asset},
      {"/favicon.ico", Route::favicon},
      {"/robots.txt", Route::robots},
      {"/.well-known/security.txt", Route::security},
      {"/metrics", Route::metrics},
  };
  for (const auto& [path, route] : kCases) {
    const auto target = route_of(path, "");
    EXPECT_EQ(target.kind, Target::Kind::found) << path;
    EXPECT_EQ(target.route, route) << path;
    EXPECT_EQ(target.path, path);
  }
}

TEST(Router, parameters_come_out_of_the_path) {
  const auto file = route_of("/t/my-forum-2/9007199254740992.txt", "");
  EXPECT_EQ(file.source, "my-forum-2");
  EXPECT_EQ(file.topic.value, 9007199254740992);
  EXPECT_EQ(file.suffix, ".txt");
  EXPECT_EQ(file.pattern, "/t/{source}/{file}");
  EXPECT_EQ(route_of("/assets/a.b.css", "").name, "a.b.css");
  EXPECT_EQ(route_of("/t/forum/7/entries/deals", "").name, "deals");
  EXPECT_EQ(route_of("/t/forum/7/entries/e120", "").number, 120);
}

TEST(Router, what_is_not_in_the_table_is_unknown) {
  for (const auto* path : {"/nope",
                           "/t",
                           "/t/uscardforum",
                           "/t/uscardforum/",
                           "/t/uscardforum/x",
                           "/t/uscardforum/0",
                           "/t/uscardforum/007",
                           "/t/uscardforum/-7",
                           "/t/uscardforum/+7",
                           "/t/uscardforum/9007199254740993",
                           "/t/uscardforum/99999999999999999999999",
                           "/t/uscardforum/07.atom",
                           "/t/uscardforum/7.atom.atom",
                           "/s/uscardforum/feed.opml",
                           "/s/a_b/feed.atom",
                           "/t/uscardforum/7.",
                           "/t/uscardforum/7.html",
                           "/t/uscardforum/7.json.json",
                           "/t/a_b/7",
                           "/t//7",
                           "/t/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/7",
                           "/t/七/7",
                           "/t/uscardforum/7/posts/1/2/3/4/5/6/7",
                           "/t/uscardforum/7/entries/prizes",
                           "/t/uscardforum/7/entries/e0",
                           "/t/uscardforum/7/entries/e012",
                           "/t/uscardforum/7/entries/12",
                           "/api",
                           "/api/v2/threads",
                           "//evil.example",
                           "//",
                           "/assets/",
                           "",
                           "x"}) {
    const auto target = route_of(path, "");
    if (std::string_view(path) == "//") {
      EXPECT_EQ(target.path, "/");
      continue;
    }
    EXPECT_EQ(target.kind, Target::Kind::unknown) << path;
  }
}

TEST(Router, a_trailing_slash_or_wrong_case_moves_to_the_canonical_path) {
  struct Case {
    std::string_view path;
    std::string_view canonical;
  };
  constexpr Case kCases[] = {
      {"/latest/", "/latest"},
      {"/Latest", "/latest"},
      {"/t/USCardForum/7", "/t/uscardforum/7"},
      {"/T/uscardforum/7/", "/t/uscardforum/7"},
      {"/t/uscardforum/7.JSON", "/t/uscardforum/7.json"},
      {"/t/uscardforum/7/posts/", "/t/uscardforum/7/posts"},
      {"/API/V1/Threads/", "/api/v1/threads"},
      {"/healthz/", "/healthz"},
  };
  for (const auto& [path, canonical] : kCases) {
    const auto target = route_of(path, "");
    EXPECT_EQ(target.kind, Target::Kind::moved) << path;
    EXPECT_EQ(target.path, canonical);
  }
}

TEST(Router, a_base_path_is_taken_off_and_nothing_beside_it_is_served) {
  EXPECT_EQ(route_of("/gailou/t/s/7", "/gailou").route, Route::thread);
  EXPECT_EQ(route_of("/gailou/t/s/7", "/gailou").path, "/t/s/7");
  EXPECT_EQ(route_of("/gailou/", "/gailou").kind, Target::Kind::found);
  EXPECT_EQ(route_of("/gailou", "/gailou").kind, Target::Kind::moved);
  EXPECT_EQ(route_of("/gailou", "/gailou").path, "/");
  EXPECT_EQ(route_of("/t/s/7", "/gailou").kind, Target::Kind::unknown);
  EXPECT_EQ(route_of("/gailoux/t/s/7", "/gailou").kind, Target::Kind::unknown);
  EXPECT_EQ(route_of("/", "/gailou").kind, Target::Kind::unknown);
}

TEST(Router, patterns_of_the_table_are_unique) {
  for (const auto& a : routes()) {
    for (const auto& b : routes()) {
      if (&a == &b) continue;
      EXPECT_NE(a.pattern, b.pattern);
    }
  }
}

}  // namespace
}  // namespace gailou::serve
