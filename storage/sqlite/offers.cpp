#include "storage/sqlite/offers.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "digest/deals/state.h"
#include "storage/sqlite/entry_rows.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Entry;
using digest::EntrySeq;
using digest::Floor;

// Bounds that keep a batch's cost from growing with its thread. The newest entries are read whole; of the offers that
// were opened before these, those that were spoken of last, each by the entries that opened it and by its newest. So
// what is forgotten is a change that lies between them; it is there for readers, who are shown all of the chain.
constexpr std::int64_t kDealEntriesMax = 400;
constexpr std::int64_t kOlderEntriesMax = 20'000;  // of which only the place in a chain is looked at
constexpr std::size_t kOlderOffersMax = 100;
constexpr std::size_t kOpeningEntries = 3;  // what opened it, and what was put right or added at once
constexpr std::size_t kNewestEntries = 2;   // whether it lives
constexpr std::size_t kEntriesPerOffer = 2;
constexpr std::size_t kWaitingPerOffer = 8;
constexpr std::ptrdiff_t kOpenersMax = 80;

std::vector<Entry> newest_entries(Database& db, digest::ThreadId thread) {
  std::vector<Entry> entries;
  auto query = db.query("live_deal_entries");
  query.bind(":thread_id", thread).bind(":limit", kDealEntriesMax);
  while (query.next()) entries.push_back(entry_of(db, query.row()));
  std::reverse(entries.begin(), entries.end());
  return entries;
}

/// The entries of each chain before that one, ascending, withdrawn or not.
std::vector<std::vector<EntrySeq>> older_chains(Database& db, digest::ThreadId thread, EntrySeq before) {
  std::map<EntrySeq, std::vector<EntrySeq>> by_first;
  auto query = db.query("deal_entries_before");
  query.bind(":thread_id", thread).bind(":before", before).bind(":limit", kOlderEntriesMax);
  while (query.next()) {
    auto row = query.row();
    const auto seq = row.id<EntrySeq>();
    by_first[row.id<EntrySeq>()].push_back(seq);
  }
  std::vector<std::vector<EntrySeq>> all;
  for (auto& [first, seqs] : by_first) {
    std::reverse(seqs.begin(), seqs.end());
    all.push_back(std::move(seqs));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.back() > b.back(); });
  if (all.size() > kOlderOffersMax) all.resize(kOlderOffersMax);
  return all;
}

/// Puts before the newest entries those by which older offers are still known.
void add_older(Database& db, digest::ThreadId thread, std::vector<Entry>& newest) {
  if (std::ssize(newest) < kDealEntriesMax) return;
  std::set<EntrySeq> wanted;
  for (const auto& chain : older_chains(db, thread, newest.front().seq)) {
    for (std::size_t i = 0; i < chain.size(); ++i) {
      if (i < kOpeningEntries || i + kNewestEntries >= chain.size()) wanted.insert(chain[i]);
    }
  }
  std::vector<Entry> older;
  for (const auto seq : wanted) {
    auto entry = find_entry(db, thread, seq);
    if (entry && entry->deal) older.push_back(std::move(*entry));
  }
  newest.insert(newest.begin(), std::make_move_iterator(older.begin()), std::make_move_iterator(older.end()));
}

std::vector<Entry> live_deal_entries(Database& db, digest::ThreadId thread) {
  auto entries = newest_entries(db, thread);
  add_older(db, thread, entries);
  return entries;
}

template <class Value>
std::vector<Value> last_of(const std::vector<Value>& values, std::size_t count) {
  return {values.size() > count ? values.end() - static_cast<std::ptrdiff_t>(count) : values.begin(), values.end()};
}

}  // namespace

ThreadOffers offers_of(Database& db, digest::ThreadId thread, digest::Revision revision) {
  ThreadOffers out;
  auto entries = live_deal_entries(db, thread);
  std::erase_if(entries, [revision](const Entry& entry) { return entry.rev >= revision; });
  std::set<Floor> context;
  std::set<Floor> openers;
  std::set<EntrySeq> wanted;
  for (const auto& chain : digest::chains(entries)) {
    digest::Offer offer{
        .state = digest::state_of(chain), .sources = digest::sources_of(chain), .floors = digest::cites_of(chain)};
    for (const Entry* entry : chain) offer.entries.push_back(entry->seq);
    for (const auto seq : last_of(offer.entries, kEntriesPerOffer)) wanted.insert(seq);
    context.insert(offer.floors.back());
    const auto& sources = offer.sources;
    openers.insert(sources.opener.begin(), sources.opener.end());
    for (const auto* floors : {&sources.opener, &sources.status, &sources.amount, &sources.ends})
      context.insert(floors->begin(), floors->end());
    const auto waiting = last_of(offer.state.data_points.pending, kWaitingPerOffer);
    context.insert(waiting.begin(), waiting.end());
    const auto reported = last_of(offer.state.data_points.success, kWaitingPerOffer);
    if (!waiting.empty()) context.insert(reported.begin(), reported.end());
    out.offers.push_back(std::move(offer));
  }
  for (const auto& entry : entries) {
    if (wanted.contains(entry.seq)) out.entries.push_back(entry);
  }
  out.openers.assign(openers.begin(), openers.end());
  if (out.openers.size() > kOpenersMax) out.openers.erase(out.openers.begin(), out.openers.end() - kOpenersMax);
  out.context.assign(context.begin(), context.end());
  return out;
}

void add_missing(std::vector<Entry>& entries, std::vector<Entry> more) {
  const auto before = [](const Entry& a, const Entry& b) { return a.seq < b.seq; };
  std::vector<Entry> merged;
  std::set_union(std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()),
                 std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()), std::back_inserter(merged),
                 before);
  entries = std::move(merged);
}

}  // namespace gailou::storage::sqlite
