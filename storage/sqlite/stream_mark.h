// What a thread remembers of the last stream that left no question open: enough to see that the next one only goes on
// from there, in a few microseconds and without reading a row.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "digest/ids.h"

namespace gailou::storage::sqlite {

/// "count:SHA-256" over the ids in order.
std::string stream_mark(std::span<const digest::PostId> stream);

/// The ids behind the marked ones; nothing if `stream` doesn't begin with those.
std::optional<std::span<const digest::PostId>> tail_behind(const std::string& mark,
                                                           const std::vector<digest::PostId>& stream);

}  // namespace gailou::storage::sqlite
