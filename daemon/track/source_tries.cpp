#include <utility>

#include "daemon/track/fatal.h"
#include "daemon/track/source_loop.h"
#include "daemon/track/try_out.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Result;

namespace {

constexpr digest::Duration kLookAgain = std::chrono::hours{1};

}  // namespace

asio::awaitable<Result<forum::SiteLook>> SourceLoop::try_out() {
  if (turnstile_.cooldown()) co_return turnstile_.cooldown_error();
  const auto trier = std::make_shared<Trier>(executor_);
  triers_.push_back(trier);
  wake_.ring();
  // Without a daemon nobody else takes turns.
  if (!running_) {
    const auto answered = co_await answer_tries();
    if (!answered) co_return answered.error();
  }
  while (!trier->outcome) co_await trier->done.wait_for(clock_, kLookAgain);
  co_return *trier->outcome;
}

/// One request answers all who wait.
asio::awaitable<Result<void>> SourceLoop::answer_tries() {
  if (!turnstile_.cooldown() && wants_robots(clock_.now())) {
    const auto read = co_await read_robots();
    if (!read) end_tries(read.error());
    if (!read) co_return read;
  }
  const TryTools tools{
      .source = *source_, .turnstile = turnstile_, .settings = settings_, .clock = clock_, .chance = chance()};
  const auto site = co_await track::try_out(tools);
  end_tries(site);
  if (!site && is_fatal(site.error())) co_return site.error();
  co_return Result<void>{};
}

void SourceLoop::end_tries(const Result<forum::SiteLook>& outcome) {
  for (const auto& trier : std::exchange(triers_, {})) {
    trier->outcome = outcome;
    trier->done.ring();
  }
}

}  // namespace gailou::track
