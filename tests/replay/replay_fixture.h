// A replay forum of two topics on virtual time, asked through the real Discourse source.
#pragma once

#include <gtest/gtest.h>

#include "daemon/forum/discourse/source.h"
#include "tests/replay/site.h"
#include "tests/support/replay_client.h"
#include "tests/support/virtual_loop.h"

namespace gailou::replay {

using namespace std::chrono_literals;
using digest::Code;
using digest::Floor;
using digest::PostId;
using digest::TopicId;

class ReplayTest : public testing::Test {
 protected:
  ReplayTest() : site_(made_up_forum(40)), client_(site_, loop_.clock()) {
    site_.set_clock(loop_.clock());
    site_.forum().released = 30;
    second_ = site_.board().add(made_up_forum(25, 2)).topic;
    site_.board().find(2)->released = 25;
  }

  digest::Result<forum::Look> look(std::int64_t last, std::int64_t topic = 1) {
    return loop_.run(source_.look(TopicId{topic}, Floor{last}));
  }
  /// Ids and floors of the posts that a look brings.
  static std::vector<std::int64_t> floors(const digest::Result<forum::Look>& look) {
    std::vector<std::int64_t> list;
    if (!look) return list;
    for (const auto& post : look->observation.posts) list.push_back(post.floor.value);
    return list;
  }
  digest::Post post_at(std::int64_t floor, std::int64_t topic = 1) {
    const auto looked = loop_.run(source_.look_near(TopicId{topic}, Floor{floor}));
    EXPECT_TRUE(looked);
    if (!looked) return {};
    for (const auto& post : looked->observation.posts) {
      if (post.floor.value == floor) return post;
    }
    return {};
  }
  bool in_stream(std::int64_t id, std::int64_t topic = 1) {
    const auto looked = look(0, topic);
    EXPECT_TRUE(looked && looked->observation.stream);
    const auto& stream = *looked->observation.stream;
    return std::find(stream.begin(), stream.end(), PostId{id}) != stream.end();
  }
  digest::ThreadHeader header(std::int64_t topic = 1) {
    const auto looked = look(0, topic);
    EXPECT_TRUE(looked);
    return looked ? *looked->observation.header : digest::ThreadHeader{};
  }
  forum::TopicRow row(std::int64_t topic = 1) {
    const auto rows = loop_.run(source_.rows({TopicId{topic}}));
    EXPECT_TRUE(rows);
    return rows && rows->size() == 1 ? rows->front() : forum::TopicRow{};
  }
  std::int64_t id_of(std::int64_t floor) { return site_.forum().find(floor)->id; }

  support::VirtualLoop loop_;
  Site site_;
  support::ReplayClient client_;
  std::int64_t second_ = 0;
  forum::discourse::Source source_{storage::SourceRecord{.name = "local", .origin = "http://127.0.0.1:1"}, client_,
                                   forum::Settings{}, loop_.clock()};
};

}  // namespace gailou::replay
