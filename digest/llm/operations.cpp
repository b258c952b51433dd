#include "digest/llm/operations.h"

#include <algorithm>
#include <utility>

#include "digest/llm/json_text.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::llm {
namespace {

using Json = nlohmann::json;

// Of one operation; the gates take no more of either than this.
constexpr std::size_t kEvidencePiecesMax = 200;
constexpr std::size_t kLinksOfEntryMax = 100;

constexpr std::u32string_view kFence = U"```";

std::u32string_view without_blanks(std::u32string_view text) {
  while (!text.empty() && digest::is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && digest::is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// What stands between "```json" and "```", each on a line of its own; nothing if the text isn't of that shape.
std::optional<std::u32string_view> inside_fence(std::u32string_view text) {
  static constexpr std::u32string_view kEnd = U"\n```";
  static constexpr std::u32string_view kWord = U"json";
  if (!text.starts_with(kFence) || !text.ends_with(kEnd)) return std::nullopt;
  std::u32string_view rest = text.substr(kFence.size());
  if (rest.starts_with(kWord)) rest.remove_prefix(kWord.size());
  // Of the blanks behind it the last line end that leaves the closing fence alone.
  std::optional<std::size_t> first;
  for (std::size_t at = 0; at < rest.size() && digest::is_space(rest[at]); ++at) {
    if (rest[at] == U'\n' && at + 1 + kEnd.size() <= rest.size()) first = at + 1;
  }
  if (!first) return std::nullopt;
  return rest.substr(*first, rest.size() - kEnd.size() - *first);
}

std::vector<digest::Floor> ascending_unique(std::vector<digest::Floor> floors) {
  std::sort(floors.begin(), floors.end());
  floors.erase(std::unique(floors.begin(), floors.end()), floors.end());
  return floors;
}

/// Nothing if it is no list of whole numbers.
std::optional<std::vector<digest::Floor>> floors_in(const Json& list) {
  if (!list.is_array()) return std::nullopt;
  std::vector<digest::Floor> floors;
  for (const Json& item : list) {
    const auto number = whole_number(item);
    if (!number) return std::nullopt;
    floors.push_back(digest::Floor{*number});
  }
  return ascending_unique(std::move(floors));
}

std::optional<std::string> text_in(const Json& value) {
  return value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt;
}

std::optional<std::vector<digest::Evidence>> evidence_in(const Json& list) {
  if (!list.is_array() || list.empty() || list.size() > kEvidencePiecesMax) return std::nullopt;
  std::vector<digest::Evidence> evidence;
  for (const Json& piece : list) {
    const auto floor = whole_number(member(piece, "floor"));
    auto quote = text_in(member(piece, "quote"));
    if (!floor || !quote) return std::nullopt;
    evidence.push_back({.floor = digest::Floor{*floor}, .quote = std::move(*quote)});
  }
  return evidence;
}

/// To an entry or to a floor, not to both.
std::optional<digest::Link> link_in(const Json& value) {
  const auto rel = digest::rel_of(text_member(value, "rel"));
  if (!rel || value.contains("entry") == value.contains("floor")) return std::nullopt;
  if (value.contains("floor")) {
    const auto floor = whole_number(member(value, "floor"));
    if (!floor) return std::nullopt;
    return digest::Link{.rel = *rel, .floor = digest::Floor{*floor}};
  }
  const std::string_view entry = text_member(value, "entry");
  if (entry.empty()) return std::nullopt;
  return digest::Link{.rel = *rel, .entry = std::string(entry)};
}

bool is_section_key(std::string_view key) {
  return std::any_of(std::begin(digest::kSections), std::end(digest::kSections),
                     [&](const digest::Section& section) { return section.key == key; });
}

Proposed quiet_of(const Json& operation) {
  const auto floor = whole_number(member(operation, "floor"));
  if (!floor) return Malformed{"nothing_new without a floor"};
  const auto reason = digest::reason_of(text_member(operation, "reason"));
  if (!reason) return Malformed{"nothing_new without a known reason"};
  return ProposedQuiet{.floor = digest::Floor{*floor}, .reason = *reason};
}

Proposed summary_of(const Json& operation) {
  return ProposedSummary{.text = text_in(member(operation, "text")),
                         .cites = floors_in(member(operation, "cites")).value_or(std::vector<digest::Floor>{})};
}

Proposed entry_of(const Json& operation, bool updates) {
  ProposedEntry entry;
  auto text = text_in(member(operation, "text"));
  if (!text) return Malformed{"text is missing or no string"};
  auto floors = floors_in(member(operation, "floors"));
  if (!floors) return Malformed{"floors is missing or no list of whole numbers"};
  auto evidence = evidence_in(member(operation, "evidence"));
  if (!evidence) return Malformed{"evidence is missing or no list of {floor, quote}"};
  if (updates) {
    entry.updates = text_member(operation, "entry");
  } else {
    entry.section = text_member(operation, "section");
    if (!is_section_key(entry.section)) return Malformed{"section is missing or unknown"};
    const Json& links = member(operation, "links");
    if (operation.contains("links") && !links.is_array()) return Malformed{"links is no list"};
    for (const Json& link : links) {
      if (entry.links.size() < kLinksOfEntryMax) entry.links.push_back(link_in(link));
    }
  }
  for (const auto& piece : *evidence) entry.cites.push_back(piece.floor);
  entry.cites = ascending_unique(std::move(entry.cites));
  entry.text = std::move(*text);
  entry.floors = std::move(*floors);
  entry.evidence = std::move(*evidence);
  return entry;
}

}  // namespace

Unwrapped unwrap(std::string_view content) {
  if (content.size() > kAnswerBytesMax) return {};
  const std::u32string whole = digest::to_u32(content);
  const std::u32string_view text = without_blanks(whole);
  const auto inside = inside_fence(text);
  return {.answer = read_json(digest::to_u8(inside.value_or(text))), .fenced = inside.has_value()};
}

Proposed proposed_of(const Json& operation) {
  if (!operation.is_object()) return Malformed{"no object"};
  const std::string_view op = text_member(operation, "op");
  if (op == "nothing_new") return quiet_of(operation);
  if (op == "summary") return summary_of(operation);
  if (op == "append" || op == "update") return entry_of(operation, op == "update");
  return Malformed{"op is missing or unknown"};
}

}  // namespace gailou::llm
