#include "digest/importance.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "digest/deals/day.h"
#include "digest/text/figures.h"

namespace gailou::digest {
namespace {

// Weights: a correction undoes what the reader believes, a deal is lost when it is read too late, the last word of a
// quarrel tells how it stands. The rest orders what is left: figures, and how much of the thread stands behind it.
constexpr int kCorrection = 40;
constexpr int kEndsWithinDays = 30;
constexpr int kEndsWithinWeek = 20;
constexpr int kDealStatus = 12;  // an offer that died or came back
constexpr int kLastWord = 12;    // of a quarrel
constexpr int kFigure = 4;       // each
constexpr std::size_t kFiguresMax = 3;
constexpr int kFloor = 2;  // each beyond the first
constexpr std::size_t kFloorsMax = 6;
constexpr int kLikesDoubled = 2;  // each time the likes double
constexpr int kLikesDoublingsMax = 6;
constexpr int kOvertaken = -10;
constexpr auto kSoon = std::chrono::days{3};
constexpr auto kWeek = std::chrono::days{7};

struct SectionWeight {
  std::string_view section;
  int weight;
};
constexpr auto kSectionWeights =
    std::to_array<SectionWeight>({{"deals", 8}, {"latest", 6}, {"disputes", 5}, {"actions", 5}, {"key", 4}});

int of_section(std::string_view section) {
  const auto found = std::find_if(kSectionWeights.begin(), kSectionWeights.end(),
                                  [&](const SectionWeight& row) { return row.section == section; });
  return found == kSectionWeights.end() ? 0 : found->weight;
}

int of_deal(const Entry& entry, Instant at) {
  if (!entry.deal) return 0;
  const bool is_change = entry.marker.kind == Marker::Kind::corrected;
  if (entry.deal->status == DealStatus::expired) return is_change ? kDealStatus : 0;
  const auto end = day_of(entry.deal->ends);
  if (!end) return is_change ? kDealStatus : 0;
  const auto left = *end - std::chrono::floor<std::chrono::days>(at);
  if (left < std::chrono::days{0}) return 0;
  return left <= kSoon ? kEndsWithinDays : left <= kWeek ? kEndsWithinWeek : 0;
}

int doublings(std::int64_t count) {
  int times = 0;
  for (; count > 0 && times < kLikesDoublingsMax; count /= 2) ++times;
  return times;
}

bool speaks_of_an_entry(const Entry& entry) {
  return std::any_of(entry.links.begin(), entry.links.end(), [](const Link& link) { return !link.entry.empty(); });
}

}  // namespace

ImportanceScene scene_of(const std::vector<Entry>& entries, Instant at) {
  ImportanceScene scene{.at = at};
  for (const Entry& entry : entries) {
    if (entry.marker.kind == Marker::Kind::withdrawn) continue;
    for (const Link& link : entry.links) {
      const auto earlier = parse_entry_id(link.entry);
      if (!earlier) continue;
      if (link.rel == Link::Rel::updates) scene.overtaken.insert(*earlier);
      if (link.rel == Link::Rel::contradicts) scene.unsettled.insert(*earlier);
    }
  }
  return scene;
}

int importance(const Entry& entry, const ImportanceScene& scene) {
  int weight = of_section(entry.section) + of_deal(entry, scene.at);
  if (entry.marker.kind == Marker::Kind::corrected) weight += kCorrection;
  const bool is_settled = !scene.unsettled.contains(entry.seq);
  if (entry.section == "disputes" && is_settled && speaks_of_an_entry(entry)) weight += kLastWord;
  weight += kFigure * static_cast<int>(std::min(numbers(entry.text).size(), kFiguresMax));
  const std::size_t floors = std::max(entry.floors.size(), entry.cites.size());
  weight += kFloor * static_cast<int>(std::min(floors == 0 ? 0 : floors - 1, kFloorsMax));
  weight += kLikesDoubled * doublings(scene.likes);
  if (scene.overtaken.contains(entry.seq)) weight += kOvertaken;
  return weight;
}

}  // namespace gailou::digest
