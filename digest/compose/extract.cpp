// The offline engine, floor by floor: read, pass over or choose sentences, finish, compare with what stands, link.
#include "digest/compose/extract.h"

#include <algorithm>
#include <optional>

#include "digest/compose/choose.h"
#include "digest/compose/cues.h"
#include "digest/compose/finish.h"
#include "digest/compose/partner.h"
#include "digest/compose/prose.h"
#include "digest/compose/reading.h"
#include "digest/compose/repeats.h"
#include "digest/compose/substance.h"
#include "digest/compose/summary.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

class Extractor {
 public:
  explicit Extractor(const BatchInput& input);
  Draft run();

 private:
  void floor(const Post& post);
  void quiet(const Post& post, Reason reason) { draft_.operations.emplace_back(Quiet{post.floor, reason}); }
  std::vector<Append> entries(const Post& post, const Reading& reading, std::optional<std::size_t>& repeated);
  void link(const Post& post, const Reading& reading, std::vector<Append>& entries,
            std::optional<std::size_t> repeated) const;
  std::optional<Link> link_to(Link::Rel rel, Floor partner) const;
  bool names_known_floors(std::string_view text) const;
  void summarise(const Post& post, const Reading& reading);

  const BatchInput& input_;
  Scene scene_{};
  FeatureKeys title_{};
  EarlierFloors earlier_{};
  Partners partners_;
  Repeats repeats_{};
  std::vector<const Entry*> places_{};  // of `repeats_`; null for an entry of this draft
  Draft draft_{};
  bool summarised_ = false;
  bool about_deals_ = false;
};

Extractor::Extractor(const BatchInput& input) : input_(input), title_(feature_keys(input.title)), partners_(title_) {
  scene_.title = input.title;
  for (const auto& author : input.authors) scene_.authors.insert(norm(author));
  for (const auto* posts : {&input.posts, &input.context}) {
    for (const auto& post : *posts) scene_.authors.insert(norm(post.author));
  }
  for (const auto& post : input.context) {
    if (post.state != PostState::visible) continue;
    earlier_.add(post);
    partners_.add(post.floor, post.author, own_text_of(post.body));
  }
  for (const auto& entry : input.similar) {
    if (entry.marker.kind == Marker::Kind::withdrawn) continue;
    repeats_.add(entry.text);
    places_.push_back(&entry);
    for (const auto cite : entry.cites) partners_.add(cite, {}, entry.text);
  }
  summarised_ = input.summary.rev.value != 0;
  about_deals_ = has_cue(cue_form(input.title), Cue::deal);
}

bool Extractor::names_known_floors(std::string_view text) const {
  const auto named = named_floors(text);
  return std::all_of(named.begin(), named.end(), [this](std::int64_t floor) { return earlier_.has(Floor{floor}); });
}

Draft Extractor::run() {
  for (const auto& post : input_.posts) floor(post);
  return std::move(draft_);
}

void Extractor::floor(const Post& post) {
  const auto reading = read_floor(post, earlier_);
  const auto reason = contentless(reading);
  if (reason) {
    quiet(post, *reason);
  } else {
    if (!summarised_) summarise(post, reading);
    std::optional<std::size_t> repeated;
    auto found = entries(post, reading, repeated);
    if (found.empty()) quiet(post, repeated ? Reason::duplicate : Reason::other);
    link(post, reading, found, repeated);
    for (auto& entry : found) {
      repeats_.add(entry.text);
      places_.push_back(nullptr);
      draft_.operations.emplace_back(std::move(entry));
    }
  }
  earlier_.add(post);
  std::string own;
  for (const auto& sentence : reading.sentences) own += sentence.text + "\n";
  partners_.add(post.floor, post.author, own);
}

std::vector<Append> Extractor::entries(const Post& post, const Reading& reading, std::optional<std::size_t>& repeated) {
  std::vector<Append> out;
  Repeats own;  // an entry of the same floor is a repeat too
  for (const auto& group : choose(reading, title_)) {
    auto entry = finished(reading, post, group, scene_);
    if (!entry || !names_known_floors(entry->text)) continue;
    if (const auto place = repeats_.find(entry->text)) {
      repeated = place;
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

void Extractor::link(const Post& post, const Reading& reading, std::vector<Append>& entries,
                     std::optional<std::size_t> repeated) const {
  if (entries.empty()) return;
  const auto told = partners_.told(post, reading);
  const auto partner = told ? told : partners_.guessed(post, reading);
  const auto add = [](Append& entry, const std::optional<Link>& link) {
    if (link && std::find(entry.links.begin(), entry.links.end(), *link) == entry.links.end())
      entry.links.push_back(*link);
  };
  bool linked = false;
  for (auto& entry : entries) {
    entry.section = section_of(entry.text, partner.has_value(), about_deals_);
    if (entry.section == "disputes" && partner) {
      add(entry, link_to(Link::Rel::contradicts, *partner));
      linked = true;
    }
    for (const auto named : named_floors(entry.text)) {
      if (named != post.floor.value) add(entry, Link{.rel = Link::Rel::answers, .entry = {}, .floor = Floor{named}});
    }
  }
  if (told && !linked) add(entries.front(), link_to(Link::Rel::answers, *told));
  if (repeated && places_[*repeated] != nullptr)
    add(entries.front(), Link{.rel = Link::Rel::repeats, .entry = entry_id(places_[*repeated]->seq), .floor = {}});
}

void Extractor::summarise(const Post& post, const Reading& reading) {
  auto summary = summary_of(reading, post, title_, scene_);
  if (!summary) return;
  draft_.operations.emplace_back(std::move(*summary));
  summarised_ = true;
}

}  // namespace

Draft extract(const BatchInput& input) {
  return Extractor(input).run();
}

}  // namespace gailou::digest
