// Chosen sentences to an entry's text with its evidence, gated: what would break a gate is not proposed.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "digest/compose/reading.h"

namespace gailou::digest {

/// What every entry of a batch is checked against.
struct Scene {
  std::string title{};
  std::set<std::string> authors{};  // participants, normalised
  std::size_t max_units = 160;      // of a text
};

/// Section and links are left open. Nothing if no fit text comes of the sentences or no evidence of the floor.
std::optional<Append> finished(const Reading& reading, const Post& post, const std::vector<std::size_t>& group,
                               const Scene& scene);

/// The text of the sentences, made fit; empty if it breaks a gate.
std::string finished_text(const Reading& reading, const Post& post, const std::vector<std::size_t>& group,
                          const Scene& scene);

/// Verbatim pieces of the floor that hold the sentence: itself, or where something was taken out of it (a link, an
/// image), what stands on either side.
std::vector<std::string> verbatim_pieces(std::string_view sentence, std::string_view stored);

}  // namespace gailou::digest
