// What stands around the matter of a sentence cut off: "话说", a clause that tells how the
// author came to write it.
#pragma once

#include "digest/compose/pack.h"
#include "digest/compose/reading.h"

namespace gailou::digest {

/// Sentences keep their order and stay verbatim pieces of the floor; one that is nothing but such words is left out
/// unless nothing else would be left.
void trim(const Pack& pack, Reading& reading);

}  // namespace gailou::digest
