// What may be cited: the visible floors of a batch and its context, each scanned once, when an entry first rests on it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "digest/operation.h"
#include "digest/text/figures.h"

namespace gailou::digest {

struct FloorFacts {
  std::string author{};
  std::string text{};                     // normalised; what evidence is a piece of
  FigureSource figures;                   // of the text
  FigureSource author_figures;            // a name may hold some: "Ss004"
  std::optional<FigureSource> earlier{};  // of the text before an edit: a correction may say what stood there
};

class KnownFloors {
 public:
  /// `input` has to outlive it.
  explicit KnownFloors(const BatchInput& input);

  /// Nothing if the floor isn't known or isn't visible.
  const FloorFacts* find(Floor floor) const;
  bool in_batch(Floor floor) const { return batch_.contains(floor); }
  const std::set<Floor>& batch() const { return batch_; }
  /// Of the batch, or changed since it was digested: what a correction may be about.
  bool is_touched(Floor floor) const { return batch_.contains(floor) || changed_.contains(floor); }
  const FigureSource& title() const { return title_; }
  /// Of the entries that the input holds: the one with that id cites the floor.
  bool entry_cites(const std::string& id, Floor floor) const;
  /// Normalised names of the participants we know of.
  const std::set<std::string>& authors() const { return authors_; }

 private:
  void add(const Post& post);

  std::map<Floor, const Post*> posts_{};         // visible ones
  std::map<Floor, const Body*> before_{};        // what edited ones said
  mutable std::map<Floor, FloorFacts> facts_{};  // of those that were asked for
  std::set<Floor> batch_{};
  std::set<Floor> changed_{};
  std::set<std::string> authors_{};
  std::map<std::string, std::vector<Floor>> cites_{};  // ascending, by entry
  FigureSource title_;
};

}  // namespace gailou::digest
