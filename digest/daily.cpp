#include "digest/daily.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "digest/importance.h"

namespace gailou::digest {
namespace {

bool is_withdrawn(const Entry& entry) {
  return entry.marker.kind == Marker::Kind::withdrawn;
}

struct Weighed {
  int weight;
  std::size_t index;
};

/// Likes don't count here: they go on changing when the day is over.
std::vector<Weighed> weighed(const std::vector<Entry>& entries, Instant until) {
  const auto scene = scene_of(entries, until);
  std::vector<Weighed> rows;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!is_withdrawn(entries[i])) rows.push_back({.weight = importance(entries[i], scene), .index = i});
  }
  // Equals stay in the order of writing.
  std::stable_sort(rows.begin(), rows.end(), [](const Weighed& a, const Weighed& b) { return a.weight > b.weight; });
  return rows;
}

}  // namespace

std::vector<EditionThread> edition_of(std::vector<ThreadDay> days, Instant until) {
  struct Placed {
    int weight;
    EditionThread thread;
  };
  std::vector<Placed> placed;
  for (ThreadDay& day : days) {
    if (day.entries.empty()) continue;
    Placed& row = placed.emplace_back(Placed{.weight = std::numeric_limits<int>::min(), .thread = {}});
    EditionThread& thread = row.thread;
    thread.day = std::move(day);
    const auto rows = weighed(thread.day.entries, until);
    if (!rows.empty()) row.weight = rows.front().weight;
    thread.live = std::ssize(rows);
    thread.withdrawn = std::ssize(thread.day.entries) - thread.live;
    thread.corrections = std::ranges::count_if(
        thread.day.entries, [](const Entry& entry) { return entry.marker.kind == Marker::Kind::corrected; });
    for (std::size_t i = 0; i < std::min(rows.size(), kDailyPicks); ++i) thread.picks.push_back(rows[i].index);
  }
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    return a.thread.live > b.thread.live;
  });
  std::vector<EditionThread> edition;
  for (Placed& row : placed) edition.push_back(std::move(row.thread));
  return edition;
}

std::vector<DayCount> days_of(const std::vector<CommitCount>& counts, std::string_view zone) {
  std::vector<DayCount> days;
  for (const CommitCount& count : counts) {
    const Day day = local_day(count.from, zone);
    if (days.empty() || days.back().day != day) days.push_back({.day = day});
    days.back().revisions += count.revisions;
    days.back().entries += count.entries;
  }
  return days;
}

}  // namespace gailou::digest
