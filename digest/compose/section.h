// Which section an entry belongs to. A wrong one is worse than 关键信息.
#pragma once

#include <string_view>

#include "digest/compose/pack.h"

namespace gailou::digest {

/// What the floor of an entry is up to as a whole.
struct Bearing {
  bool disputes = false;    // it turns against the floor that it answers
  bool opens = false;       // it is the thread's first
  bool alone = false;       // the entry is the only one of its floor
  bool has_offers = false;  // the thread has offers
};

/// The first rule that holds; "key" if none does.
std::string_view section_of(const Pack& pack, std::string_view text, const Bearing& bearing);

}  // namespace gailou::digest
