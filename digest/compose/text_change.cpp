#include "digest/compose/text_change.h"

#include <algorithm>
#include <set>
#include <string>

#include "digest/compose/wording.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"
#include "digest/text/similar.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kComparedMax = 60;        // sentences without their like on either side; more are a new text
constexpr double kSameSentence = 0.22;          // of all trigrams shared: one became the other
constexpr double kContained = 0.5;              // of the shorter one's
constexpr std::size_t kSameEnds = 2;            // characters at the front or the end, in the same place of the text
constexpr std::size_t kRewrittenSentences = 3;  // gone at least, and
constexpr std::size_t kKeptShare = 4;           // less than one part in so many kept

/// A text as one run of letters, with the places where a sentence or a part of one may begin or end.
class Stream {
 public:
  /// All sentences but those of `without`, which ascend.
  explicit Stream(const Reading& reading, const std::vector<std::size_t>& without = {}) {
    for (std::size_t i = 0; i < reading.sentences.size(); ++i) {
      if (std::binary_search(without.begin(), without.end(), i)) continue;
      add(reading.sentences[i].text);
      cores_.insert(core_of(reading.sentences[i].text));
    }
  }

  /// The sentence stands in it, whole and with other words around it only behind a mark or a blank.
  bool has(std::string_view sentence) const {
    const auto core = core_of(sentence);
    if (core.empty() || cores_.contains(core)) return true;
    for (auto at = letters_.find(core); at != std::u32string::npos; at = letters_.find(core, at + 1)) {
      if (breaks_[at] && breaks_[at + core.size()]) return true;
    }
    return false;
  }

 private:
  void add(std::string_view sentence) {
    breaks_.resize(letters_.size() + 1);
    breaks_[letters_.size()] = true;
    const auto chars = norm32(sentence);
    std::size_t from = 0;
    for (std::size_t i = 0; i < chars.size(); ++i) {
      const bool inside = i > 0 && i + 1 < chars.size() && is_latin_digit(chars[i - 1]) && is_latin_digit(chars[i + 1]);
      if (is_word(chars[i]) || chars[i] == U'%' || inside) continue;
      take(to_u8(std::u32string_view(chars).substr(from, i + 1 - from)));
      from = i + 1;
    }
    take(to_u8(std::u32string_view(chars).substr(from)));
  }

  void take(std::string_view part) {
    const auto core = core_of(part);
    if (core.empty()) return;
    letters_ += core;
    breaks_.resize(letters_.size() + 1);
    breaks_[letters_.size()] = true;
  }

  std::set<std::u32string> cores_{};
  std::u32string letters_{};
  std::vector<bool> breaks_{};
};

std::vector<std::size_t> lacking(const Reading& reading, const Stream& other) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < reading.sentences.size() && found.size() <= kComparedMax; ++i) {
    if (!other.has(reading.sentences[i].text)) found.push_back(i);
  }
  return found;
}

/// Sentences of `reading` that the other text hasn't as such. What stands within a longer sentence of the other's that
/// is new as a whole ("now over: …") isn't there as such; what was only joined or parted is.
std::vector<std::size_t> lacking(const Reading& reading, const Reading& other) {
  return lacking(reading, Stream(other, lacking(other, Stream(reading))));
}

std::size_t units_of(const Reading& reading, const std::vector<std::size_t>& indices) {
  std::size_t sum = 0;
  for (const auto index : indices) sum += reading.sentences[index].units;
  return sum;
}

bool share_ends(std::string_view before, std::string_view after) {
  const auto a = core_of(before);
  const auto b = core_of(after);
  const auto length = std::min(a.size(), b.size());
  std::size_t front = 0;
  while (front < length && a[front] == b[front]) ++front;
  std::size_t back = 0;
  while (back < length && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  return std::max(front, back) >= kSameEnds;
}

class Matching {
 public:
  Matching(const Reading& before, const Reading& after)
      : before_(before), after_(after), gone_(lacking(before, after)), fresh_(lacking(after, before)) {}

  TextChanges run() {
    TextChanges changes;
    if (gone_.size() <= kComparedMax && fresh_.size() <= kComparedMax) pair_alike();
    changes.rewritten = is_rewritten();
    for (const auto& pair : pairs_) {
      const bool differ = differ_in_substance(before_.sentences[*pair.before].text, after_.sentences[*pair.after].text);
      if (differ) changes.sentences.push_back(pair);
    }
    for (const auto index : gone_) {
      if (!is_paired(index, &SentenceChange::before)) changes.sentences.push_back({.before = index, .after = {}});
    }
    for (const auto index : fresh_) {
      if (!is_paired(index, &SentenceChange::after)) changes.sentences.push_back({.before = {}, .after = index});
    }
    std::stable_sort(changes.sentences.begin(), changes.sentences.end(),
                     [this](const SentenceChange& a, const SentenceChange& b) { return place_of(a) < place_of(b); });
    return changes;
  }

 private:
  bool is_rewritten() const {
    std::vector<std::size_t> lost;
    for (const auto index : gone_) {
      if (!is_paired(index, &SentenceChange::before)) lost.push_back(index);
    }
    const auto kept = before_.units - std::min(units_of(before_, lost), before_.units);
    return lost.size() >= kRewrittenSentences && kept * kKeptShare < before_.units;
  }

  double likeness(std::size_t gone, std::size_t fresh) const {
    const auto& a = before_.sentences[gone_[gone]];
    const auto& b = after_.sentences[fresh_[fresh]];
    const auto alike = similar(a.text, b.text);
    const double score = std::max(alike.jaccard / kSameSentence, alike.containment / kContained);
    if (score >= 1) return score;
    return is_same_place(gone, fresh) && share_ends(a.text, b.text) ? 1 : 0;
  }

  /// Between the same neighbours, with nothing else new or gone beside it; or the only one on either side.
  bool is_same_place(std::size_t gone, std::size_t fresh) const {
    if (gone_.size() == 1 && fresh_.size() == 1) return true;
    const auto is_alone = [](const std::vector<std::size_t>& all, std::size_t at) {
      const bool before = at > 0 && all[at - 1] + 1 == all[at];
      const bool after = at + 1 < all.size() && all[at] + 1 == all[at + 1];
      return !before && !after;
    };
    return gone == fresh && is_alone(gone_, gone) && is_alone(fresh_, fresh);
  }

  /// The most alike first.
  void pair_alike() {
    struct Rated {
      double score;
      std::size_t gone;
      std::size_t fresh;
    };
    std::vector<Rated> rated;
    for (std::size_t i = 0; i < gone_.size(); ++i) {
      for (std::size_t j = 0; j < fresh_.size(); ++j) {
        if (const auto score = likeness(i, j); score >= 1) rated.push_back({score, i, j});
      }
    }
    std::stable_sort(rated.begin(), rated.end(), [](const Rated& a, const Rated& b) { return a.score > b.score; });
    for (const auto& one : rated) {
      const auto gone = gone_[one.gone];
      const auto fresh = fresh_[one.fresh];
      if (is_paired(gone, &SentenceChange::before) || is_paired(fresh, &SentenceChange::after)) continue;
      pairs_.push_back({.before = gone, .after = fresh});
    }
  }

  bool is_paired(std::size_t index, std::optional<std::size_t> SentenceChange::*side) const {
    return std::any_of(pairs_.begin(), pairs_.end(), [&](const SentenceChange& pair) { return pair.*side == index; });
  }

  /// What is gone stands where it stood, as far as both texts run alike.
  std::size_t place_of(const SentenceChange& change) const { return change.after ? *change.after : *change.before; }

  const Reading& before_;
  const Reading& after_;
  std::vector<std::size_t> gone_;
  std::vector<std::size_t> fresh_;
  std::vector<SentenceChange> pairs_{};
};

}  // namespace

TextChanges changes_between(const Reading& before, const Reading& after) {
  return Matching(before, after).run();
}

}  // namespace gailou::digest
