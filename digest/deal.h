// What an entry of the deals section says of one offer, as the schema's `deal` field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/ids.h"

namespace gailou::digest {

enum class DealStatus { alive, expired, unclear };
std::string_view name_of(DealStatus status);
std::optional<DealStatus> deal_status_of(std::string_view name);

/// Floors whose authors report first-hand, each list ascending; only those that this entry adds.
struct DataPoints {
  std::vector<Floor> success{};
  std::vector<Floor> failure{};
  std::vector<Floor> pending{};
  bool empty() const { return success.empty() && failure.empty() && pending.empty(); }
  bool operator==(const DataPoints&) const = default;
};

/// A field that is empty says nothing about it: what an earlier entry of the chain said still holds.
struct Deal {
  std::string offer{};  // short name, the same in every entry about the offer (blanks and case aside)
  DealStatus status = DealStatus::alive;
  std::string amount{};              // in the floor's notation: "$325", "100k UR"
  std::vector<std::string> terms{};  // one condition each
  std::string starts{};              // "2026-05-28" or "2026-05-28T20:00-07:00": first and last day on which one can
  std::string ends{};                // still get in
  DataPoints data_points{};
  bool operator==(const Deal&) const = default;
};

}  // namespace gailou::digest
