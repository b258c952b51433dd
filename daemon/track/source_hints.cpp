#include <algorithm>
#include <unordered_map>
#include <utility>

#include "daemon/io/log.h"
#include "daemon/track/failure.h"
#include "daemon/track/fatal.h"
#include "daemon/track/source_loop.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Duration;
using digest::Error;
using digest::Instant;
using digest::Result;

namespace {

using namespace std::chrono_literals;

/// How long a forum may hold a request open (discourse-wire, MessageBus).
constexpr Duration kHeldMost = 25s;
/// A forum that answers at once, with nothing, is asked again this much later: for guests it doesn't hold requests.
constexpr Duration kNotHeld = 5s;
constexpr Duration kBetweenGlances = 15s;
constexpr Duration kDeafAfterRefusal = 24h;
constexpr Duration kDeafAfterFailure = 10min;

GateCandidate candidate_of(const Followed& thread) {
  const bool idle = thread.complete && !thread.paused && thread.poll.failures == 0 && thread.waiters.empty() &&
                    !thread.progress.looked && !thread.checked_soon;
  return {.eligible = idle && !thread.gate.pending && may_be_checked(thread.gate),
          .due = thread.due,
          .interval = thread.due - thread.poll.last_poll.value_or(thread.due)};
}

}  // namespace

bool SourceLoop::wants_robots(Instant now) const {
  return source_->obeys_robots() && (!robots_good_until_ || *robots_good_until_ <= now);
}

asio::awaitable<Result<void>> SourceLoop::read_robots() {
  const auto looked = co_await source_->robots();
  if (!looked) co_return looked.error();
  robots_good_until_ = clock_.now() + looked->good_for;
  if (looked->crawl_delay) turnstile_.slow_to(*looked->crawl_delay);
  co_return Result<void>{};
}

/// The threads that one look at the gate would spare a poll.
std::vector<std::size_t> SourceLoop::at_the_gate(Instant now) const {
  std::vector<GateCandidate> candidates;
  candidates.reserve(threads_.size());
  for (const auto& thread : threads_) candidates.push_back(candidate_of(*thread));
  return gate_members(candidates, gate_, now);
}

asio::awaitable<Result<void>> SourceLoop::check_by_gate(std::vector<std::shared_ptr<Followed>> threads) {
  std::vector<digest::TopicId> topics;
  for (const auto& thread : threads) topics.push_back(thread->topic);
  const auto rows = co_await source_->rows(std::move(topics));
  if (rows) {
    for (const auto& thread : threads) {
      const auto learnt = co_await learn_rhythm(thread);
      if (!learnt) co_return learnt.error();
    }
    take_rows(threads, *rows);
    co_return co_await turnstile_.succeeded();
  }
  const auto code = rows.error().code;
  close_gate(gate_, code == Code::refused || code == Code::not_found || code == Code::forbidden, clock_.now());
  co_return co_await hint_failed(rows.error(), "gate");
}

void SourceLoop::take_rows(const std::vector<std::shared_ptr<Followed>>& threads,
                           const std::vector<forum::TopicRow>& rows) {
  std::unordered_map<digest::TopicId, const forum::TopicRow*> by_topic;
  for (const auto& row : rows) by_topic.emplace(row.topic, &row);
  const auto now = clock_.now();
  std::size_t quiet = 0;
  std::size_t listed = 0;
  for (const auto& thread : threads) {
    const auto found = by_topic.find(thread->topic);
    if (found == by_topic.end()) {
      note_unlisted(thread->gate);
      continue;
    }
    ++listed;
    if (!is_quiet(thread->gate, *found->second)) {
      note_row(thread->gate, *found->second);
      thread->due = std::min(thread->due, now);
      continue;
    }
    ++quiet;
    note_quiet(thread->gate, *found->second, passed_of(candidate_of(*thread), now));
    const auto state_before = thread->state;
    succeed(*thread, wait_after(*thread, now), now);
    if (thread->state != state_before && on_change_) on_change_(thread->id, nullptr);
  }
  figures_.polls.spared += quiet;
  note_answer(gate_, threads.size(), quiet, listed, now);
  io::log::debug("gate_asked", std::to_string(quiet) + " of " + std::to_string(threads.size()) + " threads are quiet",
                 {{"source", record_.name}, {"listed", static_cast<long>(listed)}});
}

bool SourceLoop::hears(Instant now) const {
  if (!settings_.live || turnstile_.cooldown() || (deaf_until_ && *deaf_until_ > now)) return false;
  // Polls come first: listening must not use up what they need.
  if (!turnstile_.has_reserve()) return false;
  return std::ranges::any_of(threads_,
                             [](const auto& thread) { return thread->bus && thread->complete && !thread->paused; });
}

/// Listens until something is due or asked for. A message only makes a poll due: what it says is never believed.
asio::awaitable<Result<void>> SourceLoop::hear(Duration longest) {
  std::vector<forum::BusPosition> positions;
  for (const auto& thread : threads_) {
    if (positions.size() == forum::kTopicsPerBus) break;
    if (thread->bus && thread->complete && !thread->paused)
      positions.push_back({.topic = thread->topic, .last = *thread->bus});
  }
  auto listening = source_->listen(std::move(positions), std::min(longest, kHeldMost));
  const auto heard = co_await wake_.run_until_rung(std::move(listening));
  if (!heard) co_return Result<void>{};
  if (!*heard) {
    const auto code = heard->error().code;
    const bool is_refused = code == Code::refused || code == Code::not_found || code == Code::forbidden;
    deaf_until_ = clock_.now() + (is_refused ? kDeafAfterRefusal : kDeafAfterFailure);
    co_return co_await hint_failed(heard->error(), "message bus");
  }
  take_news(**heard);
  const auto held = clock_.now() - turnstile_.state().last_request.value_or(clock_.now());
  if ((*heard)->empty() && held < std::min(kNotHeld, longest)) deaf_until_ = clock_.now() + kBetweenGlances;
  co_return Result<void>{};
}

void SourceLoop::take_news(const std::vector<forum::BusPosition>& news) {
  const auto now = clock_.now();
  for (const auto& position : news) {
    const auto found = thread_of(position.topic);
    if (!found) continue;
    auto& thread = *found;
    thread.bus = position.last;
    if (position.idle) continue;
    // A little later, as others who listen would otherwise all come at once: 2 to 10 s where min_interval is a minute.
    const auto delay =
        settings_.min_interval / 30 +
        Duration{static_cast<long long>(chance() * static_cast<double>(settings_.min_interval.count()) * 8 / 60)};
    const auto least = thread.poll.last_poll.value_or(now) + settings_.min_interval / 6;
    thread.due = std::min(thread.due, std::max(now + delay, least));
    thread.checked_soon = true;
    thread.told_of_posts = thread.told_of_posts || position.grown;
  }
}

/// A hint that fails is gone without for a while; what it says of the whole source counts.
asio::awaitable<Result<void>> SourceLoop::hint_failed(Error error, std::string_view hint) {
  if (error.code == Code::cancelled || is_fatal(error)) co_return error;
  const FailureInput input{.error = error,
                           .thread_failures = 1,
                           .source_failures = turnstile_.state().failures + 1,
                           .chance = chance(),
                           .now = clock_.now()};
  const auto until = cooldown_after(input, settings_);
  io::log::debug("hint_failed", digest::to_string(error), {{"source", record_.name}, {"hint", hint}});
  if (!until) co_return Result<void>{};
  io::log::warn("source_cooldown", digest::to_string(error),
                {{"source", record_.name}, {"until", digest::to_iso(*until)}});
  co_return co_await turnstile_.cool_down(*until, error);
}

}  // namespace gailou::track
