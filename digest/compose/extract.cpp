// The offline engine, floor by floor: read, pass over or choose sentences, finish, compare with what stands, link.
#include "digest/compose/extract.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "digest/compose/addressed.h"
#include "digest/compose/choose.h"
#include "digest/compose/correct.h"
#include "digest/compose/cues.h"
#include "digest/compose/finish.h"
#include "digest/compose/offers_summary.h"
#include "digest/compose/partner.h"
#include "digest/compose/prose.h"
#include "digest/compose/reading.h"
#include "digest/compose/repeats.h"
#include "digest/compose/section.h"
#include "digest/compose/substance.h"
#include "digest/compose/summary.h"
#include "digest/compose/trace.h"
#include "digest/compose/trim.h"
#include "digest/deals/about.h"
#include "digest/deals/reader.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

void add_link(Append& entry, const std::optional<Link>& link) {
  if (link && std::find(entry.links.begin(), entry.links.end(), *link) == entry.links.end())
    entry.links.push_back(*link);
}

constexpr std::size_t kOffersOfAThread = 2;  // that make it a thread about offers

class Extractor {
 public:
  Extractor(const BatchInput& input, FloorTrace* trace);
  Draft run();
  /// What the entries about offers say of edited and restored floors.
  const TakenSentences& taken() const { return taken_; }

 private:
  struct Answer {
    std::optional<Floor> told{};     // by the forum or a quotation
    std::optional<Floor> partner{};  // that one, or the one that it must mean
    double disagreement = 0;
    bool disputes() const { return partner && disagreement >= kDisagrees; }
  };
  Answer answer_of(const Post& post, const Reading& reading);

  void floor(const Post& post);
  void quiet(const Post& post, Reason reason) { draft_.operations.emplace_back(Quiet{post.floor, reason}); }
  void keep(const Post& post, std::vector<Append> entries);
  std::vector<Append> entries(const Post& post, const Reading& reading, std::optional<std::size_t>& repeated);
  void link(const Post& post, const Answer& answer, std::vector<Append>& entries,
            std::optional<std::size_t> repeated) const;
  void cite_both_sides(Append& entry, Floor partner, bool sharply) const;
  bool has_entry(Floor floor) const;
  void link_answer(Append& entry, Floor partner, std::size_t of_floor) const;
  std::optional<Link> link_to(Link::Rel rel, Floor partner) const;
  bool names_known_floors(std::string_view text) const;
  RepeatTrace repeat_of(const std::string& text, std::size_t place) const;
  void lead(const Post& post, const Reading& reading);
  bool changes_the_picture(const Post& post, const Append& entry) const;
  void note_news(const Post& post, const Append& entry);
  bool is_of_offers() const;
  void note_offers();
  void note_offer(const Append& entry);
  void offers_of_told_floors();

  const BatchInput& input_;
  const Pack& pack_;
  Scene scene_{};
  FeatureKeys title_{};
  EarlierFloors earlier_{};
  std::set<Floor> entered_{};             // those that have an entry in this draft
  std::map<Floor, const Post*> posts_{};  // visible, those of the batch once they have been read
  Partners partners_;
  DealReader deals_;
  Repeats repeats_{};
  std::vector<const Entry*> places_{};  // of `repeats_`; null for an entry of this draft
  Draft draft_{};
  Summarise summary_{};                // as it will stand; empty while there is none
  std::string opener_{};               // who wrote the floor that it rests on
  std::vector<OfferStands> offers_{};  // of the thread, in the order in which they opened
  TakenSentences taken_{};
  FloorTrace* trace_;  // null: nobody asks

  FloorTrace* traced(Floor floor) const { return trace_ != nullptr && trace_->floor == floor ? trace_ : nullptr; }
};

Extractor::Extractor(const BatchInput& input, FloorTrace* trace)
    : input_(input),
      pack_(input.settings.pack ? *input.settings.pack : standard_pack()),
      title_(feature_keys(input.title)),
      partners_(pack_, title_),
      deals_(input, scene_),
      trace_(trace) {
  scene_.title = input.title;
  scene_.max_units = input.settings.max_entry;
  for (const auto& author : input.authors) scene_.authors.insert(norm(author));
  for (const auto* posts : {&input.posts, &input.context}) {
    for (const auto& post : *posts) scene_.authors.insert(norm(post.author));
  }
  for (const auto& post : input.context) {
    if (post.state != PostState::visible) continue;
    earlier_.add(post);
    posts_[post.floor] = &post;
    partners_.add(post.floor, post.author, own_text_of(post.body));
    if (post.reply_to) partners_.note_answer(post.floor, *post.reply_to);
  }
  for (const auto& entry : input.similar) {
    if (entry.marker.kind == Marker::Kind::withdrawn) continue;
    repeats_.add(entry.text);
    places_.push_back(&entry);
    for (const auto cite : entry.cites) partners_.add(cite, {}, entry.text);
    if (entry.section != "disputes") continue;
    for (const auto floor : entry.floors) partners_.note_quarrel(floor);
  }
  note_offers();
  if (input.summary.rev == Revision{}) return;
  summary_ = {.text = input.summary.text, .cites = input.summary.cites};
  if (const auto at = summary_.cites.empty() ? posts_.end() : posts_.find(summary_.cites.front()); at != posts_.end())
    opener_ = at->second->author;
}

/// Offers that stood before this batch, as far as a floor that names them may be cited.
void Extractor::note_offers() {
  for (const auto& offer : input_.offers) {
    const auto seen = [this](Floor floor) { return posts_.contains(floor); };
    const auto at = std::find_if(offer.floors.begin(), offer.floors.end(), seen);
    if (at != offer.floors.end())
      offers_.push_back({.name = offer.state.offer, .status = offer.state.status, .floor = *at});
  }
}

/// As far as it has been read.
bool Extractor::is_of_offers() const {
  std::vector<Floor> opened;
  for (const auto& offer : offers_) opened.push_back(offer.floor);
  return digest::is_of_offers(input_.title, opened);
}

void Extractor::note_offer(const Append& entry) {
  if (!entry.deal || (entry.floors.empty() && !entry.corrects)) return;
  const auto same = [&](const OfferStands& known) { return squash(known.name) == squash(entry.deal->offer); };
  const auto at = std::find_if(offers_.begin(), offers_.end(), same);
  if (at != offers_.end()) {
    at->status = entry.deal->status;
  } else {
    offers_.push_back({.name = entry.deal->offer,
                       .status = entry.deal->status,
                       .floor = entry.floors.empty() ? *entry.corrects : entry.floors.front()});
  }
}

bool Extractor::names_known_floors(std::string_view text) const {
  const auto named = named_floors(text);
  return std::all_of(named.begin(), named.end(), [this](std::int64_t floor) { return earlier_.has(Floor{floor}); });
}

RepeatTrace Extractor::repeat_of(const std::string& text, std::size_t place) const {
  RepeatTrace repeat{.text = text, .matched = std::string(repeats_.text_at(place))};
  if (places_[place] != nullptr) repeat.entry = places_[place]->seq;
  return repeat;
}

Draft Extractor::run() {
  offers_of_told_floors();
  for (const auto& post : input_.posts) floor(post);
  if (offers_.size() >= kOffersOfAThread || (is_of_offers() && summary_.text.empty())) {
    if (auto summary = summary_of_offers(offers_, input_.settings.language)) summary_ = std::move(*summary);
  }
  if (!summary_.text.empty() && summary_.text != input_.summary.text) draft_.operations.emplace_back(summary_);
  return std::move(draft_);
}

/// Of floors that were digested before: what their edits change and add, and what came back with them.
void Extractor::offers_of_told_floors() {
  const auto take = [this](Floor floor, DealReader::Again again) {
    auto& taken = taken_[floor];
    std::move(again.sentences.begin(), again.sentences.end(), std::back_inserter(taken));
    for (auto& entry : again.entries) {
      note_offer(entry);
      draft_.operations.emplace_back(std::move(entry));
    }
  };
  for (const auto& edit : input_.edits) take(edit.floor, deals_.edited(edit));
  for (const Floor floor : input_.restored) {
    if (const auto at = posts_.find(floor); at != posts_.end()) take(floor, deals_.restored(*at->second));
  }
}

/// Whom the floor answers and how; noted for the floors that answer it in turn.
Extractor::Answer Extractor::answer_of(const Post& post, const Reading& reading) {
  Answer answer;
  answer.told = partners_.told(post, reading);
  answer.partner = answer.told ? answer.told : partners_.guessed(post, reading);
  if (!answer.partner) return answer;
  answer.disagreement = partners_.disagreement_with(*answer.partner, post, reading);
  partners_.note_answer(post.floor, *answer.partner);
  if (answer.disputes()) partners_.note_quarrel(post.floor);
  return answer;
}

void Extractor::floor(const Post& post) {
  const auto whole = read_floor(post, earlier_);
  const auto answer = answer_of(post, whole);
  if (auto* trace = traced(post.floor)) trace->offers = deals_.seen(post, whole);
  auto deals = deals_.read(post, whole);
  const bool told_deals = !deals.entries.empty();
  if (told_deals) lead(post, whole);
  keep(post, std::move(deals.entries));
  auto reading = told_deals ? without(whole, deals.sentences) : whole;
  const Surroundings around{.near = partners_.near(post.floor),
                            .title = &title_,
                            .answers = answer.told.has_value(),
                            .disagreement = answer.disagreement};
  const auto reason = contentless(pack_, reading, around);
  if (auto* trace = traced(post.floor)) {
    trace->reading = whole;
    trace->worth = worth_of(pack_, reading, around);
    trace->told = answer.told;
    trace->partner = answer.partner;
    trace->disagreement = answer.disagreement;
    trace->reason = reason;
  }
  if (reason) {
    if (!told_deals) quiet(post, *reason);
  } else {
    trim(pack_, reading);
    lead(post, reading);
    std::optional<std::size_t> repeated;
    auto found = entries(post, reading, repeated);
    if (found.empty() && !told_deals) quiet(post, repeated ? Reason::duplicate : Reason::other);
    link(post, answer, found, repeated);
    keep(post, std::move(found));
  }
  earlier_.add(post);
  posts_[post.floor] = &post;
  std::string own;
  for (const auto& sentence : whole.sentences) own += sentence.text + "\n";
  partners_.add(post.floor, post.author, own);
}

void Extractor::keep(const Post& post, std::vector<Append> entries) {
  for (auto& entry : entries) {
    repeats_.add(entry.text);
    places_.push_back(nullptr);
    note_news(post, entry);
    note_offer(entry);
    entered_.insert(post.floor);
    draft_.operations.emplace_back(std::move(entry));
  }
}

std::vector<Append> Extractor::entries(const Post& post, const Reading& reading, std::optional<std::size_t>& repeated) {
  std::vector<Append> out;
  Repeats own;  // an entry of the same floor is a repeat too
  auto* trace = traced(post.floor);
  const auto groups = choose(pack_, reading, title_, input_.settings.max_entry);
  if (trace != nullptr) {
    trace->trimmed = reading;
    trace->groups = groups;
  }
  for (const auto& group : groups) {
    auto entry = finished(reading, post, group, scene_);
    if (!entry || !names_known_floors(entry->text)) {
      if (trace != nullptr) ++trace->unfit;
      continue;
    }
    if (const auto place = repeats_.find(entry->text)) {
      repeated = place;
      if (trace != nullptr) trace->repeats.push_back(repeat_of(entry->text, *place));
      continue;
    }
    if (own.find(entry->text)) continue;
    own.add(entry->text);
    out.push_back(std::move(*entry));
  }
  return out;
}

/// To the entry that holds the partner, if it was written before this draft; else to the floor itself.
std::optional<Link> Extractor::link_to(Link::Rel rel, Floor partner) const {
  const auto has = [partner](const std::vector<Floor>& floors) {
    return std::find(floors.begin(), floors.end(), partner) != floors.end();
  };
  const Entry* citing = nullptr;
  for (const auto& entry : input_.similar) {
    if (entry.marker.kind == Marker::Kind::withdrawn) continue;
    if (has(entry.floors)) return Link{.rel = rel, .entry = entry_id(entry.seq), .floor = {}};
    if (citing == nullptr && has(entry.cites)) citing = &entry;
  }
  if (earlier_.has(partner)) return Link{.rel = rel, .entry = {}, .floor = partner};
  if (citing != nullptr) return Link{.rel = rel, .entry = entry_id(citing->seq), .floor = {}};
  return std::nullopt;
}

void Extractor::link(const Post& post, const Answer& answer, std::vector<Append>& entries,
                     std::optional<std::size_t> repeated) const {
  if (entries.empty()) return;
  const Bearing bearing{.disputes = answer.disputes(),
                        .opens = post.floor == Floor{1},
                        .alone = entries.size() == 1,
                        .has_offers = is_of_offers()};
  bool linked = false;
  for (auto& entry : entries) {
    entry.section = section_of(pack_, entry.text, bearing);
    for (const auto named : named_floors(entry.text)) {
      if (named != post.floor.value)
        add_link(entry, Link{.rel = Link::Rel::answers, .entry = {}, .floor = Floor{named}});
    }
    if (entry.section != "disputes" || !answer.partner) continue;
    add_link(entry, link_to(Link::Rel::contradicts, *answer.partner));
    if (answer.told && !linked) cite_both_sides(entry, *answer.told, answer.disagreement >= kContradicts);
    linked = true;
  }
  if (answer.told && !linked) link_answer(entries.front(), *answer.told, entries.size());
  if (repeated && places_[*repeated] != nullptr)
    add_link(entries.front(), Link{.rel = Link::Rel::repeats, .entry = entry_id(places_[*repeated]->seq), .floor = {}});
}

/// Both floors are cited; the digest accounts here for the one that answers.
void Extractor::cite_both_sides(Append& entry, Floor partner, bool sharply) const {
  const auto at = posts_.find(partner);
  if (at == posts_.end()) return;
  auto side = side_of(*at->second, feature_keys(entry.text));
  if (!side) return;
  entry.evidence.push_back(std::move(*side));
  open_with_rebuttal(entry, partner, sharply, input_.settings);
}

/// An entry of this draft or one that stands accounts for it.
bool Extractor::has_entry(Floor floor) const {
  const auto accounts = [floor](const Entry& entry) {
    return std::find(entry.floors.begin(), entry.floors.end(), floor) != entry.floors.end();
  };
  return entered_.contains(floor) || std::any_of(input_.similar.begin(), input_.similar.end(), accounts);
}

void Extractor::link_answer(Append& entry, Floor partner, std::size_t of_floor) const {
  const auto linked = link_to(Link::Rel::answers, partner);
  add_link(entry, linked);
  const auto at = posts_.find(partner);
  if (of_floor == 1 && at != posts_.end() && !has_entry(partner) &&
      open_with_question(entry, pack_, *at->second, input_.settings))
    return;
  const bool is_short = of_floor == 1 && units(entry.text) <= kShortReplyUnits;
  if (!is_short || !earlier_.has(partner)) return;
  open_with_answer(entry, partner, input_.settings);
  add_link(entry, Link{.rel = Link::Rel::answers, .entry = {}, .floor = partner});
}

/// What the thread is about is written once.
void Extractor::lead(const Post& post, const Reading& reading) {
  if (!summary_.text.empty()) return;
  auto lead = lead_of(pack_, reading, post, title_, scene_);
  if (!lead) return;
  summary_ = std::move(*lead);
  opener_ = post.author;
}

/// Who decides has spoken, or who opened the thread closes it.
bool Extractor::changes_the_picture(const Post& post, const Append& entry) const {
  const auto form = cue_form(pack_, entry.text);
  if (!has_cue(pack_, form, Cue::official)) return false;
  if (post.author == opener_) return entry.section != "disputes";
  return entry.section == "latest" && !has_cue(pack_, form, Cue::self);
}

void Extractor::note_news(const Post& post, const Append& entry) {
  if (summary_.text.empty() || !changes_the_picture(post, entry)) return;
  auto fresh = with_news(summary_, entry.text, post.floor, input_.settings.language);
  // Who has joined the thread since may bear the name that the lead begins with.
  if (fresh && clean_faults(fresh->text, scene_.authors).empty()) summary_ = std::move(*fresh);
}

}  // namespace

Draft extract(const BatchInput& input) {
  return extract(input, nullptr);
}

Draft extract(const BatchInput& input, FloorTrace* trace) {
  const auto summary = corrected_summary(input);
  // News of the new floors goes on with the summary as it is corrected.
  BatchInput from_there;
  if (summary) {
    from_there = input;
    from_there.summary.text = summary->text;
    from_there.summary.cites = summary->cites;
  }
  Extractor extractor(summary ? from_there : input, trace);
  Draft draft = extractor.run();
  const bool goes_on = std::any_of(draft.operations.begin(), draft.operations.end(), [](const Operation& operation) {
    return std::holds_alternative<Summarise>(operation);
  });
  if (summary && !goes_on) draft.operations.emplace_back(*summary);
  auto corrected = corrections(input, extractor.taken());
  std::move(corrected.begin(), corrected.end(), std::back_inserter(draft.operations));
  return draft;
}

}  // namespace gailou::digest
