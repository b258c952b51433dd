#include "digest/deals/standing.h"

#include <algorithm>
#include <map>
#include <set>

namespace gailou::digest {
namespace {

using DealFloors = std::map<Floor, const DealFloor*>;
using DealEntries = std::map<EntrySeq, const DealEntry*>;

/// A correction that accounts for no floor of its own rests on an edit: the floor says so since then.
Instant said_at(const Entry& entry, const DealFloor& floor) {
  const bool is_of_edit =
      entry.marker.kind == Marker::Kind::corrected && entry.floors.empty() && entry.marker.first == floor.floor;
  return is_of_edit && floor.edited_at ? std::max(*floor.edited_at, floor.created_at) : floor.created_at;
}

std::optional<LastReport> last_report_of(const Chain& chain, const DealFloors& floors) {
  std::optional<LastReport> last;
  for (const Entry* entry : chain) {
    for (const Floor cite : entry->cites) {
      const auto known = floors.find(cite);
      if (known == floors.end()) continue;
      const LastReport report{.floor = cite, .at = said_at(*entry, *known->second)};
      if (!last || report.at >= last->at) last = report;
    }
  }
  return last;
}

void touch(OfferStanding& standing, Revision revision, Instant at) {
  if (revision < standing.changed) return;
  standing.changed = revision;
  standing.changed_at = at;
}

/// The revision that changed the chain last, be it by a tombstone: these are known by the chain's first entry.
void date(OfferStanding& standing, const Chain& chain, const std::set<EntrySeq>& firsts, const ThreadDeals& deals,
          const DealEntries& entries) {
  for (const Entry* entry : chain) touch(standing, entry->rev, entries.at(entry->seq)->committed_at);
  for (const DealEntry& entry : deals.entries) {
    if (!entry.withdrawn || !firsts.contains(entry.first)) continue;
    touch(standing, *entry.withdrawn, entry.withdrawn_at.value_or(entry.committed_at));
  }
}

std::set<EntrySeq> firsts_of(const Chain& chain, const DealEntries& entries) {
  std::set<EntrySeq> firsts;
  for (const Entry* entry : chain) firsts.insert(entries.at(entry->seq)->first);
  return firsts;
}

}  // namespace

std::vector<OfferGone> gone_offers(const ThreadDeals& deals) {
  std::map<EntrySeq, OfferGone> gone;
  std::set<EntrySeq> known;  // whose end is known, or that never lost what opened them
  for (const DealEntry& entry : deals.entries) {
    if (entry.withdrawn) {
      auto& offer = gone[entry.first];
      const auto at = entry.withdrawn_at.value_or(entry.committed_at);
      if (*entry.withdrawn >= offer.changed) offer.changed_at = at;
      offer.changed = std::max(offer.changed, *entry.withdrawn);
    } else if (entry.entry.seq == entry.first || (entry.entry.deal && !entry.entry.deal->ends.empty())) {
      known.insert(entry.first);
    }
  }
  std::vector<OfferGone> all;
  for (auto& [first, offer] : gone) {
    if (known.contains(first)) continue;
    offer.source = deals.source;
    offer.topic = deals.topic;
    offer.origin = deals.origin;
    offer.first = first;
    all.push_back(std::move(offer));
  }
  return all;
}

std::vector<OfferStanding> standings(const ThreadDeals& deals) {
  DealFloors floors;
  for (const DealFloor& floor : deals.floors) floors.emplace(floor.floor, &floor);
  DealEntries known;
  std::vector<Entry> entries;
  for (const DealEntry& entry : deals.entries) {
    known.emplace(entry.entry.seq, &entry);
    entries.push_back(entry.entry);
  }
  const AuthorOf author_of = [&](Floor floor) {
    const auto found = floors.find(floor);
    return found == floors.end() ? std::string() : found->second->author;
  };

  std::vector<OfferStanding> all;
  std::set<EntrySeq> taken;
  for (const Chain& chain : chains(entries)) {
    OfferStanding& standing = all.emplace_back();
    standing.source = deals.source;
    standing.topic = deals.topic;
    standing.title = deals.title;
    standing.origin = deals.origin;
    standing.state = state_of(chain);
    standing.people = people_of(standing.state.data_points, author_of);
    standing.state.data_points = settled(std::move(standing.state.data_points), author_of);
    for (const Entry* entry : chain) standing.entries.push_back(entry->seq);
    standing.cites = cites_of(chain);
    const auto firsts = firsts_of(chain, known);
    // Two offers never share a name, whatever their links say.
    standing.first = taken.insert(*firsts.begin()).second ? *firsts.begin() : chain.front()->seq;
    date(standing, chain, firsts, deals, known);
    standing.last_report = last_report_of(chain, floors);
  }
  return all;
}

}  // namespace gailou::digest
