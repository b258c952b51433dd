// Floors that change after they were digested: edited, or readable again once what cited them was withdrawn.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

using digest::Urgency;

class Changes : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    id_ = thread_with(posts_upto(3));
    digest_pending(id_, {3});
    now_ += 1h;
  }

  static std::vector<Post> with(Post changed, std::int64_t last = 3) {
    auto posts = posts_upto(last);
    posts[static_cast<std::size_t>(changed.floor.value - 1)] = std::move(changed);
    return posts;
  }

  void edit(std::int64_t floor, const std::string& text, digest::Duration after = 30min) {
    ingest(id_, page(with(edited(post(floor, sentence(floor)), text, after))));
  }

  /// Deleted by its author, and withdrawn from the digest.
  void withdraw(std::int64_t floor) {
    ingest(id_, page(with(marked(post(floor, ""), PostState::withdrawn))));
    ASSERT_TRUE(*store().withdraw_deleted(id_, now_));
    now_ += 1h;
  }
  void restore(std::int64_t floor, const std::string& text) {
    ingest(id_, page(with(edited(post(floor, sentence(floor)), text, 50min))));
  }

  std::vector<Floor> changed_floors() {
    const auto changed = store().changed(id_);
    EXPECT_TRUE(changed);
    std::vector<Floor> floors;
    for (const auto& one : *changed) floors.push_back(one.floor);
    return floors;
  }

  /// An engine's answer to an edit of floor 2.
  static digest::Step correction(const digest::BatchInput& input, std::int64_t floor = 2,
                                 const std::string& entry = "e2") {
    auto step = step_for(input);
    digest::Entry made;
    made.seq = {input.next_seq.value + std::ssize(step.entries)};
    made.section = "latest";
    made.rev = input.revision;
    made.marker = {.kind = digest::Marker::Kind::corrected, .first = Floor{floor}, .last = Floor{floor}};
    made.text = digest::own_text_of(input.context.front().body);
    made.cites = {Floor{floor}};
    made.links = {{.rel = digest::Link::Rel::updates, .entry = entry}};
    made.evidence = {{.floor = Floor{floor}, .quote = made.text}};
    step.entries.push_back(made);
    return step;
  }

  ThreadId id_{};
};

TEST_F(Changes, a_digested_floor_has_not_changed) {
  EXPECT_TRUE(changed_floors().empty());
  EXPECT_EQ(record(id_).changed, 0);
  EXPECT_FALSE(take(id_));
}

TEST_F(Changes, an_edit_makes_a_batch_of_its_own) {
  edit(2, "涨价推迟到明年了。");
  EXPECT_EQ(changed_floors(), std::vector{Floor{2}});
  EXPECT_EQ(record(id_).changed, 1);
  const auto batch = take(id_);
  ASSERT_TRUE(batch);
  const auto& input = batch->input;
  EXPECT_TRUE(input.posts.empty());
  EXPECT_EQ(input.revision, Revision{2});
  ASSERT_EQ(input.edits.size(), 1u);
  EXPECT_EQ(input.edits[0].floor, Floor{2});
  EXPECT_EQ(digest::own_text_of(input.edits[0].before), sentence(2));
  EXPECT_TRUE(input.restored.empty());
}

TEST_F(Changes, the_floor_as_it_stands_and_the_entries_on_it_come_along) {
  edit(2, "涨价推迟到明年了。");
  const auto input = take(id_)->input;
  ASSERT_EQ(input.context.size(), 1u);
  EXPECT_EQ(input.context[0].floor, Floor{2});
  EXPECT_EQ(digest::own_text_of(input.context[0].body), "涨价推迟到明年了。");
  const auto entry = std::find_if(input.similar.begin(), input.similar.end(),
                                  [](const digest::Entry& one) { return one.cites == std::vector{Floor{2}}; });
  EXPECT_NE(entry, input.similar.end());
}

TEST_F(Changes, new_floors_take_edits_along) {
  ingest(id_, page(with(edited(post(2, sentence(2)), "涨价推迟到明年了。"), 5)));
  const auto batch = take(id_);
  EXPECT_EQ(batch->input.posts.size(), 2u);
  ASSERT_EQ(batch->input.edits.size(), 1u);
  commit(*batch, correction(batch->input));
  EXPECT_TRUE(changed_floors().empty());
  EXPECT_EQ(digest_of(id_).entries.size(), 5u);
  EXPECT_EQ(to_string(digest_of(id_).entries.back().marker), "更正#2");
}

TEST_F(Changes, a_correction_is_a_revision_that_accounts_for_nothing) {
  edit(2, "涨价推迟到明年了。");
  const auto before = digest_of(id_);
  const auto batch = take(id_);
  EXPECT_EQ(commit(*batch, correction(batch->input)).revision, Revision{2});
  const auto after = digest_of(id_);
  EXPECT_EQ(after.revision, Revision{2});
  EXPECT_EQ(after.coverage, before.coverage);
  EXPECT_EQ(after.thread.last_number, before.thread.last_number);
  ASSERT_EQ(after.entries.size(), 3u);
  EXPECT_EQ(after.entries[1], before.entries[1]);
  EXPECT_FALSE(take(id_));
  EXPECT_FALSE(*store().chain_fault(id_));
}

TEST_F(Changes, of_what_says_nothing_new_there_is_no_revision) {
  edit(2, sentence(2) + "（改了个错字）");
  const auto before = digest_of(id_);
  const auto batch = take(id_);
  ASSERT_TRUE(batch);
  ASSERT_TRUE(store().pass_over(batch->id));
  EXPECT_EQ(digest_of(id_), before);
  EXPECT_TRUE(changed_floors().empty());
  EXPECT_FALSE(take(id_));
}

TEST_F(Changes, what_was_passed_over_is_what_the_next_edit_is_compared_with) {
  edit(2, "涨价推迟到明年了。");
  ASSERT_TRUE(store().pass_over(take(id_)->id));
  now_ += 1h;
  edit(2, "涨价取消了。", 80min);
  EXPECT_EQ(digest::own_text_of(take(id_)->input.edits[0].before), "涨价推迟到明年了。");
}

TEST_F(Changes, edits_between_two_batches_are_one) {
  edit(2, "涨价推迟到明年了。");
  now_ += 1min;
  edit(2, "涨价推迟到后年了。", 31min);
  const auto input = take(id_)->input;
  ASSERT_EQ(input.edits.size(), 1u);
  EXPECT_EQ(digest::own_text_of(input.edits[0].before), sentence(2));
  EXPECT_EQ(digest::own_text_of(input.context[0].body), "涨价推迟到后年了。");
}

TEST_F(Changes, an_edit_taken_back_is_a_change_of_nothing) {
  edit(2, "涨价推迟到明年了。");
  now_ += 1min;
  edit(2, sentence(2), 31min);
  const auto batch = take(id_);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->input.edits[0].before, batch->input.context[0].body);
}

TEST_F(Changes, an_author_who_is_still_editing_is_left_alone) {
  edit(2, "涨价推迟到明年了。");
  EXPECT_FALSE(take(id_, Urgency::normal));
  now_ += 5min;
  EXPECT_FALSE(take(id_, Urgency::normal));  // settled, and nothing else is to be written
  now_ += 4min;
  edit(2, "涨价推迟到后年了。", 39min);
  now_ += 9min;
  EXPECT_FALSE(take(id_, Urgency::normal));
  now_ += 1min;
  EXPECT_TRUE(take(id_, Urgency::normal));
}

TEST_F(Changes, a_fresh_edit_does_not_hold_up_new_floors) {
  ingest(id_, page(posts_upto(11)));
  now_ += 1h;
  auto posts = posts_upto(11);
  posts[1] = edited(posts[1], "涨价推迟到明年了。", 50min);
  ingest(id_, page(posts));
  const auto batch = take(id_, Urgency::normal);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->input.posts.size(), 8u);
  EXPECT_TRUE(batch->input.edits.empty());
  commit(*batch, step_for(batch->input));
  now_ += 10min;
  EXPECT_EQ(take(id_, Urgency::normal)->input.edits.size(), 1u);
}

TEST_F(Changes, edits_wait_for_a_late_floor_that_has_not_settled) {
  auto posts = posts_upto(5);
  const auto late = posts[3];
  posts.erase(posts.begin() + 3);
  ingest(id_, page(posts));
  digest_pending(id_);
  posts[1] = edited(posts[1], "涨价推迟到明年了。");
  ingest(id_, page(posts));
  now_ += 10min;
  auto arrived = late;
  arrived.created_at = now_;
  posts.insert(posts.begin() + 3, arrived);
  ingest(id_, page(posts));
  EXPECT_FALSE(take(id_, Urgency::normal));
  now_ += 10min;
  const auto batch = take(id_, Urgency::normal);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->input.posts.size(), 1u);
  EXPECT_EQ(batch->input.edits.size(), 1u);
}

TEST_F(Changes, an_open_batch_keeps_its_members_through_a_crash) {
  edit(2, "涨价推迟到明年了。");
  const auto batch = take(id_);
  reopen();
  const auto again = take(id_, Urgency::normal);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, batch->id);
  ASSERT_EQ(again->input.edits.size(), 1u);
  EXPECT_EQ(digest::own_text_of(again->input.edits[0].before), sentence(2));
  commit(*again, correction(again->input));
  EXPECT_FALSE(take(id_));
}

TEST_F(Changes, a_member_that_changes_once_more_outdates_the_batch) {
  edit(2, "涨价推迟到明年了。");
  const auto batch = take(id_);
  const auto step = correction(batch->input);
  now_ += 1min;
  edit(2, "涨价推迟到后年了。", 31min);
  EXPECT_EQ(store().commit_revision(batch->id, step, now_).error().code, digest::Code::conflict);
  EXPECT_EQ(digest_of(id_).revision, Revision{1});
  const auto again = take(id_);
  EXPECT_EQ(digest::own_text_of(again->input.edits[0].before), sentence(2));
  EXPECT_EQ(store().pass_over(batch->id).error().code, digest::Code::conflict);
}

TEST_F(Changes, a_member_that_is_deleted_outdates_the_batch) {
  edit(2, "涨价推迟到明年了。");
  const auto batch = take(id_);
  ingest(id_, page(with(marked(post(2, ""), PostState::withdrawn))));
  EXPECT_EQ(store().pass_over(batch->id).error().code, digest::Code::conflict);
  EXPECT_TRUE(changed_floors().empty());
  EXPECT_FALSE(take(id_));
}

TEST_F(Changes, a_batch_with_new_floors_is_not_passed_over) {
  ingest(id_, page(posts_upto(4)));
  EXPECT_EQ(store().pass_over(take(id_)->id).error().code, digest::Code::internal);
}

TEST_F(Changes, a_step_that_says_nothing_is_not_committed) {
  edit(2, "涨价推迟到明年了。");
  const auto batch = take(id_);
  EXPECT_EQ(store().commit_revision(batch->id, step_for(batch->input), now_).error().code, digest::Code::internal);
}

TEST_F(Changes, a_floor_in_nothing_new_counts_too) {
  edit(3, "其实第三季度的报价已经定了，每卡 $2.10。");
  const auto input = take(id_)->input;
  ASSERT_EQ(input.edits.size(), 1u);
  EXPECT_EQ(input.edits[0].floor, Floor{3});
}

TEST_F(Changes, likes_and_names_are_no_change) {
  auto liked = post(2, sentence(2), "bob");
  liked.likes = 12;
  liked.updated_at = *liked.updated_at + 1h;
  ingest(id_, page(with(liked)));
  EXPECT_TRUE(changed_floors().empty());
}

TEST_F(Changes, a_withdrawn_floor_that_can_be_read_again_is_restored) {
  withdraw(2);
  EXPECT_TRUE(changed_floors().empty());
  restore(2, "我又回来了，价格还是会涨。");
  EXPECT_EQ(changed_floors(), std::vector{Floor{2}});
  const auto batch = take(id_);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->input.restored, std::vector{Floor{2}});
  EXPECT_TRUE(batch->input.edits.empty());
  const auto& similar = batch->input.similar;
  const auto tombstone = std::find_if(similar.begin(), similar.end(), [](const digest::Entry& one) {
    return one.marker.kind == digest::Marker::Kind::withdrawn;
  });
  ASSERT_NE(tombstone, similar.end());
  EXPECT_EQ(tombstone->floors, std::vector{Floor{2}});
  commit(*batch, correction(batch->input));
  EXPECT_TRUE(changed_floors().empty());
  const auto digest = digest_of(id_);
  EXPECT_EQ(digest.entries[1].text, digest::kTombstone);
  EXPECT_EQ(to_string(digest.entries.back().marker), "更正#2");
  EXPECT_EQ(digest.coverage, (digest::Coverage{.visible = 3, .in_entries = 2, .nothing_new = 1}));
}

TEST_F(Changes, the_same_words_come_back_as_restored_too) {
  withdraw(2);
  restore(2, sentence(2));
  EXPECT_EQ(take(id_)->input.restored, std::vector{Floor{2}});
}

TEST_F(Changes, a_restored_floor_that_goes_again_takes_its_correction_along) {
  withdraw(2);
  restore(2, sentence(2));
  const auto batch = take(id_);
  commit(*batch, correction(batch->input));
  now_ += 1h;
  ingest(id_, page(with(marked(post(2, ""), PostState::withdrawn, 70min))));
  ASSERT_TRUE(*store().withdraw_deleted(id_, now_));
  EXPECT_EQ(to_string(digest_of(id_).entries.back().marker), "撤回#2");
  now_ += 1h;
  ingest(id_, page(with(edited(post(2, ""), sentence(2), 80min))));
  EXPECT_EQ(take(id_)->input.restored, std::vector{Floor{2}});
}

TEST_F(Changes, back_before_it_was_withdrawn_is_nothing_to_restore) {
  ingest(id_, page(with(marked(post(2, ""), PostState::withdrawn))));
  now_ += 1h;
  restore(2, sentence(2));
  EXPECT_FALSE(*store().withdraw_deleted(id_, now_));
  EXPECT_TRUE(changed_floors().empty());
}

TEST_F(Changes, back_with_other_words_before_it_was_withdrawn_is_an_edit_of_forgotten_words) {
  ingest(id_, page(with(marked(post(2, ""), PostState::withdrawn))));
  now_ += 1h;
  restore(2, "我又回来了，价格还是会涨。");
  const auto input = take(id_)->input;
  ASSERT_EQ(input.edits.size(), 1u);
  EXPECT_TRUE(input.edits[0].before.blocks.empty());
}

TEST_F(Changes, a_hidden_floor_is_not_told_of_until_it_can_be_read) {
  edit(2, "涨价推迟到明年了。");
  ingest(id_, page(with(marked(post(2, ""), PostState::hidden))));
  EXPECT_TRUE(changed_floors().empty());
  ingest(id_, page(with(edited(post(2, ""), "涨价推迟到明年了。", 60min))));
  EXPECT_EQ(changed_floors(), std::vector{Floor{2}});
}

TEST_F(Changes, no_more_than_the_bound_are_taken_at_once) {
  const auto id = add_thread(7);
  ingest(id, page(posts_upto(100)));
  ASSERT_TRUE(store().complete_first_fetch(id, now_));
  digest_pending(id);
  std::vector<Post> posts;
  for (const auto& one : posts_upto(100))
    posts.push_back(edited(one, "改成了第" + std::to_string(one.floor.value) + "版。"));
  ingest(id, page(posts));
  const auto first = take(id);
  EXPECT_EQ(first->input.edits.size(), digest::kBatchChangesMax);
  ASSERT_TRUE(store().pass_over(first->id));
  const auto second = take(id);
  EXPECT_EQ(second->input.edits.size(), 100 - digest::kBatchChangesMax);
  EXPECT_EQ(second->input.edits.front().floor, Floor{65});
}

TEST_F(Changes, a_thread_that_is_not_there_has_none) {
  EXPECT_EQ(store().changed(ThreadId{99}).error().code, digest::Code::not_found);
  EXPECT_EQ(store().pass_over(digest::BatchId{99}).error().code, digest::Code::conflict);
}

TEST_F(Changes, a_withdrawal_says_again_what_stands_on_other_floors) {
  const auto id = add_thread(8);
  ingest(id, page({post(1, "开卡要等两周才批。"), post(2, "我的第二天就批了，额度一万二。")}));
  ASSERT_TRUE(store().complete_first_fetch(id, now_));
  const auto batch = take(id);
  auto step = step_for(batch->input);
  step.entries.resize(1);
  auto& joint = step.entries[0];
  joint.text = "开卡要等两周才批。我的第二天就批了，额度一万二。";
  joint.cites = joint.floors = {Floor{1}, Floor{2}};
  joint.evidence = {{Floor{1}, "开卡要等两周才批"}, {Floor{2}, "我的第二天就批了，额度一万二"}};
  commit(*batch, step);
  now_ += 1h;
  ingest(id, page({marked(post(1, ""), PostState::withdrawn), post(2, "我的第二天就批了，额度一万二。")}));
  const auto done = store().withdraw_deleted(id, now_);
  ASSERT_TRUE(done && *done);
  ASSERT_EQ((*done)->entries.size(), 1u);
  const auto digest = digest_of(id);
  ASSERT_EQ(digest.entries.size(), 2u);
  EXPECT_EQ(to_string(digest.entries[0].marker), "撤回#1");
  EXPECT_EQ(to_string(digest.entries[1].marker), "更正#2");
  EXPECT_EQ(digest.entries[1].text, "我的第二天就批了，额度一万二。");
  EXPECT_EQ(digest.entries[1].links[0].entry, "e1");
  EXPECT_EQ(digest.coverage, (digest::Coverage{.visible = 1, .in_entries = 1, .nothing_new = 0}));
  EXPECT_FALSE(*store().chain_fault(id));
  const auto changes = store().changes(id, Revision{1});
  EXPECT_EQ(changes->entries.size(), 1u);
  EXPECT_EQ(changes->withdrawn, std::vector{digest::EntrySeq{1}});
  // The floor that stayed has not changed; the one that went comes back as restored.
  EXPECT_TRUE(store().changed(id)->empty());
  ingest(id, page({edited(post(1, ""), "开卡要等两周才批。", 50min), post(2, "我的第二天就批了，额度一万二。")}));
  EXPECT_EQ(take(id)->input.restored, std::vector{Floor{1}});
}

}  // namespace
}  // namespace gailou::storage
