// Numbers in JSON that no double can hold ("1e999"). They are valid JSON, and the parser refuses the whole document for
// one, wherever it stands.
#pragma once

#include <string>

namespace gailou::forum::discourse {

/// Each becomes null, as if the forum had not said; everything else stays, byte by byte. What is no JSON stays none.
std::string without_huge_numbers(std::string json);

}  // namespace gailou::forum::discourse
