// Which offers are listed on a day, in which order, and what the passing of time makes of them. It writes nothing: what
// is derived here is never stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/deals/standing.h"

namespace gailou::render {

/// A day of the site's calendar.
struct Today {
  digest::Day day{};
  std::string zone{};  // IANA name; empty = UTC
};
Today today_at(digest::Instant now, std::string_view zone);

/// The day of a moment in the same zone.
digest::Day day_in(const Today& today, digest::Instant at);

/// Without a report for longer than this, an offer that names no end is listed last.
inline constexpr std::chrono::days kQuietAfter{30};

struct OfferRow {
  digest::OfferStanding offer{};
  digest::DealStatus status = digest::DealStatus::alive;  // expired also where its last day has passed
  bool quiet = false;                                     // nobody has said anything of it for long
  std::optional<std::int64_t> days_left{};                // 0 on its last day, below 0 afterwards
};

/// "alive", "unclear", "quiet", "expired"
std::string_view shown_status(const OfferRow& row);

/// The soonest end first, then those without one by the newest report, then the quiet ones; `all`: then the expired
/// ones, which are left out otherwise.
std::vector<OfferRow> offer_rows(const std::vector<digest::OfferStanding>& offers, const Today& today, bool all);

/// Whether some row isn't expired.
bool has_living(const std::vector<OfferRow>& rows);

}  // namespace gailou::render
