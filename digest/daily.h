// The daily edition: what a day's revisions added, thread by thread, the most important first. Pure: the same commits
// give the same edition, so that it stays as it is once the day is over; only a withdrawal blanks what it quotes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "digest/deals/day.h"
#include "digest/digest.h"

namespace gailou::digest {

/// What one thread's digest gained on a day, as the store tells it. A revision belongs to the day it was committed on.
struct ThreadDay {
  DigestThread thread{};         // as of the day's last revision
  Revision before{};             // the digest at the start of the day; 0 = none
  Revision revision{};           // the day's last
  Instant changed_at{};          // when that was committed
  Floor read_before{};           // highest floor accounted for at the start of the day; 0 = none
  Summary summary{};             // as of the day's last revision
  std::vector<Entry> entries{};  // of the day's revisions in the order of writing; tombstones among them
  std::int64_t quiet = 0;        // floors that these revisions list as nothing new
};

/// So many entries of a thread are shown; its page has the rest.
inline constexpr std::size_t kDailyPicks = 5;

struct EditionThread {
  ThreadDay day{};
  std::vector<std::size_t> picks{};  // of day.entries: live ones, most important first
  std::int64_t live = 0;             // of all of the day's entries
  std::int64_t corrections = 0;      // of those
  std::int64_t withdrawn = 0;
};

/// Threads that gained an entry or a correction, the one with the weightiest entry first; those whose entries were all
/// withdrawn come last. `until` is the end of the day: how near an offer's end is counts from there.
std::vector<EditionThread> edition_of(std::vector<ThreadDay> days, Instant until);

/// Digest transactions within a quarter of an hour, the finest in which zones differ.
struct CommitCount {
  Instant from{};
  std::int64_t revisions = 0;
  std::int64_t entries = 0;
  bool operator==(const CommitCount&) const = default;
};

struct DayCount {
  Day day{};
  std::int64_t revisions = 0;
  std::int64_t entries = 0;
  bool operator==(const DayCount&) const = default;
};

/// Days of the zone's calendar on which something was committed, ascending. `counts` ascend too.
std::vector<DayCount> days_of(const std::vector<CommitCount>& counts, std::string_view zone);

}  // namespace gailou::digest
