#include "digest/compose/correct.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "digest/compose/choose.h"
#include "digest/compose/correct_words.h"
#include "digest/compose/correction_desk.h"
#include "digest/compose/edited_floor.h"
#include "digest/compose/finish.h"
#include "digest/compose/known_texts.h"
#include "digest/compose/prose.h"
#include "digest/compose/reading.h"
#include "digest/compose/section.h"
#include "digest/compose/summary.h"
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

/// One floor's edit.
class Correction {
 public:
  /// `said`: texts of the batch's corrections before this one; those made here are added. `taken`: what entries about
  /// offers tell of the floor.
  Correction(const CorrectionDesk& desk, const Edit& edit, const Post& post, KnownTexts& said,
             const std::vector<std::string>& taken)
      : desk_(desk), said_(said), taken_(taken), post_(post), edited_(desk, edit, post, taken) {}

  std::vector<Append> run() {
    if (edited_.told().empty() || edited_.changes().sentences.empty()) return {};
    if (desk_.contentless(edited_.after())) {
      left_over();
    } else if (edited_.changes().rewritten) {
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
    if (!holds_floor(old.cites, post_.floor) || !is_stale(old)) return std::nullopt;
    Summarise standing{.text = std::string(parts_of(old.text).lead), .cites = {old.cites.front()}};
    if (old.cites.front() == post_.floor) {
      auto lead = lead_of(desk_.pack, edited_.after(), post_, desk_.title, desk_.scene);
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
  void matters() {
    for (const auto& matter : edited_.matters()) {
      if (matter.kind == EditedFloor::Kind::reworded) {
        reworded(matter);
      } else if (matter.kind == EditedFloor::Kind::lost) {
        lost(matter);
      } else {
        gained(matter);
      }
    }
  }

  /// A sentence far down its line says little without the front of it.
  std::string subject_of(std::size_t after) const {
    const auto& sentence = edited_.after().sentences[after];
    std::size_t first = after;
    while (first > 0 && edited_.after().sentences[first - 1].line == sentence.line) --first;
    if (first == after || !sentence.item) return {};
    const auto front = quotable(edited_.after().sentences[first].text);
    return units(front) <= 16 ? front : std::string{};
  }

  void reworded(const EditedFloor::Matter& matter) {
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
    auto told =
        rewordings_of(edited_.before().sentences[*change.before].text, edited_.after().sentences[*change.after].text);
    const auto subject = subject_of(*change.after);
    for (auto& one : told) {
      if (one.subject.empty()) one.subject = subject;
    }
    return told;
  }

  /// At length, and in fewer words for where that is too long or says again what stands.
  void say_reworded(const EditedFloor::Matter& matter, const std::vector<SentenceChange>& changes) {
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

  void lost(const EditedFloor::Matter& matter) {
    std::vector<std::string> sentences;
    for (const auto& change : matter.changes) {
      if (edited_.before().sentences[*change.before].whole)
        sentences.push_back(quotable(edited_.before().sentences[*change.before].text));
    }
    if (sentences.empty()) return;
    const auto language = desk_.input.settings.language;
    say(matter.target, {is_gone(sentences, language), is_gone({sentences.front()}, language)},
        evidence_near(*matter.changes.front().before));
  }

  void gained(const EditedFloor::Matter& matter) {
    std::vector<std::size_t> indices;
    for (const auto& change : matter.changes) indices.push_back(*change.after);
    const auto part = part_of(edited_.after(), indices);
    for (const auto& group : choose(desk_.pack, part, desk_.title, desk_.input.settings.max_entry)) {
      const auto added = finished(part, post_, group, desk_.scene);
      if (!added || units(added->text) > kAddedUnits) continue;
      say(matter.target, {is_new(without_conjunction(added->text), desk_.input.settings.language)}, added->evidence);
    }
  }

  /// The author has taken back what was said: one correction of all that was made of it.
  void left_over() {
    std::vector<const Entry*> targets;
    for (const auto& change : edited_.changes().sentences) {
      const Entry* told = change.before ? edited_.reporter(edited_.before().sentences[*change.before]) : nullptr;
      const bool is_known = std::find(targets.begin(), targets.end(), told) != targets.end();
      if (told != nullptr && !told->deal && !is_known) targets.push_back(told);
    }
    if (targets.empty()) return;
    std::string left;
    for (const auto& sentence : edited_.after().sentences) {
      if (units(left) + sentence.units > kLeftUnits) break;
      left += (left.empty() ? "" : "，") + quotable(sentence.text);
    }
    if (left.empty()) return;
    std::vector<std::size_t> all(edited_.after().sentences.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    say_of(targets, {is_all_that_is_left(left, desk_.input.settings.language)}, evidence_of(all));
  }

  void rewritten() {
    std::vector<const Entry*> targets;
    for (const Entry* entry : edited_.told()) {
      if (edited_.is_own(*entry) && !entry->deal) targets.push_back(entry);
    }
    if (targets.empty()) return;
    const auto left = without_told(edited_.after(), taken_);
    for (const auto& group : choose(desk_.pack, left, desk_.title, desk_.input.settings.max_entry)) {
      const auto text = finished_text(left, post_, group, desk_.scene);
      if (text.empty()) continue;
      const auto language = desk_.input.settings.language;
      const auto links = made_.empty() ? targets : std::vector{targets.front()};
      say_of(links, {made_.empty() ? is_rewritten(text, language) : text, text}, evidence_in(left, group));
    }
  }

  std::vector<Evidence> evidence_of(const std::vector<std::size_t>& sentences) const {
    return evidence_in(edited_.after(), sentences);
  }

  std::vector<Evidence> evidence_in(const Reading& reading, const std::vector<std::size_t>& sentences) const {
    std::vector<Evidence> evidence;
    for (const auto index : sentences) {
      for (auto& piece : verbatim_pieces(reading.sentences[index].text, reading.stored)) {
        evidence.push_back({.floor = post_.floor, .quote = std::move(piece)});
      }
    }
    if (evidence.empty() && !edited_.after().stored.empty() && edited_.after().stored.size() <= kWholeTextBytes) {
      evidence.push_back({.floor = post_.floor, .quote = edited_.after().stored});
    }
    return evidence;
  }

  /// What stands where something was taken out.
  std::vector<Evidence> evidence_near(std::size_t before) const {
    for (std::size_t distance = 0; distance < edited_.after().sentences.size(); ++distance) {
      for (const auto at : {before - std::min(before, distance), before + distance}) {
        if (at >= edited_.after().sentences.size()) continue;
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
        if (append.links.size() < kUpdatedMax) append.links.push_back(updates_link(*target));
      }
      link_named_floors(append, post_.floor);
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
    for (const auto& change : edited_.changes().sentences) {
      if (change.before && share_words(edited_.before().sentences[*change.before].text, old.text)) return true;
    }
    std::vector<std::string> sources{desk_.input.title};
    for (const Floor floor : old.cites) {
      const FloorFacts* facts = desk_.known.find(floor);
      if (facts == nullptr) return false;  // rests on more than is in sight
      sources.push_back(facts->text);
    }
    return !figure_faults(old.text, sources).empty();
  }

  const CorrectionDesk& desk_;
  KnownTexts& said_;
  const std::vector<std::string>& taken_;
  const Post& post_;
  EditedFloor edited_;
  std::vector<Append> made_{};
};

/// What a floor says that was withdrawn and can be read again.
std::vector<Append> told_again(const CorrectionDesk& desk, const Post& post, KnownTexts& said,
                               const std::vector<std::string>& taken) {
  std::vector<const Entry*> tombstones;
  for (const Entry& entry : desk.input.similar) {
    const bool is_tombstone = entry.marker.kind == Marker::Kind::withdrawn;
    if (is_tombstone && holds_floor(entry.floors, post.floor)) tombstones.push_back(&entry);
  }
  std::vector<Append> made;
  auto reading = desk.read(post);
  if (!taken.empty()) reading = without_told(reading, taken);
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
    append->links.push_back(updates_link(tombstone));
    link_named_floors(*append, post.floor);
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
  const CorrectionDesk desk(input);
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
  const CorrectionDesk desk(input);
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
