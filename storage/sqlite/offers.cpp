#include "storage/sqlite/offers.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "digest/deals/state.h"
#include "storage/sqlite/entry_rows.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Entry;
using digest::EntrySeq;
using digest::Floor;

// Bounds that keep a batch's cost from growing with its thread: an offer of which none of the newest entries speaks is
// as good as forgotten.
constexpr std::int64_t kDealEntriesMax = 400;
constexpr std::size_t kEntriesPerOffer = 2;
constexpr std::size_t kWaitingPerOffer = 8;

std::vector<Entry> live_deal_entries(Database& db, digest::ThreadId thread) {
  std::vector<Entry> entries;
  auto query = db.query("live_deal_entries");
  query.bind(":thread_id", thread).bind(":limit", kDealEntriesMax);
  while (query.next()) entries.push_back(entry_of(db, query.row()));
  std::reverse(entries.begin(), entries.end());
  return entries;
}

template <class Value>
std::vector<Value> last_of(const std::vector<Value>& values, std::size_t count) {
  return {values.size() > count ? values.end() - static_cast<std::ptrdiff_t>(count) : values.begin(), values.end()};
}

}  // namespace

ThreadOffers offers_of(Database& db, digest::ThreadId thread) {
  ThreadOffers out;
  const auto entries = live_deal_entries(db, thread);
  std::set<Floor> context;
  std::set<EntrySeq> wanted;
  for (const auto& chain : digest::chains(entries)) {
    digest::Offer offer{.state = digest::state_of(chain), .floors = digest::cites_of(chain)};
    for (const Entry* entry : chain) offer.entries.push_back(entry->seq);
    for (const auto seq : last_of(offer.entries, kEntriesPerOffer)) wanted.insert(seq);
    context.insert(offer.floors.back());
    const auto waiting = last_of(offer.state.data_points.pending, kWaitingPerOffer);
    context.insert(waiting.begin(), waiting.end());
    const auto reported = last_of(offer.state.data_points.success, kWaitingPerOffer);
    if (!waiting.empty()) context.insert(reported.begin(), reported.end());
    out.offers.push_back(std::move(offer));
  }
  for (const auto& entry : entries) {
    if (wanted.contains(entry.seq)) out.entries.push_back(entry);
  }
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
