#include "digest/compose/promise.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "digest/compose/cues.h"

namespace gailou::digest {
namespace {

// Log-odds fitted to the sentences of a dozen threads of several forums, in two languages: which of them hold what a
// careful reader noted down. Rounded; nothing hangs on the last digit.
constexpr double kBase = 0.5;
constexpr double kAtFront = 0.6;
constexpr double kAtSecond = -0.15;
constexpr double kAtEnd = -0.3;
constexpr double kPlace = -0.5;      // from 0 at the front to 1 at the end
constexpr double kSentences = -0.8;  // times the logarithm of their number: the more, the less each counts
constexpr double kChinese = -0.6;
constexpr double kOfList = 1.1;
constexpr double kAnyFigure = 0.3;
constexpr double kEachFigure = 0.35;
constexpr double kEachName = 0.1;
constexpr double kLatinInChinese = 0.2;
constexpr double kTenUnits = 0.3;
constexpr double kShortSentence = -0.9;    // below 6 units
constexpr double kModestSentence = -0.35;  // below 10

struct CueWeight {
  Cue cue;
  double weight;
};
constexpr CueWeight kCueWeights[] = {{Cue::contrast, 0.3},  {Cue::dispute, 0.45},  {Cue::advice, 0.45},
                                     {Cue::news, 0.3},      {Cue::report, 0.2},    {Cue::outcome, 0.6},
                                     {Cue::negation, 0.15}, {Cue::address, -0.35}, {Cue::laughter, -0.3},
                                     {Cue::aside, -1.2},    {Cue::thanks, -0.6}};
constexpr double kAsking = -0.8;

double capped(std::size_t count) {
  return static_cast<double>(std::min<std::size_t>(count, 4));
}

double length_weight(std::size_t units) {
  const double steps = units < 6 ? kShortSentence : units < 10 ? kModestSentence : 0;
  return steps + kTenUnits * static_cast<double>(std::min<std::size_t>(units, 45)) / 10;
}

double place_weight(std::size_t index, std::size_t count) {
  if (count < 2) return kAtFront;
  double sum = kPlace * static_cast<double>(index) / static_cast<double>(count - 1);
  if (index == 0) sum += kAtFront;
  if (index == 1) sum += kAtSecond;
  if (index + 1 == count) sum += kAtEnd;
  return sum + kSentences * std::log(static_cast<double>(count));
}

double content_weight(const Sentence& sentence, bool chinese) {
  const auto counts = count_features(sentence.features);
  double sum =
      (counts.figures > 0 ? kAnyFigure : 0) + kEachFigure * capped(counts.figures) + kEachName * capped(counts.names);
  if (chinese) sum += kLatinInChinese * capped(counts.latin);
  return sum;
}

}  // namespace

bool is_chinese(const Sentence& sentence) {
  return std::any_of(sentence.features.begin(), sentence.features.end(),
                     [](const Feature& f) { return f.kind == Feature::Kind::pair; });
}

double promise_of(const Pack& pack, const Reading& reading, std::size_t index) {
  const auto& sentence = reading.sentences[index];
  const bool chinese = std::any_of(reading.sentences.begin(), reading.sentences.end(), is_chinese);
  const auto form = cue_form(pack, sentence.text);
  double sum = kBase + place_weight(index, reading.sentences.size()) + length_weight(sentence.units) +
               content_weight(sentence, chinese);
  if (chinese) sum += kChinese;
  if (sentence.item) sum += kOfList;
  for (const auto& [cue, weight] : kCueWeights) {
    if (has_cue(pack, form, cue)) sum += weight;
  }
  if (form.ends_with('?')) sum += kAsking;
  return sum;
}

}  // namespace gailou::digest
