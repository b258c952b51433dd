// What every writer of entries needs to know: its marker in words, when it shows its cites, where they stand in its
// text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/digest.h"
#include "digest/render/view.h"

namespace gailou::render {

/// "新增", "New ": what stands before the marker's floors. The stored marker is always the Chinese one.
std::string_view marker_word(digest::Marker::Kind kind, digest::Language language);
/// "新增#59–61", "New #59–61"; empty for no marker.
std::string marker_text(const digest::Marker& marker, digest::Language language);
/// What stands behind it on pages, in feeds and Markdown.
std::string_view marker_colon(const Site& site);

/// "(#2, #4)"
std::string cites_text(const std::vector<digest::Floor>& cites);
/// The text on one line, with its cites before its final mark where the entry shows them.
std::string text_with_cites(const digest::Entry& entry);

/// An entry of the first batch shows all its cites; a marked one only where floors beyond the marker's are meant, and
/// then all of them.
bool shows_cites(const digest::Entry& entry);

/// The text before its final 。 (or ！？!?.) and that mark: cites stand between the two, in English behind a blank. A
/// text that ends with neither gets a 。 of its own where cites follow it.
struct SplitText {
  std::string_view words;
  std::string_view gap;  // before the cites
  std::string_view end;
};
SplitText split_final_mark(std::string_view text);

/// A section's entries in the order of writing.
std::vector<const digest::Entry*> entries_of(const digest::Digest& digest, std::string_view section);

}  // namespace gailou::render
