// Trying a source out: one request that asks a forum what it is, as polite as any poll's.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "daemon/forum/source.h"
#include "daemon/io/clock.h"
#include "daemon/track/settings.h"
#include "daemon/track/turnstile.h"
#include "digest/error.h"

namespace gailou::track {

struct TryTools {
  forum::Source& source;
  Turnstile& turnstile;
  const Settings& settings;
  io::Clock& clock;
  double chance = 0.5;  // in [0, 1), for jitter
};

/// Through the turnstile: never in a cooldown (Code::cooldown), at the source's pace. What the answer says of the whole
/// source counts as a poll's would: a 429 or a challenge page leaves it alone for a while, which the error tells.
/// malformed for what is no forum of the source's kind.
boost::asio::awaitable<digest::Result<forum::SiteLook>> try_out(TryTools tools);

/// An error of Source::site() in words for who tries it out.
digest::Error explained(digest::Error error);

}  // namespace gailou::track
