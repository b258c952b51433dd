#include "digest/compose/correct.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "digest/compose/choose.h"
#include "digest/compose/correct_words.h"
#include "digest/compose/cues.h"
#include "digest/compose/finish.h"
#include "digest/compose/gates.h"
#include "digest/compose/judge.h"
#include "digest/compose/known_floors.h"
#include "digest/compose/known_texts.h"
#include "digest/compose/prose.h"
#include "digest/compose/reading.h"
#include "digest/compose/repeats.h"
#include "digest/compose/section.h"
#include "digest/compose/substance.h"
#include "digest/compose/summary.h"
#include "digest/compose/text_change.h"
#include "digest/compose/trim.h"
#include "digest/compose/wording.h"
#include "digest/deals/about.h"
#include "digest/text/body.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kPerEdit = 8;           // corrections of one edit
constexpr std::size_t kRewordedUnits = 120;   // of before and after in one correction
constexpr std::size_t kAddedUnits = 140;      // of what was added, in one
constexpr std::size_t kLeftUnits = 60;        // of what is left of a floor that its author took back
constexpr std::size_t kWholeTextBytes = 300;  // a floor as short as this may be quoted whole
constexpr std::size_t kUpdatedMax = 16;       // entries that one correction leads to
constexpr std::size_t kIdleUnits = 5;         // a sentence shorter than this may go without a word
constexpr std::size_t kReportChars = 4;       // what a quotation and a sentence have in common at least

bool stands_in(const std::vector<Floor>& floors, Floor floor) {
  return std::find(floors.begin(), floors.end(), floor) != floors.end();
}

/// The same words but for marks and blanks, one within the other.
bool covers(std::string_view one, std::string_view other) {
  const auto a = core_of(one);
  const auto b = core_of(other);
  if (std::min(a.size(), b.size()) < kReportChars) return a == b && !a.empty();
  return a.find(b) != std::u32string::npos || b.find(a) != std::u32string::npos;
}

bool is_taken(const std::vector<std::string>& taken, const Sentence& sentence) {
  return std::any_of(taken.begin(), taken.end(), [&](const std::string& one) { return covers(one, sentence.text); });
}

/// The reading without what entries about offers tell.
Reading left_of(const Reading& reading, const std::vector<std::string>& taken) {
  Reading left{.floor = reading.floor, .stored = reading.stored};
  for (const Sentence& sentence : reading.sentences) {
    if (is_taken(taken, sentence)) continue;
    left.sentences.push_back(sentence);
    left.units += sentence.units;
  }
  return left;
}

/// What all corrections of a batch have in common.
struct Desk {
  explicit Desk(const BatchInput& batch)
      : input(batch),
        pack(batch.settings.pack ? *batch.settings.pack : standard_pack()),
        known(batch),
        title(feature_keys(batch.title)) {
    scene.title = batch.title;
    scene.authors = known.authors();
    for (const Post& post : batch.context) {
      if (post.state == PostState::visible) earlier.add(post);
    }
    for (const Entry& entry : batch.similar) {
      if (entry.marker.kind == Marker::Kind::withdrawn) continue;
      repeats.add(entry.text);
      standing.add(entry.text);
    }
  }

  const Post* find(Floor floor) const {
    for (const Post& post : input.context) {
      if (post.floor == floor && post.state == PostState::visible) return &post;
    }
    return nullptr;
  }

  bool is_fit(const Append& append) const { return entry_faults(known, candidate_of(input, append)).empty(); }

  std::optional<Reason> contentless(const Reading& reading) const {
    return digest::contentless(pack, reading, Surroundings{.title = &title});
  }

  Reading read(const Post& post) const {
    auto reading = read_floor(post, earlier);
    trim(pack, reading);
    return reading;
  }

  const BatchInput& input;
  const Pack& pack;
  KnownFloors known;
  FeatureKeys title;
  Scene scene{};
  EarlierFloors earlier{};
  Repeats repeats{};
  KnownTexts standing{};
};

/// Names of other floors in a text are links.
void link_named(Append& append, Floor own) {
  for (const auto named : named_floors(append.text)) {
    if (named != own.value) append.links.push_back({.rel = Link::Rel::answers, .entry = {}, .floor = Floor{named}});
  }
}

Link updates(const Entry& entry) {
  return {.rel = Link::Rel::updates, .entry = entry_id(entry.seq)};
}

/// One floor's edit.
class Correction {
 public:
  /// `said`: texts of the batch's corrections before this one; those made here are added. `taken`: what entries about
  /// offers tell of the floor.
  Correction(const Desk& desk, const Edit& edit, const Post& post, KnownTexts& said,
             const std::vector<std::string>& taken)
      : desk_(desk),
        said_(said),
        taken_(taken),
        post_(post),
        before_(desk.read(post_before(post, edit))),
        after_(desk.read(post)),
        changes_(changes_between(before_, after_)) {
    for (const Entry& entry : desk.input.similar) {
      const bool is_live = entry.marker.kind != Marker::Kind::withdrawn;
      if (is_live && stands_in(entry.cites, post.floor)) told_.push_back(&entry);
    }
  }

  std::vector<Append> run() {
    if (told_.empty() || changes_.sentences.empty()) return {};
    if (desk_.contentless(after_)) {
      left_over();
    } else if (changes_.rewritten) {
      rewritten();
    } else {
      matters();
    }
    if (made_.size() > kPerEdit) made_.resize(kPerEdit);
    return std::move(made_);
  }

  /// The summary that now holds; nothing if the old one does.
  std::optional<Summarise> summary() const {
    const Summary& old = desk_.input.summary;
    if (!stands_in(old.cites, post_.floor) || !is_stale(old)) return std::nullopt;
    Summarise standing{.text = std::string(parts_of(old.text).lead), .cites = {old.cites.front()}};
    if (old.cites.front() == post_.floor) {
      auto lead = lead_of(desk_.pack, after_, post_, desk_.title, desk_.scene);
      if (!lead) return std::nullopt;
      standing = std::move(*lead);
    }
    const bool keeps_news = old.cites.size() > 1 && old.cites.back() != post_.floor;
    if (keeps_news) {
      const auto news = parts_of(old.text).news;
      if (auto both = with_news(standing, news, old.cites.back(), desk_.input.settings.language)) return both;
    }
    return standing.text == old.text ? std::nullopt : std::optional(std::move(standing));
  }

 private:
  static Post post_before(const Post& post, const Edit& edit) {
    Post before = post;
    before.body = edit.before;
    return before;
  }

  // --- who told of what

  /// The last entry that took the sentence to tell of it, else one that answers it.
  const Entry* reporter(const Sentence& sentence) const {
    const Entry* answer = nullptr;
    for (auto it = told_.rbegin(); it != told_.rend(); ++it) {
      const bool took = std::any_of((*it)->evidence.begin(), (*it)->evidence.end(), [&](const Evidence& piece) {
        return piece.floor == post_.floor && covers(piece.quote, sentence.text);
      });
      if (took && is_own(**it)) return *it;
      if (took && answer == nullptr) answer = *it;
    }
    return answer;
  }

  /// There to tell of this floor, and not of one that answers it.
  bool is_own(const Entry& entry) const {
    if (entry.marker.kind == Marker::Kind::corrected) return entry.marker.first == post_.floor;
    return stands_in(entry.floors, post_.floor) || entry.cites == std::vector{post_.floor};
  }

  /// The entry that what the floor says besides belongs to: its first one.
  const Entry* home() const {
    const Entry* found = nullptr;
    for (const Entry* entry : told_) {
      if (is_own(*entry) && !entry->deal && found == nullptr) found = entry;
    }
    return found;
  }

  bool tells_of_deals() const {
    return std::any_of(told_.begin(), told_.end(), [](const Entry* entry) { return entry->deal.has_value(); });
  }

  /// Offers have chains of their own, and who keeps them sees the edit too.
  bool is_about_an_offer(const Sentence& sentence) const {
    if (is_taken(taken_, sentence)) return true;
    const auto form = cue_form(desk_.pack, sentence.text);
    const bool has_words = has_cue(desk_.pack, form, Cue::offer) || has_cue(desk_.pack, form, Cue::deal);
    return tells_of_deals() && (has_words || count_features(sentence.features).figures > 0);
  }

  bool says_something_new(const Sentence& sentence) const {
    const auto known = keys_of(before_);
    return std::any_of(sentence.features.begin(), sentence.features.end(), [&](const Feature& feature) {
      const bool counts = feature.kind == Feature::Kind::figure || feature.kind == Feature::Kind::measured_figure ||
                          feature.kind == Feature::Kind::name;
      return counts && !known.contains(feature.key);
    });
  }

  static std::set<std::uint64_t> keys_of(const Reading& reading) {
    std::set<std::uint64_t> keys;
    for (const auto& sentence : reading.sentences) {
      for (const auto& feature : sentence.features) keys.insert(feature.key);
    }
    return keys;
  }

  // --- which changes matter, and to whom

  struct Matter {
    const Entry* target = nullptr;
    std::vector<SentenceChange> changes{};
  };

  const Entry* target_of(const SentenceChange& change) const {
    if (change.before && change.after) return target_of_rewording(*change.before, *change.after);
    return change.before ? target_of_loss(*change.before) : target_of_gain(*change.after);
  }

  const Entry* target_of_rewording(std::size_t before, std::size_t after) const {
    const auto& now = after_.sentences[after];
    const Entry* told = reporter(before_.sentences[before]);
    if (const Entry* already = reporter(now); already != nullptr && already != told) return nullptr;
    if (told != nullptr) return told->deal ? nullptr : told;
    if (!says_something_new(now) || is_about_an_offer(now)) return nullptr;
    return home();
  }

  const Entry* target_of_loss(std::size_t before) const {
    const Entry* told = reporter(before_.sentences[before]);
    return told == nullptr || told->deal || is_idle(before_.sentences[before]) ? nullptr : told;
  }

  /// Thanks, a laugh, a word or two: an entry may have carried them along.
  bool is_idle(const Sentence& sentence) const {
    Reading alone{.floor = post_.floor, .stored = before_.stored, .sentences = {sentence}, .units = sentence.units};
    const auto reason = desk_.contentless(alone);
    return reason && (*reason != Reason::too_short || sentence.units < kIdleUnits);
  }

  const Entry* target_of_gain(std::size_t after) const {
    const auto& now = after_.sentences[after];
    if (reporter(now) != nullptr || is_about_an_offer(now)) return nullptr;
    if (desk_.contentless(part_of(after_, {after})) || desk_.repeats.find(now.text)) return nullptr;
    return home();
  }

  static Reading part_of(const Reading& reading, const std::vector<std::size_t>& indices) {
    Reading part{.floor = reading.floor, .stored = reading.stored};
    for (const auto index : indices) {
      part.sentences.push_back(reading.sentences[index]);
      part.units += reading.sentences[index].units;
    }
    return part;
  }

  static int kind_of(const SentenceChange& change) { return change.before && change.after ? 0 : change.before ? 1 : 2; }

  std::size_t line_of(const SentenceChange& change) const {
    return change.after ? after_.sentences[*change.after].line : before_.sentences[*change.before].line;
  }

  /// Changes of one kind of what one entry told are one matter; each line that is new is one of its own.
  std::vector<Matter> split() const {
    std::vector<Matter> matters;
    for (const auto& change : changes_.sentences) {
      const Entry* target = target_of(change);
      if (target == nullptr) continue;
      const bool goes_on = !matters.empty() && matters.back().target == target &&
                           kind_of(matters.back().changes.front()) == kind_of(change) &&
                           (kind_of(change) != 2 || line_of(matters.back().changes.back()) == line_of(change));
      if (!goes_on) matters.push_back({.target = target, .changes = {}});
      matters.back().changes.push_back(change);
    }
    return matters;
  }

  // --- how it is said

  void matters() {
    for (const Matter& matter : split()) {
      if (kind_of(matter.changes.front()) == 0) {
        reworded(matter);
      } else if (kind_of(matter.changes.front()) == 1) {
        lost(matter);
      } else {
        gained(matter);
      }
    }
  }

  /// A sentence far down its line says little without the front of it.
  std::string subject_of(std::size_t after) const {
    const auto& sentence = after_.sentences[after];
    std::size_t first = after;
    while (first > 0 && after_.sentences[first - 1].line == sentence.line) --first;
    if (first == after || !sentence.item) return {};
    const auto front = quotable(after_.sentences[first].text);
    return units(front) <= 16 ? front : std::string{};
  }

  void reworded(const Matter& matter) {
    std::vector<SentenceChange> together;
    std::size_t length = 0;
    const auto flush = [&] {
      if (!together.empty()) say_reworded(matter, together);
      together.clear();
      length = 0;
    };
    for (const auto& change : matter.changes) {
      const auto shortest = told_in(change).back();
      const auto own = units(shortest.subject) + units(shortest.before) + units(shortest.after);
      if (length + own > kRewordedUnits) flush();
      length += own;
      together.push_back(change);
    }
    flush();
  }

  std::vector<Rewording> told_in(const SentenceChange& change) const {
    auto told = rewordings_of(before_.sentences[*change.before].text, after_.sentences[*change.after].text);
    const auto subject = subject_of(*change.after);
    for (auto& one : told) {
      if (one.subject.empty()) one.subject = subject;
    }
    return told;
  }

  /// At length, and in fewer words for where that is too long or says again what stands.
  void say_reworded(const Matter& matter, const std::vector<SentenceChange>& changes) {
    const auto language = desk_.input.settings.language;
    std::vector<std::string> texts;
    std::string last_resort;  // without what stood there
    std::vector<std::size_t> sentences;
    for (const auto& change : changes) sentences.push_back(*change.after);
    for (std::size_t brevity = 0; brevity < 3; ++brevity) {
      std::vector<Rewording> told;
      for (const auto& change : changes) {
        auto all = told_in(change);
        told.push_back(std::move(all[std::min(brevity, all.size() - 1)]));
      }
      texts.push_back(was_and_is(told, language));
      if (brevity == 2) last_resort = is_now(told, language);
    }
    const auto evidence = evidence_of(sentences);
    const auto made = made_.size();
    say(matter.target, texts, evidence);
    if (made_.size() == made) say(matter.target, {last_resort}, evidence);
  }

  void lost(const Matter& matter) {
    std::vector<std::string> sentences;
    for (const auto& change : matter.changes) {
      if (before_.sentences[*change.before].whole)
        sentences.push_back(quotable(before_.sentences[*change.before].text));
    }
    if (sentences.empty()) return;
    const auto language = desk_.input.settings.language;
    say(matter.target, {is_gone(sentences, language), is_gone({sentences.front()}, language)},
        evidence_near(*matter.changes.front().before));
  }

  void gained(const Matter& matter) {
    std::vector<std::size_t> indices;
    for (const auto& change : matter.changes) indices.push_back(*change.after);
    const auto part = part_of(after_, indices);
    for (const auto& group : choose(desk_.pack, part, desk_.title, desk_.input.settings.max_entry)) {
      const auto added = finished(part, post_, group, desk_.scene);
      if (!added || units(added->text) > kAddedUnits) continue;
      say(matter.target, {is_new(without_conjunction(added->text), desk_.input.settings.language)}, added->evidence);
    }
  }

  /// The author has taken back what was said: one correction of all that was made of it.
  void left_over() {
    std::vector<const Entry*> targets;
    for (const auto& change : changes_.sentences) {
      const Entry* told = change.before ? reporter(before_.sentences[*change.before]) : nullptr;
      const bool is_known = std::find(targets.begin(), targets.end(), told) != targets.end();
      if (told != nullptr && !told->deal && !is_known) targets.push_back(told);
    }
    if (targets.empty()) return;
    std::string left;
    for (const auto& sentence : after_.sentences) {
      if (units(left) + sentence.units > kLeftUnits) break;
      left += (left.empty() ? "" : "，") + quotable(sentence.text);
    }
    if (left.empty()) return;
    std::vector<std::size_t> all(after_.sentences.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    say_of(targets, {is_all_that_is_left(left, desk_.input.settings.language)}, evidence_of(all));
  }

  void rewritten() {
    std::vector<const Entry*> targets;
    for (const Entry* entry : told_) {
      if (is_own(*entry) && !entry->deal) targets.push_back(entry);
    }
    if (targets.empty()) return;
    const auto left = left_of(after_, taken_);
    for (const auto& group : choose(desk_.pack, left, desk_.title, desk_.input.settings.max_entry)) {
      const auto text = finished_text(left, post_, group, desk_.scene);
      if (text.empty()) continue;
      const auto language = desk_.input.settings.language;
      const auto links = made_.empty() ? targets : std::vector{targets.front()};
      say_of(links, {made_.empty() ? is_rewritten(text, language) : text, text}, evidence_in(left, group));
    }
  }

  std::vector<Evidence> evidence_of(const std::vector<std::size_t>& sentences) const {
    return evidence_in(after_, sentences);
  }

  std::vector<Evidence> evidence_in(const Reading& reading, const std::vector<std::size_t>& sentences) const {
    std::vector<Evidence> evidence;
    for (const auto index : sentences) {
      for (auto& piece : verbatim_pieces(reading.sentences[index].text, reading.stored)) {
        evidence.push_back({.floor = post_.floor, .quote = std::move(piece)});
      }
    }
    if (evidence.empty() && !after_.stored.empty() && after_.stored.size() <= kWholeTextBytes) {
      evidence.push_back({.floor = post_.floor, .quote = after_.stored});
    }
    return evidence;
  }

  /// What stands where something was taken out.
  std::vector<Evidence> evidence_near(std::size_t before) const {
    for (std::size_t distance = 0; distance < after_.sentences.size(); ++distance) {
      for (const auto at : {before - std::min(before, distance), before + distance}) {
        if (at >= after_.sentences.size()) continue;
        auto evidence = evidence_of({at});
        if (!evidence.empty()) return evidence;
      }
    }
    return evidence_of({});
  }

  void say(const Entry* target, const std::vector<std::string>& texts, const std::vector<Evidence>& evidence) {
    say_of({target}, texts, evidence);
  }

  /// The first of the texts that meets every gate and reads like no entry that stands, else the last that meets them.
  void say_of(const std::vector<const Entry*>& targets, const std::vector<std::string>& texts,
              const std::vector<Evidence>& evidence) {
    std::optional<Append> best;
    for (const auto& text : texts) {
      Append append{.section = targets.back()->section, .text = text, .evidence = evidence, .corrects = post_.floor};
      if (units(text) > desk_.input.settings.max_entry) continue;
      for (const Entry* target : targets) {
        if (append.links.size() < kUpdatedMax) append.links.push_back(updates(*target));
      }
      link_named(append, post_.floor);
      // Two that read nearly alike would be taken for one.
      if (said_.have_like(text) || !desk_.is_fit(append)) continue;
      best = std::move(append);
      if (!desk_.standing.have_like(text)) break;
    }
    if (!best) return;
    said_.add(best->text);
    made_.push_back(std::move(*best));
  }

  bool is_stale(const Summary& old) const {
    for (const auto& change : changes_.sentences) {
      if (change.before && covers(before_.sentences[*change.before].text, old.text)) return true;
    }
    std::vector<std::string> sources{desk_.input.title};
    for (const Floor floor : old.cites) {
      const FloorFacts* facts = desk_.known.find(floor);
      if (facts == nullptr) return false;  // rests on more than is in sight
      sources.push_back(facts->text);
    }
    return !figure_faults(old.text, sources).empty();
  }

  const Desk& desk_;
  KnownTexts& said_;
  const std::vector<std::string>& taken_;
  const Post& post_;
  Reading before_;
  Reading after_;
  TextChanges changes_;
  std::vector<const Entry*> told_{};  // live ones that cite the floor, ascending
  std::vector<Append> made_{};
};

/// What a floor says that was withdrawn and can be read again.
std::vector<Append> told_again(const Desk& desk, const Post& post, KnownTexts& said,
                               const std::vector<std::string>& taken) {
  std::vector<const Entry*> tombstones;
  for (const Entry& entry : desk.input.similar) {
    const bool is_tombstone = entry.marker.kind == Marker::Kind::withdrawn;
    if (is_tombstone && stands_in(entry.floors, post.floor)) tombstones.push_back(&entry);
  }
  std::vector<Append> made;
  auto reading = desk.read(post);
  if (!taken.empty()) reading = left_of(reading, taken);
  if (tombstones.empty() || desk.contentless(reading)) return made;
  const auto groups = choose(desk.pack, reading, desk.title, desk.input.settings.max_entry);
  std::vector<Floor> opened;
  for (const auto& offer : desk.input.offers)
    opened.push_back(offer.floors.empty() ? post.floor : offer.floors.front());
  const Bearing bearing{.opens = post.floor == Floor{1},
                        .alone = groups.size() == 1,
                        .has_offers = is_of_offers(desk.input.title, opened)};
  for (const auto& group : groups) {
    auto append = finished(reading, post, group, desk.scene);
    if (!append) continue;
    // As many of each, most often: the floor was told in several. What is left over leads to the last.
    const Entry& tombstone = *tombstones[std::min(made.size(), tombstones.size() - 1)];
    append->floors.clear();
    append->corrects = post.floor;
    append->section = tombstones.size() == groups.size() ? tombstone.section
                                                         : std::string(section_of(desk.pack, append->text, bearing));
    append->links.push_back(updates(tombstone));
    link_named(*append, post.floor);
    if (said.have_like(append->text) || !desk.is_fit(*append)) continue;
    said.add(append->text);
    made.push_back(std::move(*append));
  }
  return made;
}

}  // namespace

std::vector<Append> corrections(const BatchInput& input, const TakenSentences& taken) {
  std::vector<Append> made;
  if (input.edits.empty() && input.restored.empty()) return made;
  const Desk desk(input);
  KnownTexts said;
  const auto taken_of = [&](Floor floor) -> const std::vector<std::string>& {
    static const std::vector<std::string> kNone;
    const auto at = taken.find(floor);
    return at == taken.end() ? kNone : at->second;
  };
  const auto add = [&made](std::vector<Append> more) { std::move(more.begin(), more.end(), std::back_inserter(made)); };
  for (const Edit& edit : input.edits) {
    const Post* post = desk.find(edit.floor);
    if (post != nullptr) add(Correction(desk, edit, *post, said, taken_of(edit.floor)).run());
  }
  for (const Floor floor : input.restored) {
    const Post* post = desk.find(floor);
    if (post != nullptr) add(told_again(desk, *post, said, taken_of(floor)));
  }
  return made;
}

std::optional<Summarise> corrected_summary(const BatchInput& input) {
  if (input.edits.empty()) return std::nullopt;
  const Desk desk(input);
  KnownTexts said;
  const std::vector<std::string> none;
  for (const Edit& edit : input.edits) {
    const Post* post = desk.find(edit.floor);
    if (post == nullptr) continue;
    if (auto summary = Correction(desk, edit, *post, said, none).summary()) return summary;
  }
  return std::nullopt;
}

}  // namespace gailou::digest
