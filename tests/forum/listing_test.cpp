// Topic lists as a discovery reads them, tame and hostile.
#include "daemon/forum/discourse/listing.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::TopicId;

std::string list_of(const std::string& rows, const std::string& users = "") {
  return R"({"users":[)" + users + R"(],"topic_list":{"per_page":30,"topics":[)" + rows + "]}}";
}

std::vector<ListedTopic> topics_in(const std::string& text) {
  const auto answer = listed_from(text);
  EXPECT_TRUE(answer) << (answer ? "" : to_string(answer.error()));
  return answer ? *answer : std::vector<ListedTopic>{};
}

Code refusal_of(const std::string& text) {
  const auto answer = listed_from(text);
  EXPECT_FALSE(answer) << text.substr(0, 100);
  return answer ? Code::internal : answer.error().code;
}

TEST(Listing, a_row_tells_what_a_discovery_judges) {
  const auto read = topics_in(list_of(
      R"({"id":7,"title":"  某行  开卡 ","slug":"topic","posts_count":21,"reply_count":3,"highest_post_number":22,)"
      R"("created_at":"2026-05-06T21:02:35Z","last_posted_at":"2026-05-07T00:00:00.500Z","bumped":true,)"
      R"("bumped_at":"2026-05-07T01:00:00Z","pinned":true,"visible":true,"closed":true,"archived":false,"views":912,)"
      R"("like_count":34,"category_id":12,"tags":[{"id":1,"name":"信用卡"},"dp"],)"
      R"("posters":[{"extras":null,"description":"原始发帖人","user_id":5},{"extras":"latest","user_id":6}]})",
      R"({"id":6,"username":"other"},{"id":5,"username":"starter","name":null})"));
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0], (ListedTopic{.topic = TopicId{7},
                                  .title = "某行 开卡",
                                  .category = "12",
                                  .tags = {"信用卡", "dp"},
                                  .author = "starter",
                                  .posts_count = 21,
                                  .likes = 34,
                                  .views = 912,
                                  .created_at = digest::parse_iso("2026-05-06T21:02:35Z"),
                                  .bumped_at = digest::parse_iso("2026-05-07T01:00:00Z"),
                                  .last_posted_at = digest::parse_iso("2026-05-07T00:00:00.500Z"),
                                  .closed = true,
                                  .pinned = true}));
  EXPECT_EQ(read[0].replies(), 20);
}

TEST(Listing, the_samples_of_the_official_client_are_read) {
  for (const char* name : {"latest", "docs-latest_topics_response"}) {
    const std::string file = std::string("discourse/api-spec/") + name + ".json";
    const auto document = tests::read_json(file);
    const auto read = topics_in(tests::read_data(file));
    ASSERT_FALSE(read.empty()) << name;
    for (std::size_t i = 0; i < read.size(); ++i) {
      const auto& row = document["topic_list"]["topics"][i];
      EXPECT_EQ(read[i].topic.value, row["id"].get<std::int64_t>()) << name;
      EXPECT_EQ(read[i].title, row["title"].get<std::string>()) << name;
      EXPECT_EQ(read[i].posts_count, row["posts_count"].get<std::int64_t>()) << name;
      EXPECT_EQ(read[i].likes, row["like_count"].get<std::int64_t>()) << name;
      // The system itself begins some: no member.
      EXPECT_EQ(read[i].author.empty(), row["posters"][0]["user_id"].get<std::int64_t>() < 0) << name << " " << i;
      EXPECT_TRUE(read[i].created_at) << name;
      EXPECT_FALSE(read[i].unlisted) << name;
    }
  }
}

TEST(Listing, the_forums_order_is_kept_and_each_topic_stands_once) {
  const auto read = topics_in(list_of(R"({"id":9,"pinned":true},{"id":3},{"id":9},{"id":5})"));
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0].topic, TopicId{9});
  EXPECT_EQ(read[1].topic, TopicId{3});
  EXPECT_EQ(read[2].topic, TopicId{5});
}

TEST(Listing, older_versions_name_the_starter_within_the_row) {
  const auto read = topics_in(list_of(R"({"id":1,"posters":[{"user":{"id":2,"username":"old"}}]})"));
  EXPECT_EQ(read.at(0).author, "old");
}

TEST(Listing, everything_but_the_id_may_be_missing_or_of_another_type) {
  const auto read = topics_in(list_of(
      R"({"id":"1"},{"id":2,"title":["x"],"posts_count":"many","like_count":-4,"views":1e30,"created_at":7,)"
      R"("last_posted_at":"yesterday","category_id":{},"tags":"a","posters":"x","closed":"yes","visible":null},)"
      R"({"id":3,"posters":[]},{"id":4,"posters":[7]},{"id":5,"posters":[{"user_id":99}]},{"id":6,"tags":[1,null,{}]})"));
  ASSERT_EQ(read.size(), 6U);
  EXPECT_EQ(read[1], (ListedTopic{.topic = TopicId{2}}));
  EXPECT_EQ(read[1].replies(), 0);
  for (const auto& topic : read) {
    EXPECT_TRUE(topic.author.empty());
    EXPECT_TRUE(topic.tags.empty());
  }
}

TEST(Listing, a_row_without_an_id_is_passed_over) {
  EXPECT_EQ(topics_in(list_of(R"({"title":"x"},null,7,"x",[],{"id":0},{"id":-3},{"id":8})")).size(), 1U);
}

TEST(Listing, an_unlisted_topic_is_told_as_one) {
  const auto read = topics_in(list_of(R"({"id":1,"visible":false},{"id":2,"visible":true},{"id":3})"));
  EXPECT_TRUE(read.at(0).unlisted);
  EXPECT_FALSE(read.at(1).unlisted);
  EXPECT_FALSE(read.at(2).unlisted);
}

TEST(Listing, an_empty_list_is_a_list) {
  EXPECT_TRUE(topics_in(list_of("")).empty());
}

TEST(Listing, what_is_no_list_of_topics_is_malformed) {
  for (const char* text : {"", "{", "[]", "null", "{}", R"({"topic_list":[]})", R"({"topic_list":{"topics":{}}})",
                           R"({"topic_list":{"topics":null}})", "<!DOCTYPE html>"}) {
    EXPECT_EQ(refusal_of(text), Code::malformed) << text;
  }
}

TEST(Listing, a_huge_list_is_read_as_far_as_a_list_goes) {
  std::string rows;
  for (int id = 1; id <= 5000; ++id) rows += (id > 1 ? "," : "") + std::string(R"({"id":)") + std::to_string(id) + "}";
  const auto read = topics_in(list_of(rows));
  EXPECT_EQ(read.size(), kListedMost);
  EXPECT_EQ(read.back().topic, TopicId{static_cast<std::int64_t>(kListedMost)});
}

TEST(Listing, depth_has_a_bound_also_in_what_is_not_read) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_EQ(refusal_of(R"({"junk":)" + deep + "}"), Code::too_large);
  EXPECT_EQ(refusal_of(list_of(R"({"id":1,"tags":)" + deep + "}")), Code::too_large);
}

TEST(Listing, long_titles_tags_and_names_are_cut_at_whole_characters) {
  std::string title;
  for (int i = 0; i < 100'000; ++i) title += "楼";
  const auto read =
      topics_in(list_of(R"({"id":1,"title":")" + title + R"(","tags":[")" + title + R"("],"posters":[{"user_id":1}]})",
                        R"({"id":1,"username":")" + title + "\"}"));
  EXPECT_EQ(read.at(0).title.size(), 1020U);
  EXPECT_EQ(read.at(0).tags.at(0).size(), 1020U);
  EXPECT_EQ(read.at(0).author.size(), 240U);
}

TEST(Listing, so_many_tags_are_bounded) {
  std::string tags;
  for (int i = 0; i < 3000; ++i) tags += (i > 0 ? "," : "") + std::string("\"t\"");
  EXPECT_EQ(topics_in(list_of(R"({"id":1,"tags":[)" + tags + "]}")).at(0).tags.size(), 100U);
}

TEST(Listing, broken_text_becomes_valid_text) {
  const auto read = topics_in(list_of("{\"id\":1,\"title\":\"a\xff\xc3 b\\ud800c\"}"));
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].title.find('\xff'), std::string::npos);
  EXPECT_FALSE(read[0].title.empty());
}

}  // namespace
}  // namespace gailou::forum::discourse
