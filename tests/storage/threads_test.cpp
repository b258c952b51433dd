#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Sources : public StoreTest {};
class Threads : public StoreTest {};

TEST_F(Sources, a_source_is_made_once) {
  const SourceRecord forum{.name = "forum", .origin = "https://forum.example"};
  ASSERT_EQ(*store().ensure_source(forum), forum);
  EXPECT_EQ(*store().ensure_source(forum), forum);
  EXPECT_EQ(store().sources()->size(), 1u);
}

TEST_F(Sources, one_origin_is_one_source_whatever_it_is_called) {
  ASSERT_TRUE(store().ensure_source({.name = "forum", .origin = "https://forum.example"}));
  EXPECT_EQ(store().ensure_source({.name = "other", .origin = "https://forum.example"})->name, "forum");
}

TEST_F(Sources, a_taken_name_gets_a_number) {
  ASSERT_TRUE(store().ensure_source({.name = "forum", .origin = "https://forum.example"}));
  EXPECT_EQ(store().ensure_source({.name = "forum", .origin = "https://forum.test"})->name, "forum-2");
  EXPECT_EQ(store().ensure_source({.name = "forum", .origin = "https://forum.invalid"})->name, "forum-3");
}

TEST_F(Sources, a_source_is_forgotten_once_it_has_no_thread) {
  ASSERT_TRUE(store().ensure_source({.name = "forum", .origin = "https://forum.example"}));
  const auto thread = store().add_thread("forum", {7}, kStart);
  ASSERT_TRUE(thread);
  const auto used = store().remove_source("forum");
  ASSERT_FALSE(used);
  EXPECT_EQ(used.error().code, digest::Code::conflict);
  EXPECT_NE(used.error().what.find("1 tracked thread"), std::string::npos) << used.error().what;
  ASSERT_TRUE(store().remove_thread(thread->thread.id, true, kStart));
  const auto kept = store().remove_source("forum");
  ASSERT_FALSE(kept);
  EXPECT_NE(kept.error().what.find("whose data was kept"), std::string::npos) << kept.error().what;
  ASSERT_TRUE(store().add_thread("forum", {7}, kStart));
  ASSERT_TRUE(store().remove_thread(thread->thread.id, false, kStart));
  ASSERT_TRUE(store().remove_source("forum"));
  EXPECT_TRUE(store().sources()->empty());
  EXPECT_EQ(store().remove_source("forum").error().code, digest::Code::not_found);
  reopen();
  EXPECT_TRUE(store().sources()->empty());
}

TEST_F(Sources, a_cooldown_survives_a_restart) {
  ASSERT_TRUE(store().ensure_source({.name = "forum", .origin = "https://forum.example"}));
  const SourceState state{
      .cooldown_until = kStart + 5min, .cooldown_reason = "429: asked to wait", .failures = 2, .last_request = kStart};
  ASSERT_TRUE(store().save_source_state("forum", state));
  reopen();
  EXPECT_EQ(*store().source_state("forum"), state);
}

TEST_F(Sources, the_days_requests_and_the_trouble_survive_a_restart) {
  ASSERT_TRUE(store().ensure_source({.name = "forum", .origin = "https://forum.example"}));
  const SourceState state{.cooldown_until = kStart + 1h,
                          .cooldown_reason = "a challenge page answers",
                          .last_request = kStart,
                          .trouble = "challenged",
                          .requests_day = kStart - 5h,
                          .requests = 1234};
  ASSERT_TRUE(store().save_source_state("forum", state));
  reopen();
  EXPECT_EQ(*store().source_state("forum"), state);
  EXPECT_EQ(*reader()->source_state("forum"), state);
  ASSERT_TRUE(store().save_source_state("forum", {}));
  EXPECT_EQ(*store().source_state("forum"), SourceState{});
}

TEST_F(Sources, each_source_has_a_state_of_its_own) {
  ASSERT_TRUE(store().ensure_source({.name = "forum", .origin = "https://forum.example"}));
  ASSERT_TRUE(store().ensure_source({.name = "other", .origin = "https://other.example"}));
  ASSERT_TRUE(store().save_source_state("forum", {.failures = 3, .requests = 7}));
  EXPECT_EQ(*store().source_state("other"), SourceState{});
}

TEST_F(Sources, an_unknown_source_is_not_found) {
  EXPECT_EQ(store().source_state("nowhere").error().code, digest::Code::not_found);
  EXPECT_EQ(store().save_source_state("nowhere", {}).error().code, digest::Code::not_found);
  EXPECT_EQ(store().add_thread("nowhere", TopicId{1}, kStart).error().code, digest::Code::not_found);
}

TEST_F(Threads, adding_twice_is_the_same_thread) {
  const auto id = add_thread();
  const auto again = store().add_thread("forum", TopicId{493728}, kStart + 1h);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->already_tracked);
  EXPECT_EQ(again->thread.id, id);
  EXPECT_EQ(again->thread.added_at, kStart);
}

TEST_F(Threads, a_thread_is_found_by_number_and_by_name) {
  const auto id = add_thread();
  EXPECT_EQ((*store().thread(id))->topic, TopicId{493728});
  EXPECT_EQ((*store().thread(ThreadName{.source = "forum", .topic = TopicId{493728}}))->id, id);
  EXPECT_FALSE(*store().thread(ThreadId{99}));
  EXPECT_FALSE(*store().thread(ThreadName{.source = "forum", .topic = TopicId{1}}));
}

TEST_F(Threads, poll_state_is_kept) {
  const auto id = add_thread();
  const PollState poll{.last_poll = kStart,
                       .last_success = kStart - 1h,
                       .next_poll = kStart + 10min,
                       .failures = 3,
                       .last_error = "connection refused"};
  ASSERT_TRUE(store().save_poll(id, poll, ThreadState::unreachable));
  EXPECT_EQ(record(id).poll, poll);
  EXPECT_EQ(record(id).state, ThreadState::unreachable);
}

TEST_F(Threads, what_an_owner_should_know_is_kept_over_a_restart) {
  const auto id = add_thread();
  const PollState poll{.last_poll = kStart, .missing_since = kStart - 48h, .notice = "a third of its floors vanished"};
  ASSERT_TRUE(store().save_poll(id, poll, ThreadState::unreachable));
  reopen();
  EXPECT_EQ(record(id).poll, poll);
  ASSERT_TRUE(store().save_poll(id, {.last_poll = kStart}, ThreadState::active));
  EXPECT_FALSE(record(id).poll.missing_since);
  EXPECT_EQ(record(id).poll.notice, "");
}

TEST_F(Threads, a_paused_thread_stays_so_over_a_restart) {
  const auto id = add_thread();
  ASSERT_TRUE(store().save_poll(id, {.next_poll = kStart + 1h}, ThreadState::active));
  ASSERT_TRUE(store().pause_thread(id, std::nullopt));
  reopen();
  EXPECT_EQ(record(id).state, ThreadState::paused);
  EXPECT_FALSE(record(id).paused_until);
  EXPECT_EQ(record(id).poll.next_poll, kStart + 1h);
}

TEST_F(Threads, a_pause_may_have_an_end_and_be_made_longer) {
  const auto id = add_thread();
  ASSERT_TRUE(store().pause_thread(id, kStart + 1h));
  EXPECT_EQ(record(id).paused_until, kStart + 1h);
  ASSERT_TRUE(store().pause_thread(id, kStart + 24h));
  EXPECT_EQ(record(id).paused_until, kStart + 24h);
  ASSERT_TRUE(store().pause_thread(id, std::nullopt));
  EXPECT_FALSE(record(id).paused_until);
}

TEST_F(Threads, a_resumed_thread_is_due_at_once) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  ASSERT_TRUE(store().save_poll(id, {.next_poll = kStart + 6h, .failures = 2}, ThreadState::asleep));
  ASSERT_TRUE(store().pause_thread(id, kStart + 1h));
  ASSERT_TRUE(store().resume_thread(id));
  EXPECT_EQ(record(id).state, ThreadState::active);
  EXPECT_FALSE(record(id).paused_until);
  EXPECT_FALSE(record(id).poll.next_poll);
  EXPECT_EQ(record(id).posts_stored, 3);
  EXPECT_EQ(record(id).revision, Revision{1});
}

TEST_F(Threads, a_paused_thread_still_takes_what_it_is_told) {
  const auto id = thread_with(posts_upto(2));
  ASSERT_TRUE(store().pause_thread(id, std::nullopt));
  EXPECT_EQ(ingest(id, page(posts_upto(3))).added, std::vector{Floor{3}});
  EXPECT_EQ(record(id).state, ThreadState::paused);
}

TEST_F(Threads, one_that_was_removed_while_paused_comes_back_active) {
  const auto id = thread_with(posts_upto(2));
  ASSERT_TRUE(store().pause_thread(id, kStart + 1h));
  ASSERT_TRUE(store().remove_thread(id, true, now_));
  EXPECT_EQ(add_thread(), id);
  EXPECT_EQ(record(id).state, ThreadState::active);
  EXPECT_FALSE(record(id).paused_until);
}

TEST_F(Threads, the_first_fetch_ends_once) {
  const auto id = add_thread();
  EXPECT_FALSE(record(id).completed_at);
  ASSERT_TRUE(store().complete_first_fetch(id, kStart + 5min));
  ASSERT_TRUE(store().complete_first_fetch(id, kStart + 9min));
  EXPECT_EQ(record(id).completed_at, kStart + 5min);
}

TEST_F(Threads, a_removed_thread_leaves_nothing_but_the_fact) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  ASSERT_TRUE(store().remove_thread(id, false, now_));
  EXPECT_FALSE(*store().thread(id));
  EXPECT_TRUE(store().threads()->empty());
  EXPECT_TRUE(*store().was_removed({.source = "forum", .topic = TopicId{493728}}));
  EXPECT_FALSE(*store().was_removed({.source = "forum", .topic = TopicId{1}}));
  EXPECT_EQ(store().figures()->posts, 0);
  EXPECT_EQ(store().digest(id, std::nullopt).error().code, digest::Code::not_found);
}

TEST_F(Threads, a_thread_added_again_after_removal_begins_anew) {
  const auto first = thread_with(posts_upto(3));
  ASSERT_TRUE(store().remove_thread(first, false, now_));
  const auto second = add_thread();
  EXPECT_NE(second, first);
  EXPECT_EQ(record(second).posts_stored, 0);
  EXPECT_FALSE(*store().was_removed({.source = "forum", .topic = TopicId{493728}}));
}

TEST_F(Threads, kept_data_is_gone_on_from) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  ASSERT_TRUE(store().remove_thread(id, true, now_));
  EXPECT_FALSE(*store().thread(id));
  EXPECT_FALSE(*store().latest());
  EXPECT_TRUE(*store().was_removed({.source = "forum", .topic = TopicId{493728}}));
  EXPECT_EQ(add_thread(), id);
  EXPECT_EQ(record(id).posts_stored, 3);
  EXPECT_EQ(digest_of(id).entries.size(), 3u);
}

TEST_F(Threads, latest_is_the_one_whose_digest_changed_last) {
  EXPECT_FALSE(*store().latest());
  const auto first = thread_with(posts_upto(2));
  const auto second = add_thread(7);
  ingest(second, page(posts_upto(2)));
  ASSERT_TRUE(store().complete_first_fetch(second, now_));
  digest_pending(second);
  digest_pending(first);
  EXPECT_EQ((*store().latest())->id, first);
}

TEST_F(Threads, methods_say_so_where_there_is_no_such_thread) {
  const ThreadId none{42};
  EXPECT_EQ(store().save_poll(none, {}, ThreadState::active).error().code, digest::Code::not_found);
  EXPECT_EQ(store().ingest(none, {}, 1h, kStart).error().code, digest::Code::not_found);
  EXPECT_EQ(store().take_batch(none, {}, digest::Urgency::now, kStart).error().code, digest::Code::not_found);
  EXPECT_EQ(store().posts(none, {}).error().code, digest::Code::not_found);
  EXPECT_EQ(store().remove_thread(none, false, kStart).error().code, digest::Code::not_found);
  EXPECT_EQ(store().pause_thread(none, std::nullopt).error().code, digest::Code::not_found);
  EXPECT_EQ(store().resume_thread(none).error().code, digest::Code::not_found);
  EXPECT_EQ(store().complete_first_fetch(none, kStart).error().code, digest::Code::not_found);
  EXPECT_EQ(store().wanted(none, {}, kStart).error().code, digest::Code::not_found);
  EXPECT_EQ(store().events(none, 10).error().code, digest::Code::not_found);
  EXPECT_EQ(store().chain_fault(none).error().code, digest::Code::not_found);
}

}  // namespace
}  // namespace gailou::storage
