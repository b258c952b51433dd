#include "digest/compose/partner.h"

#include <algorithm>
#include <set>

#include "digest/compose/cues.h"
#include "digest/compose/polarity.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kLookBack = 6;  // floors by others
constexpr std::size_t kNearFloors = 8;
constexpr std::int64_t kDistanceMax = 12;   // in floor numbers
constexpr double kEnough = 0.3;             // in common, for a floor whose words leave no doubt that it disagrees
constexpr double kHalfSharp = 0.35;         // of disagreement: below, a floor turns against nobody
constexpr double kOpposed = 2;              // one says what the other denies: as good as much in common
constexpr double kPlenty = 2.2;             // for one that merely turns against something
constexpr std::size_t kQuestionUnits = 25;  // of a floor that only asks, at most
constexpr double kCommonMax = 3;            // a long floor has something in common with any
constexpr double kNext = 2.5;               // who answers without saying whom answers what stands right before
constexpr double kNextInDoubt = 0.8;
constexpr std::size_t kAnswerableFeatures = 8;  // of which a floor says enough to be answered
constexpr std::size_t kReplyUnits = 45;         // a longer floor speaks for itself
constexpr double kTitleShare = 0.3;             // what the title names is common to all

double weight_of(Feature::Kind kind) {
  switch (kind) {
    case Feature::Kind::measured_figure:
    case Feature::Kind::figure:
      return 2.5;
    case Feature::Kind::name:
      return 1.2;
    case Feature::Kind::word:
      return 0.8;
    case Feature::Kind::pair:
      return 0.35;
  }
  return 0;
}

std::string words_of(const Reading& reading) {
  std::string words;
  for (const auto& sentence : reading.sentences) words += sentence.text + "\n";
  return words;
}

/// Its words alone show that it has somebody in mind.
bool talks_back(const Pack& pack, const Reading& reading) {
  return std::any_of(reading.sentences.begin(), reading.sentences.end(), [&](const Sentence& sentence) {
    const auto form = cue_form(pack, sentence.text);
    return has_cue(pack, form, Cue::dispute) || has_cue(pack, form, Cue::retort);
  });
}

/// And says little besides: a long floor that ends so may be a reproach.
bool merely_asks(std::string_view text) {
  return (text.ends_with('?') || text.ends_with("？")) && units(text) <= kQuestionUnits;
}

}  // namespace

void Partners::add(Floor floor, std::string_view author, std::string_view text) {
  auto& known = floors_[floor.value];
  if (known.author.empty()) known.author = author;
  known.texts.emplace_back(text);
  known.said.reset();
}

const Partners::Said& Partners::said_by(const Known& known) {
  if (known.said) return *known.said;
  auto& said = known.said.emplace(Said{});
  for (const auto& text : known.texts) {
    for (const auto& feature : features_of(text)) {
      said.weights[feature.key] = weight_of(feature.kind);
      said.keys.insert(feature.key);
      const bool is_figure = feature.kind == Feature::Kind::figure || feature.kind == Feature::Kind::measured_figure;
      if (is_figure) said.figures.insert(feature.key);
    }
    said.denied.merge(denied_in(text));
  }
  return said;
}

FeatureKeys Partners::near(Floor floor) const {
  FeatureKeys keys;
  std::size_t seen = 0;
  for (auto it = floors_.lower_bound(floor.value); it != floors_.begin() && seen < kNearFloors; ++seen) {
    --it;
    if (floor.value - it->first > kDistanceMax) break;
    const auto& said = said_by(it->second);
    keys.insert(said.keys.begin(), said.keys.end());
  }
  return keys;
}

void Partners::note_answer(Floor floor, Floor answered) {
  floors_[floor.value].answers = answered;
}

void Partners::note_quarrel(Floor floor) {
  floors_[floor.value].quarrels = true;
}

double Partners::disagreement_with(Floor partner, const Post& post, const Reading& reading) const {
  const auto found = floors_.find(partner.value);
  if (found == floors_.end()) return disagreement(pack_, reading, {});
  const auto& known = found->second;
  const auto& said = said_by(known);
  const auto own = words_of(reading);
  Opponent opponent{.figures = said.figures, .quarrels = known.quarrels};
  opponent.opposed = are_opposed(feature_keys(own), denied_in(own), said.keys, said.denied);
  opponent.quoted = std::find(reading.quoted.begin(), reading.quoted.end(), partner) != reading.quoted.end();
  opponent.asks = !known.texts.empty() && merely_asks(known.texts.back());
  if (known.answers) {
    const auto before = floors_.find(known.answers->value);
    opponent.answers_us = before != floors_.end() && before->second.author == post.author;
  }
  return disagreement(pack_, reading, opponent);
}

std::optional<Floor> Partners::told(const Post& post, const Reading& reading) const {
  const auto knows = [&](Floor floor) { return floor < post.floor && floors_.contains(floor.value); };
  if (post.reply_to && knows(*post.reply_to)) return post.reply_to;
  for (auto it = reading.quoted.rbegin(); it != reading.quoted.rend(); ++it) {
    if (knows(*it)) return *it;
  }
  return std::nullopt;
}

/// Nothing, if they share only what the title names: that is common to all.
double Partners::common(const Said& said, const FeatureKeys& keys) const {
  double sum = 0;
  double own = 0;
  for (const auto key : keys) {
    const auto found = said.weights.find(key);
    if (found == said.weights.end()) continue;
    (title_.contains(key) ? sum : own) += found->second;
  }
  return own > 0 ? own + sum * kTitleShare : 0;
}

std::optional<Floor> Partners::guessed(const Post& post, const Reading& reading) const {
  if (reading.units > kReplyUnits) return std::nullopt;
  const auto words = words_of(reading);
  const auto keys = feature_keys(words);
  const auto denied = denied_in(words);
  const auto sharpness = disagreement(pack_, reading, {});
  const bool in_doubt = sharpness < kDisagrees || !talks_back(pack_, reading);
  std::optional<Floor> best;
  double most = in_doubt ? kPlenty : kEnough;
  std::size_t seen = 0;
  bool passed = false;  // a floor that says enough to be answered
  for (auto it = floors_.lower_bound(post.floor.value); it != floors_.begin() && seen < kLookBack;) {
    --it;
    const auto& [floor, known] = *it;
    if (post.floor.value - floor > kDistanceMax) break;
    if (known.author == post.author) continue;
    ++seen;
    const auto& said = said_by(known);
    const bool opposed = are_opposed(keys, denied, said.keys, said.denied);
    if (sharpness < kHalfSharp && !opposed) continue;
    auto found = std::min(common(said, keys), kCommonMax) + (opposed ? kOpposed : 0);
    const bool answerable = said.keys.size() >= kAnswerableFeatures;
    if (answerable && !passed && found > 0) found += in_doubt ? kNextInDoubt : kNext;
    passed |= answerable;
    if (found <= most) continue;
    most = found;
    best = Floor{floor};
  }
  return best;
}

}  // namespace gailou::digest
