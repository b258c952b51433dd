// The one paragraph on top of a digest, as the offline engine writes it: once, from the lowest floors.
#pragma once

#include <optional>
#include <vector>

#include "digest/compose/choose.h"
#include "digest/compose/finish.h"

namespace gailou::digest {

/// One or two sentences of a floor; nothing if it has none that can stand alone.
std::optional<Summarise> summary_of(const Reading& reading, const Post& post, const FeatureKeys& title,
                                    const Scene& scene);

}  // namespace gailou::digest
