// Why a floor became what it became: the record first, then what the rules find.
#include "digest/compose/explain.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "digest/compose/extract.h"
#include "digest/compose/trace.h"
#include "tests/support/digest_run.h"
#include "tests/support/digests.h"

namespace gailou::digest {
namespace {

using testing::Contains;
using testing::Field;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using tests::post_of;

constexpr Instant kTaken = from_ms(1'778'100'000'000);

/// Floors 1–8 digested in one batch, and the question about one of them.
class Explained : public testing::Test {
 protected:
  Explained() { run_.take(tests::lease_posts(), kTaken); }

  FloorQuestion about(std::int64_t floor) const {
    FloorQuestion question{.record = {.floor = Floor{floor}, .revision = Revision{1}}, .input = run_.input()};
    for (const Entry& entry : run_.digest().entries) {
      if (std::find(entry.floors.begin(), entry.floors.end(), Floor{floor}) != entry.floors.end())
        question.record.entries.push_back(entry);
    }
    for (const NothingNew& quiet : run_.digest().nothing_new) {
      if (quiet.floor == Floor{floor}) question.record.reason = quiet.reason;
    }
    std::erase_if(question.input.posts, [floor](const Post& post) { return post.floor > Floor{floor}; });
    return question;
  }

  tests::DigestRun run_{"t", TopicId{1}, "算力租赁"};
};

TEST_F(Explained, a_floor_with_an_entry_is_what_was_recorded) {
  const auto explanation = explain(about(1));
  ASSERT_TRUE(explanation.now);
  EXPECT_TRUE(explanation.now->agrees);
  EXPECT_TRUE(explanation.now->reason.empty());
  ASSERT_THAT(explanation.now->entries, Not(IsEmpty()));
  EXPECT_EQ(explanation.now->entries[0].text, explanation.record.entries[0].text);
  EXPECT_GT(explanation.now->figures, 0);
  EXPECT_GT(explanation.now->worth, 0);
  EXPECT_THAT(explanation.now->sentences, Contains(Field(&SentenceVerdict::chosen, true)));
}

/// A thread about an offer, with a report on it.
FloorQuestion about_offer(std::int64_t floor) {
  tests::DigestRun run{"t", TopicId{1}, "羊毛合集"};
  const std::vector<Post> posts = {post_of(1, "甲", "SoFi 开户 $300，5/25 前开户，25 天内 DD 满 $5,000。"),
                                   post_of(2, "乙", "SoFi 秒批，已经在用了。")};
  run.take(posts, kTaken);
  FloorQuestion question{.record = {.floor = Floor{floor}, .revision = Revision{1}}, .input = run.input()};
  std::erase_if(question.input.posts, [floor](const Post& post) { return post.floor > Floor{floor}; });
  return question;
}

TEST(ExplainedOffers, an_announcement_opens_an_offer_with_its_fields) {
  const auto explanation = explain(about_offer(1));
  ASSERT_TRUE(explanation.now);
  EXPECT_THAT(explanation.now->amounts, Contains("$300"));
  EXPECT_THAT(explanation.now->offers, IsEmpty());
  ASSERT_THAT(explanation.now->entries, SizeIs(1));
  const auto& offer = explanation.now->entries[0].offer;
  ASSERT_TRUE(offer);
  EXPECT_TRUE(offer->opens);
  EXPECT_EQ(offer->offer, "SoFi 开户");
  EXPECT_EQ(offer->amount, "$300");
  EXPECT_EQ(offer->status, "alive");
  EXPECT_TRUE(offer->report.empty());
}

TEST(ExplainedOffers, a_report_says_of_which_known_offer_and_what) {
  const auto explanation = explain(about_offer(2));
  ASSERT_TRUE(explanation.now);
  EXPECT_THAT(explanation.now->offers, Contains("SoFi 开户"));
  ASSERT_THAT(explanation.now->entries, SizeIs(1));
  const auto& offer = explanation.now->entries[0].offer;
  ASSERT_TRUE(offer);
  EXPECT_FALSE(offer->opens);
  EXPECT_EQ(offer->report, "success");
}

TEST_F(Explained, every_floor_of_a_batch_is_found_again) {
  for (const Post& post : tests::lease_posts()) {
    const auto explanation = explain(about(post.floor.value));
    ASSERT_TRUE(explanation.now) << post.floor.value;
    EXPECT_TRUE(explanation.now->agrees) << post.floor.value << " " << explanation.now->reason;
    EXPECT_EQ(explanation.now->reason.empty(), !explanation.now->entries.empty());
  }
}

TEST_F(Explained, chatter_has_its_reason_and_no_chosen_sentence) {
  const auto explanation = explain(about(2));
  ASSERT_TRUE(explanation.now);
  EXPECT_EQ(explanation.now->reason, name_of(*explanation.record.reason));
  EXPECT_THAT(explanation.now->entries, IsEmpty());
  EXPECT_THAT(explanation.now->sentences, Not(Contains(Field(&SentenceVerdict::chosen, true))));
  EXPECT_THAT(explanation.now->cues, Contains(Field(&CueWords::list, "laughter")));
}

TEST_F(Explained, the_floor_that_it_answers_is_named_and_how_it_is_known) {
  auto question = about(4);
  question.input.posts.back().reply_to = Floor{3};
  const auto explanation = explain(question);
  EXPECT_EQ(explanation.now->partner, Floor{3});
  EXPECT_EQ(explanation.now->partner_by, "reply");
}

TEST_F(Explained, a_repeat_names_the_entry_that_it_matched) {
  FloorQuestion question{.record = {.floor = Floor{20}, .revision = Revision{2}, .reason = Reason::duplicate}};
  question.input = tests::batch_of(2, {post_of(20, "壬", tests::lease_posts()[0].body.blocks[0].spans[0].text)});
  question.input.similar = run_.digest().entries;
  question.input.next_seq = EntrySeq{100};
  const auto explanation = explain(question);
  ASSERT_THAT(explanation.now->repeats, Not(IsEmpty()));
  EXPECT_EQ(explanation.now->repeats[0].entry, "e1");
  EXPECT_EQ(explanation.now->repeats[0].matched, run_.digest().entries[0].text);
  EXPECT_EQ(explanation.now->reason, "duplicate");
  EXPECT_TRUE(explanation.now->agrees);
}

TEST_F(Explained, another_outcome_than_recorded_is_admitted) {
  auto question = about(1);
  question.record.entries[0].text = "当时写的是别的话。";
  EXPECT_FALSE(explain(question).now->agrees);
  question = about(2);
  question.record.reason = Reason::offtopic;
  EXPECT_FALSE(explain(question).now->agrees);
}

TEST_F(Explained, a_withdrawn_entry_is_no_disagreement) {
  auto question = about(1);
  for (Entry& entry : question.record.entries) {
    entry.marker = {.kind = Marker::Kind::withdrawn, .first = Floor{1}, .last = Floor{1}};
    entry.text = kTombstone;
  }
  EXPECT_TRUE(explain(question).now->agrees);
}

TEST_F(Explained, a_pending_floor_has_what_would_become_of_it) {
  auto question = about(1);
  question.record.revision.reset();
  question.record.entries.clear();
  const auto explanation = explain(question);
  EXPECT_TRUE(explanation.now->agrees);
  EXPECT_THAT(explanation.now->entries, Not(IsEmpty()));
}

TEST_F(Explained, without_a_text_there_is_only_the_record) {
  const auto explanation = explain({.record = {.floor = Floor{7}, .state = PostState::deleted}});
  EXPECT_EQ(explanation.record.state, PostState::deleted);
  EXPECT_EQ(explanation.now, std::nullopt);
}

TEST_F(Explained, asking_changes_nothing_of_the_draft) {
  FloorTrace trace{.floor = Floor{4}};
  const auto traced = extract(run_.input(), &trace);
  const auto plain = extract(run_.input());
  ASSERT_EQ(traced.operations.size(), plain.operations.size());
  EXPECT_EQ(trace.reading.floor, Floor{4});
  EXPECT_GT(trace.reading.sentences.size(), 0U);
}

TEST_F(Explained, the_same_question_has_the_same_answer) {
  EXPECT_EQ(explain(about(4)).now, explain(about(4)).now);
}

TEST(Trace, a_floor_that_is_not_in_the_batch_leaves_it_empty) {
  FloorTrace trace{.floor = Floor{99}};
  extract(tests::first_batch(), &trace);
  EXPECT_THAT(trace.reading.sentences, IsEmpty());
  EXPECT_THAT(trace.groups, SizeIs(0));
}

}  // namespace
}  // namespace gailou::digest
