// What can be wrong with a sentence as such: cut off, unbalanced, unclean. The same verdicts as digest_check.py.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gailou::digest {

/// G7: unbalanced brackets or quotes, dangling "(#", no sentence end, ellipsis.
std::vector<std::string> whole_faults(std::string_view text);

/// G14: control characters, markup, upload paths, an author's "name:" in front.
std::vector<std::string> clean_faults(std::string_view text, const std::set<std::string>& authors);

/// The "name" of a leading "name: words", normalised; empty if there is none. For the look-up of authors that G14
/// needs.
std::string name_prefix(std::string_view text);

}  // namespace gailou::digest
