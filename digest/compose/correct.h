// What became of digested floors: an edit that changes what an entry says is a correction with before and after; a
// floor that can be read again after its entries were withdrawn is told anew. Pure, like the rest of the offline
// engine.
#pragma once

#include <vector>

#include "digest/operation.h"

namespace gailou::digest {

/// For `input.edits`: each matter that changed in substance, as an Append with `corrects`; each updates the entry that
/// told of it. Nothing for typing errors, formatting, and floors of which no entry tells: a floor in `nothing_new`
/// stays there, because no entry may account for it any more. Entries with a `deal` are left to who knows their chains.
/// A summary that rests on what has changed is written anew. For `input.restored`: what the floors say.
std::vector<Operation> corrections(const BatchInput& input);

}  // namespace gailou::digest
