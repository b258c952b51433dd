#include "digest/render/page/entry_places.h"

#include <algorithm>

#include "digest/render/entry_text.h"
#include "digest/render/paths.h"

namespace gailou::render {
namespace {

/// Where what a thread's page shows of a section begins.
std::size_t tail_begin(std::size_t entries) {
  constexpr auto kWhole = static_cast<std::size_t>(kInlineEntries);
  constexpr auto kTail = static_cast<std::size_t>(kTailEntries);
  return entries > kWhole ? entries - kTail : 0;
}

}  // namespace

EntryPlaces::EntryPlaces(const digest::Digest& digest, const Places& places, std::string_view since)
    : places_(places), since_(since) {
  for (std::size_t index = 0; index < sections_.size(); ++index) {
    auto& section = sections_.at(index);
    section.entries = entries_of(digest, digest::kSections[index].key);
    for (std::size_t at = 0; at < section.entries.size(); ++at) {
      known_.emplace(section.entries[at]->seq.value, Place{.section = index, .at = at});
    }
  }
}

EntryPlaces EntryPlaces::of_thread(const digest::Digest& digest, const Places& places, std::string_view since) {
  EntryPlaces made(digest, places, since);
  for (auto& section : made.sections_) {
    section.begin = tail_begin(section.entries.size());
    section.end = section.entries.size();
  }
  return made;
}

EntryPlaces EntryPlaces::of_all(const digest::Digest& digest, const Places& places, std::string_view since) {
  EntryPlaces made(digest, places, since);
  for (auto& section : made.sections_) section.end = section.entries.size();
  return made;
}

EntryPlaces EntryPlaces::of_section(const digest::Digest& digest, const Places& places, std::size_t index,
                                    std::int64_t from, std::string_view since) {
  EntryPlaces made(digest, places, since);
  auto& section = made.sections_.at(index);
  section.begin = std::min(static_cast<std::size_t>(std::max<std::int64_t>(from, 1) - 1), section.entries.size());
  section.end = std::min(section.begin + static_cast<std::size_t>(kEntriesPerPage), section.entries.size());
  return made;
}

EntryPlaces EntryPlaces::elsewhere(const digest::Digest& digest, const Places& places) {
  return EntryPlaces(digest, places, {});
}

EntryPlaces::Shown EntryPlaces::shown(std::size_t index) const {
  const auto& section = sections_.at(index);
  return Shown(section.entries).subspan(section.begin, section.end - section.begin);
}

EntryPlaces::Shown EntryPlaces::before(std::size_t index) const {
  const auto& section = sections_.at(index);
  return Shown(section.entries).first(section.begin);
}

std::optional<EntryPlaces::Place> EntryPlaces::place_of(std::string_view entry) const {
  const auto seq = digest::parse_entry_id(entry);
  const auto found = seq ? known_.find(seq->value) : known_.end();
  return found == known_.end() ? std::nullopt : std::optional(found->second);
}

bool EntryPlaces::is_here(std::string_view entry) const {
  const auto place = place_of(entry);
  return !place || sections_.at(place->section).shows(place->at);
}

Target EntryPlaces::of(std::string_view entry) const {
  const auto place = place_of(entry);
  if (!place) return Target::fragment(entry);
  const auto& section = sections_.at(place->section);
  if (section.shows(place->at)) return Target::fragment(entry);
  if (place->at < tail_begin(section.entries.size())) {
    return page_of(place->section, static_cast<std::int64_t>(place->at) + 1, entry);
  }
  return places_.page((since_.empty() ? "#" : "?since=" + since_ + "#") + std::string(entry));
}

Target EntryPlaces::page_of(std::size_t index, std::int64_t place, std::string_view fragment) const {
  std::string path = entries_path({}, digest::kSections[index].key, place);
  if (!since_.empty()) path += "&since=" + since_;
  if (!fragment.empty()) path += "#" + std::string(fragment);
  return places_.page(path);
}

Target EntryPlaces::whole(std::string_view fragment) const {
  std::string path = "/entries";
  if (!since_.empty()) path += "?since=" + since_;
  if (!fragment.empty()) path += "#" + std::string(fragment);
  return places_.page(path);
}

}  // namespace gailou::render
