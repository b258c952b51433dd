// What may be cited: the visible floors of a batch and its context, scanned once for all entries that rest on them.
#pragma once

#include <map>
#include <set>
#include <string>

#include "digest/operation.h"
#include "digest/text/figures.h"

namespace gailou::digest {

struct FloorFacts {
  std::string author{};
  std::string text{};           // normalised; what evidence is a piece of
  FigureSource figures;         // of the text
  FigureSource author_figures;  // a name may hold some: "Ss004"
};

class KnownFloors {
 public:
  explicit KnownFloors(const BatchInput& input);

  /// Nothing if the floor isn't known or isn't visible.
  const FloorFacts* find(Floor floor) const;
  bool in_batch(Floor floor) const { return batch_.contains(floor); }
  const std::set<Floor>& batch() const { return batch_; }
  const FigureSource& title() const { return title_; }
  /// Normalised names of the participants we know of.
  const std::set<std::string>& authors() const { return authors_; }

 private:
  void add(const Post& post);

  std::map<Floor, FloorFacts> facts_{};
  std::set<Floor> batch_{};
  std::set<std::string> authors_{};
  FigureSource title_;
};

}  // namespace gailou::digest
