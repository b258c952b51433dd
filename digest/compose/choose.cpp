#include "digest/compose/choose.h"

#include <algorithm>
#include <cmath>
#include <queue>

#include "digest/compose/cues.h"
#include "digest/compose/promise.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kWholeUnits = 12;        // a floor up to this is kept whole
constexpr std::size_t kBriefUnits = 24;        // up to this, all but what promises next to nothing
constexpr std::size_t kTerseUnits = 40;        // above, a Chinese floor has more that can go
constexpr std::size_t kShortFloorUnits = 110;  // up to this, one entry of what promises enough
constexpr std::size_t kMediumUnits = 160;      // one entry
constexpr std::size_t kLongFloorUnits = 420;   // two; above, their number grows with the square root
constexpr std::size_t kEntriesMax = 8;
constexpr std::size_t kFragmentUnits = 8;  // an entry below joins its neighbour
constexpr std::size_t kItemsAtLeast = 3;   // of a list whose items become entries
constexpr std::size_t kItemUnitsMin = 8;   // each
constexpr std::size_t kItemUnitsMax = 80;
constexpr double kPromising = -1.3;  // log-odds of about one in five
constexpr double kPromisingInLength = -1.1;
constexpr double kPromisingInBrief = -1.7;
constexpr double kAny = -100;  // a long floor's budget decides
constexpr double kDensity = 1.4;
constexpr double kBroken = -2;   // brackets or quotes don't close, the end is cut off
constexpr double kTitled = 0.3;  // speaks of what the title names
constexpr double kSaid = -1.5;   // all that it names was said already
constexpr double kForeign = -2;
// What speaks against a sentence as a thread's lead.
constexpr double kLeading = -1;
constexpr double kNearlyAsGood = 1.2;  // a lead that lasts may be so much worse than the best
constexpr double kAsks = 1;
constexpr double kOfItself = 1.8;
constexpr double kFragment = 2;
constexpr double kOneItem = 0.6;
constexpr std::size_t kGapSentences = 8;  // sentences left out between two chosen ones that part two matters

struct Budget {
  std::size_t units;
  std::size_t entries;
  std::size_t per_entry;
};

Budget budget_of(std::size_t units) {
  if (units <= kShortFloorUnits) return {units, 1, units};
  if (units <= kMediumUnits) return {100, 1, 105};
  if (units <= kLongFloorUnits) return {190, 2, 95};
  const auto growth = std::sqrt(static_cast<double>(units) / static_cast<double>(kLongFloorUnits));
  const auto entries = std::min(kEntriesMax, static_cast<std::size_t>(std::lround(2 * growth)));
  return {entries * 60, entries, 90};
}

/// Greedy choice by promise, less what the chosen ones have said already. That only grows, so that a stale score is an
/// upper bound and only the top of the queue has to be looked at again.
class Chooser {
 public:
  Chooser(const Pack& pack, const Reading& reading, const FeatureKeys& title) : reading_(reading) {
    for (std::size_t i = 0; i < reading.sentences.size(); ++i) {
      const auto& sentence = reading.sentences[i];
      chinese_ += is_chinese(sentence) ? sentence.units : 0;
      double promise = promise_of(pack, reading, i);
      if (!sentence.whole) promise += kBroken;
      const auto titled = std::any_of(sentence.features.begin(), sentence.features.end(), [&](const Feature& f) {
        return f.kind != Feature::Kind::pair && title.contains(f.key);
      });
      if (titled) promise += kTitled;
      promises_.push_back(promise);
    }
  }

  double best() const { return promises_.empty() ? kAny : *std::max_element(promises_.begin(), promises_.end()); }
  bool is_mostly_chinese() const { return chinese_ * 2 > reading_.units; }
  void discourage(std::size_t index, double by) { promises_[index] -= by; }
  /// Those that promise at least `least`, the best one in any case.
  std::vector<std::size_t> choose(std::size_t budget, std::size_t count, double least);
  /// As many as the budget holds.
  std::vector<std::size_t> choose_within(std::size_t budget, std::size_t count) {
    dense_ = true;
    return choose(budget, count, kAny);
  }

 private:
  double score(std::size_t index) const;
  bool repeats(std::size_t index) const;
  void take(std::size_t index, std::size_t& budget);
  void carry(std::size_t index, std::size_t& budget);
  bool is_chosen(std::size_t index) const { return std::find(chosen_.begin(), chosen_.end(), index) != chosen_.end(); }

  const Reading& reading_;
  std::vector<double> promises_{};
  std::size_t chinese_ = 0;  // units of Chinese sentences
  FeatureKeys said_{};
  std::vector<std::size_t> chosen_{};
  bool dense_ = false;
};

double Chooser::score(std::size_t index) const {
  const auto& sentence = reading_.sentences[index];
  FeatureKeys keys;
  std::size_t old = 0;
  for (const auto& feature : sentence.features) {
    if (keys.insert(feature.key).second && said_.contains(feature.key)) ++old;
  }
  double score = promises_[index];
  if (!keys.empty()) score += kSaid * static_cast<double>(old) / static_cast<double>(keys.size());
  // A floor in two languages says the same twice: its readers read Chinese.
  if (!is_chinese(sentence) && chinese_ * 5 > reading_.units) score += kForeign;
  if (!dense_) return score;
  // Where room is short, what is said briefly comes first.
  return score - kDensity * std::log(static_cast<double>(sentence.units) + 8);
}

/// All that it names was said already: a second time it is no news, however much room there is.
bool Chooser::repeats(std::size_t index) const {
  const auto& features = reading_.sentences[index].features;
  return !features.empty() &&
         std::all_of(features.begin(), features.end(), [this](const Feature& f) { return said_.contains(f.key); });
}

void Chooser::take(std::size_t index, std::size_t& budget) {
  chosen_.push_back(index);
  budget -= std::min(budget, reading_.sentences[index].units);
  for (const auto& feature : reading_.sentences[index].features) said_.insert(feature.key);
}

/// A figure without its subject ("只有 11%。") brings the sentence before along.
void Chooser::carry(std::size_t index, std::size_t& budget) {
  if (index == 0) return;
  const auto& sentence = reading_.sentences[index];
  const auto& before = reading_.sentences[index - 1];
  const auto counts = count_features(sentence.features);
  if (counts.names > 0 || counts.figures == 0 || is_chosen(index - 1)) return;
  if (sentence.units > 10 || before.line != sentence.line || !before.whole) return;
  if (before.units <= budget) take(index - 1, budget);
}

std::vector<std::size_t> Chooser::choose(std::size_t budget, std::size_t count, double least) {
  // Among equals the earlier sentence: hence the negative index.
  using Rated = std::pair<double, std::int64_t>;
  std::priority_queue<Rated> queue;
  for (std::size_t i = 0; i < reading_.sentences.size(); ++i) queue.emplace(score(i), -static_cast<std::int64_t>(i));
  while (!queue.empty() && chosen_.size() < count) {
    const auto [stale, negative] = queue.top();
    queue.pop();
    const auto index = static_cast<std::size_t>(-negative);
    if (is_chosen(index)) continue;
    if (reading_.sentences[index].units > budget && !chosen_.empty()) continue;
    const auto fresh = score(index);
    if (!queue.empty() && fresh < queue.top().first) {
      queue.emplace(fresh, negative);
      continue;
    }
    if (fresh < least && !chosen_.empty()) break;
    if (repeats(index)) continue;
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

/// A few words alone ("心凉半截。") say nothing without what stands beside them.
std::vector<std::size_t> completed(const Reading& reading, std::vector<std::size_t> chosen) {
  if (chosen.size() != 1 || reading.sentences.size() < 2) return chosen;
  const auto only = chosen.front();
  if (reading.sentences[only].units >= kFragmentUnits) return chosen;
  const auto beside = only + 1 < reading.sentences.size() ? only + 1 : only - 1;
  if (reading.sentences[beside].whole) chosen.insert(beside > only ? chosen.end() : chosen.begin(), beside);
  return chosen;
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
  if (small || items.size() < kItemsAtLeast || items.size() > kEntriesMax || units_of(reading, rest) > kItemUnitsMax)
    return {};
  return items;
}

}  // namespace

std::vector<std::vector<std::size_t>> choose(const Pack& pack, const Reading& reading, const FeatureKeys& title,
                                             std::size_t max_units) {
  if (reading.sentences.empty()) return {};
  std::vector<std::size_t> all(reading.sentences.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  if (auto items = listed(reading); !items.empty()) return items;
  if (reading.units <= std::min(kWholeUnits, max_units)) return {all};
  auto budget = budget_of(reading.units);
  budget.per_entry = std::min(budget.per_entry, max_units);
  Chooser chooser(pack, reading, title);
  const bool lengthy = reading.units > kTerseUnits && chooser.is_mostly_chinese();
  const auto least = reading.units <= kBriefUnits ? kPromisingInBrief : lengthy ? kPromisingInLength : kPromising;
  const auto chosen = reading.units <= kShortFloorUnits
                          ? completed(reading, chooser.choose(budget.units, all.size(), least))
                          : chooser.choose_within(budget.units, all.size());
  auto groups = packed(reading, chosen, budget);
  join_fragments(reading, groups);
  return groups;
}

std::vector<std::size_t> leading_sentences(const Pack& pack, const Reading& reading, const FeatureKeys& title,
                                           std::size_t budget, const std::vector<bool>& steady) {
  Chooser chooser(pack, reading, title);
  for (std::size_t i = 0; i < reading.sentences.size(); ++i) {
    const auto form = cue_form(pack, reading.sentences[i].text);
    const bool asks = form.ends_with('?') || opens_with_cue(pack, form, Cue::question);
    if (asks || has_cue(pack, form, Cue::thanks)) chooser.discourage(i, kAsks);
    if (has_cue(pack, form, Cue::self)) chooser.discourage(i, kOfItself);
    if (reading.sentences[i].units < kFragmentUnits) chooser.discourage(i, kFragment);
    if (reading.sentences[i].item) chooser.discourage(i, kOneItem);
  }
  const auto best = chooser.best();
  for (std::size_t i = 0; i < steady.size() && i < reading.sentences.size(); ++i) {
    if (!steady[i]) chooser.discourage(i, -kAny);
  }
  if (chooser.best() < best - kNearlyAsGood) return {};
  return chooser.choose(budget, 2, kLeading);
}

}  // namespace gailou::digest
