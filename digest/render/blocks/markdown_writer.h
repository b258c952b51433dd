// The tree as Markdown (CommonMark).
#pragma once

#include <string>

#include "digest/render/blocks/node.h"

namespace gailou::render {

/// Blocks: h1–h3, p, ul of li, blockquote, pre. Inline: text, a, code, strong, br. Elements without a counterpart are
/// their contents. A link of which Markdown has nothing to show is its text.
std::string write_markdown(const Node& document);

}  // namespace gailou::render
