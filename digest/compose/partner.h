// Whom a floor answers: by the forum's word, by a quotation, or, where it plainly disagrees, by what it has in common
// with one of the floors just before.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/choose.h"
#include "digest/compose/reading.h"

namespace gailou::digest {

class Partners {
 public:
  explicit Partners(const FeatureKeys& title) : title_(title) {}

  /// A floor that later ones may answer; `author` empty if not known. In any order.
  void add(Floor floor, std::string_view author, std::string_view text);

  /// The floor that `post` answers by reply or quotation, if it is one we know of.
  std::optional<Floor> told(const Post& post, const Reading& reading) const;
  /// The one among the last floors by others that a disagreeing floor must mean.
  std::optional<Floor> guessed(const Post& post, const Reading& reading) const;

 private:
  struct Known {
    std::string author{};
    std::map<std::uint64_t, double> weights{};
  };
  double common(const Known& known, const FeatureKeys& keys) const;

  const FeatureKeys& title_;
  std::map<std::int64_t, Known> floors_{};
};

}  // namespace gailou::digest
