// Discourse's message bus: what is sent to be told of changes, and what its answer says. Pure.
//
// A channel per topic, numbered messages; an answer holds those after the positions that were sent. A position of -1 is
// answered at once with the current ones (channel /__status), and so is one that lies ahead of the bus: it has begun
// anew.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/forum/source.h"
#include "digest/error.h"

namespace gailou::forum::discourse {

/// The form that is posted. `sequence` grows with each request of a client: the bus ends an older one that it still
/// holds.
std::string bus_form(const std::vector<BusPosition>& positions, std::int64_t sequence);

/// The topics whose position has changed. Messages of other channels, and those from before, are dropped. Answers in
/// pieces, as the bus streams them to browsers, are read too.
digest::Result<std::vector<BusPosition>> bus_positions_from(std::string_view answer,
                                                            const std::vector<BusPosition>& asked);

}  // namespace gailou::forum::discourse
