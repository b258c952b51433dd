// Where each floor went: a strip of one cell per floor, and the same in words.
#pragma once

#include <vector>

#include "digest/render/blocks/node.h"
#include "digest/render/page/places.h"
#include "digest/render/view.h"

namespace gailou::render {

/// Nothing before the first digest. Threads of more than 1,000 floors have the words only.
std::vector<Node> coverage_part(const ThreadView& view, const Places& places);

}  // namespace gailou::render
