// /daily as readers and programs meet it.
#include <gmock/gmock.h>

#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::HasSubstr;
using testing::Not;

/// The loop's time begins on 1 May 2026, one o'clock in the zone's day.
class DailyPages : public SiteTest {
 protected:
  DailyPages() : DailyPages(Settings{}) {}
  explicit DailyPages(const Settings& settings) : SiteTest(settings) {}

  digest::ThreadId digested_thread(std::int64_t topic = 7) {
    const auto id = add_thread(topic);
    store_posts(id, 1, 3);
    digest_pending(id);
    return id;
  }
  void grow(digest::ThreadId id, std::int64_t first, std::int64_t last) {
    store_posts(id, first, last);
    digest_pending(id);
  }
  std::string location_of(std::string_view target) {
    const auto response = get(target);
    EXPECT_EQ(response.status, 302);
    return header_of(response, "Location");
  }
};

TEST_F(DailyPages, before_anything_was_digested_there_is_todays_edition_alone) {
  EXPECT_EQ(get("/daily").status, 200);
  EXPECT_EQ(get("/daily/2026-05-01").status, 200);
  EXPECT_THAT(body_of(get("/daily/2026-05-01")), HasSubstr("这一天没有新内容。"));
  EXPECT_EQ(get("/daily/2026-04-30").status, 404);
}

TEST_F(DailyPages, todays_edition_tells_what_was_digested_today) {
  digested_thread();
  const auto response = get("/daily/2026-05-01");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(header_of(response, "Content-Type"), HasSubstr("text/html"));
  for (const auto* words : {"算力租赁", "租金是每月一百元。", "这一天还没结束", "新收录 · 1 条"}) {
    EXPECT_THAT(body_of(response), HasSubstr(words));
  }
}

TEST_F(DailyPages, an_edition_no_longer_changes_when_its_day_is_over) {
  const auto id = digested_thread();
  loop_.run_for(days{1});
  const auto before = get("/daily/2026-05-01");
  EXPECT_THAT(body_of(before), Not(HasSubstr("这一天还没结束")));
  grow(id, 1, 5);
  loop_.run_for(days{3});
  digested_thread(8);
  const auto after = get("/daily/2026-05-01");
  EXPECT_EQ(body_of(after), body_of(before));
  EXPECT_EQ(header_of(after, "ETag"), header_of(before, "ETag"));
  EXPECT_EQ(header_of(after, "Last-Modified"), header_of(before, "Last-Modified"));
}

TEST_F(DailyPages, each_revision_stands_in_the_edition_of_the_day_it_was_committed_on) {
  const auto id = digested_thread();
  loop_.run_for(days{1});
  grow(id, 1, 5);
  const auto second = body_of(get("/daily/2026-05-02"));
  EXPECT_THAT(second, HasSubstr("新增#4"));
  EXPECT_THAT(second, HasSubstr("?since=r1"));
  EXPECT_THAT(body_of(get("/daily/2026-05-01")), Not(HasSubstr("新增#4")));
}

TEST_F(DailyPages, days_that_have_not_come_or_were_before_all_are_not_found) {
  digested_thread();
  for (const auto* target : {"/daily/2026-05-02", "/daily/9999-12-31", "/daily/2026-04-30", "/daily/2026-02-30",
                             "/daily/2026-13-01", "/daily/yesterday", "/daily/2026-5-1", "/daily/0000-00-00"}) {
    EXPECT_EQ(get(target).status, 404) << target;
  }
  EXPECT_THAT(body_of(get("/daily/2026-05-02")), HasSubstr("这一天还没到"));
}

TEST_F(DailyPages, a_day_in_between_without_news_has_an_edition_that_says_so) {
  digested_thread();
  loop_.run_for(days{3});
  const auto response = get("/daily/2026-05-02");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(body_of(response), HasSubstr("这一天没有新内容。"));
}

TEST_F(DailyPages, today_leads_to_the_day_that_it_is) {
  EXPECT_EQ(location_of("/daily/today"), "/daily/2026-05-01");
  loop_.run_for(days{1});
  EXPECT_EQ(location_of("/daily/today"), "/daily/2026-05-02");
  EXPECT_EQ(location_of("/s/forum/daily/today"), "/s/forum/daily/2026-05-02");
}

TEST_F(DailyPages, a_source_has_editions_of_its_own) {
  digested_thread();
  EXPECT_THAT(body_of(get("/s/forum/daily/2026-05-01")), HasSubstr("算力租赁"));
  EXPECT_THAT(body_of(get("/s/forum/daily")), HasSubstr("/s/forum/daily/2026-05-01"));
  EXPECT_EQ(get("/s/nowhere/daily").status, 404);
  EXPECT_EQ(get("/s/nowhere/daily/2026-05-01").status, 404);
}

TEST_F(DailyPages, the_archive_gains_a_day_with_its_first_revision) {
  const auto id = digested_thread();
  EXPECT_THAT(body_of(get("/daily")), HasSubstr("/daily/2026-05-01"));
  loop_.run_for(days{1});
  EXPECT_THAT(body_of(get("/daily")), Not(HasSubstr("/daily/2026-05-02")));
  grow(id, 1, 5);
  EXPECT_THAT(body_of(get("/daily")), HasSubstr("/daily/2026-05-02"));
}

TEST_F(DailyPages, a_withdrawal_takes_the_words_out_of_an_old_edition) {
  const auto id = digested_thread();
  loop_.run_for(days{1});
  const auto before = get("/daily/2026-05-01");
  auto post = post_at(1);
  post.state = digest::PostState::deleted;
  post.body = {};
  post.updated_at = now();
  digest::Observation seen;
  seen.posts = {post};
  ASSERT_TRUE(store_->ingest(id, seen, std::chrono::seconds{90}, now()));
  ASSERT_TRUE(store_->withdraw_deleted(id, now()).value());
  site_.changed(id);
  const auto after = get("/daily/2026-05-01");
  EXPECT_THAT(body_of(after), Not(HasSubstr("租金")));
  EXPECT_THAT(body_of(after), HasSubstr("撤回 1 条"));
  EXPECT_NE(header_of(after, "Last-Modified"), header_of(before, "Last-Modified"));
}

TEST_F(DailyPages, programs_get_documents) {
  digested_thread();
  const auto response = get("/api/v1/daily/2026-05-01?source=forum");
  EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
  EXPECT_EQ(header_of(response, "Cache-Control"), "no-cache");
  const auto document = json_of(response);
  EXPECT_EQ(document["schema"], "gailou.daily/1");
  EXPECT_EQ(document["over"], false);
  EXPECT_EQ(document["threads"].size(), 1u);
  const auto list = json_of(get("/api/v1/daily"));
  EXPECT_EQ(list["days"][0]["date"], "2026-05-01");
  EXPECT_EQ(get("/api/v1/daily/2026-05-02").status, 404);
  EXPECT_EQ(get("/api/v1/daily?source=a%20b").status, 400);
  EXPECT_EQ(get("/api/v1/daily?source=nowhere").status, 404);
}

TEST_F(DailyPages, a_failing_store_is_no_empty_edition) {
  watch_->fails = digest::Error{.code = digest::Code::io, .what = "disk"};
  EXPECT_EQ(get("/daily/2026-05-01").status, 500);
}

class DailyInShanghai : public DailyPages {
 protected:
  DailyInShanghai() : DailyPages(settings()) {}
  static Settings settings() {
    Settings made;
    made.timezone = "Asia/Shanghai";
    made.public_url = "https://digest.example/gailou";
    return made;
  }
};

TEST_F(DailyInShanghai, a_day_begins_at_the_zones_midnight) {
  digested_thread();         // 01:00 UTC, 09:00 there
  loop_.run_for(hours{16});  // 17:00 UTC, 01:00 of 2 May there
  EXPECT_THAT(body_of(get("/daily/2026-05-01")), Not(HasSubstr("这一天还没结束")));
  EXPECT_EQ(get("/daily/2026-05-02").status, 200);
  EXPECT_EQ(header_of(get("/daily/2026-05-01"), "Link"),
            "<https://digest.example/gailou/daily/2026-05-01>; rel=\"canonical\"");
}

}  // namespace
}  // namespace gailou::serve
