// The offline engine: a batch to a draft by rules alone. Each floor is handled on its own against the digest so far,
// which is what makes batch size irrelevant. Deterministic: the same input gives the same draft.
#pragma once

#include "digest/operation.h"

namespace gailou::digest {

Draft extract(const BatchInput& input);

/// The same, and what was seen and decided of the floor that `trace` names.
struct FloorTrace;
Draft extract(const BatchInput& input, FloorTrace* trace);

/// One sentence that holds when nothing better is known: of the title alone.
std::string fallback_summary(std::string_view title, Language language = Language::zh);

}  // namespace gailou::digest
