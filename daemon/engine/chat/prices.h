// Which price holds for a call: the table of prices by model.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/engine/chat/settings.h"

namespace gailou::engine {

/// The first that fits. The model that was asked for decides; where the answer names another one that isn't a version
/// of it ("gpt-5-mini" and "gpt-5-mini-2026-01-01"), a gateway swapped it, and that one does if there is a price for
/// it.
std::optional<ChatPrice> price_for(const std::vector<PricedModel>& prices, std::string_view asked,
                                   std::string_view answered);

}  // namespace gailou::engine
