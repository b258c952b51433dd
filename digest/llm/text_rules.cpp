#include "digest/llm/text_rules.h"

#include <algorithm>
#include <array>

#include "digest/compose/gates.h"
#include "digest/compose/prose.h"
#include "digest/llm/plain_line.h"
#include "digest/text/chars.h"
#include "digest/text/faults.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"

namespace gailou::llm {
namespace {

using Fault = std::optional<TextFault>;

// Of Chinese characters and Latin words together.
constexpr double kChineseShareMin = 0.4;

bool is_in(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Fault length_fault(const Sentence& sentence) {
  const std::size_t length = digest::units(sentence.text);
  const auto least = sentence.summary ? digest::kSummaryUnitsMin : digest::kEntryUnitsMin;
  const auto most = sentence.summary ? digest::kSummaryUnitsMax : digest::kEntryUnitsMax;
  if (length < least || length > most) {
    return TextFault{"V16", std::to_string(length) + " characters or words, wanted are " + std::to_string(least) +
                                " to " + std::to_string(most)};
  }
  if (digest::to_u32(sentence.text).size() > digest::kTextCharsMax) return TextFault{"V16", "too many characters"};
  return std::nullopt;
}

Fault language_fault(std::u32string_view text) {
  std::size_t chinese = 0;
  std::size_t words = 0;
  std::size_t letters = 0;  // in the run that is being read
  for (const char32_t c : text) {
    if (digest::is_cjk(c)) ++chinese;
    letters = digest::is_latin(c) ? letters + 1 : 0;
    if (letters == 2) ++words;
  }
  if (static_cast<double>(chinese) >= kChineseShareMin * static_cast<double>(chinese + words)) return std::nullopt;
  return TextFault{"V17", "not written in Chinese"};
}

Fault marker_fault(const Sentence& sentence) {
  const std::string text = digest::norm(sentence.text);
  for (const std::string_view mark : {"新增#", "更正#", "撤回#"}) {
    if (is_in(text, mark)) return TextFault{"V18", "writes a marker itself"};
  }
  const std::u32string chars = digest::to_u32(text);
  for (auto at = chars.find(U"(#"); at != std::u32string::npos; at = chars.find(U"(#", at + 1)) {
    if (at + 2 < chars.size() && digest::is_decimal(chars[at + 2])) return TextFault{"V18", "writes a citation itself"};
  }
  for (const std::int64_t number : digest::named_floors(sentence.text)) {
    const digest::Floor floor{number};
    const auto& cites = sentence.cites;
    if (std::find(cites.begin(), cites.end(), floor) == cites.end() && !sentence.linked.contains(floor)) {
      return TextFault{"V18", "names #" + std::to_string(number) + ", which it neither cites nor links"};
    }
  }
  return std::nullopt;
}

/// "<b", "</b"
bool has_tag(std::string_view text) {
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::size_t name = at + 1 < text.size() && text[at + 1] == '/' ? at + 2 : at + 1;
    if (name < text.size() && digest::is_latin(static_cast<unsigned char>(text[name]))) return true;
  }
  return false;
}

Fault clean_fault(const digest::KnownFloors& floors, std::string_view text, std::u32string_view chars) {
  static constexpr auto kForbidden =
      std::to_array<std::string_view>({"http://", "https://", "www.", "/uploads/", "upload://", "?dl=1", "&amp;",
                                       "&lt;", "&gt;", "&quot;", "&nbsp;", "[quote", "[/quote"});
  for (const std::string_view part : kForbidden) {
    if (is_in(text, part)) return TextFault{"V19", "holds " + std::string(part)};
  }
  if (has_tag(text)) return TextFault{"V19", "holds markup"};
  for (const char32_t c : chars) {
    if (is_control_like(c) || c == 0xfffd) return TextFault{"V19", "holds a control or replacement character"};
    if (is_zero_width(c)) return TextFault{"V19", "holds an invisible character"};
  }
  const std::string name = digest::name_prefix(text);
  if (!name.empty() && floors.authors().contains(name)) return TextFault{"V19", "starts with an author's name"};
  return std::nullopt;
}

Fault figure_fault(const digest::KnownFloors& floors, const Sentence& sentence) {
  std::vector<const digest::FigureSource*> sources{&floors.title()};
  for (const digest::Floor floor : sentence.cites) {
    const digest::FloorFacts* facts = floors.find(floor);
    if (facts == nullptr) continue;
    sources.push_back(&facts->figures);
    if (!sentence.summary) sources.push_back(&facts->author_figures);
  }
  const auto unfounded = digest::figure_faults(sentence.text, sources, {});
  if (unfounded.empty()) return std::nullopt;
  return TextFault{"V14", unfounded.front() + " stands in none of the cited floors"};
}

}  // namespace

std::optional<TextFault> text_fault(const digest::KnownFloors& floors, digest::Language language,
                                    const Sentence& sentence) {
  if (auto fault = length_fault(sentence)) return fault;
  const std::u32string chars = digest::to_u32(sentence.text);
  if (language == digest::Language::zh) {
    if (auto fault = language_fault(chars)) return fault;
  }
  if (auto fault = marker_fault(sentence)) return fault;
  if (auto fault = clean_fault(floors, sentence.text, chars)) return fault;
  if (const auto faults = digest::whole_faults(sentence.text); !faults.empty()) return TextFault{"V20", faults.front()};
  return figure_fault(floors, sentence);
}

bool has_injection_cue(std::string_view text) {
  static constexpr auto kCues = std::to_array<std::string_view>(
      {"忽略以上", "忽略之前", "无视以上", "你现在是", "系统提示", "system prompt", "you are now"});
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  // Turkish i's match i where case is ignored.
  for (const std::string_view dotless : {"ı", "İ"}) {
    for (auto at = lower.find(dotless); at != std::string::npos; at = lower.find(dotless, at)) {
      lower.replace(at, dotless.size(), "i");
    }
  }
  if (std::any_of(kCues.begin(), kCues.end(), [&](std::string_view cue) { return is_in(lower, cue); })) return true;
  for (const std::string_view all : {"", "all "}) {
    for (const std::string_view the : {"", "the "}) {
      for (const std::string_view which : {"previous", "above"}) {
        if (is_in(lower, "ignore " + std::string(all) + std::string(the) + std::string(which))) return true;
      }
    }
  }
  return false;
}

}  // namespace gailou::llm
