// A long sentence without the clauses that tell nothing: what is left says what the sentence says, in fewer words.
#pragma once

#include "digest/compose/pack.h"
#include "digest/compose/reading.h"

namespace gailou::digest {

/// Chinese sentences only, each for itself, so that an edit elsewhere changes nothing here. A clause with a figure, a
/// negation, a turn, a condition or a doubt stays; so does what another one needs. What stands on either side of a gap
/// becomes two sentences; all stay verbatim pieces of the floor.
void condense(const Pack& pack, Reading& reading);

}  // namespace gailou::digest
