// The tree as HTML.
#pragma once

#include <string>

#include "digest/render/blocks/node.h"

namespace gailou::render {

/// Links that leave the site get rel="nofollow noopener noreferrer ugc" here, where none can be overlooked.
std::string write_html(const Node& node);

/// With the doctype in front.
std::string write_html_document(const Node& html);

}  // namespace gailou::render
