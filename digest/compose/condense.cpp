#include "digest/compose/condense.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "digest/compose/clauses.h"
#include "digest/compose/cues.h"
#include "digest/compose/promise.h"
#include "digest/compose/prose.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kShortUnits = 14;  // a shorter sentence is whole as it is
constexpr std::size_t kClausesMax = 40;
constexpr std::size_t kLeftUnits = 5;  // what is left on one side of a gap has to say something

// Log-odds that a clause holds what a careful reader noted down, fitted as those of promise.cpp.
constexpr double kLatin = 0.6;
constexpr double kTenUnits = 0.45;
constexpr double kTiny = -1.5;  // below 3 units
constexpr double kIdle = 0.3;   // below, a clause may go

struct CueWeight {
  Cue cue;
  double weight;
};
constexpr CueWeight kCueWeights[] = {{Cue::news, 1.0},   {Cue::offer, 1.0},     {Cue::hint, 0.9},
                                     {Cue::report, 0.8}, {Cue::retort, 0.8},    {Cue::dispute, 0.7},
                                     {Cue::time, 0.7},   {Cue::advice, 0.6},    {Cue::deal, 0.6},
                                     {Cue::aside, -1.5}, {Cue::laughter, -2.5}, {Cue::address, -0.9}};

double worth_of(const Pack& pack, const Clause& clause) {
  double sum = kTenUnits * static_cast<double>(std::min<std::size_t>(clause.units, 30)) / 10;
  if (clause.units < 3) sum += kTiny;
  const bool latin = std::any_of(clause.form.begin(), clause.form.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (latin) sum += kLatin;
  for (const auto& [cue, weight] : kCueWeights) {
    if (has_cue(pack, clause.form, cue)) sum += weight;
  }
  return sum;
}

/// With its stop it has no fault that a whole sentence may not have.
bool stands_whole(std::string_view text) {
  return whole_faults(std::string(text) + "。").empty();
}

Sentence part_of(const Sentence& whole, std::string_view text, bool apart) {
  Sentence part{.text = std::string(text), .line = whole.line, .item = whole.item, .apart = apart};
  part.units = units(part.text);
  part.features = features_of(part.text);
  return part;
}

/// The runs of clauses that are left; nothing if one of them can't stand.
std::vector<Sentence> parts_left(const Sentence& sentence, const std::vector<Clause>& clauses,
                                 const std::vector<bool>& left) {
  std::vector<Sentence> parts;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    if (!left[i]) continue;
    std::size_t last = i;
    while (last + 1 < clauses.size() && left[last + 1]) ++last;
    const char* begin = clauses[i].text.data();
    const char* end = clauses[last].text.data() + clauses[last].text.size();
    std::string_view text(begin, static_cast<std::size_t>(end - begin));
    if (i > 0) text = without_conjunction(text);
    if (units(text) < kLeftUnits || !stands_whole(text)) return {};
    parts.push_back(part_of(sentence, text, i > 0 && !parts.empty()));
    i = last;
  }
  return parts;
}

std::vector<Sentence> condensed(const Pack& pack, const Sentence& sentence) {
  if (sentence.units < kShortUnits || !sentence.whole || !is_chinese(sentence)) return {};
  if (sentence.text.ends_with('?') || sentence.text.ends_with("？")) return {};
  const auto clauses = clauses_of(pack, sentence.text);
  if (clauses.size() < 2 || clauses.size() > kClausesMax) return {};
  std::vector<bool> idle;
  for (const auto& clause : clauses) idle.push_back(!clause.telling && worth_of(pack, clause) < kIdle);
  if (std::find(idle.begin(), idle.end(), true) == idle.end()) return {};
  const auto left = left_standing(clauses, idle);
  if (std::find(left.begin(), left.end(), false) == left.end()) return {};
  return parts_left(sentence, clauses, left);
}

}  // namespace

void condense(const Pack& pack, Reading& reading) {
  std::vector<Sentence> kept;
  for (auto& sentence : reading.sentences) {
    auto parts = condensed(pack, sentence);
    if (parts.empty())
      kept.push_back(std::move(sentence));
    else
      std::move(parts.begin(), parts.end(), std::back_inserter(kept));
  }
  reading.sentences = std::move(kept);
}

}  // namespace gailou::digest
