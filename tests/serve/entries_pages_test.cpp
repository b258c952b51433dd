// The pages of a long digest's entries, and the way to one entry from elsewhere.
#include <gtest/gtest.h>

#include "tests/serve/site_fixture.h"
#include "tests/support/html_page.h"

namespace gailou::serve {
namespace {

class EntriesPages : public SiteTest {
 protected:
  EntriesPages() {
    id_ = add_thread();
    store_posts(id_, 1, 260);
    digest_pending(id_, 260);
    loop_.run_for(std::chrono::minutes{1});
  }
  static bool has(const std::string& body, int entry) {
    return body.find("<li id=\"e" + std::to_string(entry) + "\"") != std::string::npos;
  }
  digest::ThreadId id_{};
};

TEST_F(EntriesPages, a_section_comes_200_entries_a_page) {
  const auto page = body_of(get("/t/forum/7"));
  EXPECT_TRUE(has(page, 260) && has(page, 211) && !has(page, 210)) << "the tail alone";
  const auto first = get("/t/forum/7/entries/key");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(header_of(first, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_FALSE(header_of(first, "ETag").empty());
  EXPECT_TRUE(has(body_of(first), 1) && has(body_of(first), 200) && !has(body_of(first), 201));
  const auto second = body_of(get("/t/forum/7/entries/key?from=201"));
  EXPECT_TRUE(!has(second, 200) && has(second, 201) && has(second, 260));
  const auto whole = body_of(get("/t/forum/7/entries"));
  EXPECT_TRUE(has(whole, 1) && has(whole, 260));
}

TEST_F(EntriesPages, each_link_to_a_place_on_another_page_finds_it_there) {
  const tests::HtmlPage page(body_of(get("/t/forum/7")));
  int followed = 0;
  for (const auto& href : page.values("href")) {
    const auto hash = href.find('#');
    if (href.find("/entries") == std::string::npos || hash == std::string::npos) continue;
    const tests::HtmlPage there(body_of(get(href.substr(0, hash))));
    EXPECT_FALSE(there.by_id(href.substr(hash + 1)).name.empty()) << href;
    ++followed;
  }
  EXPECT_EQ(followed, 2);
}

TEST_F(EntriesPages, an_entrys_address_leads_to_the_page_that_has_it) {
  struct Case {
    std::string_view target;
    std::string_view location;
  };
  constexpr Case kCases[] = {{"/t/forum/7/entries/e120", "/t/forum/7/entries/key?from=1#e120"},
                             {"/t/forum/7/entries/e205", "/t/forum/7/entries/key?from=201#e205"},
                             {"/t/forum/7/entries/e260", "/t/forum/7#e260"}};
  for (const auto& [target, location] : kCases) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 302) << target;
    EXPECT_EQ(header_of(response, "Location"), location);
    EXPECT_EQ(header_of(response, "Cache-Control"), "no-cache");
  }
  // As the thread grows, the same address leads on.
  store_posts(id_, 261, 320);
  digest_pending(id_, 60);
  EXPECT_EQ(header_of(get("/t/forum/7/entries/e260"), "Location"), "/t/forum/7/entries/key?from=201#e260");
}

TEST_F(EntriesPages, what_is_not_there_is_404_and_says_what_is) {
  for (const auto* target : {"/t/forum/7/entries/e261", "/t/forum/7/entries/key?from=261",
                             "/t/forum/7/entries/deals?from=2", "/t/forum/9/entries", "/t/forum/9/entries/e1"}) {
    EXPECT_EQ(get(target).status, 404) << target;
  }
  EXPECT_NE(body_of(get("/t/forum/7/entries/e261")).find("e260"), std::string::npos);
  EXPECT_EQ(get("/t/forum/7/entries/deals").status, 200) << "an empty section has a page";
  for (const auto* query : {"from=0", "from=x", "from=", "from=1&from=2", "since=x"}) {
    EXPECT_EQ(get("/t/forum/7/entries/key?" + std::string(query)).status, 400) << query;
  }
}

TEST_F(EntriesPages, what_is_new_since_a_place_is_marked_there_too) {
  store_posts(id_, 261, 262);
  digest_pending(id_, 2);
  const tests::HtmlPage page(body_of(get("/t/forum/7/entries/key?from=201&since=r1")));
  EXPECT_EQ(page.by_id("e261").attribute("class"), "new");
  EXPECT_EQ(page.by_id("e260").attribute("class"), "");
  EXPECT_EQ(get("/t/forum/7/entries/key?since=r9").status, 409);
}

TEST_F(EntriesPages, are_built_anew_after_a_change) {
  const auto before = header_of(get("/t/forum/7/entries"), "ETag");
  store_posts(id_, 261, 261);
  digest_pending(id_);
  EXPECT_NE(header_of(get("/t/forum/7/entries"), "ETag"), before);
}

TEST_F(EntriesPages, of_a_thread_without_a_digest_there_are_none) {
  add_thread(8);
  EXPECT_EQ(get("/t/forum/8/entries").status, 404);
  EXPECT_EQ(get("/t/forum/8/entries/e1").status, 404);
}

}  // namespace
}  // namespace gailou::serve
