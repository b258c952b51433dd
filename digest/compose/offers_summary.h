// The summary of a thread about offers: which stand and which don't. Names alone: amounts and days are edited all the
// time, and the entries have them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "digest/operation.h"

namespace gailou::digest {

struct OfferStands {
  std::string name{};
  DealStatus status = DealStatus::alive;
  Floor floor{};  // that names it
};

/// In the order given; nothing without an offer, or if the names leave no room.
std::optional<Summarise> summary_of_offers(const std::vector<OfferStands>& offers, Language language);

}  // namespace gailou::digest
