#include "digest/compose/finish.h"

#include <algorithm>

#include "digest/compose/gates.h"
#include "digest/compose/prose.h"
#include "digest/text/faults.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kQuoteChars = 4;  // G3: a shorter quote shows nothing
constexpr std::size_t kPiecesMax = 12;  // of one sentence

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

/// How many bytes at the front of `text` stand in `stored`: what holds for a front holds for a shorter one.
std::size_t matched(std::string_view text, std::string_view stored) {
  std::size_t good = 0;
  std::size_t bad = text.size() + 1;
  while (good + 1 < bad) {
    const auto middle = good + (bad - good) / 2;
    if (stored.find(text.substr(0, middle)) != std::string_view::npos)
      good = middle;
    else
      bad = middle;
  }
  while (good > 0 && is_continuation(text, good)) --good;
  return good;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::vector<Part> parts_of(const Reading& reading, const std::vector<std::size_t>& group) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const auto& sentence = reading.sentences[group[i]];
    const bool follows = i > 0 && group[i] == group[i - 1] + 1 && !sentence.apart;
    parts.push_back({.text = sentence.text,
                     .follows = follows,
                     .same_line = follows && sentence.line == reading.sentences[group[i - 1]].line});
  }
  return parts;
}

bool is_fit(const std::string& text, const Reading& reading, const Post& post, const Scene& scene) {
  const auto length = units(text);
  if (length < kEntryUnitsMin || length > std::min(kEntryUnitsMax, scene.max_units) || characters(text) > kTextCharsMax)
    return false;
  if (!whole_faults(text).empty() || !clean_faults(text, scene.authors).empty()) return false;
  return figure_faults(text, {reading.stored, scene.title, post.author}, {1}).empty();
}

}  // namespace

std::vector<std::string> verbatim_pieces(std::string_view sentence, std::string_view stored) {
  const auto form = norm(sentence);
  if (stored.find(form) != std::string_view::npos) {
    const bool enough = characters(form) >= kQuoteChars || form == stored;
    return enough ? std::vector<std::string>{std::string(sentence)} : std::vector<std::string>{};
  }
  std::vector<std::string> pieces;
  std::string_view rest = form;
  for (std::size_t i = 0; i < kPiecesMax && !rest.empty(); ++i) {
    auto length = matched(rest, stored);
    const auto piece = trimmed(rest.substr(0, length));
    if (characters(piece) >= kQuoteChars) pieces.emplace_back(piece);
    length = std::max<std::size_t>(length, 1);
    while (is_continuation(rest, length)) ++length;
    rest.remove_prefix(std::min(length, rest.size()));
  }
  return pieces;
}

std::string finished_text(const Reading& reading, const Post& post, const std::vector<std::size_t>& group,
                          const Scene& scene) {
  auto parts = parts_of(reading, group);
  if (!parts.empty() && group.front() > 0) parts.front().text = without_conjunction(parts.front().text);
  auto text = joined(parts);
  if (scene.authors.contains(name_prefix(text))) text = without_first_colon(text);
  return is_fit(text, reading, post, scene) ? text : std::string{};
}

std::optional<Append> finished(const Reading& reading, const Post& post, const std::vector<std::size_t>& group,
                               const Scene& scene) {
  Append entry;
  entry.text = finished_text(reading, post, group, scene);
  if (entry.text.empty()) return std::nullopt;
  entry.floors = {post.floor};
  for (const auto index : group) {
    for (auto& piece : verbatim_pieces(reading.sentences[index].text, reading.stored)) {
      Evidence evidence{.floor = post.floor, .quote = std::move(piece)};
      if (std::find(entry.evidence.begin(), entry.evidence.end(), evidence) == entry.evidence.end())
        entry.evidence.push_back(std::move(evidence));
    }
  }
  if (entry.evidence.empty()) return std::nullopt;
  return entry;
}

}  // namespace gailou::digest
