#include "daemon/track/pace.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace gailou::track {
namespace {

double seconds(digest::Duration length) {
  return static_cast<double>(length.count()) / 1000.0;
}

}  // namespace

Pace::Pace(double rate, std::optional<digest::Instant> last_request, digest::Instant now)
    : rate_(rate), tokens_(kBurst), counted_at_(now) {
  assert(rate > 0);
  if (last_request) tokens_ = std::clamp(seconds(now - *last_request) * rate, 0.0, kBurst);
}

double Pace::tokens_at(digest::Instant now) const {
  // The wall clock may jump back: that gives no tokens, and takes none.
  const double since = std::max(0.0, seconds(now - counted_at_));
  return std::min(kBurst, tokens_ + since * rate_);
}

digest::Duration Pace::wait(digest::Instant now) const {
  const double tokens = tokens_at(now);
  if (tokens >= 1.0) return digest::Duration::zero();
  return digest::Duration{static_cast<long long>(std::ceil((1.0 - tokens) / rate_ * 1000.0))};
}

void Pace::spend(digest::Instant now) {
  tokens_ = std::max(0.0, tokens_at(now) - 1.0);
  counted_at_ = now;
}

}  // namespace gailou::track
