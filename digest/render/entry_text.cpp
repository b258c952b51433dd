#include "digest/render/entry_text.h"

#include <algorithm>

namespace gailou::render {

bool shows_cites(const digest::Entry& entry) {
  if (entry.marker.kind == digest::Marker::Kind::none) return !entry.cites.empty();
  return std::any_of(entry.cites.begin(), entry.cites.end(),
                     [&](digest::Floor cite) { return cite < entry.marker.first || cite > entry.marker.last; });
}

SplitText split_final_mark(std::string_view text) {
  for (const std::string_view mark : {"。", "！", "？", "!", "?"}) {
    if (text.ends_with(mark)) return {text.substr(0, text.size() - mark.size()), mark};
  }
  return {text, "。"};
}

std::vector<const digest::Entry*> entries_of(const digest::Digest& digest, std::string_view section) {
  std::vector<const digest::Entry*> found;
  for (const auto& entry : digest.entries) {
    if (entry.section == section) found.push_back(&entry);
  }
  return found;
}

}  // namespace gailou::render
