#include "daemon/serve/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace gailou::serve {

namespace {

constexpr unsigned kSearchCost = 5;
const std::string kCrowd{};  // no client is called so

digest::Duration whole_seconds(double length) {
  return digest::Duration{static_cast<digest::Duration::rep>(std::ceil(length * 1000))};
}

}  // namespace

unsigned cost_of(std::string_view path) {
  const bool searches =
      path == "/search" || path == "/search.atom" || path == "/search/feed.json" || path == "/api/v1/search";
  return searches ? kSearchCost : 1;
}

std::optional<digest::Duration> RateLimit::refuse(const std::string& client, unsigned cost, digest::Instant now) {
  if (per_second_ <= 0) return std::nullopt;
  if (full_at_.size() > forget_over_) forget_full(now);
  const bool is_crowd = full_at_.size() >= kClientsMax && !full_at_.contains(client);
  auto& full_at = full_at_.try_emplace(is_crowd ? kCrowd : client, now).first->second;

  const auto burst = whole_seconds(kBurstSeconds);
  // A clock that was set back leaves nobody waiting for longer than a bucket takes to fill.
  full_at = std::clamp(full_at, now, now + burst);
  const auto takes = std::min(whole_seconds(cost / per_second_), burst);
  if (full_at - now + takes > burst) return full_at - now + takes - burst;
  full_at += takes;
  return std::nullopt;
}

/// A full bucket is as good as none.
void RateLimit::forget_full(digest::Instant now) {
  std::erase_if(full_at_, [now](const auto& each) { return each.second <= now; });
  // Not again before as many new ones have come: the sweep costs each request about one look.
  forget_over_ = std::max<std::size_t>(256, 2 * full_at_.size());
}

}  // namespace gailou::serve
