// What the offline engine saw in a floor and made of it, for whoever asks why. Filled only where somebody does.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "digest/compose/reading.h"
#include "digest/digest.h"

namespace gailou::digest {

/// A text that wasn't proposed because another says nearly the same.
struct RepeatTrace {
  std::string text{};
  std::string matched{};            // what the other says
  std::optional<EntrySeq> entry{};  // nothing: an entry of the same batch
};

/// What the reader of offers took from a floor.
struct OfferTrace {
  std::vector<std::string> amounts{};  // what the floor says is given
  std::vector<std::string> known{};    // offers that stood before it, of those it was taken to speak of
};

struct FloorTrace {
  Floor floor{};
  OfferTrace offers{};
  Reading reading{};  // before anything was cut off
  double worth = 0;
  std::optional<Floor> told{};                     // whom it answers, by the forum or a quotation
  std::optional<Floor> partner{};                  // that one, or the one that it must mean
  double disagreement = 0;                         // with that floor
  std::optional<Reason> reason{};                  // it says nothing
  Reading trimmed{};                               // what sentences were chosen from
  std::vector<std::vector<std::size_t>> groups{};  // of those, each an entry to be
  std::vector<RepeatTrace> repeats{};
  std::size_t unfit = 0;  // groups whose text would have broken a gate
};

}  // namespace gailou::digest
