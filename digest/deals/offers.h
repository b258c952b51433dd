// Which lines of a floor announce an offer, and what each offers. Talk about prices, fees and what was last year
// announces none; in doubt nothing is opened.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "digest/deal.h"
#include "digest/deals/day.h"

namespace gailou::digest {

/// One sentence of a floor, and where it stands.
struct SaidLine {
  std::string text{};
  std::size_t line = 0;
  bool item = false;
};

struct OfferScene {
  Day on{};              // on which the floor was written
  std::string zone{};    // of the site
  bool opening = false;  // the thread's first floor
  bool about_deals = false;
  bool replies = false;  // to a floor other than the first
};

struct Announced {
  Deal deal{};
  std::vector<std::size_t> sentences{};  // indices of those that it was read from, ascending
};

std::vector<Announced> offers_in(const std::vector<SaidLine>& sentences, const OfferScene& scene);

/// Conditions, one a string, in the floor's words; the amount isn't one.
std::vector<std::string> terms_in(std::u32string_view text, std::size_t amount_begin, std::size_t amount_end);

}  // namespace gailou::digest
