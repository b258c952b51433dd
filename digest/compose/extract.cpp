// The offline engine, floor by floor: read, pass over or choose sentences, finish, compare with what stands, link.
#include "digest/compose/extract.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "digest/compose/choose.h"
#include "digest/compose/condense.h"
#include "digest/compose/correct.h"
#include "digest/compose/entry_links.h"
#include "digest/compose/finish.h"
#include "digest/compose/partner.h"
#include "digest/compose/prose.h"
#include "digest/compose/reading.h"
#include "digest/compose/repeats.h"
#include "digest/compose/running_summary.h"
#include "digest/compose/substance.h"
#include "digest/compose/trace.h"
#include "digest/compose/trim.h"
#include "digest/deals/reader.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kRepeatedUnits = 12;  // a shorter sentence two people may say alike

class Extractor {
 public:
  Extractor(const BatchInput& input, FloorTrace* trace);
  Draft run();
  /// What the entries about offers say of edited and restored floors.
  const TakenSentences& taken() const { return taken_; }

 private:
  Answer answer_of(const Post& post, const Reading& reading);

  void floor(const Post& post);
  void quiet(const Post& post, Reason reason) { draft_.operations.emplace_back(Quiet{post.floor, reason}); }
  void keep(const Post& post, std::vector<Append> entries);
  std::vector<Append> entries(const Post& post, const Reading& reading, std::optional<std::size_t>& repeated);
  bool names_known_floors(std::string_view text) const;
  std::optional<std::size_t> told_before(const Append& entry, const Reading& reading,
                                         const std::vector<std::size_t>& group) const;
  RepeatTrace repeat_of(const std::string& text, std::size_t place) const;
  void offers_of_told_floors();

  const BatchInput& input_;
  const Pack& pack_;
  Scene scene_{};
  FeatureKeys title_{};
  EarlierFloors earlier_{};
  std::map<Floor, const Post*> posts_{};  // visible, those of the batch once they have been read
  Partners partners_;
  DealReader deals_;
  Repeats repeats_{};
  std::vector<const Entry*> places_{};  // of `repeats_`; null for an entry of this draft
  Draft draft_{};
  RunningSummary summary_;
  EntryLinks links_;
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
      summary_(input, pack_, title_, scene_),
      links_(input, pack_, earlier_, posts_),
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
}

bool Extractor::names_known_floors(std::string_view text) const {
  const auto named = named_floors(text);
  return std::all_of(named.begin(), named.end(), [this](std::int64_t floor) { return earlier_.has(Floor{floor}); });
}

/// Where an entry says the same, or, if each sentence of it stands in some entry already, where the first one does.
std::optional<std::size_t> Extractor::told_before(const Append& entry, const Reading& reading,
                                                  const std::vector<std::size_t>& group) const {
  if (const auto place = repeats_.find(entry.text)) return place;
  if (group.size() < 2) return std::nullopt;
  std::optional<std::size_t> first;
  for (const auto index : group) {
    const auto& sentence = reading.sentences[index];
    if (sentence.units < kRepeatedUnits) return std::nullopt;
    const auto place = repeats_.find(sentence.text);
    if (!place) return std::nullopt;
    if (!first) first = place;
  }
  return first;
}

RepeatTrace Extractor::repeat_of(const std::string& text, std::size_t place) const {
  RepeatTrace repeat{.text = text, .matched = std::string(repeats_.text_at(place))};
  if (places_[place] != nullptr) repeat.entry = places_[place]->seq;
  return repeat;
}

Draft Extractor::run() {
  offers_of_told_floors();
  for (const auto& post : input_.posts) floor(post);
  if (auto summary = summary_.changed()) draft_.operations.emplace_back(std::move(*summary));
  return std::move(draft_);
}

/// Of floors that were digested before: what their edits change and add, and what came back with them.
void Extractor::offers_of_told_floors() {
  const auto take = [this](Floor floor, DealReader::Again again) {
    auto& taken = taken_[floor];
    std::move(again.sentences.begin(), again.sentences.end(), std::back_inserter(taken));
    for (auto& entry : again.entries) {
      summary_.note_offer(entry);
      draft_.operations.emplace_back(std::move(entry));
    }
  };
  for (const auto& edit : input_.edits) take(edit.floor, deals_.edited(edit));
  for (const Floor floor : input_.restored) {
    if (const auto at = posts_.find(floor); at != posts_.end()) take(floor, deals_.restored(*at->second));
  }
}

/// Whom the floor answers and how; noted for the floors that answer it in turn.
Answer Extractor::answer_of(const Post& post, const Reading& reading) {
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
  if (told_deals) summary_.lead(post, whole);
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
    condense(pack_, reading);
    summary_.lead(post, reading);
    std::optional<std::size_t> repeated;
    auto found = entries(post, reading, repeated);
    if (found.empty() && !told_deals) quiet(post, repeated ? Reason::duplicate : Reason::other);
    links_.link(post, answer, repeated ? places_[*repeated] : nullptr, summary_.is_of_offers(), found);
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
    summary_.note_news(post, entry);
    summary_.note_offer(entry);
    links_.note_entered(post.floor);
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
    if (const auto place = told_before(*entry, reading, group)) {
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
