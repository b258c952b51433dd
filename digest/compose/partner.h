// Whom a floor answers: by the forum's word, by a quotation, or, where it plainly disagrees, by what it has in common
// with one of the floors just before.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/features.h"
#include "digest/compose/pack.h"
#include "digest/compose/quarrel.h"
#include "digest/compose/reading.h"

namespace gailou::digest {

class Partners {
 public:
  Partners(const Pack& pack, const FeatureKeys& title) : pack_(pack), title_(title) {}

  /// A floor that later ones may answer; `author` empty if not known. In any order.
  void add(Floor floor, std::string_view author, std::string_view text);
  void note_answer(Floor floor, Floor answered);
  void note_quarrel(Floor floor);

  /// The floor that `post` answers by reply or quotation, if it is one we know of.
  std::optional<Floor> told(const Post& post, const Reading& reading) const;
  /// The one among the last floors by others that a disagreeing floor must mean.
  std::optional<Floor> guessed(const Post& post, const Reading& reading) const;
  /// What the last floors before it speak of, as far as they are known.
  FeatureKeys near(Floor floor) const;
  /// How strongly `post` turns against `partner`.
  double disagreement_with(Floor partner, const Post& post, const Reading& reading) const;

 private:
  /// What a floor speaks of.
  struct Said {
    std::map<std::uint64_t, double> weights{};
    FeatureKeys figures{};
    FeatureKeys keys{};    // of all that it says
    FeatureKeys denied{};  // of those, what it denies
  };
  struct Known {
    std::string author{};
    std::vector<std::string> texts{};
    std::optional<Floor> answers{};
    bool quarrels = false;
    mutable std::optional<Said> said{};  // read when it is first asked for: most floors never are
  };
  static const Said& said_by(const Known& known);
  double common(const Said& said, const FeatureKeys& keys) const;

  const Pack& pack_;
  const FeatureKeys& title_;
  std::map<std::int64_t, Known> floors_{};
};

}  // namespace gailou::digest
