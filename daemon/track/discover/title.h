// Words of a rule in a title. Pure.
#pragma once

#include <string>
#include <string_view>

namespace gailou::track::discover {

/// Width, case and runs of blanks don't count. A keyword that begins or ends with a Latin letter or a digit isn't found
/// inside a longer word: "ai" is not in "chair".
bool has_keyword(std::string_view title, std::string_view keyword);

/// The same word but for width and case.
bool is_same(std::string_view one, std::string_view other);

}  // namespace gailou::track::discover
