#include "digest/compose/substance.h"

#include <algorithm>

#include "digest/compose/cues.h"

namespace gailou::digest {
namespace {

// Worth of a floor, tuned on a recorded thread and checked on two others.
constexpr double kFigure = 1.4;
constexpr double kLatinWord = 0.9;
constexpr std::size_t kLatinWordsMax = 4;
constexpr double kUnit = 0.06;
constexpr std::size_t kUnitsMax = 40;
constexpr double kContrast = 0.3;

constexpr std::size_t kNothingUnits = 3;    // below: nothing is said
constexpr std::size_t kAlwaysUnits = 60;    // above: something is said whatever its worth
constexpr std::size_t kQuestionUnits = 22;  // a bare question below
constexpr std::size_t kShortUnits = 7;
constexpr std::size_t kModestUnits = 16;

double worth_of(const Reading& reading, std::size_t contrasts) {
  std::vector<Feature> features;
  for (const auto& sentence : reading.sentences)
    features.insert(features.end(), sentence.features.begin(), sentence.features.end());
  auto counts = count_features(features);
  // Latin words are news in Chinese text only; in English text names are.
  const bool chinese =
      std::any_of(features.begin(), features.end(), [](const Feature& f) { return f.kind == Feature::Kind::pair; });
  if (!chinese) counts.latin = counts.names;
  return kFigure * static_cast<double>(counts.figures) +
         kLatinWord * static_cast<double>(std::min(kLatinWordsMax, counts.latin)) +
         kUnit * static_cast<double>(std::min(reading.units, kUnitsMax)) + kContrast * static_cast<double>(contrasts);
}

std::string whole_form(const Reading& reading) {
  std::string text;
  for (const auto& sentence : reading.sentences) text += sentence.text + "\n";
  return cue_form(text);
}

/// All of it is one question.
bool is_question(const Reading& reading, std::string_view form) {
  if (reading.sentences.empty()) return false;
  const auto last = cue_form(reading.sentences.back().text);
  if (last.ends_with('?') || last.ends_with("吗") || last.ends_with("么") || last.ends_with("呢")) return true;
  return reading.sentences.size() == 1 &&
         (opens_with_cue(form, Cue::question) || form.find("什么") != std::string_view::npos);
}

Reason of_little(const Reading& reading, std::string_view form) {
  if (reading.has_image) return Reason::image;
  if (reading.has_link) return Reason::link;
  if (has_cue(form, Cue::laughter) || (reading.has_emoji && reading.units < kNothingUnits)) return Reason::meme;
  return Reason::too_short;
}

}  // namespace

std::optional<Reason> contentless(const Reading& reading) {
  const auto form = whole_form(reading);
  const bool polite = opens_with_cue(form, Cue::thanks);
  if (reading.units < kNothingUnits) return polite ? Reason::thanks : of_little(reading, form);
  if (reading.units > kAlwaysUnits) return std::nullopt;
  const auto contrasts = count_cues(form, Cue::contrast) + count_cues(form, Cue::dispute);
  const auto worth = worth_of(reading, contrasts);
  if (polite && worth < 3.4) return Reason::thanks;
  if (reading.units < kQuestionUnits && worth < 4 && contrasts == 0 && is_question(reading, form))
    return Reason::question;
  if (reading.units < kShortUnits && worth < 1.8) return of_little(reading, form);
  // What a few words beside a picture mean is in the picture.
  if (reading.units < kModestUnits && worth < (reading.has_image ? 1.9 : 1.25)) return of_little(reading, form);
  return std::nullopt;
}

}  // namespace gailou::digest
