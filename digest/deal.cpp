#include "digest/deal.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gailou::digest {
namespace {

constexpr std::array<std::pair<DealStatus, std::string_view>, 3> kNames{
    {{DealStatus::alive, "alive"}, {DealStatus::expired, "expired"}, {DealStatus::unclear, "unclear"}}};

}  // namespace

std::string_view name_of(DealStatus status) {
  const auto at = std::find_if(kNames.begin(), kNames.end(), [&](const auto& named) { return named.first == status; });
  return at == kNames.end() ? std::string_view{} : at->second;
}

std::optional<DealStatus> deal_status_of(std::string_view name) {
  const auto at = std::find_if(kNames.begin(), kNames.end(), [&](const auto& named) { return named.second == name; });
  return at == kNames.end() ? std::nullopt : std::optional(at->first);
}

}  // namespace gailou::digest
