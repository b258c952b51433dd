// Whether two wordings of a sentence say the same: typing errors, punctuation and words that carry no matter don't tell
// them apart; figures, names, negations and other words do.
#pragma once

#include <string>
#include <string_view>

namespace gailou::digest {

/// Letters, digits (with the marks inside of figures) and Chinese characters, lower case: what a change of formatting
/// or punctuation leaves as it is.
std::u32string core_of(std::string_view text);

bool differ_in_substance(std::string_view before, std::string_view after);

}  // namespace gailou::digest
