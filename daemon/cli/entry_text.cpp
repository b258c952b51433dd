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

std::string led_by(const std::string& lead, const protocol::EntryLine& entry, const Paint& paint) {
  std::string text = entry.text;
  for (std::size_t i = 0; i < entry.cites.size(); ++i) {
    text += (i == 0 ? " (#" : ", #") + std::to_string(entry.cites[i].value);
  }
  const std::string line = cell(text + (entry.cites.empty() ? "" : ")"));
  return lead.empty() ? line : paint.bold(cell(lead)) + " " + line;
}

}  // namespace

std::string entry_text(const protocol::EntryLine& entry, const Paint& paint) {
  return led_by(entry.marker.empty() ? title_of(entry.section) : entry.marker, entry, paint);
}

std::string entry_text_in_section(const protocol::EntryLine& entry, const Paint& paint) {
  return led_by(entry.marker, entry, paint);
}

}  // namespace gailou::cli
