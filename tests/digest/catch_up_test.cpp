// What a reader missed: which entries are news, in which order, and the account of the floors.
#include "digest/catch_up.h"

#include <limits>

#include <gmock/gmock.h>

#include "digest/importance.h"
#include "tests/support/thread_views.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::floors_of;

std::string text_for(std::int64_t seq) {
  return "第" + std::string(1, static_cast<char>('a' + seq)) + "件事。";
}

/// An entry of revision `rev` that accounts for these floors.
Entry entry_at(std::int64_t seq, std::int64_t rev, std::initializer_list<std::int64_t> floors,
               const std::string& section = "key") {
  Entry entry{.seq = EntrySeq{seq}, .section = section, .rev = Revision{rev}, .text = text_for(seq)};
  entry.floors = floors_of(floors);
  entry.cites = entry.floors;
  if (rev > 1) entry.marker = {.kind = Marker::Kind::added, .first = entry.floors.front(), .last = entry.floors.back()};
  return entry;
}

Entry corrected(Entry entry, std::int64_t floor, std::int64_t updates) {
  entry.marker = {.kind = Marker::Kind::corrected, .first = Floor{floor}, .last = Floor{floor}};
  entry.floors.clear();
  entry.links = {{.rel = Link::Rel::updates, .entry = entry_id(EntrySeq{updates})}};
  return entry;
}

Entry tombstone_of(Entry entry) {
  entry.marker = {.kind = Marker::Kind::withdrawn, .first = entry.floors.front(), .last = entry.floors.front()};
  entry.text = kTombstone;
  entry.cites.clear();
  entry.links.clear();
  entry.deal.reset();
  return entry;
}

/// The digest of a thread as of a revision: entries and quiet floors of later ones left out.
class Story {
 public:
  std::vector<Entry> entries{};
  std::vector<std::pair<std::int64_t, NothingNew>> quiet{};  // with their revisions
  Summary summary{.text = "楼主问租金。", .rev = Revision{1}, .cites = floors_of({1})};
  Instant at = from_ms(1'778'100'000'000);

  Digest as_of(std::int64_t rev) const {
    Digest digest{.revision = Revision{rev}, .generated_at = at, .summary = summary};
    digest.thread.title = "算力租赁";
    for (const Entry& entry : entries) {
      if (entry.rev.value <= rev) digest.entries.push_back(entry);
    }
    for (const auto& [of, floor] : quiet) {
      if (of <= rev) digest.nothing_new.push_back(floor);
    }
    return digest;
  }

  CatchUpInput since(SincePoint point, std::int64_t now) const {
    CatchUpInput input{.since = point.rev, .point = point, .now = as_of(now)};
    if (point.rev.value > 0) input.before = as_of(point.rev.value);
    return input;
  }
  CatchUp caught(std::int64_t rev, std::int64_t now) const { return catch_up(since({.rev = Revision{rev}}, now)); }
};

std::vector<std::int64_t> seqs_of(const std::vector<Entry>& entries) {
  std::vector<std::int64_t> seqs;
  for (const Entry& entry : entries) seqs.push_back(entry.seq.value);
  return seqs;
}

Story three_revisions() {
  Story story;
  story.entries = {entry_at(1, 1, {1}), entry_at(2, 1, {2, 3}), entry_at(3, 2, {5}), entry_at(4, 3, {7, 8})};
  story.quiet = {{1, {.floor = Floor{4}, .reason = Reason::meme}},
                 {2, {.floor = Floor{6}, .reason = Reason::thanks}},
                 {3, {.floor = Floor{9}, .reason = Reason::meme}},
                 {3, {.floor = Floor{10}, .reason = Reason::meme}}};
  return story;
}

TEST(CatchUp, holds_what_later_revisions_wrote) {
  const auto caught = three_revisions().caught(1, 3);
  EXPECT_THAT(seqs_of(caught.entries), testing::UnorderedElementsAre(3, 4));
  EXPECT_EQ(caught.until, Revision{3});
  EXPECT_EQ(caught.thread.title, "算力租赁");
  EXPECT_FALSE(is_empty(caught));
}

TEST(CatchUp, counts_floors_read_kept_and_skipped_by_reason) {
  const auto caught = three_revisions().caught(1, 3);
  EXPECT_EQ(caught.floors_read, 6);
  EXPECT_EQ(caught.floors_in_entries, 3);
  EXPECT_THAT(caught.skipped, ElementsAre(SkippedFloors{Reason::meme, 2}, SkippedFloors{Reason::thanks, 1}));
}

TEST(CatchUp, from_the_beginning_is_the_whole_digest) {
  const auto caught = three_revisions().caught(0, 3);
  EXPECT_EQ(caught.entries.size(), 4U);
  EXPECT_EQ(caught.floors_read, 10);
  EXPECT_EQ(caught.floors_in_entries, 6);
  EXPECT_EQ(caught.summary->text, "楼主问租金。");
}

TEST(CatchUp, at_the_last_revision_there_is_nothing) {
  const auto caught = three_revisions().caught(3, 3);
  EXPECT_TRUE(is_empty(caught));
  EXPECT_EQ(caught.floors_read, 0);
  EXPECT_THAT(caught.skipped, IsEmpty());
}

TEST(CatchUp, chatter_alone_is_empty_but_was_read) {
  auto story = three_revisions();
  story.entries.pop_back();
  const auto caught = story.caught(2, 3);
  EXPECT_TRUE(is_empty(caught));
  EXPECT_EQ(caught.floors_read, 2);
  EXPECT_EQ(caught.floors_in_entries, 0);
}

TEST(CatchUp, after_a_floor_the_rest_of_its_own_batch_is_news) {
  const auto story = three_revisions();
  const auto caught = catch_up(story.since({.rev = Revision{1}, .floor = Floor{2}}, 2));
  EXPECT_THAT(seqs_of(caught.entries), testing::UnorderedElementsAre(2, 3));
  // Floors 3, 4, 5 and 6: floor 2 itself was read.
  EXPECT_EQ(caught.floors_read, 4);
  EXPECT_EQ(caught.floors_in_entries, 2);
}

TEST(CatchUp, a_correction_of_an_earlier_floor_is_news_after_a_later_one) {
  auto story = three_revisions();
  story.entries.push_back(corrected(entry_at(5, 3, {1}), 1, 1));
  const auto caught = catch_up(story.since({.rev = Revision{2}, .floor = Floor{6}}, 3));
  EXPECT_THAT(seqs_of(caught.entries), ElementsAre(5, 4));
  EXPECT_EQ(corrections_in(caught), 1);
}

TEST(CatchUp, names_the_tombstones_of_what_was_read) {
  auto story = three_revisions();
  story.entries[1] = tombstone_of(story.entries[1]);
  auto input = story.since({.rev = Revision{2}}, 3);
  input.withdrawn = {EntrySeq{2}};
  const auto caught = catch_up(input);
  EXPECT_THAT(seqs_of(caught.withdrawn), ElementsAre(2));
  EXPECT_EQ(caught.floors_read, 4);
}

TEST(CatchUp, what_was_withdrawn_before_anybody_read_it_is_a_deleted_floor_and_no_more) {
  auto story = three_revisions();
  story.entries[3] = tombstone_of(story.entries[3]);
  const auto caught = story.caught(2, 3);
  EXPECT_THAT(caught.entries, IsEmpty());
  EXPECT_THAT(caught.withdrawn, IsEmpty());
  EXPECT_TRUE(is_empty(caught));
  EXPECT_THAT(caught.skipped, ElementsAre(SkippedFloors{Reason::meme, 2}, SkippedFloors{Reason::deleted, 2}));
}

TEST(CatchUp, brings_the_summary_only_if_it_has_changed) {
  auto story = three_revisions();
  EXPECT_EQ(story.caught(1, 3).summary, std::nullopt);
  auto input = story.since({.rev = Revision{1}}, 3);
  input.now.summary = {.text = "租金已经谈妥。", .rev = Revision{3}, .cites = floors_of({7})};
  const auto caught = catch_up(input);
  ASSERT_TRUE(caught.summary);
  EXPECT_EQ(caught.summary->text, "租金已经谈妥。");
}

TEST(CatchUp, a_summary_alone_is_news) {
  auto input = three_revisions().since({.rev = Revision{3}}, 3);
  input.now.revision = Revision{4};
  input.now.summary = {.text = "租金已经谈妥。", .rev = Revision{4}};
  EXPECT_FALSE(is_empty(catch_up(input)));
}

TEST(CatchUp, corrections_come_first_and_equals_in_the_order_of_writing) {
  Story story;
  story.entries = {entry_at(1, 1, {1}), entry_at(2, 2, {2}), entry_at(3, 2, {3}), corrected(entry_at(4, 2, {1}), 1, 1),
                   entry_at(5, 2, {5})};
  EXPECT_THAT(seqs_of(story.caught(1, 2).entries), ElementsAre(4, 2, 3, 5));
}

TEST(CatchUp, an_entry_that_a_later_one_updates_goes_behind) {
  Story story;
  story.entries = {entry_at(1, 2, {1}), entry_at(2, 2, {2}), corrected(entry_at(3, 3, {1}), 1, 1)};
  EXPECT_THAT(seqs_of(story.caught(1, 3).entries), ElementsAre(3, 2, 1));
}

TEST(CatchUp, likes_of_its_floors_lift_an_entry) {
  Story story;
  story.entries = {entry_at(1, 2, {1}), entry_at(2, 2, {2})};
  auto input = story.since({.rev = Revision{1}}, 2);
  EXPECT_THAT(seqs_of(catch_up(input).entries), ElementsAre(1, 2));
  input.likes = {{Floor{2}, 12}};
  EXPECT_THAT(seqs_of(catch_up(input).entries), ElementsAre(2, 1));
}

TEST(CatchUp, the_same_input_gives_the_same_answer) {
  const auto input = three_revisions().since({.rev = Revision{1}}, 3);
  EXPECT_EQ(catch_up(input), catch_up(input));
}

class Weights : public testing::Test {
 protected:
  static Entry deal_ending(const std::string& ends, DealStatus status = DealStatus::alive) {
    auto entry = entry_at(9, 2, {9}, "deals");
    entry.deal = Deal{.offer = "开户奖励", .status = status, .ends = ends};
    return entry;
  }
  ImportanceScene scene_{.at = parse_iso("2026-05-10T12:00:00Z").value()};
  int of(const Entry& entry) const { return importance(entry, scene_); }
};

TEST_F(Weights, a_deal_that_ends_sooner_weighs_more) {
  EXPECT_GT(of(deal_ending("2026-05-12")), of(deal_ending("2026-05-16")));
  EXPECT_GT(of(deal_ending("2026-05-16")), of(deal_ending("2026-06-30")));
  EXPECT_GT(of(deal_ending("2026-05-10T20:00-07:00")), of(deal_ending("")));
  EXPECT_EQ(of(deal_ending("2026-05-01")), of(deal_ending("")));
  EXPECT_EQ(of(deal_ending("nonsense")), of(deal_ending("")));
}

TEST_F(Weights, an_offer_that_died_is_told_before_one_that_merely_goes_on) {
  const auto dead = corrected(deal_ending("", DealStatus::expired), 9, 1);
  EXPECT_GT(of(dead), of(corrected(entry_at(9, 2, {9}, "deals"), 9, 1)));
}

TEST_F(Weights, the_last_word_of_a_quarrel_weighs_more_than_the_first) {
  auto first = entry_at(3, 2, {3}, "disputes");
  auto last = entry_at(4, 2, {4}, "disputes");
  first.links = {{.rel = Link::Rel::contradicts, .entry = "e1"}};
  last.links = {{.rel = Link::Rel::contradicts, .entry = "e3"}};
  scene_.unsettled = {EntrySeq{1}, EntrySeq{3}};
  EXPECT_GT(of(last), of(first));
}

TEST_F(Weights, figures_count_up_to_three) {
  auto none = entry_at(1, 2, {1});
  auto one = none;
  one.text = "租金 100 元。";
  auto three = none;
  three.text = "租金 100 元、押金 200 元、服务费 30 元。";
  auto many = none;
  many.text = three.text + "还有 7、8、9、10 和 11 元。";
  EXPECT_LT(of(none), of(one));
  EXPECT_LT(of(one), of(three));
  EXPECT_EQ(of(three), of(many));
}

TEST_F(Weights, more_floors_weigh_more_within_bounds) {
  EXPECT_LT(of(entry_at(1, 2, {1})), of(entry_at(1, 2, {1, 2, 3})));
  Entry crowd = entry_at(1, 2, {1});
  for (std::int64_t floor = 2; floor < 500; ++floor) crowd.floors.push_back(Floor{floor});
  EXPECT_LT(of(crowd), of(corrected(entry_at(1, 2, {1}), 1, 1)));
}

TEST_F(Weights, absurd_likes_are_bounded) {
  const auto entry = entry_at(1, 2, {1});
  scene_.likes = 1'000;
  const int many = of(entry);
  scene_.likes = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(of(entry), many);
  scene_.likes = -5;
  EXPECT_LT(of(entry), many);
}

}  // namespace
}  // namespace gailou::digest
