// A recorded page read back: the model page itself, and what others may hand us in its name.
#include <set>

#include <gtest/gtest.h>

#include "digest/recorded/page.h"
#include "digest/recorded/posts.h"
#include "digest/text/normalize.h"
#include "tests/support/files.h"

namespace gailou::digest {
namespace {

using tests::read_data;

std::string header(int floor, const std::string& author = "alice",
                   const std::string& time = "2026-05-06 14:02:35 PDT") {
  return "--- 第 " + std::to_string(floor) + " 楼来自 " + author + " 的回复 (" + time + ") ---\n";
}

std::string floor_text(int floor, const std::string& text, const std::string& author = "alice") {
  return header(floor, author) + "\n" + text + "\n";
}

RecordedPage read(const std::string& text) {
  auto page = read_recorded_page(text);
  EXPECT_TRUE(page) << (page ? "" : to_string(page.error()));
  return page ? *page : RecordedPage{};
}

Error refused(const std::string& text) {
  const auto page = read_recorded_page(text);
  EXPECT_FALSE(page);
  return page ? Error{} : page.error();
}

Result<Instant> plainly(const LocalMoment& moment) {
  const auto offset = offset_of_zone(moment.zone);
  if (!offset) return Error{.code = Code::malformed, .what = "unknown zone"};
  return instant_of(moment, *offset);
}

TEST(RecordedPage, the_model_page_has_seventy_floors_by_twenty_nine_authors_and_a_hole) {
  const auto page = read(read_data("recorded/model-page.txt"));
  EXPECT_EQ(page.heading, "泥潭日报 uscardforum · 每日精选");
  EXPECT_EQ(page.title, "Anthropic 跟 SpaceXAI(前 xAI)达成协议,使用 Colossus 1 数据中心为自家服务提供算力");
  EXPECT_EQ(page.floors.size(), 70U);
  EXPECT_TRUE(page.skipped.empty());
  std::set<std::string> authors;
  std::set<std::int64_t> floors;
  for (const auto& floor : page.floors) {
    authors.insert(floor.author);
    floors.insert(floor.floor.value);
    EXPECT_FALSE(floor.text.empty());
    EXPECT_EQ(floor.written.zone, "PDT");
  }
  EXPECT_EQ(authors.size(), 29U);
  EXPECT_EQ(*floors.begin(), 1);
  EXPECT_EQ(*floors.rbegin(), 71);
  EXPECT_FALSE(floors.contains(61));
  EXPECT_TRUE(authors.contains("Ava.太太太后"));
}

TEST(RecordedPage, the_model_page_holds_the_recorded_thread_to_the_second) {
  const auto seen = observation_of(read(read_data("recorded/model-page.txt")), plainly);
  ASSERT_TRUE(seen);
  const auto thread = tests::read_json("seed-thread.json");
  ASSERT_EQ(seen->posts.size(), thread["posts"].size());
  for (std::size_t i = 0; i < seen->posts.size(); ++i) {
    const auto& row = thread["posts"][i];
    const auto& post = seen->posts[i];
    EXPECT_EQ(post.floor.value, row["number"].get<std::int64_t>());
    EXPECT_EQ(post.id.value, -post.floor.value);
    EXPECT_EQ(post.author, row["author"].get<std::string>());
    EXPECT_EQ(to_iso(post.created_at), to_iso(parse_iso(row["created_at"].get<std::string>()).value()));
    EXPECT_EQ(squash(text_of(post.body)), squash(row["text"].get<std::string>())) << post.floor.value;
  }
  EXPECT_TRUE(seen->saved);
  EXPECT_FALSE(seen->fresh);
  EXPECT_FALSE(seen->stream);
}

TEST(RecordedPage, quotations_previews_and_images_are_found_again) {
  const auto seen = observation_of(read(read_data("recorded/model-page.txt")), plainly);
  ASSERT_TRUE(seen);
  const auto kinds = [&](std::size_t index) {
    std::set<Block::Kind> found;
    for (const auto& block : seen->posts[index].body.blocks) found.insert(block.kind);
    return found;
  };
  EXPECT_TRUE(kinds(0).contains(Block::Kind::onebox));
  EXPECT_TRUE(kinds(9).contains(Block::Kind::quote));  // floor 10: "privater: 全部算力 那grok用什么跑"
  EXPECT_EQ(seen->posts[9].body.blocks.front().floor, 1);
  EXPECT_EQ(seen->posts[21].body.blocks.front().spans.front().kind, Span::Kind::image);
}

TEST(RecordedPage, its_raw_part_alone_is_enough) {
  const std::string whole = read_data("recorded/model-page.txt");
  const std::string under_heading = whole.substr(whole.find("原始内容\n"));
  const std::string bare = under_heading.substr(under_heading.find("---"));
  for (const auto& part : {under_heading, bare, "\n\n" + bare, "\xEF\xBB\xBF" + bare}) {
    ASSERT_TRUE(is_recorded_page(part));
    const auto page = read(part);
    EXPECT_EQ(page.floors.size(), 70U);
    EXPECT_EQ(page.title, "");
    EXPECT_EQ(page.floors.back().text, read(whole).floors.back().text);
  }
}

TEST(RecordedPage, lines_may_end_as_windows_ends_them) {
  std::string text = floor_text(1, "一") + "\n" + floor_text(2, "二");
  std::string crlf;
  for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto page = read(crlf);
  ASSERT_EQ(page.floors.size(), 2U);
  EXPECT_EQ(page.floors[1].text, "二");
  EXPECT_EQ(page.floors[1].line, 5U);
}

TEST(RecordedPage, a_body_that_begins_like_a_header_loses_its_blank) {
  const auto page = read(floor_text(1, " --- 第 2 楼来自 admin 的回复 (2026-05-06 14:02:35 PDT) ---"));
  ASSERT_EQ(page.floors.size(), 1U);
  EXPECT_EQ(page.floors[0].text, "--- 第 2 楼来自 admin 的回复 (2026-05-06 14:02:35 PDT) ---");
}

TEST(RecordedPage, a_floor_may_say_nothing) {
  const auto page = read(header(1) + "\n\n\n" + header(2) + "\n二\n\n" + header(3));
  ASSERT_EQ(page.floors.size(), 3U);
  EXPECT_EQ(page.floors[0].text, "");
  EXPECT_EQ(page.floors[1].text, "二");
  EXPECT_EQ(page.floors[2].text, "");
}

TEST(RecordedPage, a_name_may_hold_anything_but_a_line_break) {
  for (const std::string name : {"a b", "的回复 (x", "楼来自 bob", "(2026-05-06 14:02:35 PDT) ---", "Ava.太太太后"}) {
    const auto page = read(floor_text(7, "话", name));
    ASSERT_EQ(page.floors.size(), 1U) << name;
    EXPECT_EQ(page.floors[0].author, name);
    EXPECT_EQ(page.floors[0].written.second, 35);
  }
}

TEST(RecordedPage, a_title_that_is_the_floors_heading_hides_no_floor) {
  const std::string text =
      "泥潭日报 x · 每日精选\n\n原始内容\n\n内容摘要\n\n原始内容\n\n1. 关键信息\n\n  (暂无)\n原始内容\n" +
      floor_text(1, "原始内容");
  const auto page = read(text);
  EXPECT_EQ(page.title, "原始内容");
  ASSERT_EQ(page.floors.size(), 1U);
  EXPECT_EQ(page.floors[0].text, "原始内容");
}

TEST(RecordedPage, a_title_that_is_a_header_is_no_floor) {
  const std::string text =
      "泥潭日报 x · 每日精选\n\n" + header(1, "admin") + "\n内容摘要\n\n概要。\n原始内容\n" + floor_text(2, "二");
  const auto page = read(text);
  ASSERT_EQ(page.floors.size(), 1U);
  EXPECT_EQ(page.floors[0].floor, Floor{2});
}

TEST(RecordedPage, a_floor_that_stands_there_twice_is_taken_once_and_told) {
  const auto page = read(floor_text(1, "一") + "\n" + floor_text(1, "又一") + "\n" + floor_text(2, "二"));
  ASSERT_EQ(page.floors.size(), 2U);
  EXPECT_EQ(page.floors[0].text, "一");
  ASSERT_EQ(page.skipped.size(), 1U);
  EXPECT_EQ(page.skipped[0].line, 5U);
  EXPECT_NE(page.skipped[0].why.find("twice"), std::string::npos);
}

TEST(RecordedPage, faults_name_their_line) {
  const std::string good = floor_text(1, "一") + "\n";
  const std::vector<std::pair<std::string, std::string>> cases{
      {good + "--- 第 2 楼来自 bob\n", "line 5"},
      {good + "--- 第 二 楼来自 bob 的回复 (2026-05-06 14:02:35 PDT) ---\n", "line 5"},
      {good + "--- 第 0 楼来自 bob 的回复 (2026-05-06 14:02:35 PDT) ---\n", "line 5"},
      {good + "--- 第 -3 楼来自 bob 的回复 (2026-05-06 14:02:35 PDT) ---\n", "line 5"},
      {good + "--- 第 99999999999999999999 楼来自 bob 的回复 (2026-05-06 14:02:35 PDT) ---\n", "line 5"},
      {good + header(2, "bob", "2026-05-06 14:02 PDT"), "line 5"},
      {good + header(2, "bob", "2026-02-30 14:02:35 PDT"), "line 5"},
      {good + header(2, "bob", "2026-05-06 24:02:35 PDT"), "line 5"},
      {good + header(2, "bob", "2026-05-06 14:02:35"), "line 5"},
      {good + header(2, "bob", "2026-05-06 14:02:35 P D T"), "line 5"},
      {good + header(2, std::string(300, 'x')), "line 5"},
      {good + "多出来的一行\n", "line 5"},
      {floor_text(1, "一") + "紧跟着的一行\n", "line 4"},
      {"--- 第 1 楼\n", "line 1"}};
  for (const auto& [text, where] : cases) {
    const auto error = refused(text);
    EXPECT_EQ(error.code, Code::malformed) << text;
    EXPECT_EQ(error.where, where) << text;
  }
}

TEST(RecordedPage, a_page_without_floors_says_so) {
  for (const std::string text :
       {"", "\n\n", "你好", "泥潭日报 x · 每日精选\n\n标题\n\n内容摘要\n\n概要。\n原始内容\n"}) {
    EXPECT_FALSE(is_recorded_page(text));
    EXPECT_EQ(refused(text).what, "there is no floor in it");
  }
}

TEST(RecordedPage, controls_and_broken_bytes_do_no_harm) {
  const auto page = read_recorded_page(std::string(floor_text(1, "一\x1B[31m二\x07\xFF三\tx  y", "ev\x1Bil")));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->floors[0].author, "evil");
  EXPECT_EQ(page->floors[0].text, "一[31m二\xEF\xBF\xBD三 x y");
}

TEST(RecordedPage, bounds_hold) {
  EXPECT_EQ(refused(floor_text(1, std::string((1 << 20) + 1, 'x'))).code, Code::too_large);
  std::string many;
  for (std::size_t i = 1; i <= kRecordedFloorsMax + 1; ++i) many += header(static_cast<int>(i));
  const auto error = refused(many);
  EXPECT_EQ(error.code, Code::too_large);
  EXPECT_EQ(error.where, "line 100001");
}

TEST(RecordedPage, reading_never_fails_to_end_whatever_is_cut_off_or_flipped) {
  const std::string whole = read_data("recorded/model-page.txt");
  for (std::size_t cut = 0; cut < whole.size(); cut += 611) {
    static_cast<void>(read_recorded_page(whole.substr(0, cut)));
    std::string flipped = whole;
    flipped[cut] = static_cast<char>(flipped[cut] ^ 0x55);
    static_cast<void>(read_recorded_page(flipped));
  }
}

TEST(RecordedPosts, are_as_of_the_pages_last_floor) {
  const auto seen = observation_of(
      read(header(1, "a", "2026-05-06 14:02:35 PDT") + "\n一\n\n" + header(2, "b", "2026-05-06 23:02:35 UTC")),
      plainly);
  ASSERT_TRUE(seen);
  ASSERT_EQ(seen->posts.size(), 2U);
  EXPECT_EQ(to_iso(seen->posts[0].created_at), "2026-05-06T21:02:35.000Z");
  EXPECT_EQ(to_iso(*seen->posts[0].updated_at), "2026-05-06T23:02:35.000Z");
  EXPECT_FALSE(seen->header);
}

TEST(RecordedPosts, a_time_of_no_known_zone_names_its_line) {
  const auto seen =
      observation_of(read(floor_text(1, "一") + "\n" + header(2, "b", "2026-05-06 23:02:35 CST")), plainly);
  ASSERT_FALSE(seen);
  EXPECT_EQ(seen.error().where, "line 5");
}

TEST(RecordedPosts, their_thread_has_the_pages_title_and_extent) {
  const auto seen = observation_of(read(read_data("recorded/model-page.txt")), plainly);
  ASSERT_TRUE(seen && seen->header);
  EXPECT_EQ(seen->header->posts_count, 70);
  EXPECT_EQ(seen->header->highest, Floor{71});
  EXPECT_EQ(to_iso(*seen->header->created_at), "2026-05-06T21:02:35.000Z");
  EXPECT_EQ(to_iso(*seen->header->last_posted_at), "2026-05-09T23:59:18.000Z");
}

TEST(ZoneName, those_that_mean_one_offset_are_known) {
  const std::vector<std::pair<std::string_view, int>> known{
      {"UTC", 0},   {"GMT", 0},      {"Z", 0},        {"PDT", -420}, {"PST", -480},
      {"+08", 480}, {"-0330", -210}, {"+05:30", 330}, {"+00:00", 0}, {"JST", 540}};
  for (const auto& [name, minutes] : known) {
    const auto offset = offset_of_zone(name);
    ASSERT_TRUE(offset) << name;
    EXPECT_EQ(offset->count(), minutes) << name;
  }
}

TEST(ZoneName, those_that_mean_several_or_nothing_are_not) {
  for (const auto* name : {"CST", "IST", "BST", "EST", "", "pdt", "北京时间", "+8", "+24:00", "+08:60", "+15", "+0",
                           "+080", "08:00", "+08:0", "--08", "+-8"}) {
    EXPECT_FALSE(offset_of_zone(name)) << name;
  }
}

TEST(ZoneName, a_moment_is_what_its_clocks_show) {
  const auto moment = parse_moment("2026-03-01 00:30:00 +08");
  ASSERT_TRUE(moment);
  EXPECT_EQ(to_iso(instant_of(*moment, *offset_of_zone(moment->zone))), "2026-02-28T16:30:00.000Z");
}

}  // namespace
}  // namespace gailou::digest
