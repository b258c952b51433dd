#include "daemon/cli/entry_text.h"

#include <algorithm>
#include <iterator>

#include "daemon/cli/table.h"
#include "digest/digest.h"

namespace gailou::cli {

namespace {

std::string title_of(const std::string& section) {
  const auto* found = std::ranges::find(digest::kSections, section, &digest::Section::key);
  return found == std::end(digest::kSections) ? section : std::string(found->title);
}

}  // namespace

std::string entry_text(const protocol::EntryLine& entry, const Paint& paint) {
  const std::string lead = entry.marker.empty() ? title_of(entry.section) : entry.marker;
  std::string text = entry.text;
  for (std::size_t i = 0; i < entry.cites.size(); ++i) {
    text += (i == 0 ? " (#" : ", #") + std::to_string(entry.cites[i].value);
  }
  return paint.bold(cell(lead)) + " " + cell(text + (entry.cites.empty() ? "" : ")"));
}

}  // namespace gailou::cli
