// How likely a sentence holds what a reader would want to know of its floor.
#pragma once

#include <cstddef>
#include <string_view>

#include "digest/compose/pack.h"
#include "digest/compose/reading.h"

namespace gailou::digest {

/// Log-odds, from the sentence itself and its place among `reading.sentences`; what was said before does not count.
double promise_of(const Pack& pack, const Reading& reading, std::size_t index);

bool is_chinese(const Sentence& sentence);

}  // namespace gailou::digest
