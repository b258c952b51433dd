#include "daemon/admin/source_lines.h"

#include <algorithm>

namespace gailou::admin {

namespace {

using digest::Result;
using storage::ThreadRecord;
using storage::ThreadState;

void count(protocol::SourceLine& line, const ThreadRecord& thread) {
  ++line.threads;
  if (thread.poll.failures > 0) ++line.failing;
  switch (thread.state) {
    case ThreadState::active:
      ++line.active;
      return;
    case ThreadState::asleep:
    case ThreadState::closed:
      ++line.asleep;
      return;
    case ThreadState::paused:
      ++line.paused;
      return;
    case ThreadState::challenged:
    case ThreadState::unreachable:
    case ThreadState::gone:
      return;  // among the failing
  }
}

/// A source without a loop is one that nothing was asked of since the start.
void add_tracked(protocol::SourceLine& line, const track::SourceStatus& status) {
  line.state = status.state;
  line.requests = status.requests;
  line.requests_today = status.requests_today;
  line.day_budget = status.day_budget;
  line.request_spacing = status.spacing.count();
  line.gate = status.gate;
  line.live = status.live;
  line.last_poll = status.last_poll;
  line.next_poll = status.next_poll;
  line.last_error = status.last_error;
}

std::vector<protocol::RuleLine> rule_lines(const track::SourceStatus& status,
                                           const std::vector<ThreadRecord>& threads) {
  std::vector<protocol::RuleLine> lines;
  for (const auto& rule : status.rules) {
    protocol::RuleLine line{.name = rule.name,
                            .adds = rule.mode == track::discover::Mode::add,
                            .max_threads = static_cast<std::int64_t>(rule.max_threads)};
    for (const ThreadRecord& thread : threads) {
      if (thread.source != status.source.name || thread.added_by != rule.name) continue;
      ++(thread.let_go_at ? line.let_go : line.threads);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

void forget_past_cooldown(storage::SourceState& state, digest::Instant now) {
  if (state.cooldown_until && *state.cooldown_until > now) return;
  state.cooldown_until.reset();
  state.cooldown_reason.clear();
  state.trouble.clear();
}

std::int64_t requests_of_today(const storage::SourceState& state, digest::Instant now) {
  const bool is_today = state.requests_day && std::chrono::floor<std::chrono::days>(now) == *state.requests_day;
  return is_today ? state.requests : 0;
}

}  // namespace

Result<StoredSources> stored_sources(storage::Reader& reader) {
  StoredSources stored;
  auto sources = reader.sources();
  if (!sources) return sources.error();
  for (storage::SourceRecord& source : *sources) {
    auto state = reader.source_state(source.name);
    if (!state) return state.error();
    const auto delays = reader.delays(source.name);
    if (!delays) return delays.error();
    stored.sources.push_back({.source = std::move(source), .state = std::move(*state), .delays = *delays});
  }
  auto threads = reader.threads();
  if (!threads) return threads.error();
  stored.threads = std::move(*threads);
  return stored;
}

std::vector<protocol::SourceLine> source_lines(const StoredSources& stored, const track::TrackerStatus& tracked,
                                               const Context& context) {
  const digest::Instant now = context.clock.now();
  std::vector<protocol::SourceLine> lines;
  for (const StoredSource& each : stored.sources) {
    protocol::SourceLine& line = lines.emplace_back(protocol::SourceLine{.source = each.source, .state = each.state});
    line.delays = protocol::told(each.delays);
    line.requests_today = requests_of_today(each.state, now);
    line.request_spacing = context.surroundings.request_spacing.count();
    line.configured = std::ranges::find(context.configured, each.source.origin, &storage::SourceRecord::origin) !=
                      context.configured.end();
    for (const ThreadRecord& thread : stored.threads) {
      if (thread.source == each.source.name) count(line, thread);
    }
    const auto status = std::ranges::find_if(
        tracked.sources, [&](const track::SourceStatus& known) { return known.source.name == each.source.name; });
    if (status != tracked.sources.end()) {
      add_tracked(line, *status);
      line.rules = rule_lines(*status, stored.threads);
    }
    forget_past_cooldown(line.state, now);
    protocol::judge(line, now);
  }
  return lines;
}

}  // namespace gailou::admin
