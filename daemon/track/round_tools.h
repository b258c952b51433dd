// What the steps of a round work with.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "daemon/engine/engine.h"
#include "daemon/forum/source.h"
#include "daemon/io/clock.h"
#include "daemon/track/settings.h"
#include "daemon/track/turnstile.h"

namespace gailou::track {

struct RoundTools {
  forum::Source& source;
  Turnstile& turnstile;
  StoreThread& store;
  engine::Engine& engine;
  io::Clock& clock;
  const Settings& settings;
  double chance = 0;  // in [0, 1), drawn anew for each turn
};

/// A step of a round: an error ends the poll, what was stored stays.
using Step = boost::asio::awaitable<digest::Result<void>>;

}  // namespace gailou::track
