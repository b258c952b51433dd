// Floors as a prompt shows them: one line of JSON each, of a body what the offline engine reads of it.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/reading.h"
#include "digest/operation.h"

namespace gailou::llm {

/// A JSON string on one line, without what can't be seen and without `nonce`.
std::string quoted_text(std::string_view text, std::string_view nonce);

class FloorLines {
 public:
  /// `input` has to outlive it.
  explicit FloorLines(const digest::BatchInput& input);

  /// {"floor":62,"author":"…","reply_to":null,"text":"…"}; a very long text is cut at a sentence, which `cut` says.
  std::string line(digest::Floor floor, std::string_view nonce) const;
  /// The same of a floor that isn't asked about: a shorter text, and `context`.
  std::string context_line(digest::Floor floor, std::string_view nonce) const;
  /// The visible floors that these answer or quote and that aren't among them, ascending; at most 60.
  std::vector<digest::Floor> parents(const std::vector<digest::Floor>& floors) const;
  /// Its length as evidence is looked up in it.
  std::size_t units_of(digest::Floor floor) const;
  /// As the offline engine reads it: without addresses.
  std::size_t prose_units_of(digest::Floor floor) const;

 private:
  struct Shown {
    std::string text{};
    std::vector<digest::Floor> answers{};  // the one that the forum says first, then those quoted
  };
  Shown shown(const digest::Post& post) const;
  const digest::Post* find(digest::Floor floor) const;

  digest::Language language_;
  std::map<digest::Floor, const digest::Post*> posts_{};  // visible ones
  digest::EarlierFloors earlier_{};
};

}  // namespace gailou::llm
