// Threads that rules add and let go of, and whose they are.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Discovery : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    ASSERT_TRUE(store().ensure_source({.name = "forum", .origin = "https://forum.example"}));
  }
  std::optional<AddedThread> by_rule(std::int64_t topic, const std::string& rule = "lively", Instant at = kStart) {
    const auto added = store().add_thread_by_rule({.source = "forum", .topic = TopicId{topic}}, rule, at);
    EXPECT_TRUE(added) << (added ? "" : to_string(added.error()));
    return added ? *added : std::nullopt;
  }
  ThreadRecord by_hand(std::int64_t topic) {
    const auto added = store().add_thread("forum", TopicId{topic}, kStart);
    EXPECT_TRUE(added);
    return added->thread;
  }
  ThreadRecord record(ThreadId id) { return store().thread(id)->value(); }
};

TEST_F(Discovery, a_rules_thread_says_who_added_it) {
  const auto added = by_rule(7);
  ASSERT_TRUE(added);
  EXPECT_FALSE(added->already_tracked);
  EXPECT_EQ(added->thread.added_by, "lively");
  EXPECT_EQ(added->thread.state, ThreadState::active);
  EXPECT_EQ(by_hand(8).added_by, "");
  reopen();
  EXPECT_EQ(record(added->thread.id).added_by, "lively");
}

TEST_F(Discovery, adding_again_changes_nothing) {
  const auto first = by_rule(7);
  const auto again = by_rule(7, "other", kStart + 1h);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->already_tracked);
  EXPECT_EQ(again->thread.id, first->thread.id);
  EXPECT_EQ(again->thread.added_by, "lively");
  EXPECT_EQ(again->thread.added_at, kStart);
}

TEST_F(Discovery, a_thread_of_yours_stays_yours) {
  const auto mine = by_hand(7);
  const auto added = by_rule(7);
  ASSERT_TRUE(added);
  EXPECT_TRUE(added->already_tracked);
  EXPECT_EQ(record(mine.id).added_by, "");
  EXPECT_FALSE(*store().let_go(mine.id, kStart));
  EXPECT_EQ(record(mine.id).state, ThreadState::active);
}

TEST_F(Discovery, what_was_removed_by_hand_is_not_added) {
  ASSERT_TRUE(store().remove_thread(by_hand(7).id, false, kStart));
  ASSERT_TRUE(store().remove_thread(by_hand(8).id, true, kStart));
  ASSERT_TRUE(store().remove_thread(by_rule(9)->thread.id, false, kStart));
  for (const std::int64_t topic : {7, 8, 9}) EXPECT_FALSE(by_rule(topic)) << topic;
  EXPECT_TRUE(store().threads()->empty());
}

TEST_F(Discovery, what_was_removed_can_still_be_added_by_hand) {
  ASSERT_TRUE(store().remove_thread(by_rule(7)->thread.id, true, kStart));
  const auto thread = by_hand(7);
  EXPECT_EQ(thread.added_by, "");
  EXPECT_FALSE(*store().let_go(thread.id, kStart));
}

TEST_F(Discovery, an_unknown_source_is_refused) {
  const auto added = store().add_thread_by_rule({.source = "nowhere", .topic = TopicId{7}}, "lively", kStart);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, digest::Code::not_found);
}

TEST_F(Discovery, letting_go_pauses_and_says_since_when) {
  const auto id = by_rule(7)->thread.id;
  EXPECT_TRUE(*store().let_go(id, kStart + 1h));
  reopen();
  EXPECT_EQ(record(id).state, ThreadState::paused);
  EXPECT_EQ(record(id).let_go_at, kStart + 1h);
  EXPECT_FALSE(record(id).paused_until);
  // Once.
  EXPECT_FALSE(*store().let_go(id, kStart + 2h));
  EXPECT_EQ(record(id).let_go_at, kStart + 1h);
}

TEST_F(Discovery, a_rule_takes_back_what_it_let_go_of) {
  const auto id = by_rule(7)->thread.id;
  ASSERT_TRUE(*store().let_go(id, kStart + 1h));
  const auto back = by_rule(7, "other", kStart + 2h);
  ASSERT_TRUE(back);
  EXPECT_FALSE(back->already_tracked);
  EXPECT_EQ(back->thread.id, id);
  EXPECT_EQ(back->thread.state, ThreadState::active);
  EXPECT_EQ(back->thread.added_by, "other");
  EXPECT_FALSE(back->thread.let_go_at);
  EXPECT_FALSE(back->thread.poll.next_poll);
}

TEST_F(Discovery, what_is_paused_by_hand_no_rule_touches) {
  const auto id = by_rule(7)->thread.id;
  ASSERT_TRUE(store().pause_thread(id, {}));
  EXPECT_FALSE(*store().let_go(id, kStart + 1h));
  EXPECT_TRUE(by_rule(7)->already_tracked);
  EXPECT_EQ(record(id).state, ThreadState::paused);
  EXPECT_EQ(record(id).added_by, "lively");
}

TEST_F(Discovery, pausing_by_hand_what_was_let_go_of_keeps_it_paused) {
  const auto id = by_rule(7)->thread.id;
  ASSERT_TRUE(*store().let_go(id, kStart + 1h));
  ASSERT_TRUE(store().pause_thread(id, {}));
  EXPECT_FALSE(record(id).let_go_at);
  EXPECT_TRUE(by_rule(7)->already_tracked);
  EXPECT_EQ(record(id).state, ThreadState::paused);
}

TEST_F(Discovery, resuming_what_was_let_go_of_makes_it_yours) {
  const auto id = by_rule(7)->thread.id;
  ASSERT_TRUE(*store().let_go(id, kStart + 1h));
  ASSERT_TRUE(store().resume_thread(id));
  EXPECT_EQ(record(id).state, ThreadState::active);
  EXPECT_EQ(record(id).added_by, "");
  EXPECT_FALSE(record(id).let_go_at);
  EXPECT_FALSE(*store().let_go(id, kStart + 2h));
}

TEST_F(Discovery, the_end_of_a_pause_by_hand_leaves_it_the_rules) {
  const auto id = by_rule(7)->thread.id;
  ASSERT_TRUE(store().pause_thread(id, kStart + 1h));
  ASSERT_TRUE(store().resume_thread(id));
  EXPECT_EQ(record(id).added_by, "lively");
}

TEST_F(Discovery, adding_a_rules_thread_by_hand_makes_it_yours) {
  const auto id = by_rule(7)->thread.id;
  EXPECT_EQ(by_hand(7).id, id);
  EXPECT_EQ(record(id).added_by, "");
  const auto asleep = by_rule(8)->thread.id;
  ASSERT_TRUE(*store().let_go(asleep, kStart + 1h));
  const auto taken = by_hand(8);
  EXPECT_EQ(taken.id, asleep);
  EXPECT_EQ(taken.state, ThreadState::active);
  EXPECT_FALSE(taken.let_go_at);
}

TEST_F(Discovery, adding_by_hand_what_is_yours_and_paused_leaves_it_paused) {
  const auto id = by_hand(7).id;
  ASSERT_TRUE(store().pause_thread(id, {}));
  EXPECT_EQ(by_hand(7).state, ThreadState::paused);
}

TEST_F(Discovery, an_unknown_thread_is_not_let_go_of) {
  EXPECT_FALSE(*store().let_go(ThreadId{99}, kStart));
}

TEST_F(Discovery, when_the_lists_were_asked_for_survives_a_restart) {
  auto state = *store().source_state("forum");
  EXPECT_FALSE(state.listed_at);
  state.listed_at = kStart + 7min;
  ASSERT_TRUE(store().save_source_state("forum", state));
  reopen();
  EXPECT_EQ(*store().source_state("forum"), state);
}

}  // namespace
}  // namespace gailou::storage
