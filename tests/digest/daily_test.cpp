// A day's edition: which threads, which of their entries, in which order.
#include "digest/daily.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::year;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kUntil{Day{year{2026} / 5 / 7}};

Entry entry_of(std::int64_t seq, const std::string& section = "key", const std::string& text = "租金是每月的。") {
  Entry entry{.seq = {seq}, .section = section, .rev = {2}, .text = text};
  entry.marker = {.kind = Marker::Kind::added, .first = {seq}, .last = {seq}};
  entry.cites = entry.floors = {Floor{seq}};
  return entry;
}
Entry correction(std::int64_t seq, std::int64_t of) {
  auto entry = entry_of(seq);
  entry.marker.kind = Marker::Kind::corrected;
  entry.links = {{.rel = Link::Rel::updates, .entry = entry_id({of})}};
  return entry;
}
Entry tombstone(std::int64_t seq) {
  auto entry = entry_of(seq, "key", std::string(kTombstone));
  entry.marker.kind = Marker::Kind::withdrawn;
  return entry;
}

ThreadDay day_of_thread(std::int64_t topic, std::vector<Entry> entries) {
  ThreadDay day{.before = {1}, .revision = {2}, .entries = std::move(entries)};
  day.thread.source = "forum";
  day.thread.topic = {topic};
  return day;
}

std::vector<std::int64_t> picks(const EditionThread& thread) {
  std::vector<std::int64_t> seqs;
  for (const auto index : thread.picks) seqs.push_back(thread.day.entries.at(index).seq.value);
  return seqs;
}
std::vector<std::int64_t> topics(const std::vector<EditionThread>& edition) {
  std::vector<std::int64_t> found;
  for (const auto& thread : edition) found.push_back(thread.day.thread.topic.value);
  return found;
}

TEST(Daily, of_a_day_without_revisions_nothing_is_told) {
  EXPECT_THAT(edition_of({}, kUntil), IsEmpty());
}

TEST(Daily, a_thread_that_gained_no_entry_is_left_out) {
  EXPECT_THAT(topics(edition_of({day_of_thread(1, {}), day_of_thread(2, {entry_of(3)})}, kUntil)), ElementsAre(2));
}

TEST(Daily, a_correction_comes_before_what_it_overtakes) {
  const auto edition = edition_of({day_of_thread(1, {entry_of(1), entry_of(2), correction(3, 1)})}, kUntil);
  EXPECT_THAT(picks(edition.at(0)), ElementsAre(3, 2, 1));
  EXPECT_EQ(edition[0].corrections, 1);
  EXPECT_EQ(edition[0].live, 3);
}

TEST(Daily, equals_stay_in_the_order_of_writing) {
  EXPECT_THAT(picks(edition_of({day_of_thread(1, {entry_of(4), entry_of(5), entry_of(6)})}, kUntil).at(0)),
              ElementsAre(4, 5, 6));
}

TEST(Daily, of_many_entries_a_few_are_picked) {
  std::vector<Entry> many;
  for (std::int64_t seq = 1; seq <= 40; ++seq) many.push_back(entry_of(seq));
  const auto edition = edition_of({day_of_thread(1, many)}, kUntil);
  EXPECT_EQ(edition.at(0).picks.size(), kDailyPicks);
  EXPECT_EQ(edition[0].live, 40);
  EXPECT_EQ(edition[0].day.entries.size(), 40u);
}

TEST(Daily, a_withdrawn_entry_is_counted_and_never_picked) {
  const auto edition = edition_of({day_of_thread(1, {tombstone(1), entry_of(2)})}, kUntil);
  EXPECT_THAT(picks(edition.at(0)), ElementsAre(2));
  EXPECT_EQ(edition[0].withdrawn, 1);
  EXPECT_EQ(edition[0].live, 1);
}

TEST(Daily, a_thread_whose_entries_are_all_withdrawn_comes_last) {
  const auto edition = edition_of({day_of_thread(1, {tombstone(1)}), day_of_thread(2, {entry_of(2)})}, kUntil);
  EXPECT_THAT(topics(edition), ElementsAre(2, 1));
  EXPECT_THAT(picks(edition[1]), IsEmpty());
}

TEST(Daily, the_thread_with_the_weightiest_entry_leads) {
  const auto edition = edition_of({day_of_thread(1, {entry_of(1), entry_of(2)}), day_of_thread(2, {correction(3, 1)}),
                                   day_of_thread(3, {entry_of(4)})},
                                  kUntil);
  EXPECT_THAT(topics(edition), ElementsAre(2, 1, 3));
}

TEST(Daily, how_near_an_offers_end_is_counts_from_the_end_of_the_day) {
  auto offer = entry_of(1, "deals");
  offer.deal = Deal{.offer = "开户", .ends = "2026-05-09"};
  auto far = offer;
  far.seq = {2};
  far.deal->ends = "2026-09-01";
  EXPECT_THAT(picks(edition_of({day_of_thread(1, {far, offer})}, kUntil).at(0)), ElementsAre(1, 2));
}

TEST(Daily, the_days_of_a_calendar_are_those_of_the_zone) {
  // 06:45 UTC is still the evening before in Los Angeles, 07:00 is midnight there.
  const Instant midnight{Day{year{2026} / 5 / 7}};
  const std::vector<CommitCount> counts{{.from = midnight - hours{10}, .revisions = 1, .entries = 30},
                                        {.from = midnight + hours{6} + minutes{45}, .revisions = 2, .entries = 5},
                                        {.from = midnight + hours{7}, .revisions = 1, .entries = 0}};
  EXPECT_THAT(days_of(counts, "America/Los_Angeles"),
              ElementsAre(DayCount{.day = Day{year{2026} / 5 / 6}, .revisions = 3, .entries = 35},
                          DayCount{.day = Day{year{2026} / 5 / 7}, .revisions = 1, .entries = 0}));
  EXPECT_THAT(days_of(counts, "Asia/Shanghai"),
              ElementsAre(DayCount{.day = Day{year{2026} / 5 / 6}, .revisions = 1, .entries = 30},
                          DayCount{.day = Day{year{2026} / 5 / 7}, .revisions = 3, .entries = 5}));
  EXPECT_THAT(days_of({}, "UTC"), IsEmpty());
}

}  // namespace
}  // namespace gailou::digest
