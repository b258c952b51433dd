// How each offer of a thread stands, counted in people: what lists, pages and calendars of offers are made from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "digest/deals/state.h"
#include "digest/deals/thread_deals.h"

namespace gailou::digest {

/// The newest floor that an offer's chain cites, and when it said so.
struct LastReport {
  Floor floor{};
  Instant at{};
  bool operator==(const LastReport&) const = default;
};

struct OfferStanding {
  std::string source{};
  TopicId topic{};
  std::string title{};   // of the thread
  std::string origin{};  // "https://forum.example"
  Deal state{};          // of the whole chain; whoever reported in the end is pending no more
  People people{};
  EntrySeq first{};                 // the entry that opened the offer, withdrawn or not: its name for ever
  std::vector<EntrySeq> entries{};  // live ones, ascending, never empty
  std::vector<Floor> cites{};       // of those, ascending
  Revision changed{};               // the last that touched the chain; withdrawals count, so that it never falls
  Instant changed_at{};             // when that was committed
  std::optional<LastReport> last_report{};
};

/// An offer of which no entry names an end any more, because what did so was withdrawn: whoever noted it should learn
/// of that. Nothing of what it was is known.
struct OfferGone {
  std::string source{};
  TopicId topic{};
  std::string origin{};
  EntrySeq first{};      // its name for ever
  Revision changed{};    // the withdrawal
  Instant changed_at{};  // when that was committed
};

std::vector<OfferGone> gone_offers(const ThreadDeals& deals);

/// In the order in which the offers were opened. An offer of which nothing is left is none.
std::vector<OfferStanding> standings(const ThreadDeals& deals);

}  // namespace gailou::digest
