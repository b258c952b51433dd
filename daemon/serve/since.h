// "?since=": the place where a reader stopped, as a page or a file of a thread is asked for, and what came after it.
#pragma once

#include <optional>
#include <variant>

#include "daemon/serve/outcome.h"
#include "daemon/serve/parameters.h"
#include "digest/catch_up.h"

namespace gailou::serve {

/// The place, and whether its name says the same tomorrow.
struct AskedSince {
  digest::Since place{};
  bool is_fixed = false;
};
using MaybeSince = std::optional<digest::Since>;

/// Nothing if it wasn't asked for; a fault of `parameters` if it isn't a place.
std::optional<AskedSince> since_in(Parameters& parameters, const Visit& visit);

/// Behind a key of pages that differ by it; empty for a place that each moment names anew: keeping that would only push
/// others out.
std::string key_since(std::string key, const std::optional<AskedSince>& asked);

/// What a digest of at least one revision gained since; a problem where the place is yet to come.
digest::Result<std::variant<digest::CatchUp, Problem>> caught_since(storage::Reader& reader,
                                                                    const storage::ThreadRecord& record,
                                                                    const digest::Since& since);

/// "最高只到第 70 楼"
Words highest_floor(const storage::ThreadRecord& record);

}  // namespace gailou::serve
