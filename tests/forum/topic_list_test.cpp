// Rows of a topic list, tame and hostile.
#include "daemon/forum/discourse/topic_list.h"

#include <map>

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::Floor;
using digest::TopicId;

std::string list(const std::string& rows) {
  return R"({"users":[],"topic_list":{"per_page":30,"more_topics_url":"/latest?page=1","topics":[)" + rows + "]}}";
}

std::vector<TopicRow> rows(const std::string& text, std::vector<TopicId> asked = {TopicId{7}, TopicId{8}}) {
  const auto answer = rows_from(text, asked);
  EXPECT_TRUE(answer) << (answer ? "" : to_string(answer.error()));
  return answer ? *answer : std::vector<TopicRow>{};
}

Code code_of(const std::string& text) {
  const auto answer = rows_from(text, {TopicId{7}});
  EXPECT_FALSE(answer) << text.substr(0, 100);
  return answer ? Code::internal : answer.error().code;
}

TEST(TopicList, a_row_has_what_tells_a_change) {
  const auto read = rows(list(
      R"({"id":7,"title":"题","fancy_title":"题","slug":"topic","posts_count":20,"reply_count":3,"highest_post_number":22,)"
      R"("image_url":null,"created_at":"2026-05-06T21:02:35Z","last_posted_at":"2026-05-07T00:00:00.500Z","bumped":true,)"
      R"("bumped_at":"2026-05-07T01:00:00Z","pinned":false,"visible":true,"closed":true,"archived":false,"views":9,)"
      R"("tags":[{"id":1,"name":"a"}],"posters":[{"user_id":1}],"journal":null,"has_accepted_answer":true})"));
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0], (TopicRow{.topic = TopicId{7},
                               .posts_count = 20,
                               .highest = Floor{22},
                               .last_posted_at = digest::parse_iso("2026-05-07T00:00:00.500Z"),
                               .bumped_at = digest::parse_iso("2026-05-07T01:00:00Z"),
                               .title = "题",
                               .closed = true,
                               .archived = false}));
}

TEST(TopicList, the_samples_of_the_official_client_are_read) {
  for (const char* name : {"latest", "docs-latest_topics_response"}) {
    const std::string file = std::string("discourse/api-spec/") + name + ".json";
    const auto document = tests::read_json(file);
    std::map<TopicId, nlohmann::json> topics;
    for (const auto& topic : document["topic_list"]["topics"])
      topics.try_emplace(TopicId{topic["id"].get<std::int64_t>()}, topic);
    std::vector<TopicId> asked;
    for (const auto& [id, topic] : topics) asked.push_back(id);
    const auto read = rows(tests::read_data(file), asked);
    ASSERT_EQ(read.size(), asked.size()) << name;
    for (const TopicRow& row : read) {
      const auto& topic = topics.at(row.topic);
      EXPECT_EQ(row.title, topic["title"].get<std::string>());
      EXPECT_EQ(row.posts_count, topic["posts_count"].get<std::int64_t>());
      EXPECT_EQ(row.highest.value, topic["highest_post_number"].get<std::int64_t>());
      EXPECT_TRUE(row.bumped_at) << name;
      EXPECT_TRUE(row.last_posted_at) << name;
    }
  }
}

TEST(TopicList, pinned_strangers_are_dropped) {
  const auto read = rows(list(R"({"id":1,"pinned_globally":true},{"id":8},{"id":7},{"id":2})"));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].topic, TopicId{8});
  EXPECT_EQ(read[1].topic, TopicId{7});
}

TEST(TopicList, a_topic_that_stands_twice_is_taken_once) {
  const auto read = rows(list(R"({"id":7,"posts_count":5},{"id":7,"posts_count":4})"));
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].posts_count, 5);
}

TEST(TopicList, topics_without_a_row_are_no_error) {
  EXPECT_TRUE(rows(list("")).empty());
}

TEST(TopicList, everything_but_the_id_may_be_null_or_of_another_type) {
  const auto read = rows(list(
      R"({"id":"7","title":null,"posts_count":null,"highest_post_number":"12","last_posted_at":null,"bumped_at":5,)"
      R"("closed":null,"archived":"true"},{"title":"no id"},null,[],"7",{"id":-7},{"id":1e40})"));
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0], (TopicRow{.topic = TopicId{7}, .highest = Floor{12}, .archived = true}));
}

TEST(TopicList, counts_that_cannot_be_are_none) {
  const auto read = rows(list(R"({"id":7,"posts_count":-1,"highest_post_number":1e300})"));
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].posts_count, 0);
  EXPECT_EQ(read[0].highest, Floor{});
}

TEST(TopicList, a_title_is_one_line_and_bounded) {
  const auto read = rows(list(R"({"id":7,"title":" a\n\tb "},{"id":8,"title":")" + std::string(5000, 'x') + "\"}"));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].title, "a b");
  EXPECT_EQ(read[1].title.size(), 1020U);
}

TEST(TopicList, what_is_no_list_is_malformed) {
  for (const char* bad :
       {"", "{}", "[]", "null", R"({"topic_list":null})", R"({"topic_list":{}})", R"({"topic_list":{"topics":{}}})",
        R"({"topics":[{"id":7}]})", R"({"id":7,"post_stream":{}})"})
    EXPECT_EQ(code_of(bad), Code::malformed) << bad;
}

TEST(TopicList, every_cut_of_a_list_is_malformed) {
  const std::string whole = list(R"({"id":7,"title":"\u4e2d","posts_count":1})");
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_EQ(code_of(whole.substr(0, length)), Code::malformed) << length;
}

TEST(TopicList, deep_json_is_refused) {
  EXPECT_EQ(code_of(R"({"topic_list":)" + std::string(100'000, '[')), Code::too_large);
}

}  // namespace
}  // namespace gailou::forum::discourse
