#include "daemon/track/failure.h"

#include <algorithm>
#include <array>

#include "daemon/track/schedule.h"

namespace gailou::track {
namespace {

using namespace std::chrono_literals;
using digest::Code;

constexpr Duration kLongestWait = 24h;
constexpr Duration kRateLimitMost = 30min;  // a 429 that names no wait doubles to this

/// A 404 says missing, deleted or forbidden (Discourse's detailed_404 is off by default): asked again, ever more
/// rarely.
Duration missing_wait(int failures) {
  constexpr std::array<Duration, 3> kWaits{10min, 1h, 6h};
  const auto step = static_cast<std::size_t>(std::max(failures, 1) - 1);
  return step < kWaits.size() ? kWaits.at(step) : kLongestWait;
}

/// The wait that the forum named plus 1/60 to 1/12 of the backoff, so that many clients don't return in the same
/// second.
Duration named_wait(const FailureInput& input, const Settings& settings) {
  const Duration named{input.error.retry_after_ms};
  const double share = 1.0 / 60 + (1.0 / 12 - 1.0 / 60) * input.chance;
  const Duration extra{static_cast<long long>(static_cast<double>(settings.backoff.count()) * share)};
  return std::min(named + extra, kLongestWait);
}

Duration source_wait(const FailureInput& input, const Settings& settings) {
  if (input.error.code == Code::challenged) {
    return jittered(backoff(input.source_failures, settings.challenge_cooldown, kLongestWait), settings.jitter,
                    input.chance);
  }
  if (input.error.retry_after_ms > 0) return named_wait(input, settings);
  const Duration most =
      input.error.code == Code::rate_limited ? std::min(kRateLimitMost, settings.backoff_max) : settings.backoff_max;
  return jittered(backoff(input.source_failures, settings.backoff, most), settings.jitter, input.chance);
}

/// A 429, a challenge page and a named wait speak for the whole forum; a 500 or a reset may be one topic's own trouble,
/// and the other topics' polls go on, each with its own backoff.
bool concerns_source(const digest::Error& error) {
  return error.code == Code::rate_limited || error.code == Code::challenged || error.retry_after_ms > 0;
}

storage::ThreadState state_after(Code code) {
  switch (code) {
    case Code::challenged:
      return storage::ThreadState::challenged;
    case Code::gone:
      return storage::ThreadState::gone;
    case Code::not_found:
    case Code::forbidden:
      return storage::ThreadState::unreachable;
    default:
      return storage::ThreadState::active;
  }
}

Duration thread_wait(const FailureInput& input, const Settings& settings) {
  switch (input.error.code) {
    case Code::gone:
      return kLongestWait;
    case Code::not_found:
    case Code::forbidden:
      return missing_wait(input.thread_failures);
    default:
      return jittered(backoff(input.thread_failures, settings.backoff, settings.backoff_max), settings.jitter,
                      input.chance);
  }
}

}  // namespace

FailureVerdict after_failure(const FailureInput& input, const Settings& settings) {
  FailureVerdict verdict{.state = state_after(input.error.code), .next_poll = {}, .cooldown_until = {}};
  if (concerns_source(input.error)) {
    verdict.next_poll = input.now + source_wait(input, settings);
    verdict.cooldown_until = verdict.next_poll;
  } else {
    verdict.next_poll = input.now + thread_wait(input, settings);
  }
  return verdict;
}

std::optional<Instant> sane_cooldown(std::optional<Instant> until, Instant now) {
  if (!until || *until <= now) return std::nullopt;
  return std::min(*until, now + kLongestWait);
}

}  // namespace gailou::track
