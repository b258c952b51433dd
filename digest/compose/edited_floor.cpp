#include "digest/compose/edited_floor.h"

#include <algorithm>

#include "digest/compose/cues.h"
#include "digest/compose/features.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kIdleUnits = 5;  // a sentence shorter than this may go without a word

Post post_before(const Post& post, const Edit& edit) {
  Post before = post;
  before.body = edit.before;
  return before;
}

FeatureKeys all_keys_of(const Reading& reading) {
  FeatureKeys keys;
  for (const auto& sentence : reading.sentences) {
    for (const auto& feature : sentence.features) keys.insert(feature.key);
  }
  return keys;
}

EditedFloor::Kind kind_of(const SentenceChange& change) {
  if (change.before && change.after) return EditedFloor::Kind::reworded;
  return change.before ? EditedFloor::Kind::lost : EditedFloor::Kind::gained;
}

}  // namespace

EditedFloor::EditedFloor(const CorrectionDesk& desk, const Edit& edit, const Post& post,
                         const std::vector<std::string>& taken)
    : desk_(desk),
      taken_(taken),
      floor_(post.floor),
      before_(desk.read(post_before(post, edit))),
      after_(desk.read(post)),
      changes_(changes_between(before_, after_)) {
  for (const Entry& entry : desk.input.similar) {
    const bool is_live = entry.marker.kind != Marker::Kind::withdrawn;
    if (is_live && holds_floor(entry.cites, floor_)) told_.push_back(&entry);
  }
}

const Entry* EditedFloor::reporter(const Sentence& sentence) const {
  const Entry* answer = nullptr;
  for (auto it = told_.rbegin(); it != told_.rend(); ++it) {
    const bool took = std::any_of((*it)->evidence.begin(), (*it)->evidence.end(), [&](const Evidence& piece) {
      return piece.floor == floor_ && share_words(piece.quote, sentence.text);
    });
    if (took && is_own(**it)) return *it;
    if (took && answer == nullptr) answer = *it;
  }
  return answer;
}

bool EditedFloor::is_own(const Entry& entry) const {
  if (entry.marker.kind == Marker::Kind::corrected) return entry.marker.first == floor_;
  return holds_floor(entry.floors, floor_) || entry.cites == std::vector{floor_};
}

/// The entry that what the floor says besides belongs to: its first one.
const Entry* EditedFloor::home() const {
  const Entry* found = nullptr;
  for (const Entry* entry : told_) {
    if (is_own(*entry) && !entry->deal && found == nullptr) found = entry;
  }
  return found;
}

bool EditedFloor::tells_of_deals() const {
  return std::any_of(told_.begin(), told_.end(), [](const Entry* entry) { return entry->deal.has_value(); });
}

/// Offers have chains of their own, and who keeps them sees the edit too.
bool EditedFloor::is_about_an_offer(const Sentence& sentence) const {
  if (is_told_by_offers(taken_, sentence)) return true;
  const auto form = cue_form(desk_.pack, sentence.text);
  const bool has_words = has_cue(desk_.pack, form, Cue::offer) || has_cue(desk_.pack, form, Cue::deal);
  return tells_of_deals() && (has_words || count_features(sentence.features).figures > 0);
}

bool EditedFloor::says_something_new(const Sentence& sentence) const {
  const auto known = all_keys_of(before_);
  return std::any_of(sentence.features.begin(), sentence.features.end(), [&](const Feature& feature) {
    const bool counts = feature.kind == Feature::Kind::figure || feature.kind == Feature::Kind::measured_figure ||
                        feature.kind == Feature::Kind::name;
    return counts && !known.contains(feature.key);
  });
}

const Entry* EditedFloor::target_of(const SentenceChange& change) const {
  if (change.before && change.after) return target_of_rewording(*change.before, *change.after);
  return change.before ? target_of_loss(*change.before) : target_of_gain(*change.after);
}

const Entry* EditedFloor::target_of_rewording(std::size_t before, std::size_t after) const {
  const auto& now = after_.sentences[after];
  const Entry* told = reporter(before_.sentences[before]);
  if (const Entry* already = reporter(now); already != nullptr && already != told) return nullptr;
  if (told != nullptr) return told->deal ? nullptr : told;
  if (!says_something_new(now) || is_about_an_offer(now)) return nullptr;
  return home();
}

const Entry* EditedFloor::target_of_loss(std::size_t before) const {
  const Entry* told = reporter(before_.sentences[before]);
  return told == nullptr || told->deal || is_idle(before_.sentences[before]) ? nullptr : told;
}

/// Thanks, a laugh, a word or two: an entry may have carried them along.
bool EditedFloor::is_idle(const Sentence& sentence) const {
  Reading alone{.floor = floor_, .stored = before_.stored, .sentences = {sentence}, .units = sentence.units};
  const auto reason = desk_.contentless(alone);
  return reason && (*reason != Reason::too_short || sentence.units < kIdleUnits);
}

const Entry* EditedFloor::target_of_gain(std::size_t after) const {
  const auto& now = after_.sentences[after];
  if (reporter(now) != nullptr || is_about_an_offer(now)) return nullptr;
  if (desk_.contentless(part_of(after_, {after})) || desk_.repeats.find(now.text)) return nullptr;
  return home();
}

std::size_t EditedFloor::line_of(const SentenceChange& change) const {
  return change.after ? after_.sentences[*change.after].line : before_.sentences[*change.before].line;
}

std::vector<EditedFloor::Matter> EditedFloor::matters() const {
  std::vector<Matter> found;
  for (const auto& change : changes_.sentences) {
    const Entry* target = target_of(change);
    if (target == nullptr) continue;
    const auto kind = kind_of(change);
    const bool goes_on = !found.empty() && found.back().target == target && found.back().kind == kind &&
                         (kind != Kind::gained || line_of(found.back().changes.back()) == line_of(change));
    if (!goes_on) found.push_back({.target = target, .kind = kind, .changes = {}});
    found.back().changes.push_back(change);
  }
  return found;
}

Reading part_of(const Reading& reading, const std::vector<std::size_t>& indices) {
  Reading part{.floor = reading.floor, .stored = reading.stored};
  for (const auto index : indices) {
    part.sentences.push_back(reading.sentences[index]);
    part.units += reading.sentences[index].units;
  }
  return part;
}

}  // namespace gailou::digest
