#include "daemon/track/failure.h"

#include <algorithm>
#include <array>

#include "daemon/track/schedule.h"

namespace gailou::track {
namespace {

using namespace std::chrono_literals;
using digest::Code;

constexpr Duration kLongestWait = 24h;
constexpr Duration kGoneAfter = 24h * 7;    // of 404s and 403s (discourse-wire, answers that are not the thread)
constexpr Duration kRateLimitMost = 30min;  // a 429 that names no wait doubles to this

/// A 404 says missing, deleted or forbidden (Discourse's detailed_404 is off by default): asked again, ever more
/// rarely: after 10 minutes, 1 hour, 6 hours, then daily where poll.backoff is a minute.
Duration missing_wait(int failures, const Settings& settings) {
  constexpr std::array<int, 4> kBackoffs{10, 60, 360, 1440};
  const auto step = std::min(static_cast<std::size_t>(std::max(failures, 1) - 1), kBackoffs.size() - 1);
  return std::min<Duration>(settings.backoff * kBackoffs.at(step), kLongestWait);
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

bool is_missing(Code code) {
  return code == Code::not_found || code == Code::forbidden;
}

storage::ThreadState state_after(const FailureInput& input) {
  const bool is_long_gone = input.missing_since && input.now - *input.missing_since >= kGoneAfter;
  switch (input.error.code) {
    case Code::challenged:
      return storage::ThreadState::challenged;
    case Code::gone:
      return storage::ThreadState::gone;
    case Code::not_found:
      return is_long_gone ? storage::ThreadState::gone : storage::ThreadState::unreachable;
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
      return missing_wait(input.thread_failures, settings);
    default:
      return jittered(backoff(input.thread_failures, settings.backoff, settings.backoff_max), settings.jitter,
                      input.chance);
  }
}

}  // namespace

std::optional<Instant> cooldown_after(const FailureInput& input, const Settings& settings) {
  if (!concerns_source(input.error)) return std::nullopt;
  return input.now + source_wait(input, settings);
}

FailureVerdict after_failure(const FailureInput& input, const Settings& settings) {
  FailureVerdict verdict{.state = state_after(input), .cooldown_until = cooldown_after(input, settings)};
  verdict.next_poll = verdict.cooldown_until.value_or(input.now + thread_wait(input, settings));
  if (is_missing(input.error.code)) verdict.missing_since = input.missing_since.value_or(input.now);
  return verdict;
}

std::optional<Instant> sane_cooldown(std::optional<Instant> until, Instant now) {
  if (!until || *until <= now) return std::nullopt;
  return std::min(*until, now + kLongestWait);
}

}  // namespace gailou::track
