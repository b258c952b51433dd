#include "daemon/track/turnstile.h"

#include <algorithm>
#include <utility>

#include "daemon/track/failure.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr digest::Duration kSaveEvery = std::chrono::minutes{1};
constexpr digest::Duration kPatience = std::chrono::minutes{1};  // of somebody who waits for an answer

/// A longer pause than this that a site asks for would stop everything; it can refuse us instead.
constexpr digest::Duration kSlowest = std::chrono::minutes{1};

digest::Instant day_of(digest::Instant at) {
  return std::chrono::floor<std::chrono::days>(at);
}

/// Requests of the day as they stand at `now`.
std::int64_t today(const storage::SourceState& state, digest::Instant now) {
  return state.requests_day == day_of(now) ? state.requests : 0;
}

Budget budget_of(const Settings& settings) {
  return {.rate = settings.per_host_rate, .per_day = static_cast<std::int64_t>(settings.requests_per_day)};
}

PastRequests past_of(const storage::SourceState& state, digest::Instant now) {
  return {.last = state.last_request, .unsaved = kSaveEvery, .today = today(state, now)};
}

}  // namespace

Turnstile::Turnstile(std::string source, storage::SourceState state, const Settings& settings, io::Clock& clock,
                     StoreThread& store, asio::any_io_executor executor)
    : source_(std::move(source)),
      state_(std::move(state)),
      clock_(clock),
      store_(store),
      pace_(budget_of(settings), past_of(state_, clock.now()), clock.now()),
      repaced_(std::move(executor)) {
  state_.cooldown_until = sane_cooldown(state_.cooldown_until, clock.now());
  told_down_ = state_.cooldown_until.has_value();
}

std::optional<digest::Instant> Turnstile::cooldown() const {
  if (state_.cooldown_until && *state_.cooldown_until > clock_.now()) return state_.cooldown_until;
  return std::nullopt;
}

Error Turnstile::cooldown_error() const {
  return Error{.code = Code::cooldown,
               .what = "source " + source_ + " must not be asked before " + digest::to_iso(*state_.cooldown_until) +
                       ": " + state_.cooldown_reason,
               .where = {},
               .hint = "polling goes on by itself then"};
}

std::optional<Error> Turnstile::spent_error() const {
  const auto now = clock_.now();
  const auto wait = pace_.wait(now);
  if (wait <= kPatience) return std::nullopt;
  return Error{
      .code = Code::cooldown,
      .what = "the requests that source " + source_ + " may be sent are spent until " + digest::to_iso(now + wait),
      .where = {},
      .hint = "polling goes on by itself then; poll.per_host_rate and poll.requests_per_day say how many it gets"};
}

std::int64_t Turnstile::requests_today() const {
  return today(state_, clock_.now());
}

void Turnstile::slow_to(digest::Duration pause) {
  const auto length = std::clamp(pause, digest::Duration{1}, kSlowest);
  const double rate = 1000.0 / static_cast<double>(length.count());
  robots_rate_ = std::min(rate, robots_rate_.value_or(rate));
  pace_.slow_to(rate);
}

void Turnstile::apply(const Settings& settings, bool obeys_robots) {
  pace_.rebudget(budget_of(settings), clock_.now());
  if (!obeys_robots) robots_rate_.reset();
  if (robots_rate_) pace_.slow_to(*robots_rate_);
  repaced_.ring();
}

asio::awaitable<Result<void>> Turnstile::pass() {
  if (cooldown()) co_return cooldown_error();
  while (true) {
    const auto wait = pace_.wait(clock_.now());
    if (wait <= digest::Duration::zero()) break;
    co_await repaced_.wait_for(clock_, wait);
  }
  const auto now = clock_.now();
  pace_.spend(now);
  ++requests_;
  state_.requests = today(state_, now) + 1;
  state_.requests_day = day_of(now);
  state_.last_request = now;
  if (saved_request_ && now - *saved_request_ < kSaveEvery) co_return Result<void>{};
  saved_request_ = now;
  co_return co_await save();
}

asio::awaitable<Result<void>> Turnstile::cool_down(digest::Instant until, const Error& why) {
  state_.cooldown_until = until;
  state_.cooldown_reason = why.hint.empty() ? why.what : why.what + " (" + why.hint + ")";
  state_.trouble = digest::name_of(why.code);
  ++state_.failures;
  told_down_ = true;
  if (on_news_) on_news_(SourceNews{.source = source_, .reason = why.code, .until = until});
  co_return co_await save();
}

asio::awaitable<Result<void>> Turnstile::succeeded() {
  const bool was_down = std::exchange(told_down_, false);
  if (was_down && on_news_) on_news_(SourceNews{.source = source_, .up = true});
  if (state_.failures == 0 && !state_.cooldown_until) co_return Result<void>{};
  state_.failures = 0;
  state_.cooldown_until.reset();
  state_.cooldown_reason.clear();
  state_.trouble.clear();
  co_return co_await save();
}

asio::awaitable<Result<void>> Turnstile::note_lists() {
  state_.listed_at = clock_.now();
  co_return co_await save();
}

asio::awaitable<Result<void>> Turnstile::save() {
  auto query = [source = source_, state = state_](storage::Store& store) {
    return store.save_source_state(source, state);
  };
  const auto saved = co_await store_.run(std::move(query));
  // A forum that is only tried out is no source of the store's: what is known of it lives as long as this does.
  if (!saved && saved.error().code == Code::not_found) co_return Result<void>{};
  co_return saved;
}

}  // namespace gailou::track
