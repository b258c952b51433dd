// The replay's message bus, listened to by the real client.
#include "tests/replay/replay_fixture.h"

namespace gailou::replay {
namespace {

using forum::BusPosition;
using Positions = std::vector<BusPosition>;

class Live : public ReplayTest {
 protected:
  digest::Result<Positions> listen(Positions positions, digest::Duration longest = 30s) {
    return loop_.run(source_.listen(std::move(positions), longest));
  }
};

TEST_F(Live, an_unknown_position_is_told_at_once) {
  const auto begun = loop_.now();
  site_.events().like(id_of(4));
  EXPECT_EQ(*listen({{.topic = TopicId{1}, .last = -1}, {.topic = TopicId{2}, .last = -1}}),
            (Positions{{.topic = TopicId{1}, .last = 1}, {.topic = TopicId{2}, .last = 0}}));
  EXPECT_EQ(loop_.now(), begun);
}

TEST_F(Live, a_page_says_where_the_bus_stood) {
  EXPECT_EQ(look(0)->bus, 0);
  site_.events().like(id_of(4));
  EXPECT_EQ(look(0)->bus, 1);
}

TEST_F(Live, the_bus_holds_a_request_until_its_time_is_over) {
  const auto begun = loop_.now();
  EXPECT_TRUE(listen({{.topic = TopicId{1}, .last = 0}})->empty());
  EXPECT_EQ(loop_.now() - begun, 25s);
  EXPECT_TRUE(listen({{.topic = TopicId{1}, .last = 0}}, 10s)->empty());
  EXPECT_EQ(loop_.now() - begun, 35s);
}

TEST_F(Live, a_reply_ends_the_wait_at_once) {
  auto listening =
      loop_.spawn(source_.listen({{.topic = TopicId{1}, .last = 0}, {.topic = TopicId{2}, .last = 0}}, 30s));
  loop_.run_for(7s);
  EXPECT_FALSE(listening.done());
  site_.events().reply({.topic = 2, .author = "u", .cooked = "<p>新</p>"});
  loop_.run_ready();
  ASSERT_TRUE(listening.done());
  const auto moved = listening.get();
  ASSERT_TRUE(moved);
  ASSERT_EQ(moved->size(), 1U);
  EXPECT_EQ(moved->front().topic, TopicId{2});
  EXPECT_TRUE(moved->front().grown);
  EXPECT_FALSE(moved->front().idle);
}

TEST_F(Live, what_happens_in_other_topics_ends_no_wait) {
  auto listening = loop_.spawn(source_.listen({{.topic = TopicId{1}, .last = 0}}, 30s));
  loop_.run_for(7s);
  site_.events().reply({.topic = 2, .author = "u", .cooked = "<p>新</p>"});
  loop_.run_for(7s);
  EXPECT_FALSE(listening.done());
  loop_.run_for(11s);
  EXPECT_TRUE(listening.done());
}

TEST_F(Live, a_like_is_idle_and_everything_else_is_not) {
  site_.events().like(id_of(4));
  EXPECT_TRUE(listen({{.topic = TopicId{1}, .last = 0}})->front().idle);
  const std::function<void()> changes[] = {[this] { site_.events().edit(id_of(5), "<p>a</p>"); },
                                           [this] { site_.events().rebake(id_of(5), "<p>b</p>"); },
                                           [this] { site_.events().hide(id_of(6)); },
                                           [this] { site_.events().remove(id_of(7)); },
                                           [this] { site_.events().recover(id_of(7)); },
                                           [this] { site_.events().withdraw(id_of(8)); },
                                           [this] { site_.events().move({id_of(9)}, 2); },
                                           [this] { site_.events().renumber(1); },
                                           [this] { site_.events().retitle(1, "题", "t"); },
                                           [this] { site_.events().close(1); },
                                           [this] { site_.events().restrict(1); }};
  for (const auto& change : changes) {
    const auto before = site_.board().bus.last(1);
    change();
    const auto moved = listen({{.topic = TopicId{1}, .last = before}});
    ASSERT_TRUE(moved);
    ASSERT_EQ(moved->size(), 1U);
    EXPECT_GT(moved->front().last, before);
    EXPECT_FALSE(moved->front().idle);
  }
}

TEST_F(Live, whispers_are_not_told) {
  site_.events().reply({.topic = 1, .author = "staff", .cooked = "x", .type = PostType::whisper});
  EXPECT_EQ(site_.board().bus.last(1), 0);
}

TEST_F(Live, a_bus_that_has_begun_anew_says_so) {
  for (int i = 0; i < 5; ++i) site_.events().like(id_of(4));
  site_.board().bus.begin_anew();
  EXPECT_EQ(*listen({{.topic = TopicId{1}, .last = 5}}), (Positions{{.topic = TopicId{1}, .last = 0}}));
}

TEST_F(Live, an_old_position_gets_what_the_backlog_still_has) {
  site_.board().bus.backlog = 10;
  for (int i = 0; i < 50; ++i) site_.events().edit(id_of(4), "<p>" + std::to_string(i) + "</p>");
  EXPECT_EQ(*listen({{.topic = TopicId{1}, .last = 3}}), (Positions{{.topic = TopicId{1}, .last = 50}}));
}

TEST_F(Live, a_forum_without_a_bus_refuses) {
  site_.board().settings.bus = false;
  EXPECT_EQ(listen({{.topic = TopicId{1}, .last = 0}}).error().code, Code::refused);
  site_.board().settings.bus = true;
  site_.board().settings.login_required = true;
  EXPECT_EQ(listen({{.topic = TopicId{1}, .last = 0}}).error().code, Code::refused);
}

TEST_F(Live, a_listener_that_leaves_is_logged_as_such) {
  auto listening = loop_.spawn(source_.listen({{.topic = TopicId{1}, .last = 0}}, 30s));
  loop_.run_for(3s);
  listening.cancel();
  loop_.run_ready();
  ASSERT_TRUE(listening.done());
  const auto& entry = site_.log().entries().back();
  EXPECT_EQ(entry.method, "POST");
  EXPECT_EQ(entry.ended, loop_.now());
  EXPECT_EQ(site_.log().entries().size(), 1U);
  site_.events().like(id_of(4));
  ASSERT_TRUE(look(0));
  EXPECT_EQ(site_.log().entries().back().under_way, 0U);
}

}  // namespace
}  // namespace gailou::replay
