// Whether a floor says anything that a digest should hold, and if not, why.
#pragma once

#include <optional>

#include "digest/compose/reading.h"

namespace gailou::digest {

/// The reason to pass over the floor; nothing if it has substance.
std::optional<Reason> contentless(const Reading& reading);

}  // namespace gailou::digest
