// How a source does: what `sources` and `status` tell of it, in figures and in a word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/time.h"
#include "storage/records.h"

namespace gailou::protocol {

/// How long replies took from the forum's clock to our store; of those seen to come.
struct DelayFigures {
  std::int64_t replies = 0;
  std::int64_t median_ms = 0;
  std::int64_t p95_ms = 0;
  bool operator==(const DelayFigures&) const = default;
};

/// Nothing where no reply was seen to come.
std::optional<DelayFigures> told(const storage::DelayFigures& delays);

/// How a source does, in a word.
enum class Condition {
  ok,
  idle,        // no thread of it is polled
  failing,     // no thread's last poll went well
  cooldown,    // it is left alone until a time
  limited,     // the same because it said 429, or the day's budget is spent
  challenged,  // the same because a challenge page stands before it
};
std::string_view name_of(Condition condition);
std::optional<Condition> condition_of(std::string_view name);

/// A [[discover]] rule of a source and what it has found.
struct RuleLine {
  std::string name{};
  bool adds = false;  // false: it proposes
  std::int64_t threads = 0;
  std::int64_t max_threads = 0;
  std::int64_t let_go = 0;  // threads that it let go of and that haven't woken up
  bool operator==(const RuleLine&) const = default;
};

struct SourceLine {
  storage::SourceRecord source{};
  storage::SourceState state{};  // without a cooldown that has ended
  Condition condition = Condition::ok;
  std::string advice{};  // what the owner can do about it; empty = nothing needs doing
  std::int64_t threads = 0;
  std::int64_t active = 0;           // threads
  std::int64_t asleep = 0;           // threads, closed ones among them
  std::int64_t paused = 0;           // threads
  std::int64_t failing = 0;          // threads whose last poll failed
  std::int64_t requests = 0;         // since the start
  std::int64_t requests_today = 0;   // since 00:00 UTC
  std::int64_t day_budget = 0;       // most requests in 24 hours; 0 = none
  std::int64_t request_spacing = 0;  // ms between two requests, but for a burst of 2
  bool gate = false;                 // one request asks after many threads at present
  bool live = false;                 // the forum's message bus is listened to at present
  bool configured = false;           // by a [[source]], not made by `add`
  std::optional<digest::Instant> last_poll{};
  std::optional<digest::Instant> next_poll{};
  std::string last_error{};  // newest of its threads'; empty if none fails
  std::optional<DelayFigures> delays{};
  std::vector<RuleLine> rules{};  // in the order of the configuration
};

/// The condition and the advice from the rest of the line.
void judge(SourceLine& line, digest::Instant now);

}  // namespace gailou::protocol
