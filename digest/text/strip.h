// Text out of HTML without looking at its structure: for what is too large or too deep to be read properly.
#pragma once

#include <string_view>

#include "digest/text/body.h"

namespace gailou::digest {

/// Tags, comments, scripts and styles are cut out, entities decoded; lines become paragraphs, at most 2,000 of them,
/// the last one holding the rest. Linear in time. `too_complex` is set.
Body strip_tags(std::string_view html);

}  // namespace gailou::digest
