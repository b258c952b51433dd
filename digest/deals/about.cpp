#include "digest/deals/about.h"

#include <algorithm>

#include "digest/deals/scan.h"
#include "digest/deals/words.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kOffersOfAThread = 2;

}  // namespace

bool is_about_deals(std::string_view title) {
  return says(small_form(norm32(title)), DealWord::deal_thread);
}

bool is_of_offers(std::string_view title, const std::vector<Floor>& opened) {
  if (opened.empty()) return false;
  return opened.size() >= kOffersOfAThread || is_about_deals(title) ||
         std::find(opened.begin(), opened.end(), Floor{1}) != opened.end();
}

}  // namespace gailou::digest
