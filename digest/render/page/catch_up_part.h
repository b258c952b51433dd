// What a reader missed, above the digest of a page that was asked for with a place.
#pragma once

#include <vector>

#include "digest/render/blocks/node.h"
#include "digest/render/page/entry_part.h"

namespace gailou::render {

/// Nothing for a view without a catch-up.
std::vector<Node> catch_up_part(const ThreadView& view, const EntryContext& context);

}  // namespace gailou::render
