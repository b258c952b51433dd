// The message bus: what is asked of it, and what its messages mean.
#include "daemon/forum/discourse/bus.h"

#include <gtest/gtest.h>

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::TopicId;
using Positions = std::vector<BusPosition>;

const Positions kTwo{{.topic = TopicId{7}, .last = 20}, {.topic = TopicId{8}, .last = 5}};

std::string message(int topic, int id, const std::string& data = R"({"id":9,"post_number":3,"type":"created"})") {
  return R"({"global_id":)" + std::to_string(1000 + id) + R"(,"message_id":)" + std::to_string(id) +
         R"(,"channel":"/topic/)" + std::to_string(topic) + R"(","data":)" + data + "}";
}

Positions heard(const std::string& answer, const Positions& asked = kTwo) {
  const auto positions = bus_positions_from(answer, asked);
  EXPECT_TRUE(positions) << answer.substr(0, 100);
  return positions ? *positions : Positions{};
}

Code code_of(const std::string& answer) {
  const auto positions = bus_positions_from(answer, kTwo);
  EXPECT_FALSE(positions) << answer.substr(0, 100);
  return positions ? Code::internal : positions.error().code;
}

TEST(Bus, the_form_names_channels_positions_and_sequence) {
  EXPECT_EQ(bus_form(kTwo, 3), "%2Ftopic%2F7=20&%2Ftopic%2F8=5&__seq=3");
  EXPECT_EQ(bus_form({{.topic = TopicId{7}, .last = -1}}, 1), "%2Ftopic%2F7=-1&__seq=1");
}

TEST(Bus, silence_is_no_position) {
  EXPECT_TRUE(heard("[]").empty());
  EXPECT_TRUE(heard("").empty());
}

TEST(Bus, the_newest_message_of_a_channel_is_its_position) {
  EXPECT_EQ(heard("[" + message(7, 21) + "," + message(7, 23) + "," + message(7, 22) + "]"),
            (Positions{{.topic = TopicId{7}, .last = 23, .grown = true}}));
  EXPECT_EQ(
      heard("[" + message(8, 6) + "," + message(7, 21) + "]"),
      (Positions{{.topic = TopicId{7}, .last = 21, .grown = true}, {.topic = TopicId{8}, .last = 6, .grown = true}}));
}

TEST(Bus, messages_from_before_and_of_other_channels_are_dropped) {
  EXPECT_TRUE(heard("[" + message(7, 20) + "," + message(7, 3) + "," + message(9, 99) +
                    R"(,{"message_id":50,"channel":"/latest","data":{}}])")
                  .empty());
}

TEST(Bus, likes_readers_and_counters_alone_are_idle) {
  for (const char* type : {"liked", "unliked", "stats", "read"}) {
    const std::string data = std::string(R"({"type":")") + type + "\"}";
    EXPECT_EQ(heard("[" + message(7, 21, data) + "]"), (Positions{{.topic = TopicId{7}, .last = 21, .idle = true}}))
        << type;
    EXPECT_EQ(heard("[" + message(7, 21, data) + "," + message(7, 22) + "]"),
              (Positions{{.topic = TopicId{7}, .last = 22, .grown = true}}))
        << type;
  }
}

TEST(Bus, every_other_type_may_have_changed_a_post) {
  for (const char* data :
       {R"({"type":"revised"})", R"({"type":"rebaked"})", R"({"type":"deleted"})", R"({"type":"destroyed"})",
        R"({"type":"recovered"})", R"({"type":"acted"})", R"({"reload_topic":true})", R"({"type":"of_tomorrow"})",
        R"({"type":7})", "{}", "null", "\"text\"", "[]"})
    EXPECT_EQ(heard("[" + message(7, 21, data) + "]"), (Positions{{.topic = TopicId{7}, .last = 21}})) << data;
}

TEST(Bus, a_post_that_came_among_others_that_changed_is_told) {
  const std::string revised = message(7, 22, R"({"type":"revised"})");
  EXPECT_TRUE(heard("[" + message(7, 21) + "," + revised + "]").front().grown);
  EXPECT_TRUE(heard("[" + revised + "," + message(7, 23) + "]").front().grown);
  EXPECT_FALSE(heard("[" + revised + "]").front().grown);
}

TEST(Bus, the_status_says_where_the_bus_stands) {
  const std::string status =
      R"([{"global_id":-1,"message_id":-1,"channel":"/__status","data":{"/topic/7":44,"/topic/9":3}}])";
  EXPECT_EQ(heard(status, {{.topic = TopicId{7}, .last = -1}}), (Positions{{.topic = TopicId{7}, .last = 44}}));
  EXPECT_EQ(heard(status, {{.topic = TopicId{7}, .last = 44}}), Positions{});
}

TEST(Bus, a_bus_that_has_begun_anew_is_followed_downwards) {
  const std::string status = R"([{"message_id":-1,"channel":"/__status","data":{"/topic/7":2}}])";
  EXPECT_EQ(heard(status), (Positions{{.topic = TopicId{7}, .last = 2}}));
}

TEST(Bus, an_empty_bus_stands_at_nothing) {
  const std::string status = R"([{"message_id":-1,"channel":"/__status","data":{"/topic/7":0}}])";
  EXPECT_EQ(heard(status, {{.topic = TopicId{7}, .last = -1}}), (Positions{{.topic = TopicId{7}, .last = 0}}));
}

TEST(Bus, an_answer_in_pieces_is_read_like_one) {
  EXPECT_EQ(
      heard("[]\r\n|\r\n[" + message(7, 21) + "]\r\n|\r\n[" + message(8, 6) + "]\r\n|\r\n"),
      (Positions{{.topic = TopicId{7}, .last = 21, .grown = true}, {.topic = TopicId{8}, .last = 6, .grown = true}}));
}

TEST(Bus, a_broken_message_spoils_only_itself) {
  EXPECT_EQ(heard(R"([null,7,"x",[],{},{"channel":7,"message_id":30},{"channel":"/topic/7","message_id":"a"},)"
                  R"({"channel":"/topic/7","message_id":-3},{"channel":"/__status","data":7},)" +
                  message(7, 21) + "]"),
            (Positions{{.topic = TopicId{7}, .last = 21, .grown = true}}));
}

TEST(Bus, a_topic_asked_twice_is_told_twice) {
  EXPECT_EQ(
      heard("[" + message(7, 21) + "]", {{.topic = TopicId{7}, .last = 20}, {.topic = TopicId{7}, .last = 20}}).size(),
      2U);
}

TEST(Bus, what_is_no_list_is_malformed) {
  for (const char* bad : {"{}", "null", "7", "[", "[]x", "[{}", "<html>", "\r\n|\r\n", "[]\r\n|\r\n{}"})
    EXPECT_EQ(code_of(bad), Code::malformed) << bad;
}

TEST(Bus, hostile_answers_are_bounded) {
  EXPECT_EQ(code_of(std::string(100'000, '[')), Code::too_large);
  std::string many = "[0";
  for (int i = 0; i < 100'001; ++i) many += ",0";
  EXPECT_EQ(code_of(many + "]"), Code::too_large);
}

}  // namespace
}  // namespace gailou::forum::discourse
