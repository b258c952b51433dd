// Events as bytes: what an EventSource makes of them, and that nothing in them can pass for another field.
#include "daemon/serve/live/event.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "tests/serve/scripted_stream.h"

namespace gailou::serve {
namespace {

storage::CommitRecord commit() {
  storage::CommitRecord made;
  made.commit = {4711};
  made.thread = {.source = "forum", .topic = {7}};
  made.title = "算力租赁";
  made.url = "https://forum.example/t/lease/7";
  made.revision = {129};
  made.generated_at = digest::from_ms(1'777'593'600'000);
  made.committed_at = digest::from_ms(1'777'593'601'500);
  made.last_number = {75};
  made.posts_count = 74;
  digest::Entry entry;
  entry.seq = {130};
  entry.section = "latest";
  entry.rev = {129};
  entry.marker = {.kind = digest::Marker::Kind::added, .first = {74}, .last = {75}};
  entry.text = "租金已涨到每月一百二十元。";
  entry.cites = {{70}, {74}, {75}};
  entry.floors = {{74}, {75}};
  entry.links = {{.rel = digest::Link::Rel::updates, .entry = "e12"}};
  entry.evidence = {{.floor = {74}, .quote = "一百二十元"}};
  made.entries = {entry};
  return made;
}

Heard heard(const Event& event) {
  return hear(*event.bytes);
}

TEST(LiveEvent, a_revision_says_what_it_appended) {
  const auto event = event_of(commit());
  EXPECT_EQ(event.type, EventType::revision);
  EXPECT_EQ(event.commit.value, 4711);
  const auto got = heard(event);
  ASSERT_EQ(got.events.size(), 1u);
  EXPECT_EQ(got.last_id, "4711");
  EXPECT_EQ(got.events[0].type, "revision");
  const auto& data = got.events[0].data;
  EXPECT_EQ(data["thread"], "forum/7");
  EXPECT_EQ(data["source"], "forum");
  EXPECT_EQ(data["id"], 7);
  EXPECT_EQ(data["rev"], 129);
  EXPECT_EQ(data["commit"], 4711);
  EXPECT_EQ(data["title"], "算力租赁");
  EXPECT_EQ(data["url"], "https://forum.example/t/lease/7");
  EXPECT_EQ(data["committed_at"], "2026-05-01T00:00:01.500Z");
  EXPECT_EQ(data["last_number"], 75);
  EXPECT_EQ(data["posts_count"], 74);
  ASSERT_EQ(data["entries"].size(), 1u);
  const auto& entry = data["entries"][0];
  EXPECT_EQ(entry["id"], "e130");
  EXPECT_EQ(entry["section"], "latest");
  EXPECT_EQ(entry["marker"], "新增#74–75");
  EXPECT_EQ(entry["text"], "租金已涨到每月一百二十元。");
  EXPECT_EQ(entry["cites"], (nlohmann::json{70, 74, 75}));
  EXPECT_EQ(entry["floors"], (nlohmann::json{74, 75}));
  EXPECT_EQ(entry["links"][0]["entry"], "e12");
  EXPECT_FALSE(entry.contains("evidence"));
  EXPECT_TRUE(data["withdrawn"].empty());
}

TEST(LiveEvent, a_withdrawal_names_its_tombstones) {
  auto made = commit();
  made.withdrawn = {std::move(made.entries[0])};
  made.entries.clear();
  made.withdrawn[0].text = digest::kTombstone;
  const auto data = heard(event_of(made)).events.at(0).data;
  EXPECT_TRUE(data["entries"].empty());
  EXPECT_EQ(data["withdrawn"][0]["id"], "e130");
  EXPECT_EQ(data["withdrawn"][0]["text"], digest::kTombstone);
}

TEST(LiveEvent, hostile_words_stay_within_their_line) {
  auto made = commit();
  made.title = "a\n\nevent: reset\ndata: {}\n\nid: 9999999";
  made.entries[0].text = "b\r\nid: 5\r\n\r\nretry: 1\r";
  made.entries[0].text += std::string_view("\0\x1b\xff\xe2\x80\xa8", 6);  // NUL, escape, no UTF-8, a line separator
  const auto event = event_of(made);
  EXPECT_EQ(std::ranges::count(*event.bytes, '\n'), 4) << "three fields and the empty line";
  EXPECT_EQ(event.bytes->find('\r'), std::string::npos);
  EXPECT_EQ(event.bytes->find('\0'), std::string::npos);
  const auto got = heard(event);
  ASSERT_EQ(got.events.size(), 1u);
  EXPECT_EQ(got.last_id, "4711");
  EXPECT_TRUE(got.retry.empty());
  EXPECT_EQ(got.events[0].data["title"], made.title);
}

TEST(LiveEvent, a_threads_news_has_no_place_in_the_store) {
  const auto event = event_of(ThreadNews{.thread = {.source = "forum", .topic = {7}},
                                         .change = "paused",
                                         .state = storage::ThreadState::paused,
                                         .until = digest::from_ms(1'777'593'600'000)});
  EXPECT_EQ(event.type, EventType::thread);
  EXPECT_EQ(event.commit.value, 0);
  const auto got = heard(event);
  EXPECT_EQ(got.last_id, "");
  EXPECT_EQ(got.events.at(0).type, "thread");
  EXPECT_EQ(got.events[0].data, (nlohmann::json{{"thread", "forum/7"},
                                                {"source", "forum"},
                                                {"id", 7},
                                                {"change", "paused"},
                                                {"state", "paused"},
                                                {"until", "2026-05-01T00:00:00.000Z"}}));
}

TEST(LiveEvent, what_isnt_known_is_left_out) {
  const auto removed =
      heard(event_of(ThreadNews{.thread = {.source = "forum", .topic = {7}}, .change = "removed"})).events.at(0).data;
  EXPECT_EQ(removed.size(), 4u);
  const auto renamed = heard(event_of(ThreadNews{.change = "title", .title = "新题"})).events.at(0).data;
  EXPECT_EQ(renamed["title"], "新题");
}

TEST(LiveEvent, a_source_is_up_or_down) {
  const auto down =
      event_of(SourceNews{.source = "forum", .reason = "rate_limited", .until = digest::from_ms(1'777'593'600'000)});
  EXPECT_EQ(down.about.source, "forum");
  EXPECT_EQ(heard(down).events.at(0).type, "status");
  EXPECT_EQ(
      heard(down).events[0].data,
      (nlohmann::json{
          {"source", "forum"}, {"state", "down"}, {"reason", "rate_limited"}, {"until", "2026-05-01T00:00:00.000Z"}}));
  EXPECT_EQ(heard(event_of(SourceNews{.source = "forum", .up = true})).events.at(0).data,
            (nlohmann::json{{"source", "forum"}, {"state", "up"}}));
}

TEST(LiveEvent, a_greeting_is_no_event_but_leaves_an_id) {
  const auto got = hear(*greeting({4710}));
  EXPECT_TRUE(got.events.empty());
  EXPECT_EQ(got.last_id, "4710");
  EXPECT_EQ(got.retry, "5000");
}

TEST(LiveEvent, a_heartbeat_is_a_comment) {
  const auto got = hear(*heartbeat());
  EXPECT_TRUE(got.events.empty());
  EXPECT_EQ(got.comments, 1);
}

TEST(LiveEvent, a_reset_moves_the_id) {
  const auto got = hear(*reset_to({16022}, "too_far_behind"));
  EXPECT_EQ(got.last_id, "16022");
  EXPECT_EQ(got.events.at(0).type, "reset");
  EXPECT_EQ(got.events[0].data, (nlohmann::json{{"reason", "too_far_behind"}, {"commit", 16022}}));
}

TEST(LiveEvent, farewells_spread_the_return_of_the_readers) {
  std::set<std::string> times;
  for (std::size_t place = 0; place < 1000; ++place) {
    const auto retry = hear(*farewell(place)).retry;
    EXPECT_GE(std::stoi(retry), 1000);
    EXPECT_LT(std::stoi(retry), 6000);
    times.insert(retry);
  }
  EXPECT_EQ(times.size(), 1000u);
}

TEST(LiveEvent, types_have_names_both_ways) {
  for (const auto type : {EventType::revision, EventType::thread, EventType::status}) {
    EXPECT_EQ(event_type_of(name_of(type)), type);
  }
  EXPECT_FALSE(event_type_of("reset"));
  EXPECT_FALSE(event_type_of(""));
}

}  // namespace
}  // namespace gailou::serve
