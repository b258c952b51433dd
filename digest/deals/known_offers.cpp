#include "digest/deals/known_offers.h"

#include <algorithm>

#include "digest/deals/scan.h"
#include "digest/deals/state.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"

namespace gailou::digest {

KnownOffers::KnownOffers(const BatchInput& input) {
  for (const auto* posts : {&input.context, &input.posts}) {
    for (const Post& post : *posts) note_author(post.floor, post.author);
  }
  for (const Offer& offer : input.offers) {
    place_.emplace(offer_key(offer.state.offer), offers_.size());
    offers_.push_back(
        {.state = offer.state, .keys = name_keys(offer.state.offer), .floors = offer.floors, .sources = offer.sources});
    keys_.push_back(offers_.back().keys);
  }
}

std::optional<std::size_t> KnownOffers::same_as(const Deal& announced) const {
  if (const auto at = place_.find(offer_key(announced.offer)); at != place_.end()) return at->second;
  const auto keys = name_keys(announced.offer);
  std::vector<std::size_t> alike;
  for (std::size_t i = 0; i < offers_.size(); ++i) {
    if (may_be_same(keys, offers_[i].keys)) alike.push_back(i);
  }
  if (alike.size() == 1) return alike.front();
  // Another wording of the name for the same thing: a word in common, and the same to be had.
  const auto named = named_in(small_form(norm32(announced.offer)));
  const auto& among = alike.empty() ? named : alike;
  for (const std::size_t place : among) {
    if (numbers(offers_[place].state.amount) == numbers(announced.amount)) return place;
  }
  return std::nullopt;
}

std::optional<std::size_t> KnownOffers::place(std::string_view name) const {
  const auto at = place_.find(offer_key(name));
  return at == place_.end() ? std::nullopt : std::optional(at->second);
}

std::vector<std::size_t> KnownOffers::named_in(std::u32string_view text) const {
  return digest::named_in(text, keys_);
}

std::vector<std::size_t> KnownOffers::cited_by(Floor floor) const {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < offers_.size(); ++i) {
    const auto& floors = offers_[i].floors;
    if (std::binary_search(floors.begin(), floors.end(), floor)) places.push_back(i);
  }
  return places;
}

std::optional<std::size_t> KnownOffers::awaited_by(std::string_view author) const {
  const auto author_of = [this](Floor floor) {
    const auto at = authors_.find(floor.value);
    return at == authors_.end() ? std::string() : at->second;
  };
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < offers_.size(); ++i) {
    const auto left = settled(offers_[i].state.data_points, author_of).pending;
    if (std::none_of(left.begin(), left.end(), [&](Floor floor) { return author_of(floor) == author; })) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

std::size_t KnownOffers::place_of(const std::string& name) {
  const auto [at, is_new] = place_.try_emplace(offer_key(name), offers_.size());
  if (is_new) {
    offers_.push_back({.state = {.offer = name}, .keys = name_keys(name)});
    keys_.push_back(offers_.back().keys);
  }
  return at->second;
}

void KnownOffers::tell(const Deal& deal, Floor floor, const std::vector<Floor>& cites) {
  KnownOffer& offer = offers_[place_of(deal.offer)];
  note_sources(offer.sources, offer.state, deal, cites);
  add_to(offer.state, deal);
  const auto place = std::lower_bound(offer.floors.begin(), offer.floors.end(), floor);
  if (place == offer.floors.end() || *place != floor) offer.floors.insert(place, floor);
}

}  // namespace gailou::digest
