// Sentences of mixed Chinese and Latin text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gailou::digest {

/// Hard ends: 。！？!?；; and line breaks; a Latin full stop only before a blank and a capital or CJK ("3.5", "x.ai"
/// stay whole). A blank between two CJK characters is a soft break. Above 60 units a sentence is cut again at commas
/// into pieces of at most 45, never inside brackets or digit groups. Each piece is a verbatim piece of `text`, trimmed;
/// their order is kept.
std::vector<std::string> sentences(std::string_view text);

}  // namespace gailou::digest
