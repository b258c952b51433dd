// A floor of which only flat text is known (a recorded page): links found, flattened quotations and link previews told
// apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/text/body.h"

namespace gailou::digest {

struct EarlierFloor {
  std::int64_t floor = 0;
  std::string author{};
  std::string text{};  // flat
};

/// Blocks of a flat text. "name: words" is a quotation where name wrote one of `earlier` and the words stand verbatim
/// in it: exactly the matched length is cut. A URL printed twice is a onebox; the Latin sentences behind it are its
/// excerpt. Upload paths are images. text_of(parse_plain(t, …)) has the same words as t in the same order.
Body parse_plain(std::string_view text, const std::vector<EarlierFloor>& earlier);

/// The same for a body whose paragraphs hold flattened quotations (a forum or an importer that dropped the markup):
/// every text paragraph is looked at as above, everything else stays.
Body split_flattened_quotes(const Body& body, const std::vector<EarlierFloor>& earlier);

/// Names before a colon anywhere in the text that could be flattened quotations: whom to look up for `earlier`. At
/// most 16.
std::vector<std::string> quoted_names(std::string_view text);

}  // namespace gailou::digest
