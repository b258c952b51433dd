// The list of offers in each format: a page, a JSON document, a calendar. Values in, bytes out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/render/deals/offer_rows.h"
#include "digest/render/view.h"

namespace gailou::render {

/// The one thread that a list is about.
struct DealsThread {
  std::string source{};
  digest::TopicId topic{};
  std::string title{};
};

struct DealsView {
  std::vector<OfferRow> rows{};
  Today today{};
  std::optional<DealsThread> thread{};
  bool all = false;  // the expired ones are among them
};

std::string deals_page(const DealsView& view, const Site& site);

/// A gailou.deals/1 document. Keys are never renamed; what isn't known is left out.
std::string deals_json(const DealsView& view);

/// What a calendar tells of.
struct Events {
  std::vector<digest::OfferStanding> offers{};
  std::vector<digest::OfferGone> gone{};
};

/// One event for each offer with an end, expired ones and those that have passed for another 30 days; so long too the
/// withdrawn ones, as cancelled and without a word of theirs. `base_url`: "https://digest.example/gailou", where the
/// thread's pages are; empty = not known.
std::string deals_calendar(const Events& told, const Today& today, const Site& site, std::string_view base_url);

}  // namespace gailou::render
