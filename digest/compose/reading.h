// One floor as the offline engine reads it: what its author says, sentence by sentence, and whom it answers.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/features.h"
#include "digest/operation.h"
#include "digest/text/plain.h"

namespace gailou::digest {

/// Floors below the one being read, by author: whom a flattened quotation may quote.
class EarlierFloors {
 public:
  void add(const Post& post);
  bool has(Floor floor) const { return texts_.contains(floor.value); }
  /// Empty if it isn't known.
  std::string normal_text_of(Floor floor) const;
  /// The latest floors below `floor` of those whom `text` may quote.
  std::vector<EarlierFloor> quotable(std::string_view text, Floor floor) const;

 private:
  std::map<std::string, std::vector<Floor>, std::less<>> by_author_{};
  std::map<std::int64_t, std::string> texts_{};
};

struct Sentence {
  std::string text{};
  std::size_t line = 0;
  bool item = false;  // its line is an item of a list or a row of a table
  std::size_t units = 0;
  bool whole = true;   // brackets and quotes close, nothing was cut off
  bool apart = false;  // words between it and the one before were left out
  std::vector<Feature> features{};
};

struct Reading {
  Floor floor{};
  std::string stored{};  // the flat text as evidence is looked up in it, normalised
  std::vector<Sentence> sentences{};
  std::size_t units = 0;
  bool has_image = false;
  bool has_link = false;
  bool has_emoji = false;
  std::vector<Floor> quoted{};  // of this thread, in order
};

Reading read_floor(const Post& post, const EarlierFloors& earlier);

}  // namespace gailou::digest
