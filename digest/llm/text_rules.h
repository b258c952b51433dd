// What a model's sentence must be: rules V14 and V16–V20 of gailou.ops/1.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/known_floors.h"
#include "digest/settings.h"

namespace gailou::llm {

struct TextFault {
  std::string_view rule{};
  std::string what{};
};

/// A text and what it may rest on.
struct Sentence {
  std::string_view text{};
  std::vector<digest::Floor> cites{};  // known ones
  std::set<digest::Floor> linked{};
  bool summary = false;  // rests on no author's name; its length is another
};

/// The first fault in the order in which the reference judge looks for them.
std::optional<TextFault> text_fault(const digest::KnownFloors& floors, digest::Language language,
                                    const Sentence& sentence);

/// Words that order a reader about (V22). `text` in its normal form.
bool has_injection_cue(std::string_view text);

}  // namespace gailou::llm
