#include "daemon/track/pace.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace gailou::track {
namespace {

constexpr double kMinute = 60;
constexpr double kDay = 24 * 3600;
/// With the day's budget left to itself, a source could be asked all day at a quarter of its rate.
constexpr double kShareOfRate = 0.25;

double seconds(digest::Duration length) {
  return static_cast<double>(length.count()) / 1000.0;
}

/// A burst counts against its minute: forums count both (discourse-wire, limits).
double refill_of(double rate) {
  return rate * kMinute > 2 * kBurst ? rate - kBurst / kMinute : rate;
}

double half_of_day(const Budget& budget) {
  return std::max(1.0, static_cast<double>(day_budget(budget)) / 2);
}

}  // namespace

std::int64_t day_budget(const Budget& budget) {
  if (budget.per_day > 0) return budget.per_day;
  return std::max<std::int64_t>(1, std::llround(budget.rate * kDay * kShareOfRate));
}

Pace::Pace(const Budget& budget, const PastRequests& past, digest::Instant now) : counted_at_(now) {
  assert(budget.rate > 0);
  rate_ = {.refill = refill_of(budget.rate), .capacity = kBurst, .tokens = kBurst};
  // Half of the day's budget may go at once and half comes back over the day: together never more than all of it.
  const double half = half_of_day(budget);
  day_ = {.refill = half / kDay, .capacity = half, .tokens = std::max(0.0, half - static_cast<double>(past.today))};
  if (past.last) {
    const double since = std::max(0.0, seconds(now - (*past.last + past.unsaved)));
    rate_.tokens = std::min(kBurst, since * rate_.refill);
  }
}

void Pace::rebudget(const Budget& budget, digest::Instant now) {
  assert(budget.rate > 0);
  const double passed = seconds_since(now);
  counted_at_ = now;
  const auto become = [passed](Bucket& bucket, double refill, double capacity) {
    const double lacks = bucket.capacity - bucket.tokens_after(passed);
    bucket = {.refill = refill, .capacity = capacity, .tokens = std::max(0.0, capacity - lacks)};
  };
  become(rate_, refill_of(budget.rate), kBurst);
  const double half = half_of_day(budget);
  become(day_, half / kDay, half);
}

double Pace::Bucket::tokens_after(double passed) const {
  return std::min(capacity, tokens + passed * refill);
}

double Pace::Bucket::wait(double passed) const {
  const double left = tokens_after(passed);
  // What rounding leaves short of a whole token is one.
  return left >= 1.0 - 1e-9 ? 0 : (1.0 - left) / refill;
}

/// The wall clock may jump back: that gives no tokens, and takes none.
double Pace::seconds_since(digest::Instant now) const {
  return std::max(0.0, seconds(now - counted_at_));
}

digest::Duration Pace::wait(digest::Instant now) const {
  const double passed = seconds_since(now);
  return digest::Duration{static_cast<long long>(std::ceil(std::max(rate_.wait(passed), day_.wait(passed)) * 1000.0))};
}

bool Pace::has_reserve(digest::Instant now) const {
  return day_.tokens_after(seconds_since(now)) * 2 >= day_.capacity;
}

void Pace::slow_to(double rate) {
  assert(rate > 0);
  rate_.refill = std::min(rate_.refill, refill_of(rate));
}

void Pace::spend(digest::Instant now) {
  const double passed = seconds_since(now);
  rate_.tokens = std::max(0.0, rate_.tokens_after(passed) - 1.0);
  day_.tokens = std::max(0.0, day_.tokens_after(passed) - 1.0);
  counted_at_ = now;
}

}  // namespace gailou::track
