// What the entries of a digest say of its offers: each offer's chain, and the state that a chain adds up to.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/deals/day.h"
#include "digest/digest.h"
#include "digest/operation.h"

namespace gailou::digest {

/// Live entries about one offer in the order of writing, never empty; they live as long as the entries it was made of.
using Chain = std::vector<const Entry*>;

/// The form in which offers' names are compared: blanks and case aside.
std::string offer_key(std::string_view offer);

/// Every offer's chain, in the order in which the offers were opened. Tombstones and entries without a deal are in
/// none.
std::vector<Chain> chains(const std::vector<Entry>& entries);
std::vector<Chain> chains(std::vector<Entry>&& entries) = delete;

/// Per field the last entry that has it, the name as first written, the data points of all. The chain isn't empty.
Deal state_of(const Chain& chain);

/// Adds what a later entry says to a state.
void add_to(Deal& state, const Deal& later);

/// Goes on with where a state comes from; `later` is what an entry says that cites those floors, before it is added.
void note_sources(OfferSources& sources, const Deal& state, const Deal& later, const std::vector<Floor>& cites);

/// Where the state of a chain comes from.
OfferSources sources_of(const Chain& chain);

/// Floors that the chain's entries cite, ascending.
std::vector<Floor> cites_of(const Chain& chain);

/// The author of a floor; empty where it isn't known: such a floor is somebody of its own.
using AuthorOf = std::function<std::string(Floor)>;

struct People {
  std::size_t success = 0;
  std::size_t failure = 0;
  std::size_t pending = 0;
  bool operator==(const People&) const = default;
};

/// An author counts once of each kind; who later reports a success or a failure is pending no more.
People people_of(const DataPoints& points, const AuthorOf& author_of);

/// The data points without the pending ones that a later report of the same author has settled.
DataPoints settled(DataPoints points, const AuthorOf& author_of);

/// The status as shown on that day of the site's: an offer whose last day has passed is over, though nobody wrote it.
DealStatus status_on(const Deal& state, Day today);

}  // namespace gailou::digest
