// What became of digested floors: an edit that changes what an entry says is a correction with before and after; a
// floor that can be read again after its entries were withdrawn is told anew. Pure, like the rest of the offline
// engine.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "digest/operation.h"

namespace gailou::digest {

/// Sentences of edited and restored floors that entries about offers tell.
using TakenSentences = std::map<Floor, std::vector<std::string>>;

/// For `input.edits`: each matter that changed in substance, as an Append with `corrects`; each updates the entry that
/// told of it. Nothing for typing errors, formatting, and floors of which no entry tells: a floor in `nothing_new`
/// stays there, because no entry may account for it any more. Entries with a `deal`, and what `taken` holds, are left
/// to who knows their chains. For `input.restored`: what the floors say beside that.
std::vector<Append> corrections(const BatchInput& input, const TakenSentences& taken);

/// A summary that rests on what `input.edits` have changed, written anew; nothing if the old one holds.
std::optional<Summarise> corrected_summary(const BatchInput& input);

}  // namespace gailou::digest
