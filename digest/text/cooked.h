// A post's HTML, as Discourse cooks it, to a Body. Parsed by libxml2's SAX interface with limits of our own: it has
// none on depth.
//
// Hostile input: over 1 MiB, 256 levels or 100,000 nodes the text is kept by a plain tag stripper and the body marked
// too_complex.
#pragma once

#include <string_view>

#include "digest/text/body.h"

namespace gailou::digest {

/// `origin` ("https://forum.example") resolves relative and //host URLs. Links that aren't http or https keep their
/// text only.
Body parse_cooked(std::string_view html, std::string_view origin);

}  // namespace gailou::digest
