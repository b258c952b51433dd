// What the steps of a round work with.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/engine/engine.h"
#include "daemon/forum/source.h"
#include "daemon/io/clock.h"
#include "daemon/track/figures.h"
#include "daemon/track/settings.h"
#include "daemon/track/turnstile.h"

namespace gailou::track {

struct Followed;

struct RoundTools {
  forum::Source& source;
  StoreThread& store;
  engine::Engine& engine;
  io::Clock& clock;
  const Settings& settings;
  SourceFigures& figures;
  double chance = 0;  // in [0, 1), drawn anew for each turn
  /// The source's thread of a topic; null if it isn't tracked.
  std::function<std::shared_ptr<Followed>(digest::TopicId)> thread_of{};
  /// These lost a post that lives elsewhere now: what they say of it is withdrawn with their next poll.
  std::function<void(const std::vector<digest::ThreadId>&)> lost_posts{};
};

/// A step of a round: an error ends the poll, what was stored stays.
using Step = boost::asio::awaitable<digest::Result<void>>;

}  // namespace gailou::track
