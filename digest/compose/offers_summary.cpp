#include "digest/compose/offers_summary.h"

#include <algorithm>
#include <string_view>

#include "digest/compose/gates.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kNamesMax = 8;  // of one status

struct StatusWords {
  DealStatus status;
  std::string_view zh;
  std::string_view en;
};
constexpr StatusWords kStatusWords[] = {{DealStatus::alive, "仍有效：", "still alive: "},
                                        {DealStatus::unclear, "存疑：", "unclear: "},
                                        {DealStatus::expired, "已失效：", "expired: "}};

std::string names_of(const std::vector<OfferStands>& offers, DealStatus status, bool zh, std::vector<Floor>& cites) {
  std::string names;
  std::size_t count = 0;
  for (const auto& offer : offers) {
    if (offer.status != status) continue;
    if (++count > kNamesMax) return names + (zh ? "等" : " and others");
    if (!names.empty()) names += zh ? "、" : ", ";
    names += offer.name;
    cites.push_back(offer.floor);
  }
  return names;
}

}  // namespace

std::optional<Summarise> summary_of_offers(const std::vector<OfferStands>& offers, Language language) {
  const bool zh = language == Language::zh;
  Summarise summary;
  for (const auto& words : kStatusWords) {
    const auto names = names_of(offers, words.status, zh, summary.cites);
    if (names.empty()) continue;
    if (!summary.text.empty()) summary.text += zh ? "；" : "; ";
    summary.text += std::string(zh ? words.zh : words.en) + names;
  }
  if (summary.text.empty()) return std::nullopt;
  summary.text = (zh ? "楼里的优惠，" : "offers in this thread, ") + summary.text + (zh ? "。" : ".");
  std::sort(summary.cites.begin(), summary.cites.end());
  summary.cites.erase(std::unique(summary.cites.begin(), summary.cites.end()), summary.cites.end());
  const auto length = units(summary.text);
  if (length < kSummaryUnitsMin || length > kSummaryUnitsMax || !whole_faults(summary.text).empty())
    return std::nullopt;
  return summary;
}

}  // namespace gailou::digest
