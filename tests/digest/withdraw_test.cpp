#include "digest/compose/withdraw.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/append.h"
#include "digest/compose/extract.h"
#include "digest/compose/gates.h"
#include "digest/compose/judge.h"
#include "tests/support/digests.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::floors_of;

Entry rebuttal_entry() {
  return append(tests::second_batch(), {.accepted = {tests::rebuttal_append()}}).entries[0];
}

/// Revision 3 of a digest with three entries; nothing of it remains but what a test puts in.
Withdrawal withdrawal_of(std::vector<Entry> affected, std::vector<Floor> deleted, std::vector<Post> remaining = {}) {
  return {.source = "t",
          .title = "算力租赁",
          .revision = Revision{3},
          .taken_at = from_ms(5),
          .next_seq = EntrySeq{4},
          .deleted = std::move(deleted),
          .affected = std::move(affected),
          .remaining = std::move(remaining)};
}

/// An entry that tells of several floors in their own words.
Entry entry_of_floors(std::int64_t seq, const std::string& text, std::vector<Evidence> evidence) {
  Entry entry{.seq = EntrySeq{seq}, .section = "latest", .rev = Revision{1}, .text = text};
  for (const auto& piece : evidence) entry.cites.push_back(piece.floor);
  entry.floors = entry.cites;
  entry.evidence = std::move(evidence);
  return entry;
}

Entry joint_entry() {
  return entry_of_floors(2, "开卡要等两周才批。我的第二天就批了，额度一万二。",
                         {{Floor{2}, "开卡要等两周才批"}, {Floor{3}, "我的第二天就批了，额度一万二"}});
}
Post quick_post() {
  return tests::post_of(3, "丙", "我的第二天就批了，额度一万二。谢谢楼主。");
}

TEST(Withdraw, a_tombstone_keeps_its_place_and_nothing_else) {
  const auto step = withdraw(withdrawal_of({rebuttal_entry()}, floors_of({9, 4})));
  EXPECT_EQ(step.revision, Revision{3});
  EXPECT_EQ(step.generated_at, from_ms(5));
  EXPECT_THAT(step.entries, IsEmpty());
  EXPECT_THAT(step.tombstones,
              ElementsAre(Entry{.seq = EntrySeq{3},
                                .section = "disputes",
                                .rev = Revision{2},
                                .marker = {.kind = Marker::Kind::withdrawn, .first = Floor{4}, .last = Floor{4}},
                                .text = "原楼层已删除，本条撤回。",
                                .floors = floors_of({4})}));
}

TEST(Withdraw, of_several_deleted_floors_the_lowest_is_named) {
  const auto step = withdraw(withdrawal_of({rebuttal_entry()}, floors_of({4, 3})));
  EXPECT_EQ(to_string(step.tombstones[0].marker), "撤回#3");
}

TEST(Withdraw, a_summary_goes_only_if_it_cites_what_is_gone) {
  auto withdrawal = withdrawal_of({rebuttal_entry()}, floors_of({3}));
  withdrawal.summary = {.text = "有人认为混合架构可分开使用。", .rev = Revision{2}, .cites = floors_of({1, 4})};
  EXPECT_EQ(withdraw(withdrawal).summary, std::nullopt);
  withdrawal.deleted = floors_of({4});
  EXPECT_EQ(withdraw(withdrawal).summary, (Summary{.text = fallback_summary("算力租赁"), .rev = Revision{3}}));
}

TEST(Withdraw, words_of_our_own_are_in_the_language_asked_for) {
  auto withdrawal = withdrawal_of({rebuttal_entry()}, floors_of({4}));
  withdrawal.title = "Compute leases";
  withdrawal.settings.language = Language::en;
  withdrawal.summary = {.text = "有人认为混合架构可分开使用。", .rev = Revision{2}, .cites = floors_of({4})};
  const auto step = withdraw(withdrawal);
  EXPECT_EQ(step.tombstones[0].text, "The floor was deleted; this entry is withdrawn.");
  EXPECT_EQ(to_string(step.tombstones[0].marker), "撤回#4");
  EXPECT_EQ(step.summary->text, "A thread about \"Compute leases\", of which there is no fuller summary yet.");
}

TEST(Withdraw, what_another_floor_says_is_said_again_and_leads_to_the_tombstone) {
  const auto step = withdraw(withdrawal_of({joint_entry()}, floors_of({2}), {quick_post()}));
  ASSERT_EQ(step.tombstones.size(), 1u);
  EXPECT_EQ(to_string(step.tombstones[0].marker), "撤回#2");
  ASSERT_EQ(step.entries.size(), 1u);
  const auto& again = step.entries[0];
  EXPECT_EQ(to_string(again.marker), "更正#3");
  EXPECT_EQ(again.seq, EntrySeq{4});
  EXPECT_EQ(again.rev, Revision{3});
  EXPECT_EQ(again.section, "latest");
  EXPECT_EQ(again.text, "我的第二天就批了，额度一万二。");
  EXPECT_EQ(again.cites, floors_of({3}));
  EXPECT_THAT(again.floors, IsEmpty());
  EXPECT_THAT(again.links, ElementsAre(Link{.rel = Link::Rel::updates, .entry = "e2"}));
  EXPECT_THAT(again.evidence, ElementsAre(Evidence{Floor{3}, "我的第二天就批了，额度一万二"}));
}

TEST(Withdraw, nothing_of_the_deleted_words_is_said_again) {
  const auto step = withdraw(withdrawal_of({joint_entry()}, floors_of({2}), {quick_post()}));
  for (const auto& entry : step.entries) EXPECT_THAT(entry.text, Not(HasSubstr("两周")));
}

TEST(Withdraw, one_sentence_on_both_is_replaced_by_the_other_floors_own_words) {
  const auto entry = entry_of_floors(2, "有人要等两周，有人第二天就批了额度一万二。",
                                     {{Floor{2}, "开卡要等两周才批"}, {Floor{3}, "我的第二天就批了，额度一万二"}});
  const auto step = withdraw(withdrawal_of({entry}, floors_of({2}), {quick_post()}));
  ASSERT_EQ(step.entries.size(), 1u);
  EXPECT_EQ(step.entries[0].text, "我的第二天就批了，额度一万二。");
}

TEST(Withdraw, a_prose_that_names_the_deleted_floor_is_not_kept) {
  auto entry = entry_of_floors(2, "回应#2：我的第二天就批了，额度一万二。",
                               {{Floor{2}, "开卡要等两周才批"}, {Floor{3}, "我的第二天就批了，额度一万二"}});
  entry.floors = floors_of({3});
  const auto step = withdraw(withdrawal_of({entry}, floors_of({2}), {quick_post()}));
  ASSERT_EQ(step.entries.size(), 1u);
  EXPECT_EQ(step.entries[0].text, "我的第二天就批了，额度一万二。");
}

TEST(Withdraw, several_remaining_floors_share_an_entry_while_it_is_short) {
  const auto entry = entry_of_floors(
      2, "开卡要等两周才批。我的第二天就批了，额度一万二。客服说系统升级所以慢。",
      {{Floor{2}, "开卡要等两周才批"}, {Floor{3}, "我的第二天就批了，额度一万二"}, {Floor{5}, "客服说系统升级所以慢"}});
  const auto step = withdraw(
      withdrawal_of({entry}, floors_of({2}), {quick_post(), tests::post_of(5, "戊", "客服说系统升级所以慢。")}));
  ASSERT_EQ(step.entries.size(), 1u);
  EXPECT_EQ(step.entries[0].cites, floors_of({3, 5}));
  EXPECT_EQ(to_string(step.entries[0].marker), "更正#3");
  EXPECT_EQ(step.entries[0].text, "我的第二天就批了，额度一万二。客服说系统升级所以慢。");
}

TEST(Withdraw, a_floor_that_was_only_answered_is_not_said_again) {
  // #3 rests in an entry of its own; the rebuttal of #4 cited it.
  const auto posts = tests::lease_posts();
  const auto step = withdraw(withdrawal_of({rebuttal_entry()}, floors_of({4}), {posts[2]}));
  EXPECT_EQ(step.tombstones.size(), 1u);
  EXPECT_THAT(step.entries, IsEmpty());
}

TEST(Withdraw, an_answer_outlives_the_floor_that_it_answers) {
  auto entry = entry_of_floors(2, "利用率只有11%，混合架构也能分开使用。",
                               {{Floor{3}, "利用率只有11%"}, {Floor{4}, "混合架构也能分开使用"}});
  entry.floors = floors_of({4});
  const auto posts = tests::lease_posts();
  const auto step = withdraw(withdrawal_of({entry}, floors_of({3}), {posts[3]}));
  ASSERT_EQ(step.entries.size(), 1u);
  EXPECT_EQ(step.entries[0].text, "不成立的，混合架构也能分开使用，150K的H100足够训练了。");
  EXPECT_EQ(step.entries[0].cites, floors_of({4}));
}

TEST(Withdraw, what_another_entry_says_already_is_not_said_twice) {
  auto withdrawal = withdrawal_of({joint_entry()}, floors_of({2}), {quick_post()});
  withdrawal.standing = {
      entry_of_floors(3, "我的第二天就批了，额度一万二。", {{Floor{3}, "我的第二天就批了，额度一万二"}})};
  EXPECT_THAT(withdraw(withdrawal).entries, IsEmpty());
}

TEST(Withdraw, words_that_the_floor_no_longer_has_are_not_said_again) {
  const auto step =
      withdraw(withdrawal_of({joint_entry()}, floors_of({2}), {tests::post_of(3, "丙", "改了，没事了。")}));
  EXPECT_THAT(step.entries, IsEmpty());
}

TEST(Withdraw, of_an_offer_that_no_other_floor_names_the_words_are_left) {
  auto entry = joint_entry();
  entry.section = "deals";
  entry.deal = Deal{.offer = "某卡"};
  const auto step = withdraw(withdrawal_of({entry}, floors_of({2}), {quick_post()}));
  ASSERT_EQ(step.entries.size(), 1u);
  EXPECT_FALSE(step.entries[0].deal);
  EXPECT_EQ(step.entries[0].section, "deals");
  ASSERT_EQ(step.tombstones.size(), 1u);
  EXPECT_FALSE(step.tombstones[0].deal);
}

TEST(Withdraw, a_correction_that_loses_a_floor_is_said_again_from_the_others) {
  auto entry = joint_entry();
  entry.floors.clear();
  entry.rev = Revision{2};
  entry.marker = {.kind = Marker::Kind::corrected, .first = Floor{2}, .last = Floor{2}};
  entry.links = {{.rel = Link::Rel::updates, .entry = "e1"}};
  const auto step = withdraw(withdrawal_of({entry}, floors_of({2}), {quick_post()}));
  ASSERT_EQ(step.entries.size(), 1u);
  EXPECT_EQ(step.entries[0].links[0].entry, "e2");
}

TEST(Withdraw, several_entries_get_ids_in_order) {
  auto other = entry_of_floors(3, "开卡要等两周才批。客服说系统升级所以慢，下月恢复。",
                               {{Floor{2}, "开卡要等两周才批"}, {Floor{5}, "客服说系统升级所以慢，下月恢复"}});
  const auto step =
      withdraw(withdrawal_of({joint_entry(), other}, floors_of({2}),
                             {quick_post(), tests::post_of(5, "戊", "客服说系统升级所以慢，下月恢复。")}));
  ASSERT_EQ(step.entries.size(), 2u);
  EXPECT_EQ(step.entries[0].seq, EntrySeq{4});
  EXPECT_EQ(step.entries[1].seq, EntrySeq{5});
  EXPECT_EQ(step.entries[1].links[0].entry, "e3");
}

}  // namespace
}  // namespace gailou::digest
