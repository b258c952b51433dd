#include "digest/digest.h"

#include <charconv>
#include <utility>

namespace gailou::digest {
namespace {

constexpr std::pair<Link::Rel, std::string_view> kRels[] = {{Link::Rel::contradicts, "contradicts"},
                                                            {Link::Rel::updates, "updates"},
                                                            {Link::Rel::repeats, "repeats"},
                                                            {Link::Rel::answers, "answers"}};

constexpr std::pair<Reason, std::string_view> kReasons[] = {
    {Reason::too_short, "short"},     {Reason::thanks, "thanks"},     {Reason::meme, "meme"},
    {Reason::question, "question"},   {Reason::image, "image"},       {Reason::link, "link"},
    {Reason::duplicate, "duplicate"}, {Reason::offtopic, "offtopic"}, {Reason::deleted, "deleted"},
    {Reason::other, "other"}};

constexpr std::pair<Marker::Kind, std::string_view> kMarkers[] = {
    {Marker::Kind::added, "新增#"}, {Marker::Kind::corrected, "更正#"}, {Marker::Kind::withdrawn, "撤回#"}};

constexpr std::string_view kRange = "–";

/// A positive number that is all of `text`.
std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [stop, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || stop != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

template <class Value, std::size_t Size>
std::string_view name_in(const std::pair<Value, std::string_view> (&table)[Size], Value value) {
  for (const auto& [known, name] : table) {
    if (known == value) return name;
  }
  return {};
}

template <class Value, std::size_t Size>
std::optional<Value> value_in(const std::pair<Value, std::string_view> (&table)[Size], std::string_view name) {
  for (const auto& [value, known] : table) {
    if (known == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string to_string(const Marker& marker) {
  if (marker.kind == Marker::Kind::none) return {};
  std::string text(name_in(kMarkers, marker.kind));
  text += std::to_string(marker.first.value);
  if (marker.last != marker.first) text += std::string(kRange) + std::to_string(marker.last.value);
  return text;
}

std::optional<Marker> parse_marker(std::string_view text) {
  if (text.empty()) return Marker{};
  for (const auto& [kind, word] : kMarkers) {
    if (!text.starts_with(word)) continue;
    const auto numbers = text.substr(word.size());
    const auto cut = numbers.find(kRange);
    const auto first = whole_number(numbers.substr(0, cut));
    const auto last = cut == std::string_view::npos ? first : whole_number(numbers.substr(cut + kRange.size()));
    if (!first || !last || (last != first && kind != Marker::Kind::added)) return std::nullopt;
    return Marker{.kind = kind, .first = Floor{*first}, .last = Floor{*last}};
  }
  return std::nullopt;
}

std::string_view name_of(Link::Rel rel) {
  return name_in(kRels, rel);
}
std::optional<Link::Rel> rel_of(std::string_view name) {
  return value_in(kRels, name);
}

std::string entry_id(EntrySeq seq) {
  return "e" + std::to_string(seq.value);
}

std::optional<EntrySeq> parse_entry_id(std::string_view id) {
  if (!id.starts_with('e')) return std::nullopt;
  const auto number = whole_number(id.substr(1));
  return number ? std::optional(EntrySeq{*number}) : std::nullopt;
}

std::string_view name_of(Reason reason) {
  return name_in(kReasons, reason);
}
std::optional<Reason> reason_of(std::string_view name) {
  return value_in(kReasons, name);
}

}  // namespace gailou::digest
