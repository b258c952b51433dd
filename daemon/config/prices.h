// `[[engine.price]]` tables to the prices that calls of an engine's endpoint are worked out by.
#pragma once

#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/toml_file.h"
#include "digest/error.h"

namespace gailou::config {

/// Adds to `prices` what is right and to `faults` what isn't: each says both prices, and none is hidden by one that
/// stands before it.
void take_prices(const std::vector<SourceTable>& tables, std::vector<PriceKeys>& prices,
                 std::vector<digest::Error>& faults);

}  // namespace gailou::config
