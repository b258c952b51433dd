// From when until when one can get in, as a text says it.
#pragma once

#include <string>
#include <string_view>

#include "digest/deals/day.h"

namespace gailou::digest {

struct Period {
  std::string starts{};  // as a deal's fields; empty = not said
  std::string ends{};
  bool changed = false;  // the text says that the end was another
};

/// `text` in normal and small form, read on the day `on` of the site's zone. Of two deadlines the first counts: what
/// has to be done by the second is a condition. Nothing is guessed: a day without a cue is no end.
Period period_in(std::u32string_view text, Day on, std::string_view zone);

}  // namespace gailou::digest
