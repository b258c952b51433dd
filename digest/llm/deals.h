// What the model tells of offers, with the program's reading of them: an entry of the deals section gets its deal from
// the floors that it cites, so that offers are followed whichever engine writes.
#pragma once

#include <vector>

#include "digest/operation.h"

namespace gailou::llm {

/// The same operations, where an entry of section deals accounts for a floor that the offline engine reads as an offer
/// or as a report on one: with that reading's deal, the model's words kept. Words that the deal's gates refuse, or that
/// tell of several offers at once, give way to the offline engine's for that floor; where these are refused too, the
/// entry stays without a deal. Entries of other sections, corrections and what is called nothing new stay as they are.
std::vector<digest::Operation> with_deals(const digest::BatchInput& input, std::vector<digest::Operation> operations);

}  // namespace gailou::llm
