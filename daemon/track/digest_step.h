// From pending floors to committed revisions: take a batch, let the engine draft, judge, append, commit. No request to
// the forum.
#pragma once

#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/engine/engine.h"
#include "daemon/io/clock.h"
#include "daemon/track/figures.h"
#include "daemon/track/turnstile.h"
#include "digest/batch.h"
#include "digest/settings.h"
#include "storage/store.h"

namespace gailou::track {

struct DigestTools {
  StoreThread& store;
  engine::Engine& engine;
  io::Clock& clock;
  const digest::SettleSettings& settle;
  const digest::ComposeSettings& compose;
  DigestFigures& figures;
};

struct Digested {
  std::vector<storage::Committed> committed{};
  std::optional<digest::Instant>
      settles_at{};  // when what is still pending, or was edited, may be taken; nothing: not by time alone
  std::int64_t pending = 0;
  std::optional<digest::Instant> rests_until{};  // the engine's endpoint; a batch waits for it
};

/// Takes batch after batch until none has settled. `urgency` holds for the first one; `now` for all.
boost::asio::awaitable<digest::Result<Digested>> digest_pending(DigestTools tools, digest::ThreadId thread,
                                                                digest::Urgency urgency);

}  // namespace gailou::track
