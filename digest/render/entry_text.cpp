#include "digest/render/entry_text.h"

#include <algorithm>

#include "digest/render/blocks/escape.h"

namespace gailou::render {

std::string_view marker_word(digest::Marker::Kind kind, digest::Language language) {
  const bool english = language == digest::Language::en;
  switch (kind) {
    case digest::Marker::Kind::none:
      return {};
    case digest::Marker::Kind::added:
      return english ? "New " : "新增";
    case digest::Marker::Kind::corrected:
      return english ? "Correction " : "更正";
    case digest::Marker::Kind::withdrawn:
      return english ? "Withdrawn " : "撤回";
  }
  return {};
}

std::string marker_text(const digest::Marker& marker, digest::Language language) {
  if (marker.kind == digest::Marker::Kind::none) return {};
  std::string text = std::string(marker_word(marker.kind, language)) + "#" + std::to_string(marker.first.value);
  if (marker.last != marker.first) text += "–" + std::to_string(marker.last.value);
  return text;
}

std::string_view marker_colon(const Site& site) {
  return site.language == digest::Language::zh && site.full_punctuation ? "：" : ": ";
}

std::string cites_text(const std::vector<digest::Floor>& cites) {
  std::string out;
  for (const auto cite : cites) out += (out.empty() ? "(#" : ", #") + std::to_string(cite.value);
  return out.empty() ? out : out + ")";
}

std::string text_with_cites(const digest::Entry& entry) {
  const std::string text = one_line(entry.text);
  if (!shows_cites(entry)) return text;
  const SplitText split = split_final_mark(text);
  return std::string(split.words) + std::string(split.gap) + cites_text(entry.cites) + std::string(split.end);
}

bool shows_cites(const digest::Entry& entry) {
  if (entry.marker.kind == digest::Marker::Kind::none) return !entry.cites.empty();
  return std::any_of(entry.cites.begin(), entry.cites.end(),
                     [&](digest::Floor cite) { return cite < entry.marker.first || cite > entry.marker.last; });
}

SplitText split_final_mark(std::string_view text) {
  for (const std::string_view mark : {"。", "！", "？", "!", "?"}) {
    if (text.ends_with(mark)) return {text.substr(0, text.size() - mark.size()), "", mark};
  }
  if (text.ends_with('.')) return {text.substr(0, text.size() - 1), " ", "."};
  return {text, "", "。"};
}

std::vector<const digest::Entry*> entries_of(const digest::Digest& digest, std::string_view section) {
  std::vector<const digest::Entry*> found;
  for (const auto& entry : digest.entries) {
    if (entry.section == section) found.push_back(&entry);
  }
  return found;
}

}  // namespace gailou::render
