// What every writer of entries needs to know: when an entry shows its cites, and where they stand in its text.
#pragma once

#include <string_view>
#include <vector>

#include "digest/digest.h"

namespace gailou::render {

/// An entry of the first batch shows all its cites; a marked one only where floors beyond the marker's are meant, and
/// then all of them.
bool shows_cites(const digest::Entry& entry);

/// The text before its final 。 (or ！？!?) and that mark: cites stand between the two. A text that ends with neither
/// gets a 。 of its own where cites follow it.
struct SplitText {
  std::string_view words;
  std::string_view end;
};
SplitText split_final_mark(std::string_view text);

/// A section's entries in the order of writing.
std::vector<const digest::Entry*> entries_of(const digest::Digest& digest, std::string_view section);

}  // namespace gailou::render
