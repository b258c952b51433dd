#include "digest/deals/state.h"

#include <algorithm>
#include <map>
#include <set>

#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

std::vector<Floor> merged(std::vector<Floor> floors, const std::vector<Floor>& more) {
  floors.insert(floors.end(), more.begin(), more.end());
  std::sort(floors.begin(), floors.end());
  floors.erase(std::unique(floors.begin(), floors.end()), floors.end());
  return floors;
}

std::size_t people_among(const std::vector<Floor>& floors, const AuthorOf& author_of) {
  std::set<std::string> names;
  std::size_t nameless = 0;
  for (const Floor floor : floors) {
    auto name = author_of(floor);
    if (name.empty())
      ++nameless;
    else
      names.insert(std::move(name));
  }
  return names.size() + nameless;
}

}  // namespace

std::string offer_key(std::string_view offer) {
  return squash(offer);
}

std::vector<Chain> chains(const std::vector<Entry>& entries) {
  std::vector<Chain> out;
  std::map<std::string, std::size_t> place;
  for (const Entry& entry : entries) {
    if (!entry.deal || entry.marker.kind == Marker::Kind::withdrawn) continue;
    const auto [at, is_new] = place.try_emplace(offer_key(entry.deal->offer), out.size());
    if (is_new) out.emplace_back();
    out[at->second].push_back(&entry);
  }
  return out;
}

void add_to(Deal& state, const Deal& later) {
  state.status = later.status;
  if (!later.amount.empty()) state.amount = later.amount;
  if (!later.terms.empty()) state.terms = later.terms;
  if (!later.starts.empty()) state.starts = later.starts;
  if (!later.ends.empty()) state.ends = later.ends;
  auto& points = state.data_points;
  points.success = merged(std::move(points.success), later.data_points.success);
  points.failure = merged(std::move(points.failure), later.data_points.failure);
  points.pending = merged(std::move(points.pending), later.data_points.pending);
}

Deal state_of(const Chain& chain) {
  Deal state{.offer = chain.front()->deal->offer};
  for (const Entry* entry : chain) add_to(state, *entry->deal);
  return state;
}

void note_sources(OfferSources& sources, const Deal& state, const Deal& later, const std::vector<Floor>& cites) {
  if (sources.opener.empty())
    sources.opener = cites;
  else if (later.status != state.status)
    sources.status = cites;
  if (!later.amount.empty()) sources.amount = cites;
  if (!later.ends.empty()) sources.ends = cites;
}

OfferSources sources_of(const Chain& chain) {
  OfferSources sources;
  Deal state;
  for (const Entry* entry : chain) {
    note_sources(sources, state, *entry->deal, entry->cites);
    add_to(state, *entry->deal);
  }
  return sources;
}

std::vector<Floor> cites_of(const Chain& chain) {
  std::vector<Floor> floors;
  for (const Entry* entry : chain) floors = merged(std::move(floors), entry->cites);
  return floors;
}

DataPoints settled(DataPoints points, const AuthorOf& author_of) {
  std::map<std::string, Floor> reported;  // the last report of each author
  for (const auto* floors : {&points.success, &points.failure}) {
    for (const Floor floor : *floors) {
      auto& last = reported[author_of(floor)];
      last = std::max(last, floor);
    }
  }
  std::erase_if(points.pending, [&](Floor floor) {
    const auto name = author_of(floor);
    const auto at = reported.find(name);
    return !name.empty() && at != reported.end() && at->second > floor;
  });
  return points;
}

People people_of(const DataPoints& points, const AuthorOf& author_of) {
  const auto left = settled(points, author_of);
  return {.success = people_among(left.success, author_of),
          .failure = people_among(left.failure, author_of),
          .pending = people_among(left.pending, author_of)};
}

DealStatus status_on(const Deal& state, Day today) {
  const auto last = day_of(state.ends);
  return last && *last < today ? DealStatus::expired : state.status;
}

}  // namespace gailou::digest
