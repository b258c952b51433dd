#include "digest/compose/choose.h"

#include <algorithm>
#include <cmath>
#include <queue>

#include "digest/compose/cues.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kWholeUnits = 110;   // a floor up to this is kept whole
constexpr std::size_t kMediumUnits = 160;  // one entry
constexpr std::size_t kLongUnits = 420;    // two; above, their number grows with the square root
constexpr std::size_t kEntriesMax = 8;
constexpr std::size_t kFragmentUnits = 8;  // an entry below joins its neighbour
constexpr std::size_t kItemsMin = 3;       // of a list whose items become entries
constexpr std::size_t kItemUnitsMin = 8;   // each
constexpr std::size_t kItemUnitsMax = 80;
constexpr double kWorthless = 0.12;  // of the best sentence's score: below, the budget is left unused
constexpr std::size_t kLeadSentences = 3;
constexpr std::size_t kGapSentences = 8;  // sentences left out between two chosen ones that part two matters

struct Budget {
  std::size_t units;
  std::size_t entries;
  std::size_t per_entry;
};

Budget budget_of(std::size_t units) {
  if (units <= kWholeUnits) return {units, 1, units};
  if (units <= kMediumUnits) return {100, 1, 105};
  if (units <= kLongUnits) return {170, 2, 95};
  const auto growth = std::sqrt(static_cast<double>(units) / static_cast<double>(kLongUnits));
  const auto entries = std::min(kEntriesMax, static_cast<std::size_t>(std::lround(2.4 * growth)));
  return {entries * 80, entries, 90};
}

double weight_of(Feature::Kind kind) {
  switch (kind) {
    case Feature::Kind::measured_figure:
      return 3.2;
    case Feature::Kind::figure:
      return 1.8;
    case Feature::Kind::name:
      return 0.7;
    case Feature::Kind::word:
    case Feature::Kind::pair:
      return 0.12;
  }
  return 0;
}

bool is_chinese(const Sentence& sentence) {
  return std::any_of(sentence.features.begin(), sentence.features.end(),
                     [](const Feature& f) { return f.kind == Feature::Kind::pair; });
}

/// Greedy choice by news per length. News only shrinks as more is chosen, so that a stale score is an upper bound and
/// only the top of the queue has to be looked at again.
class Chooser {
 public:
  /// `lead`: what stands first counts more, fragments not at all.
  Chooser(const Reading& reading, const FeatureKeys& title, bool lead) : reading_(reading), title_(title), lead_(lead) {
    for (const auto& sentence : reading.sentences) {
      const auto form = cue_form(sentence.text);
      cues_.push_back(has_cue(form, Cue::contrast));
      idle_.push_back(opens_with_cue(form, Cue::thanks) || form.ends_with('?'));
      chinese_ += is_chinese(sentence) ? sentence.units : 0;
    }
  }

  std::vector<std::size_t> choose(std::size_t budget, std::size_t count);
  double score(std::size_t index) const;

 private:
  void take(std::size_t index, std::size_t& budget);
  void carry(std::size_t index, std::size_t& budget);

  const Reading& reading_;
  const FeatureKeys& title_;
  bool lead_;
  std::vector<bool> cues_{};
  std::vector<bool> idle_{};  // thanks and questions
  std::size_t chinese_ = 0;   // units of Chinese sentences
  FeatureKeys said_{};
  std::vector<std::size_t> chosen_{};
};

double Chooser::score(std::size_t index) const {
  const auto& sentence = reading_.sentences[index];
  FeatureKeys counted;
  double news = cues_[index] ? 0.8 : 0;
  for (const auto& feature : sentence.features) {
    if (said_.contains(feature.key) || !counted.insert(feature.key).second) continue;
    news += weight_of(feature.kind);
    if (title_.contains(feature.key)) news += feature.kind == Feature::Kind::pair ? 0.15 : 0.6;
  }
  if (!sentence.whole) news *= 0.2;
  if (idle_[index]) news *= 0.4;
  if (lead_ && sentence.units < kFragmentUnits) news = 0;
  if (lead_ && index < kLeadSentences) news *= 1.3;
  // A floor in two languages says the same twice: its readers read Chinese.
  if (!is_chinese(sentence) && chinese_ * 5 > reading_.units) news *= 0.85;
  return news / std::pow(static_cast<double>(sentence.units) + 6, 0.9);
}

void Chooser::take(std::size_t index, std::size_t& budget) {
  chosen_.push_back(index);
  budget -= reading_.sentences[index].units;
  for (const auto& feature : reading_.sentences[index].features) said_.insert(feature.key);
}

/// A figure without its subject ("只有 11%。") brings the sentence before along.
void Chooser::carry(std::size_t index, std::size_t& budget) {
  if (index == 0) return;
  const auto& sentence = reading_.sentences[index];
  const auto& before = reading_.sentences[index - 1];
  bool figure = false;
  for (const auto& feature : sentence.features) {
    if (feature.kind == Feature::Kind::name) return;
    figure |= feature.kind == Feature::Kind::figure || feature.kind == Feature::Kind::measured_figure;
  }
  const bool chosen = std::find(chosen_.begin(), chosen_.end(), index - 1) != chosen_.end();
  if (!figure || chosen || sentence.units > 10 || before.line != sentence.line || !before.whole) return;
  if (before.units <= budget) take(index - 1, budget);
}

std::vector<std::size_t> Chooser::choose(std::size_t budget, std::size_t count) {
  // Among equals the earlier sentence: hence the negative index.
  using Rated = std::pair<double, std::int64_t>;
  double best = 0.05;
  std::priority_queue<Rated> queue;
  for (std::size_t i = 0; i < reading_.sentences.size(); ++i) queue.emplace(score(i), -static_cast<std::int64_t>(i));
  while (!queue.empty() && chosen_.size() < count) {
    const auto [stale, negative] = queue.top();
    queue.pop();
    const auto index = static_cast<std::size_t>(-negative);
    if (reading_.sentences[index].units > budget) continue;
    if (std::find(chosen_.begin(), chosen_.end(), index) != chosen_.end()) continue;
    const auto fresh = score(index);
    if (!queue.empty() && fresh < queue.top().first) {
      queue.emplace(fresh, negative);
      continue;
    }
    if (fresh < best * kWorthless) break;
    best = std::max(best, fresh);
    take(index, budget);
    carry(index, budget);
  }
  std::sort(chosen_.begin(), chosen_.end());
  return chosen_;
}

std::size_t units_of(const Reading& reading, const std::vector<std::size_t>& group) {
  std::size_t sum = 0;
  for (const auto index : group) sum += reading.sentences[index].units;
  return sum;
}

/// Parts the chosen sentences into entries of one matter each, as far as length and distance tell matters apart.
std::vector<std::vector<std::size_t>> packed(const Reading& reading, const std::vector<std::size_t>& chosen,
                                             const Budget& budget) {
  std::vector<std::vector<std::size_t>> groups;
  std::size_t length = 0;
  for (const auto index : chosen) {
    const auto& sentence = reading.sentences[index];
    bool fresh = groups.empty() || length + sentence.units > budget.per_entry;
    if (!fresh && budget.entries > 2) {
      const auto last = groups.back().back();
      const bool apart = index - last > kGapSentences || is_chinese(reading.sentences[last]) != is_chinese(sentence);
      fresh = apart && length >= budget.per_entry / 3;
    }
    if (fresh) {
      groups.emplace_back();
      length = 0;
    }
    groups.back().push_back(index);
    length += sentence.units;
  }
  return groups;
}

/// A fragment joins the entry before it; alone it stays.
void join_fragments(const Reading& reading, std::vector<std::vector<std::size_t>>& groups) {
  for (std::size_t i = 1; i < groups.size();) {
    if (units_of(reading, groups[i]) >= kFragmentUnits) {
      ++i;
      continue;
    }
    groups[i - 1].insert(groups[i - 1].end(), groups[i].begin(), groups[i].end());
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

/// Items of a list that each say enough are matters of their own: one group each, what stands before them another.
std::vector<std::vector<std::size_t>> listed(const Reading& reading) {
  std::vector<std::vector<std::size_t>> items;
  std::vector<std::size_t> rest;
  std::size_t line = 0;
  for (std::size_t i = 0; i < reading.sentences.size(); ++i) {
    const auto& sentence = reading.sentences[i];
    if (!sentence.item) {
      rest.push_back(i);
    } else if (!items.empty() && sentence.line == line) {
      items.back().push_back(i);
    } else {
      items.push_back({i});
      line = sentence.line;
    }
  }
  const bool small = std::any_of(items.begin(), items.end(), [&](const auto& item) {
    const auto length = units_of(reading, item);
    return length < kItemUnitsMin || length > kItemUnitsMax;
  });
  if (small || items.size() < kItemsMin || items.size() > kEntriesMax || units_of(reading, rest) > kItemUnitsMax)
    return {};
  return items;
}

}  // namespace

FeatureKeys feature_keys(std::string_view text) {
  FeatureKeys keys;
  for (const auto& feature : features_of(text)) keys.insert(feature.key);
  return keys;
}

std::vector<std::vector<std::size_t>> choose(const Reading& reading, const FeatureKeys& title) {
  if (reading.sentences.empty()) return {};
  std::vector<std::size_t> all(reading.sentences.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  if (auto items = listed(reading); !items.empty()) return items;
  const auto budget = budget_of(reading.units);
  if (reading.units <= kWholeUnits) return {all};
  auto groups = packed(reading, Chooser(reading, title, false).choose(budget.units, all.size()), budget);
  join_fragments(reading, groups);
  return groups;
}

std::vector<std::size_t> best_sentences(const Reading& reading, const FeatureKeys& title, std::size_t budget,
                                        std::size_t count) {
  return Chooser(reading, title, true).choose(budget, count);
}

}  // namespace gailou::digest
