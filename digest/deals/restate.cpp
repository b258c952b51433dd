#include "digest/deals/restate.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "digest/deals/offer_name.h"
#include "digest/deals/reader.h"
#include "digest/deals/state.h"
#include "digest/text/body.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using OfferFloors = std::map<std::string, std::set<Floor>>;  // by offer_key

/// Floors that an entry was there to tell of.
std::vector<Floor> own_floors(const Entry& entry) {
  auto floors = entry.floors;
  if (entry.marker.kind == Marker::Kind::corrected) floors.push_back(entry.marker.first);
  if (floors.empty()) floors = entry.cites;
  return floors;
}

OfferFloors floors_by_offer(const std::vector<Entry>& entries) {
  OfferFloors floors;
  for (const Entry& entry : entries) {
    if (!entry.deal || entry.marker.kind == Marker::Kind::withdrawn) continue;
    const auto own = own_floors(entry);
    floors[offer_key(entry.deal->offer)].insert(own.begin(), own.end());
  }
  return floors;
}

class Left {
 public:
  Left(const BatchInput& input, const std::vector<Entry>& withdrawn)
      : input_(input), gone_(floors_by_offer(withdrawn)), standing_(floors_by_offer(input.similar)) {
    scene_.title = input.title;
    scene_.max_units = input.settings.max_entry;
    for (const Post& post : input.context) {
      posts_[post.floor] = &post;
      scene_.authors.insert(norm(post.author));
    }
    for (const auto& chain : chains(withdrawn))
      gone_states_.emplace(offer_key(chain.front()->deal->offer), state_of(chain));
    for (const Offer& offer : input.offers) states_.emplace(offer_key(offer.state.offer), offer.state);
    for (const Entry& entry : withdrawn) {
      if (entry.deal) withdrawn_[offer_key(entry.deal->offer)].push_back(&entry);
      if (entry.deal) names_.emplace(offer_key(entry.deal->offer), entry.deal->offer);
    }
  }

  std::vector<Append> run() {
    DealReader reader(input_, scene_);
    std::map<Floor, std::vector<DealReader::Left>> work;
    for (const auto& [key, floors] : gone_) {
      const auto name = name_left(reader, key);
      if (name.empty()) continue;
      const auto& standing = standing_[key];
      for (const Floor floor : floors) {
        const bool was_answered = !standing.empty() && *standing.rbegin() > floor;
        const auto how = was_answered ? DealReader::Take::unless_said : DealReader::Take::all;
        work[floor].push_back({.offer = name, .take = how, .was = tombstone_of(key, floor)});
      }
      if (!lost_something(key)) continue;
      for (const Floor floor : standing) {
        if (!floors.contains(floor))
          work[floor].push_back({.offer = name, .take = DealReader::Take::missing, .was = tombstone_of(key, floor)});
      }
    }
    std::vector<Append> out;
    for (const auto& [floor, offers] : work) {
      const auto at = posts_.find(floor);
      if (at == posts_.end() || at->second->state != PostState::visible) continue;
      auto again = reader.left(*at->second, offers);
      std::move(again.begin(), again.end(), std::back_inserter(out));
    }
    return out;
  }

 private:
  /// As the live entries have it; where none is left, what the first floor that can says of the old one.
  std::string name_left(DealReader& reader, const std::string& key) const {
    const auto& name = names_.at(key);
    if (standing_.contains(key)) return name;
    for (const Floor floor : gone_.at(key)) {
      const auto at = posts_.find(floor);
      if (at == posts_.end()) continue;
      auto part = name_said_in(name, own_text_of(at->second->body));
      if (part.empty()) continue;
      reader.expect(part);
      return part;
    }
    return {};
  }

  /// Of the entry that told of the floor, else of the offer's first.
  EntrySeq tombstone_of(const std::string& key, Floor floor) const {
    const auto& entries = withdrawn_.at(key);
    const auto at = std::find_if(entries.begin(), entries.end(), [floor](const Entry* entry) {
      const auto own = own_floors(*entry);
      return std::find(own.begin(), own.end(), floor) != own.end();
    });
    return at == entries.end() ? entries.front()->seq : (*at)->seq;
  }

  /// A field that the withdrawn entries had and no live one has.
  bool lost_something(const std::string& key) const {
    const auto left = states_.find(key);
    const auto gone = gone_states_.find(key);
    if (left == states_.end() || gone == gone_states_.end()) return false;
    const auto lost = [](const auto& had, const auto& has) { return !had.empty() && has.empty(); };
    const Deal& had = gone->second;
    const Deal& has = left->second;
    return lost(had.amount, has.amount) || lost(had.terms, has.terms) || lost(had.starts, has.starts) ||
           lost(had.ends, has.ends);
  }

  const BatchInput& input_;
  std::map<std::string, Deal> gone_states_{};
  std::map<std::string, Deal> states_{};
  OfferFloors gone_;
  OfferFloors standing_;
  std::map<std::string, std::vector<const Entry*>> withdrawn_{};
  std::map<std::string, std::string> names_{};
  std::map<Floor, const Post*> posts_{};
  Scene scene_{};
};

}  // namespace

std::vector<Append> offers_left(const BatchInput& input, const std::vector<Entry>& withdrawn) {
  return Left(input, withdrawn).run();
}

}  // namespace gailou::digest
