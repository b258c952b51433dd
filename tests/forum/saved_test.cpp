// Files out of a browser, read as the answers they are; and whatever else people hand in.
#include <gtest/gtest.h>

#include "daemon/forum/discourse/wire.h"
#include "daemon/forum/saved_file.h"
#include "tests/support/files.h"

namespace gailou::forum {
namespace {

using digest::Code;
using tests::read_data;

SavedFrom from_forum(std::int64_t topic, const std::string& zone = {}) {
  return {
      .source = {.name = "forum", .origin = "https://forum.example"}, .topic = digest::TopicId{topic}, .zone = zone};
}

digest::Error refused(const std::string& text) {
  const auto subject = subject_of(text);
  EXPECT_FALSE(subject);
  return subject ? digest::Error{} : subject.error();
}

TEST(SavedFile, a_topic_page_is_read_as_the_answer_to_a_poll) {
  const std::string text = read_data("discourse/criticalfallibilism/t_2108_post_452.json");
  ASSERT_EQ(subject_of(text)->topic, digest::TopicId{2108});
  const auto file = read_saved(text, from_forum(2108));
  ASSERT_TRUE(file) << to_string(file.error());
  const auto page = discourse::topic_from(text, {.topic = digest::TopicId{2108}, .origin = "https://forum.example"});
  ASSERT_TRUE(page);
  EXPECT_EQ(file->form, "topic");
  EXPECT_EQ(file->observation.header, page->header);
  EXPECT_EQ(file->observation.stream, page->stream);
  EXPECT_EQ(file->observation.posts, page->page.posts);
  EXPECT_TRUE(file->observation.saved);
  EXPECT_FALSE(file->observation.fresh);
}

TEST(SavedFile, posts_alone_are_read_too) {
  for (const auto* name : {"t_2108_posts.json", "t_2108_posts_pn_61.json"}) {
    const std::string text = read_data(std::string("discourse/criticalfallibilism/") + name);
    ASSERT_EQ(subject_of(text)->topic, digest::TopicId{2108}) << name;
    const auto file = read_saved(text, from_forum(2108));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->form, "posts");
    EXPECT_EQ(file->observation.posts.size(), 20U);
    EXPECT_FALSE(file->observation.stream);
    EXPECT_FALSE(file->observation.header);
  }
}

TEST(SavedFile, a_whole_topic_in_one_file_fits) {
  const std::string text = read_data("discourse/urho3d/random-projects-shots.2431.json");
  const auto subject = subject_of(text);
  ASSERT_TRUE(subject && subject->topic);
  const auto file = read_saved(text, from_forum(subject->topic->value));
  ASSERT_TRUE(file) << to_string(file.error());
  EXPECT_GT(file->observation.posts.size(), 400U);
}

TEST(SavedFile, the_topic_of_posts_without_one_is_that_of_the_first) {
  const std::string text = R"({"post_stream":{"posts":[
    {"id":5,"post_number":1,"topic_id":77,"username":"a","cooked":"<p>x</p>","created_at":"2026-05-06T14:02:35.123Z"}]}})";
  EXPECT_EQ(subject_of(text)->topic, digest::TopicId{77});
  const auto file = read_saved(text, from_forum(77));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->observation.posts.size(), 1U);
}

TEST(SavedFile, what_is_about_another_topic_is_refused) {
  const std::string text = read_data("discourse/criticalfallibilism/t_2108_posts.json");
  const auto file = read_saved(text, from_forum(2109));
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, Code::malformed);
}

TEST(SavedFile, posts_that_cannot_be_read_are_counted) {
  const std::string text = R"({"id":77,"title":"t","post_stream":{"stream":[5,6],"posts":[
    {"id":5,"post_number":1,"topic_id":77,"username":"a","cooked":"<p>x</p>","created_at":"2026-05-06T14:02:35.123Z"},
    {"id":6,"topic_id":77,"username":"a","cooked":"<p>x</p>"}]}})";
  const auto file = read_saved(text, from_forum(77));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->posts, 2U);
  EXPECT_EQ(file->observation.posts.size(), 1U);
  ASSERT_EQ(file->skipped.size(), 1U);
  EXPECT_EQ(file->skipped[0].why, "1 post without id, floor or text, or of another topic");
}

TEST(SavedFile, what_is_no_topic_says_what_it_is) {
  EXPECT_EQ(refused("").what, "it is empty");
  EXPECT_EQ(refused(" \n\t").what, "it is empty");
  EXPECT_EQ(refused("<html><body>Just a moment...</body></html>").what, "it is a web page");
  EXPECT_EQ(refused("你好").what, "neither a topic's JSON nor a recorded page");
  EXPECT_EQ(refused("[1,2]").what, "it is JSON, but no topic");
  EXPECT_EQ(refused("{}").what, "it is JSON, but no topic");
  EXPECT_EQ(refused(R"({"errors":["x"],"error_type":"not_found"})").what, "it is the forum's refusal, not a topic");
  EXPECT_EQ(refused(read_data("discourse/criticalfallibilism/posts.json")).what,
            "it holds the newest posts of a whole forum, not a topic");
  EXPECT_EQ(refused(read_data("discourse/api-spec/docs-latest_topics_response.json")).what,
            "it is a list of topics, not a topic");
}

TEST(SavedFile, broken_json_names_its_line) {
  const auto error = refused("{\n\"id\": 1,\n\"post_stream\": {]}\n");
  EXPECT_EQ(error.code, Code::malformed);
  EXPECT_EQ(error.where, "line 3");
  EXPECT_EQ(refused("{\"id\":1").where, "line 1");
}

TEST(SavedFile, bounds_hold) {
  EXPECT_EQ(refused(std::string(kSavedBytesMax + 1, ' ')).code, Code::too_large);
  EXPECT_EQ(refused(std::string(100'000, '[')).code, Code::too_large);
  std::string deep = "{\"id\":1,\"post_stream\":";
  for (int i = 0; i < 100; ++i) deep += "{\"posts\":";
  EXPECT_EQ(refused(deep).code, Code::too_large);
}

TEST(SavedFile, every_capture_is_read_or_refused_whatever_is_cut_off) {
  const std::string text = read_data("discourse/api-spec/topic.json");
  const auto end = text.find_last_of('}');  // what follows is blank
  for (std::size_t cut = 0; cut < end; cut += 97) {
    const auto subject = subject_of(text.substr(0, cut));
    ASSERT_FALSE(subject);
    EXPECT_EQ(subject.error().code, Code::malformed);
  }
}

TEST(SavedFile, a_recorded_page_tells_its_title_and_no_topic) {
  const auto subject = subject_of(read_data("recorded/model-page.txt"));
  ASSERT_TRUE(subject);
  EXPECT_FALSE(subject->topic);
  EXPECT_EQ(subject->heading, "泥潭日报 uscardforum · 每日精选");
  const auto file = read_saved(read_data("recorded/model-page.txt"), from_forum(493728));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->form, "page");
  EXPECT_EQ(file->posts, 70U);
}

TEST(SavedFile, a_time_whose_zone_could_be_several_wants_to_be_told_which) {
  const std::string text = "--- 第 1 楼来自 a 的回复 (2026-05-06 14:02:35 CST) ---\n\n一\n";
  const auto unknown = read_saved(text, from_forum(1));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().where, "line 1");
  EXPECT_NE(unknown.error().hint.find("--tz"), std::string::npos);
  const auto known = read_saved(text, from_forum(1, "Asia/Shanghai"));
  ASSERT_TRUE(known);
  EXPECT_EQ(digest::to_iso(known->observation.posts[0].created_at), "2026-05-06T06:02:35.000Z");
}

}  // namespace
}  // namespace gailou::forum
