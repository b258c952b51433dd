// Whether a thread is one of offers as a whole, or a talk in which one came up.
#pragma once

#include <string_view>
#include <vector>

#include "digest/ids.h"

namespace gailou::digest {

/// Its title says so.
bool is_about_deals(std::string_view title);

/// Its title says so, its first floor offers something, or several do. `opened`: of each offer a floor that names it,
/// the earliest known.
bool is_of_offers(std::string_view title, const std::vector<Floor>& opened);

}  // namespace gailou::digest
