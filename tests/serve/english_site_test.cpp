// A site in English: what it says when something is wrong is English too, in documents and on pages.
#include <algorithm>

#include <gmock/gmock.h>

#include "daemon/serve/problem.h"
#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

using testing::HasSubstr;

/// UTF-8's first bytes of U+4000 to U+9FFF, and the full-width forms' first two.
bool has_chinese(std::string_view text) {
  const bool has_character = std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xE4 && byte <= 0xE9;
  });
  return has_character || text.find("\xEF\xBC") != std::string_view::npos;
}

class EnglishSite : public SiteTest {
 protected:
  static Settings english() {
    Settings settings;
    settings.title = "The Daily Mud";
    settings.tagline = "what moved";
    settings.digest_language = digest::Language::en;
    settings.language = "en";
    return settings;
  }
  EnglishSite() : SiteTest(english()) {}

  void expect_english(std::string_view target, std::string_view accept) {
    const auto response = get(target, accept);
    EXPECT_GE(response.status, 400) << target;
    const auto body = body_of(response);
    EXPECT_FALSE(has_chinese(body)) << target << "\n" << body;
  }
};

constexpr std::string_view kFaulty[] = {
    "/nosuch",
    "/latest",
    "/t/forum/99",
    "/t/nosuch/7",
    "/t/forum/7/r/9",
    "/t/forum/7/posts/9",
    "/t/forum/7/posts?from=9",
    "/t/forum/7/posts?from=x",
    "/t/forum/7/posts?from=3&to=2",
    "/t/forum/7?since=never",
    "/t/forum/7.json",
    "/s/nosuch/feed.atom",
    "/feed.atom?group=day",
    "/feed.atom?before=x",
    "/search/feed.json?q=author:a",
    "/deals?thread=x",
    "/daily/1999-01-01",
    "/daily/1999-13-41",
    "/daily/2999-01-01",
    "/s/nosuch/daily",
    "/problems/nosuch",
    "/api/v1/latest",
    "/api/v1/threads?state=x",
    "/api/v1/threads?source=A",
    "/api/v1/threads?limit=0",
    "/api/v1/threads?limit=1&limit=2",
    "/api/v1/threads/forum/7/changes",
    "/api/v1/threads/forum/7/changes?since=9",
    "/api/v1/threads/forum/7/posts?from=3&to=2",
    "/api/v1/threads/forum/7/digest?rev=9",
    "/api/v1/search?q=autor:x",
    "/api/v1/daily?source=nosuch",
    "/events?types=x",
    "/events?thread=x",
    "/events?thread=forum/99",
};

TEST_F(EnglishSite, problems_are_told_in_english) {
  const auto id = add_thread();
  store_posts(id, 1, 3);
  for (const auto target : kFaulty) {
    expect_english(target, "application/json");
    expect_english(target, "text/html");
  }
  digest_pending(id);
  for (const auto target : {"/t/forum/7?since=r9", "/t/forum/7?since=%2399", "/t/forum/7/r/9", "/daily/1999-01-01",
                            "/api/v1/threads/forum/7/digest?rev=9", "/api/v1/threads/forum/7/changes?since=9"}) {
    expect_english(target, "text/html");
  }
}

TEST_F(EnglishSite, every_type_of_problem_is_explained_in_english) {
  for (const auto& type : problem_types()) {
    const auto body = body_of(get("/problems/" + std::string(type.slug), "text/html"));
    EXPECT_THAT(body, HasSubstr(std::string(type.english))) << type.slug;
    EXPECT_FALSE(has_chinese(body)) << type.slug;
  }
}

TEST_F(EnglishSite, a_query_that_is_wrong_is_explained_in_english) {
  EXPECT_THAT(body_of(get("/search?q=autor:x", "text/html")), HasSubstr("there is no such filter"));
}

}  // namespace
}  // namespace gailou::serve
