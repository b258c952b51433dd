#include "digest/compose/quarrel.h"

#include <algorithm>
#include <cmath>

#include "digest/compose/cues.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kTinyUnits = 4;
constexpr std::size_t kBareQuestionUnits = 25;
constexpr std::size_t kLongUnits = 60;
constexpr double kOwnWords = 0.25;
constexpr double kMereNo = 0.3;  // what a "not" counts for that may as well warn or answer
constexpr double kUndecided = kDisagrees - 0.05;
constexpr std::size_t kEchoCharsMax = 6;

/// "中国是中国": a word said of itself tells two things apart.
bool says_itself(const std::u32string& text) {
  for (auto at = text.find(U'是'); at != std::u32string::npos; at = text.find(U'是', at + 1)) {
    for (std::size_t length = 2; length <= kEchoCharsMax && length <= at; ++length) {
      if (text.compare(at - length, length, text, at + 1, length) == 0 && at + 1 + length <= text.size()) return true;
    }
  }
  return false;
}

double capped(std::size_t count, double each, double most) {
  return std::min(most, each * static_cast<double>(count));
}

}  // namespace

double disagreement(const Pack& pack, const Reading& reading, const Opponent& opponent) {
  std::string words;
  for (const auto& sentence : reading.sentences) words += sentence.text + "\n";
  const auto form = cue_form(pack, words);
  const auto strong = count_cues(pack, form, Cue::dispute);
  const auto negations = count_cues(pack, form, Cue::negation);
  const auto questions = static_cast<std::size_t>(std::count(form.begin(), form.end(), '?'));
  const bool to_somebody = has_cue(pack, form, Cue::address);
  const auto retorts = count_cues(pack, form, Cue::retort);
  const bool turns = has_cue(pack, form, Cue::contrast);
  double sum = capped(retorts, 0.4, 0.6);
  if (turns) sum += 0.35;
  sum += capped(negations, 0.2, 0.4);
  if (to_somebody && negations > 0) sum += 0.2;
  if (to_somebody && questions > 0) sum += 0.3;
  if (questions > 1) sum += 0.25;
  // A long floor has a "not", a "but" and a question in any case.
  if (reading.units > kLongUnits)
    sum *= std::sqrt(static_cast<double>(kLongUnits) / static_cast<double>(reading.units));
  if (strong > 0) sum += 0.6 + capped(strong, 0.3, 0.6);
  if (says_itself(squash32(form))) sum += 0.7;
  const double own = sum;
  if (opponent.quoted) sum += 0.3;
  if (opponent.opposed) sum += 0.5;
  if (opponent.quarrels) sum += 0.45;
  if (opponent.answers_us) sum += 0.2;
  for (const auto& sentence : reading.sentences) {
    const bool echoes = std::any_of(sentence.features.begin(), sentence.features.end(),
                                    [&](const Feature& f) { return opponent.figures.contains(f.key); });
    if (!echoes) continue;
    sum += 0.15;
    break;
  }
  if (opens_with_cue(pack, form, Cue::agreement) || opens_with_cue(pack, form, Cue::thanks)) sum -= 0.8;
  if (opens_with_cue(pack, form, Cue::question) && !opens_with_cue(pack, form, Cue::retort) && strong == 0) sum -= 0.4;
  // "Don't cash it yet" is meant well, and "no, I haven't" answers.
  const bool warns = opens_with_cue(pack, form, Cue::advice) || opens_with_cue(pack, form, Cue::hint);
  const bool sharp = strong + retorts > 0 || turns || opponent.opposed;
  if ((warns || opponent.asks) && !sharp) sum -= kMereNo;
  // Who only asks doesn't contradict yet.
  const bool asks = questions == 1 && reading.sentences.back().text.ends_with("？");
  if (strong == 0 && reading.units < kBareQuestionUnits && asks) sum -= 0.4;
  if (reading.units < kTinyUnits) sum -= 0.4;
  // Whom one answers doesn't make a quarrel by itself.
  return own < kOwnWords && !opponent.opposed ? std::min(sum, kUndecided) : sum;
}

}  // namespace gailou::digest
