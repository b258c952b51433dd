#include "digest/render/deals/offer_rows.h"

#include <algorithm>
#include <tuple>

#include "digest/render/local_time.h"

namespace gailou::render {
namespace {

using digest::DealStatus;

digest::Day day_of(const LocalTime& at) {
  return std::chrono::year{at.year} / std::chrono::month{at.month} / std::chrono::day{at.day};
}

OfferRow row_of(const digest::OfferStanding& offer, const Today& today) {
  OfferRow row{.offer = offer, .status = digest::status_on(offer.state, today.day)};
  if (const auto last = digest::day_of(offer.state.ends)) row.days_left = (*last - today.day).count();
  const auto reported = offer.last_report ? day_in(today, offer.last_report->at) : digest::Day{};
  row.quiet = row.status != DealStatus::expired && !row.days_left && today.day - reported > kQuietAfter;
  return row;
}

/// Groups of the list, in its order.
int place_of(const OfferRow& row) {
  if (row.status == DealStatus::expired) return 3;
  if (row.quiet) return 2;
  return row.days_left ? 0 : 1;
}

bool stands_before(const OfferRow& a, const OfferRow& b) {
  const int place = place_of(a);
  if (place != place_of(b)) return place < place_of(b);
  // Of one last day the one that names an hour ends no later than the others.
  const auto end = [](const OfferRow& row) {
    return std::tuple(row.days_left.value_or(0), digest::hour_of(row.offer.state.ends).value_or("24:00"));
  };
  if (place == 0 && end(a) != end(b)) return end(a) < end(b);
  const auto reported = [](const OfferRow& row) {
    return row.offer.last_report ? row.offer.last_report->at : digest::Instant{};
  };
  if (reported(a) != reported(b)) return reported(a) > reported(b);
  const auto name = [](const OfferRow& row) { return std::tie(row.offer.source, row.offer.topic, row.offer.first); };
  return name(a) < name(b);
}

}  // namespace

Today today_at(digest::Instant now, std::string_view zone) {
  return {.day = day_of(to_local(now, zone)), .zone = std::string(zone)};
}

digest::Day day_in(const Today& today, digest::Instant at) {
  return day_of(to_local(at, today.zone));
}

std::string_view shown_status(const OfferRow& row) {
  return row.quiet ? std::string_view("quiet") : digest::name_of(row.status);
}

std::vector<OfferRow> offer_rows(const std::vector<digest::OfferStanding>& offers, const Today& today, bool all) {
  std::vector<OfferRow> rows;
  for (const auto& offer : offers) {
    OfferRow row = row_of(offer, today);
    if (all || row.status != DealStatus::expired) rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), stands_before);
  return rows;
}

bool has_living(const std::vector<OfferRow>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.status != DealStatus::expired; });
}

}  // namespace gailou::render
