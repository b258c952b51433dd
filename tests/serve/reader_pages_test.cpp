// The pages around a thread's: one floor, its figures, earlier revisions; the front page's news; what the site says of
// itself.
#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/serve/site_fixture.h"
#include "tests/support/html_page.h"

namespace gailou::serve {
namespace {

using std::chrono::minutes;
using testing::HasSubstr;
using testing::Not;
using tests::HtmlPage;

class ReaderPages : public SiteTest {
 protected:
  ReaderPages() {
    id_ = add_thread();
    store_posts(id_, 1, 5);
    digest_pending(id_);
    loop_.run_for(minutes{1});
  }

  HtmlPage page_at(std::string_view target) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_EQ(header_of(response, "Content-Type"), "text/html; charset=utf-8") << target;
    HtmlPage page(body_of(response));
    EXPECT_TRUE(page.errors().empty()) << target << ": " << page.errors().front();
    return page;
  }

  /// The forum shows a placeholder where floor `floor` was.
  void withdraw(std::int64_t floor) {
    digest::Observation seen;
    auto post = post_at(floor);
    post.state = digest::PostState::withdrawn;
    post.body = {};
    post.updated_at = now();
    seen.posts.push_back(post);
    ASSERT_TRUE(store_->ingest(id_, seen, std::chrono::seconds{90}, now()).has_value());
    site_.changed(id_);
  }

  void edit(std::int64_t floor, const std::string& text) {
    digest::Observation seen;
    auto post = post_at(floor);
    post.body.blocks.front().spans.front().text = text;
    post.updated_at = now();
    ++post.forum_version;
    seen.posts.push_back(post);
    ASSERT_TRUE(store_->ingest(id_, seen, std::chrono::seconds{90}, now()).has_value());
    site_.changed(id_);
  }

  digest::ThreadId id_{};
};

TEST_F(ReaderPages, what_shows_little_of_a_digest_reads_little_of_it) {
  for (const auto* target : {"/", "/t/forum/7/posts/2", "/t/forum/7/posts", "/t/forum/7/entries/e1"}) {
    watch_->digest_calls = 0;
    EXPECT_LT(get(target).status, 400) << target;
    EXPECT_EQ(watch_->digest_calls, 0) << target;
  }
  get("/t/forum/7");
  EXPECT_EQ(watch_->digest_calls, 1);
}

TEST_F(ReaderPages, a_floor_has_a_page_of_its_own) {
  const auto page = page_at("/t/forum/7/posts/3");
  EXPECT_EQ(page.all("h1").front().text, "第 3 楼");
  EXPECT_THAT(page.by_id("p3").text, HasSubstr("第3楼说租金是每月一百元"));
  EXPECT_EQ(page.with("rel", "prev").attribute("href"), "/t/forum/7/posts/2");
  EXPECT_EQ(page.with("rel", "next").attribute("href"), "/t/forum/7/posts/4");
  EXPECT_THAT(page_at("/t/forum/7/posts/1").by_id("cited").text, HasSubstr("租金是每月一百元(#1)。"));
  EXPECT_EQ(page_at("/t/forum/7/posts/1").with("rel", "prev").name, "");
  EXPECT_EQ(page_at("/t/forum/7/posts/5").with("rel", "next").name, "");
}

TEST_F(ReaderPages, a_floor_that_was_never_seen_has_none) {
  for (const auto* target : {"/t/forum/7/posts/6", "/t/forum/7/posts/0", "/t/forum/7/posts/x", "/t/forum/7/posts/03",
                             "/t/forum/7/posts/2147483648", "/t/forum/8/posts/1"}) {
    EXPECT_EQ(get(target).status, 404) << target;
  }
  EXPECT_THAT(body_of(get("/t/forum/7/posts/6")), HasSubstr("没有收录第 6 楼，最高到第 5 楼"));
}

TEST_F(ReaderPages, an_edit_shows_what_it_changed) {
  edit(3, "第3楼说租金是每月两百元，<b>可议</b>。");
  const auto page = page_at("/t/forum/7/posts/3");
  EXPECT_EQ(page.all("del").front().text, "一");
  EXPECT_EQ(page.all("ins").front().text, "两");
  const auto thread = page_at("/t/forum/7");
  EXPECT_EQ(thread.with("href", "/t/forum/7/posts/3#history").text, "2 个版本");
}

TEST_F(ReaderPages, a_withdrawn_floor_keeps_its_place_and_nothing_else) {
  withdraw(4);
  for (const auto* target : {"/t/forum/7", "/t/forum/7/posts", "/t/forum/7/posts/4"}) {
    const auto page = page_at(target);
    EXPECT_THAT(page.by_id("p4").text, HasSubstr("已删除")) << target;
    EXPECT_THAT(page.by_id("main").text, Not(HasSubstr("第4楼说"))) << target;
    EXPECT_THAT(page.by_id("p4").text, Not(HasSubstr("楼友4"))) << target;
  }
  EXPECT_EQ(page_at("/t/forum/7/posts/4").by_id("history").name, "");
  EXPECT_THAT(page_at("/t/forum/7/activity").by_id("authors").text, Not(HasSubstr("楼友4")));
}

TEST_F(ReaderPages, the_figures_of_a_thread_have_a_page) {
  const auto page = page_at("/t/forum/7/activity");
  EXPECT_THAT(page.by_id("authors").text, HasSubstr("发言者 5 人"));
  EXPECT_THAT(page.by_id("coverage").text, HasSubstr("收入条目1 楼#1"));
  EXPECT_EQ(page.with("class", "strip").name, "svg");
  const auto empty = add_thread(9);
  EXPECT_THAT(page_at("/t/forum/9/activity").by_id("main").text, HasSubstr("还没有楼层"));
  site_.changed(empty);
}

TEST_F(ReaderPages, an_earlier_revision_is_shown_as_it_was) {
  store_posts(id_, 6, 7);
  digest_pending(id_);
  const auto first = page_at("/t/forum/7/r/1");
  EXPECT_THAT(first.by_id("main").text, HasSubstr("这是修订 r1 时的摘要"));
  EXPECT_EQ(first.by_id("e2").name, "");
  EXPECT_EQ(first.by_id("e1").attribute("class"), "new") << "of that revision";
  EXPECT_EQ(first.with("rel", "next").attribute("href"), "/t/forum/7/r/2");
  const auto second = page_at("/t/forum/7/r/2");
  EXPECT_EQ(second.by_id("e1").attribute("class"), "");
  EXPECT_EQ(second.by_id("e2").attribute("class"), "new");
  EXPECT_EQ(header_of(get("/t/forum/7/r/1"), "Cache-Control"), "no-cache");
  for (const auto* target : {"/t/forum/7/r/3", "/t/forum/7/r/0", "/t/forum/7/r/01", "/t/forum/7/r/-1"}) {
    EXPECT_EQ(get(target).status, 404) << target;
  }
  EXPECT_THAT(body_of(get("/t/forum/7/r/3")), HasSubstr("还没有 r3，最新的是 r2"));
}

TEST_F(ReaderPages, a_withdrawal_blanks_earlier_revisions_too) {
  withdraw(1);
  ASSERT_TRUE(store_->withdraw_deleted(id_, now()).has_value());
  site_.changed(id_);
  EXPECT_THAT(page_at("/t/forum/7/r/1").by_id("main").text, Not(HasSubstr("租金是每月一百元。")));
}

TEST_F(ReaderPages, of_a_removed_thread_are_gone) {
  ASSERT_TRUE(store_->remove_thread(id_, false, now()).has_value());
  site_.changed(id_);
  for (const auto* target : {"/t/forum/7/posts/1", "/t/forum/7/activity", "/t/forum/7/r/1"}) {
    EXPECT_EQ(get(target).status, 410) << target;
  }
}

TEST_F(ReaderPages, the_same_state_gives_the_same_bytes_on_another_day) {
  const std::vector<std::string_view> targets{"/",
                                              "/t/forum/7",
                                              "/t/forum/7/posts/3",
                                              "/about",
                                              "/t/forum/7/activity",
                                              "/t/forum/7/r/1",
                                              "/t/forum/7/posts",
                                              "/manifest.webmanifest"};
  std::vector<std::string> before;
  for (const auto target : targets) before.push_back(body_of(get(target)));
  loop_.run_for(std::chrono::hours{50});
  Site again(Settings{}, loop_.clock(), reader_, "0.1.0");
  for (std::size_t at = 0; at < targets.size(); ++at) {
    const auto request = std::make_unique<io::ServerRequest>(request_for(targets[at]));
    EXPECT_EQ(body_of(loop_.run(again.answer(*request))), before[at]) << targets[at];
  }
}

TEST_F(ReaderPages, the_front_page_says_what_could_be_new) {
  store_posts(id_, 6, 7);
  digest_pending(id_);
  const auto page = page_at("/");
  EXPECT_EQ(page.with("data-thread", "forum/7").attribute("data-revs"), "2 1");
  EXPECT_EQ(page.with("class", "masthead grand").name, "header");
}

TEST_F(ReaderPages, the_masthead_leads_only_where_there_is_a_page) {
  const auto page = page_at("/");
  for (const auto& link : page.all("a")) {
    const auto href = link.attribute("href");
    if (!href.starts_with('/')) continue;
    EXPECT_EQ(get(href.substr(0, href.find('#'))).status, 200) << href;
  }
}

TEST_F(ReaderPages, about_tells_of_sources_and_version) {
  const auto page = page_at("/about");
  EXPECT_THAT(page.by_id("sources").text, HasSubstr("forum，跟踪 1 个帖子"));
  EXPECT_THAT(page.by_id("machines").text, HasSubstr("0.1.0"));
  Settings settings;
  settings.remove_contact = "https://example.com/takedown";
  site_.apply(settings);
  EXPECT_EQ(page_at("/about").with("href", "https://example.com/takedown").name, "a");
}

TEST_F(ReaderPages, a_manifest_names_the_site) {
  const auto response = get("/manifest.webmanifest");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header_of(response, "Content-Type"), "application/manifest+json");
  const auto document = json_of(response);
  EXPECT_EQ(document["name"], "泥潭日报");
  EXPECT_EQ(document["start_url"], "./");
  const auto icon = document["icons"][0]["src"].get<std::string>();
  ASSERT_TRUE(icon.starts_with("./assets/")) << "beside the manifest, below any prefix";
  EXPECT_EQ(get(icon.substr(1)).status, 200);
}

TEST_F(ReaderPages, each_style_and_script_that_is_named_is_there) {
  for (const auto* target : {"/", "/t/forum/7", "/t/forum/7/posts/3", "/t/forum/7/activity", "/about", "/deals"}) {
    const HtmlPage page(body_of(get(target)));
    for (const auto* attribute : {"href", "src", "data-src"}) {
      for (const auto& value : page.values(attribute)) {
        if (!value.starts_with("/assets/")) continue;
        EXPECT_EQ(get(value).status, 200) << target << " " << value;
      }
    }
  }
}

}  // namespace
}  // namespace gailou::serve
