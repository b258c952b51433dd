#include "digest/compose/append.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/extract.h"
#include "tests/support/digests.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::floors_of;
using tests::lease_append;
using tests::rebuttal_append;

Step step_of(const BatchInput& input, const std::vector<Operation>& operations) {
  return append(input, {.accepted = operations});
}

TEST(Append, the_first_entries_have_ids_in_order_and_no_marker) {
  const auto step = step_of(tests::first_batch(), {lease_append(), tests::idle_append()});
  ASSERT_EQ(step.entries.size(), 2U);
  EXPECT_EQ(step.entries[0].seq, EntrySeq{1});
  EXPECT_EQ(step.entries[1].seq, EntrySeq{2});
  for (const Entry& entry : step.entries) {
    EXPECT_EQ(entry.rev, Revision{1});
    EXPECT_EQ(to_string(entry.marker), "");
  }
}

TEST(Append, a_later_entry_is_marked_with_its_floors) {
  const auto step = step_of(tests::second_batch(), {rebuttal_append()});
  ASSERT_EQ(step.entries.size(), 1U);
  const Entry& entry = step.entries[0];
  EXPECT_EQ(entry.seq, EntrySeq{3});
  EXPECT_EQ(to_string(entry.marker), "新增#4");
  EXPECT_EQ(entry.cites, floors_of({3, 4}));
  EXPECT_EQ(entry.floors, floors_of({4}));
  EXPECT_EQ(entry.text, rebuttal_append().text);
  EXPECT_EQ(entry.links, rebuttal_append().links);
  EXPECT_EQ(entry.evidence, rebuttal_append().evidence);
}

TEST(Append, a_correction_is_marked_with_what_it_corrects_and_accounts_only_for_what_it_says) {
  auto drafted = rebuttal_append();
  drafted.links = {{.rel = Link::Rel::updates, .entry = "e2"}};
  drafted.corrects = Floor{3};
  drafted.floors.clear();
  const auto input = tests::second_batch();
  const auto step = append(input, judge(input, {.operations = {drafted}}));
  ASSERT_EQ(step.entries.size(), 1U);
  EXPECT_EQ(to_string(step.entries[0].marker), "更正#3");
  EXPECT_EQ(step.entries[0].cites, floors_of({3, 4}));
  EXPECT_THAT(step.entries[0].floors, IsEmpty());
  EXPECT_THAT(step_faults(input, step), IsEmpty());
}

TEST(Append, several_floors_are_marked_by_the_first_and_the_last) {
  auto drafted = rebuttal_append();
  drafted.floors = floors_of({5, 4});
  drafted.evidence.insert(drafted.evidence.begin(), {Floor{5}, "全部涨价"});
  const auto step = step_of(tests::second_batch(), {drafted});
  EXPECT_EQ(to_string(step.entries[0].marker), "新增#4–5");
  EXPECT_EQ(step.entries[0].floors, floors_of({4, 5}));
  EXPECT_EQ(step.entries[0].cites, floors_of({3, 4, 5}));
  EXPECT_EQ(step.entries[0].evidence.back().floor, Floor{5});
}

TEST(Append, a_later_entry_without_floors_takes_those_of_the_batch_that_it_cites) {
  auto drafted = rebuttal_append();
  drafted.floors.clear();
  const auto step = step_of(tests::second_batch(), {drafted});
  EXPECT_EQ(step.entries[0].floors, floors_of({4}));
  EXPECT_EQ(to_string(step.entries[0].marker), "新增#4");
}

TEST(Append, a_first_entry_may_account_for_nothing) {
  auto drafted = lease_append();
  drafted.floors.clear();
  EXPECT_THAT(step_of(tests::first_batch(), {drafted}).entries[0].floors, IsEmpty());
}

TEST(Append, quiet_floors_stand_in_order) {
  const auto step = step_of(tests::first_batch(), {Quiet{Floor{3}, Reason::meme}, Quiet{Floor{1}, Reason::other}});
  EXPECT_THAT(step.nothing_new, ElementsAre(NothingNew{Floor{1}, Reason::other}, NothingNew{Floor{3}, Reason::meme}));
  EXPECT_THAT(step.entries, IsEmpty());
}

TEST(Append, a_first_step_always_has_a_summary) {
  const auto drafted = step_of(tests::first_batch(), {tests::lease_summary()});
  EXPECT_EQ(drafted.summary,
            (Summary{.text = tests::lease_summary().text, .rev = Revision{1}, .cites = floors_of({1})}));
  const auto plain = step_of(tests::first_batch(), {});
  EXPECT_EQ(plain.summary, (Summary{.text = fallback_summary("算力租赁"), .rev = Revision{1}}));
}

TEST(Append, a_later_summary_is_written_only_if_its_text_changes) {
  EXPECT_EQ(step_of(tests::second_batch(), {}).summary, std::nullopt);
  EXPECT_EQ(step_of(tests::second_batch(), {tests::lease_summary()}).summary, std::nullopt);
  const Summarise other{.text = "有人认为混合架构可分开使用。", .cites = floors_of({4})};
  EXPECT_EQ(step_of(tests::second_batch(), {other}).summary,
            (Summary{.text = other.text, .rev = Revision{2}, .cites = floors_of({4})}));
}

TEST(Append, a_step_is_dated_when_its_batch_was_taken) {
  const auto input = tests::second_batch();
  const auto step = step_of(input, {});
  EXPECT_EQ(step.generated_at, input.taken_at);
  EXPECT_EQ(step.revision, input.revision);
}

TEST(Append, a_step_without_anything_says_nothing) {
  const auto input = tests::second_batch();
  EXPECT_TRUE(says_nothing(Step{.revision = input.revision, .generated_at = input.taken_at}));
  EXPECT_FALSE(says_nothing(append(input, judge(input, {}))));
  EXPECT_FALSE(says_nothing(Step{.summary = Summary{}}));
  EXPECT_FALSE(says_nothing(Step{.tombstones = {Entry{}}}));
}

TEST(Append, a_first_summary_of_our_own_is_in_the_language_of_the_settings) {
  auto input = tests::second_batch();
  input.title = "Compute leases";
  input.revision = Revision{1};
  input.summary = {};
  input.settings.language = Language::en;
  EXPECT_EQ(step_of(input, {}).summary->text,
            "A thread about \"Compute leases\", of which there is no fuller summary yet.");
}

}  // namespace
}  // namespace gailou::digest
