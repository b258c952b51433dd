#include "digest/compose/trim.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "digest/compose/cues.h"
#include "digest/text/chars.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kAsideUnits = 12;  // a longer clause tells more than the aside that it holds
constexpr std::size_t kClauseUnits = 4;  // what is left has to say something
constexpr std::size_t kFrontBytes = 60;  // of a sentence, in which a filler is looked for

constexpr std::string_view kCommas[] = {"，", ",", "、"};

std::size_t comma_at(std::string_view text, std::size_t at) {
  for (const auto comma : kCommas) {
    if (text.substr(at).starts_with(comma)) return comma.size();
  }
  return 0;
}

/// The end of the character that reaches up to `at` or beyond.
std::size_t character_end(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return std::min(at, text.size());
}

std::string_view without_blanks(std::string_view text) {
  while (true) {
    const auto comma = text.empty() ? 0 : comma_at(text, 0);
    if (comma > 0) {
      text.remove_prefix(comma);
    } else if (text.starts_with(' ') || text.starts_with(':')) {
      text.remove_prefix(1);
    } else if (text.starts_with("：") || text.starts_with("。") || text.starts_with("…")) {
      text.remove_prefix(3);
    } else {
      return text;
    }
  }
}

/// Bytes of the filler at the front. Letters' widths and what has no width are folded in a pack's words only.
std::size_t filler_length(const Pack& pack, std::string_view text) {
  const auto front = text.substr(0, character_end(text, kFrontBytes));
  const auto form = cue_form(pack, front);
  const auto length = opening_cue(pack, form, Cue::filler);
  if (length == 0 || front.substr(0, length) == std::string_view(form).substr(0, length)) return length;
  for (std::size_t end = 0; end < front.size();) {
    end = character_end(front, end + 1);
    if (to_u8(lower(norm32(front.substr(0, end)))).size() >= length) return end;
  }
  return 0;
}

/// Behind the filler that it begins with. "感觉不错" goes on with what its filler is about: only one that a comma or a
/// blank parts off, or a longer one, is cut.
std::string_view without_filler(const Pack& pack, std::string_view text) {
  const auto length = filler_length(pack, text);
  if (length == 0 || length >= text.size()) return text;
  const auto rest = text.substr(length);
  const auto filler = text.substr(0, length);
  const bool parted = filler.ends_with(':') || filler.ends_with("：") || comma_at(rest, 0) > 0 ||
                      rest.starts_with(' ') || rest.starts_with('.') || rest.starts_with("：") ||
                      rest.starts_with("…") || rest.starts_with("！");
  const bool telling = length >= std::string_view("个人觉得").size();
  if (!parted && !telling) return text;
  const auto left = without_blanks(rest);
  return units(left) >= kClauseUnits ? left : text;
}

std::vector<std::string_view> clauses_of(std::string_view text) {
  std::vector<std::string_view> clauses;
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto comma = comma_at(text, at);
    // "1,000" and "A、B" are no two clauses.
    const bool joins = comma == 1 ? (at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9')
                                  : text.substr(at).starts_with("、");
    if (comma == 0 || joins) continue;
    clauses.push_back(text.substr(from, at - from));
    from = at + comma;
    at = from - 1;
  }
  clauses.push_back(text.substr(from));
  return clauses;
}

bool is_aside(const Pack& pack, std::string_view clause) {
  if (units(clause) > kAsideUnits) return false;
  const auto form = cue_form(pack, clause);
  return has_cue(pack, form, Cue::aside);
}

/// Nothing but filler and what ends a sentence.
bool is_filler(const Pack& pack, std::string_view text) {
  const auto length = filler_length(pack, text);
  return length > 0 && units(text.substr(length)) == 0;
}

/// Asides at either end.
std::string_view without_asides(const Pack& pack, std::string_view text) {
  auto clauses = clauses_of(text);
  std::size_t first = 0;
  std::size_t last = clauses.size();
  while (first + 1 < last && is_aside(pack, clauses[first])) ++first;
  while (first + 1 < last && is_aside(pack, clauses[last - 1])) --last;
  if (first == 0 && last == clauses.size()) return text;
  const auto begin = clauses[first].data();
  const auto end = clauses[last - 1].data() + clauses[last - 1].size();
  const std::string_view rest(begin, static_cast<std::size_t>(end - begin));
  return units(rest) >= kClauseUnits && whole_faults(std::string(rest) + "。").empty() ? without_blanks(rest) : text;
}

}  // namespace

void trim(const Pack& pack, Reading& reading) {
  std::vector<Sentence> kept;
  for (auto& sentence : reading.sentences) {
    std::string_view text = without_filler(pack, sentence.text);
    text = without_asides(pack, text);
    const bool idle = text.empty() || is_aside(pack, text) || is_filler(pack, text);
    if (idle) continue;
    if (text.size() < sentence.text.size()) {
      sentence.text = std::string(text);
      sentence.units = units(sentence.text);
      sentence.features = features_of(sentence.text);
    }
    kept.push_back(std::move(sentence));
  }
  if (!kept.empty()) reading.sentences = std::move(kept);
}

}  // namespace gailou::digest
