#include "daemon/track/turnstile.h"

#include <utility>

#include "daemon/track/failure.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr digest::Duration kSaveEvery = std::chrono::minutes{1};

}  // namespace

Turnstile::Turnstile(std::string source, storage::SourceState state, const Settings& settings, io::Clock& clock,
                     StoreThread& store)
    : source_(std::move(source)),
      state_(std::move(state)),
      clock_(clock),
      store_(store),
      pace_(settings.per_host_rate, state_.last_request, clock.now()) {
  state_.cooldown_until = sane_cooldown(state_.cooldown_until, clock.now());
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

asio::awaitable<Result<void>> Turnstile::pass() {
  if (cooldown()) co_return cooldown_error();
  while (true) {
    const auto wait = pace_.wait(clock_.now());
    if (wait <= digest::Duration::zero()) break;
    co_await clock_.sleep_for(wait);
  }
  const auto now = clock_.now();
  pace_.spend(now);
  ++requests_;
  state_.last_request = now;
  if (saved_request_ && now - *saved_request_ < kSaveEvery) co_return Result<void>{};
  saved_request_ = now;
  co_return co_await save();
}

asio::awaitable<Result<void>> Turnstile::cool_down(digest::Instant until, std::string reason) {
  state_.cooldown_until = until;
  state_.cooldown_reason = std::move(reason);
  ++state_.failures;
  co_return co_await save();
}

asio::awaitable<Result<void>> Turnstile::succeeded() {
  if (state_.failures == 0 && !state_.cooldown_until) co_return Result<void>{};
  state_.failures = 0;
  state_.cooldown_until.reset();
  state_.cooldown_reason.clear();
  co_return co_await save();
}

asio::awaitable<Result<void>> Turnstile::save() {
  auto query = [source = source_, state = state_](storage::Store& store) {
    return store.save_source_state(source, state);
  };
  co_return co_await store_.run(std::move(query));
}

}  // namespace gailou::track
