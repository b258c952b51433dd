// Days named by words alone: counted from today, by the week, by the month, by a holiday.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "digest/deals/named_days.h"

namespace gailou::digest {

/// What stands at `at`, a text in small form.
std::optional<NamedDay> word_day(std::u32string_view text, std::size_t at, Day on);

}  // namespace gailou::digest
