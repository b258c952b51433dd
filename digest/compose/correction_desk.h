// What all corrections of a batch have in common: the floors and entries they look at, and how they are compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/features.h"
#include "digest/compose/finish.h"
#include "digest/compose/known_floors.h"
#include "digest/compose/known_texts.h"
#include "digest/compose/pack.h"
#include "digest/compose/reading.h"
#include "digest/compose/repeats.h"
#include "digest/operation.h"

namespace gailou::digest {

struct CorrectionDesk {
  explicit CorrectionDesk(const BatchInput& batch);

  /// A visible floor of the context; null if there is none.
  const Post* find(Floor floor) const;
  /// No gate would refuse it.
  bool is_fit(const Append& append) const;
  std::optional<Reason> contentless(const Reading& reading) const;
  /// As sentences are chosen from it.
  Reading read(const Post& post) const;

  const BatchInput& input;
  const Pack& pack;
  KnownFloors known;
  FeatureKeys title;
  Scene scene{};
  EarlierFloors earlier{};
  Repeats repeats{};
  KnownTexts standing{};
};

bool holds_floor(const std::vector<Floor>& floors, Floor floor);

/// The same words but for marks and blanks, one within the other.
bool share_words(std::string_view one, std::string_view other);

/// `taken`: what entries about offers tell of a floor.
bool is_told_by_offers(const std::vector<std::string>& taken, const Sentence& sentence);
Reading without_told(const Reading& reading, const std::vector<std::string>& taken);

Link updates_link(const Entry& entry);
/// Names of other floors in its text become links.
void link_named_floors(Append& append, Floor own);

}  // namespace gailou::digest
