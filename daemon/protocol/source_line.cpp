#include "daemon/protocol/source_line.h"

#include <algorithm>
#include <array>
#include <utility>

#include "digest/error.h"

namespace gailou::protocol {

namespace {

using digest::Code;

constexpr std::array<std::pair<Condition, std::string_view>, 6> kNames{{{Condition::ok, "ok"},
                                                                        {Condition::idle, "idle"},
                                                                        {Condition::failing, "failing"},
                                                                        {Condition::cooldown, "cooldown"},
                                                                        {Condition::limited, "limited"},
                                                                        {Condition::challenged, "challenged"}}};

/// After so many 429s in a row the pace itself is what is wrong.
constexpr int kManyLimits = 3;

bool is_spent(const SourceLine& line) {
  return line.day_budget > 0 && line.requests_today >= line.day_budget;
}

Condition condition_in(const SourceLine& line, digest::Instant now) {
  const bool cooling = line.state.cooldown_until && *line.state.cooldown_until > now;
  if (cooling && line.state.trouble == digest::name_of(Code::challenged)) return Condition::challenged;
  if (cooling && line.state.trouble == digest::name_of(Code::rate_limited)) return Condition::limited;
  if (cooling) return Condition::cooldown;
  const std::int64_t polled = line.threads - line.paused;
  if (polled <= 0) return Condition::idle;
  if (is_spent(line)) return Condition::limited;
  return line.failing >= polled ? Condition::failing : Condition::ok;
}

std::string advice_for(const SourceLine& line) {
  switch (line.condition) {
    case Condition::challenged:
      return "a page that wants a browser answers instead of the forum, and gailou does not get round it: ask the "
             "forum's owner to let gailou's user agent through, or for a key "
             "(api_key_file, see gailou.toml(5)); meanwhile `gailou import` takes in what a browser saves";
    case Condition::limited:
      if (is_spent(line)) return "the day's budget of requests is spent: pause some threads, or raise the budget";
      if (line.state.failures < kManyLimits) return "";
      return "the forum keeps asking for fewer requests: lower poll.per_host_rate, or raise poll.min_interval";
    case Condition::failing:
      return "`gailou sources test " + line.source.name + "` makes one request and explains the answer";
    case Condition::ok:
    case Condition::idle:
    case Condition::cooldown:
      break;
  }
  return "";
}

}  // namespace

std::optional<DelayFigures> told(const storage::DelayFigures& delays) {
  if (delays.count == 0) return std::nullopt;
  return DelayFigures{.replies = delays.count, .median_ms = delays.median.count(), .p95_ms = delays.p95.count()};
}

std::string_view name_of(Condition condition) {
  const auto found = std::ranges::find(kNames, condition, &std::pair<Condition, std::string_view>::first);
  return found == kNames.end() ? "ok" : found->second;
}

std::optional<Condition> condition_of(std::string_view name) {
  const auto found = std::ranges::find(kNames, name, &std::pair<Condition, std::string_view>::second);
  if (found == kNames.end()) return std::nullopt;
  return found->first;
}

void judge(SourceLine& line, digest::Instant now) {
  line.condition = condition_in(line, now);
  line.advice = advice_for(line);
}

}  // namespace gailou::protocol
