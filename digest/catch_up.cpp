#include "digest/catch_up.h"

#include <algorithm>
#include <map>
#include <set>

#include "digest/importance.h"

namespace gailou::digest {
namespace {

bool is_tombstone(const Entry& entry) {
  return entry.marker.kind == Marker::Kind::withdrawn;
}

bool is_above(Floor floor, const SincePoint& point) {
  return point.floor && floor > *point.floor;
}

std::set<Floor> quiet_floors(const Digest& digest) {
  std::set<Floor> floors;
  for (const NothingNew& quiet : digest.nothing_new) floors.insert(quiet.floor);
  return floors;
}

/// Floors that new entries account for, and those of entries withdrawn before anybody read them.
struct EntryFloors {
  std::set<Floor> live{};
  std::set<Floor> withdrawn{};
};

EntryFloors entry_floors(const CatchUpInput& input) {
  EntryFloors floors;
  for (const Entry& entry : input.now.entries) {
    if (!is_news(entry, input.point)) continue;
    const bool is_later = entry.rev > input.point.rev;
    for (const Floor floor : entry.floors) {
      if (is_later || is_above(floor, input.point))
        (is_tombstone(entry) ? floors.withdrawn : floors.live).insert(floor);
    }
  }
  return floors;
}

void count_floors(const CatchUpInput& input, CatchUp& caught) {
  const EntryFloors in_entries = entry_floors(input);
  const std::set<Floor> known = quiet_floors(input.before);
  std::map<Reason, std::int64_t> counts;
  for (const NothingNew& quiet : input.now.nothing_new) {
    if (is_above(quiet.floor, input.point) || !known.contains(quiet.floor)) ++counts[quiet.reason];
  }
  for (const Floor floor : in_entries.withdrawn) {
    if (!in_entries.live.contains(floor)) ++counts[Reason::deleted];
  }
  caught.floors_in_entries = static_cast<std::int64_t>(in_entries.live.size());
  caught.floors_read = caught.floors_in_entries;
  for (const auto& [reason, floors] : counts) {
    caught.skipped.push_back({.reason = reason, .floors = floors});
    caught.floors_read += floors;
  }
  std::stable_sort(caught.skipped.begin(), caught.skipped.end(),
                   [](const SkippedFloors& a, const SkippedFloors& b) { return a.floors > b.floors; });
}

std::int64_t likes_of(const Entry& entry, const std::map<Floor, std::int64_t>& likes) {
  std::int64_t sum = 0;
  for (const Floor floor : entry.floors) {
    const auto found = likes.find(floor);
    if (found != likes.end()) sum += std::clamp<std::int64_t>(found->second, 0, 1'000'000);
  }
  return sum;
}

std::vector<Entry> ranked(const CatchUpInput& input) {
  struct Ranked {
    int weight;
    const Entry* entry;
  };
  const std::map<Floor, std::int64_t> likes(input.likes.begin(), input.likes.end());
  ImportanceScene scene = scene_of(input.now.entries, input.now.generated_at);
  std::vector<Ranked> rows;
  for (const Entry& entry : input.now.entries) {
    if (is_tombstone(entry) || !is_news(entry, input.point)) continue;
    scene.likes = likes_of(entry, likes);
    rows.push_back({.weight = importance(entry, scene), .entry = &entry});
  }
  // Equals stay in the order of writing.
  std::stable_sort(rows.begin(), rows.end(), [](const Ranked& a, const Ranked& b) { return a.weight > b.weight; });
  std::vector<Entry> entries;
  for (const Ranked& row : rows) entries.push_back(*row.entry);
  return entries;
}

}  // namespace

bool is_news(const Entry& entry, const SincePoint& point) {
  return entry.rev > point.rev ||
         std::any_of(entry.floors.begin(), entry.floors.end(), [&](Floor floor) { return is_above(floor, point); });
}

CatchUp catch_up(const CatchUpInput& input) {
  CatchUp caught{.since = input.since,
                 .point = input.point,
                 .thread = input.now.thread,
                 .until = input.now.revision,
                 .until_at = input.now.generated_at,
                 .entries = ranked(input)};
  const std::set<EntrySeq> withdrawn(input.withdrawn.begin(), input.withdrawn.end());
  for (const Entry& entry : input.now.entries) {
    if (withdrawn.contains(entry.seq) && !is_news(entry, input.point)) caught.withdrawn.push_back(entry);
  }
  count_floors(input, caught);
  const Summary& summary = input.now.summary;
  if (summary.rev > input.point.rev && summary.text != input.before.summary.text) caught.summary = summary;
  return caught;
}

bool is_empty(const CatchUp& caught) {
  return caught.entries.empty() && caught.withdrawn.empty() && !caught.summary;
}

std::int64_t corrections_in(const CatchUp& caught) {
  return std::count_if(caught.entries.begin(), caught.entries.end(),
                       [](const Entry& entry) { return entry.marker.kind == Marker::Kind::corrected; });
}

}  // namespace gailou::digest
