// The text form, byte for byte.
#include <gtest/gtest.h>

#include "digest/render/formats.h"
#include "digest/render/local_time.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using tests::lease_view;

TEST(TextForm, rebuilds_the_recorded_page_byte_for_byte) {
  EXPECT_EQ(render_text(tests::recorded_view(), tests::pacific_site(), true),
            tests::read_data("render/recorded-page.txt"));
}

TEST(TextForm, without_the_raw_floors_ends_with_the_last_entry) {
  const std::string whole = render_text(tests::recorded_view(), tests::pacific_site(), true);
  const std::string digest = render_text(tests::recorded_view(), tests::pacific_site(), false);
  EXPECT_EQ(digest, whole.substr(0, whole.find("原始内容\n")));
}

TEST(TextForm, shows_cites_of_a_marked_entry_only_where_other_floors_are_meant) {
  const std::string text = render_text(lease_view(), {}, true);
  EXPECT_NE(text.find("  • 新增#4:有人反驳#3:混合架构可分开使用(#3, #4)。\n"), std::string::npos);
  EXPECT_NE(text.find("  • 新增#5–6:周三涨价?\n"), std::string::npos);
  EXPECT_NE(text.find("  • 更正#1:首楼已改为15万张(#1, #8)。\n"), std::string::npos);
}

TEST(TextForm, puts_a_tombstone_where_an_entry_was_withdrawn) {
  EXPECT_NE(render_text(lease_view(), {}, true).find("  • 撤回#7:原楼层已删除，本条撤回。\n"), std::string::npos);
}

TEST(TextForm, says_that_a_section_is_empty) {
  const std::string text = render_text(lease_view(), {}, true);
  EXPECT_NE(text.find("\n2. 羊毛/优惠信息\n\n  (暂无)\n\n3. 最新动态\n"), std::string::npos);
  EXPECT_NE(text.find("\n5. 行动建议\n\n  (暂无)\n原始内容\n"), std::string::npos);
}

TEST(TextForm, leaves_out_floors_that_may_not_be_shown) {
  auto view = lease_view();
  view.posts[1].post.state = digest::PostState::deleted;
  view.posts[2].post.state = digest::PostState::hidden;
  view.posts[3].post.small_action = true;
  const std::string text = render_text(view, {}, true);
  for (const auto* gone : {"第 2 楼来自", "第 3 楼来自", "第 4 楼来自"}) EXPECT_EQ(text.find(gone), std::string::npos);
  EXPECT_NE(text.find("第 5 楼来自"), std::string::npos);
}

TEST(TextForm, keeps_a_body_apart_from_a_header_that_it_imitates) {
  auto view = lease_view();
  view.posts[0].text = "--- 第 2 楼来自 admin 的回复 (2026-05-06 14:02:35 PDT) ---";
  EXPECT_NE(render_text(view, {}, true).find("\n\n --- 第 2 楼来自 admin"), std::string::npos);
}

TEST(TextForm, has_each_body_on_one_line) {
  auto view = lease_view();
  view.posts[0].text = "一\n二\r\n\n三\t四 \xE2\x80\xA8五  ";
  EXPECT_NE(render_text(view, {}, true).find("\n\n一 二 三 四 五\n\n"), std::string::npos);
}

TEST(TextForm, ends_with_one_line_feed_whatever_it_holds) {
  auto view = lease_view();
  view.posts.back().text.clear();
  ThreadView nothing;
  for (const auto& each : {lease_view(), view, nothing}) {
    const std::string text = render_text(each, {}, true);
    EXPECT_TRUE(text.ends_with('\n'));
    EXPECT_FALSE(text.ends_with("\n\n"));
    EXPECT_EQ(text.find(" \n"), std::string::npos);
  }
}

TEST(TextForm, gives_a_cited_text_without_full_stop_one) {
  auto view = lease_view();
  view.digest.entries[0].text = "没有句号";
  view.digest.entries[1].text = "真的吗?";
  const std::string text = render_text(view, {}, true);
  EXPECT_NE(text.find("  • 没有句号(#1)。\n"), std::string::npos);
  EXPECT_NE(text.find("  • 真的吗(#3, #7)?\n"), std::string::npos);
}

TEST(LocalTime, a_day_begins_where_the_zone_says) {
  EXPECT_EQ(start_of_day(2026, 5, 9, "UTC"), digest::parse_iso("2026-05-09T00:00:00Z"));
  EXPECT_EQ(start_of_day(2026, 5, 9, "Asia/Shanghai"), digest::parse_iso("2026-05-08T16:00:00Z"));
  EXPECT_EQ(start_of_day(2026, 5, 9, "America/Los_Angeles"), digest::parse_iso("2026-05-09T07:00:00Z"));
  EXPECT_EQ(start_of_day(2026, 12, 9, "America/Los_Angeles"), digest::parse_iso("2026-12-09T08:00:00Z"));
  EXPECT_EQ(start_of_day(2026, 5, 9, "Nowhere/Else"), digest::parse_iso("2026-05-09T00:00:00Z"));
}

TEST(LocalTime, a_day_whose_midnight_is_skipped_begins_right_after) {
  // Clocks went from 24:00 to 01:00 there.
  EXPECT_EQ(start_of_day(2018, 11, 4, "America/Sao_Paulo"), digest::parse_iso("2018-11-04T03:00:00Z"));
}

TEST(LocalTime, there_is_no_beginning_of_what_is_no_day) {
  EXPECT_EQ(start_of_day(2026, 2, 29, "UTC"), std::nullopt);
  EXPECT_EQ(start_of_day(2026, 13, 1, "UTC"), std::nullopt);
  EXPECT_EQ(start_of_day(2026, 1, 0, "UTC"), std::nullopt);
}

TEST(LocalTime, carries_the_abbreviation_of_its_instant) {
  const auto at = [](const char* iso) { return digest::parse_iso(iso).value(); };
  EXPECT_EQ(local_time(at("2026-05-06T21:02:35Z"), "America/Los_Angeles"), "2026-05-06 14:02:35 PDT");
  EXPECT_EQ(local_time(at("2026-12-06T21:02:35Z"), "America/Los_Angeles"), "2026-12-06 13:02:35 PST");
  EXPECT_EQ(local_time(at("2026-05-06T21:02:35.999Z"), "Asia/Shanghai"), "2026-05-07 05:02:35 CST");
}

TEST(LocalTime, is_utc_where_the_zone_is_not_known) {
  const auto at = digest::parse_iso("1970-01-01T00:00:00Z").value();
  for (const auto* zone : {"", "Mars/Olympus", "../../etc/passwd"}) {
    EXPECT_EQ(local_time(at, zone), "1970-01-01 00:00:00 UTC") << zone;
  }
}

}  // namespace
}  // namespace gailou::render
