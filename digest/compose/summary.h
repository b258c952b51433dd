// The one paragraph on top of a digest, as the offline engine writes it: what the thread is about, from its lowest
// floors and for good, and where it stands, from the last floor that changed the picture.
#pragma once

#include <optional>

#include "digest/compose/finish.h"
#include "digest/compose/pack.h"
#include "digest/compose/reading.h"

namespace gailou::digest {

/// One or two sentences of a floor; nothing if it has none that can stand alone.
std::optional<Summarise> lead_of(const Pack& pack, const Reading& reading, const Post& post, const FeatureKeys& title,
                                 const Scene& scene);

/// The two parts of a summary; `news` is empty where it has none.
struct SummaryParts {
  std::string_view lead{};
  std::string_view news{};
};
SummaryParts parts_of(std::string_view summary);

/// The standing summary with `news` as where things stand, in place of what stood there; nothing if that has no room.
/// `news` rests on one floor, above those that the standing text cites.
std::optional<Summarise> with_news(const Summarise& standing, std::string_view news, Floor floor, Language language);

}  // namespace gailou::digest
