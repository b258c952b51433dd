// A verb for whose answer a forum or an engine's endpoint is asked.
#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "daemon/cli/session.h"
#include "digest/error.h"

namespace gailou::cli {

// A forum's answer takes a few requests, robots.txt before them where that isn't known yet.
inline constexpr std::chrono::minutes kForumTimeout{3};

/// Of the daemon, which knows pace, cooldowns and budgets best; without one, on the state folder, which knows them too.
template <class Verb>
digest::Result<typename Verb::Reply> ask_outside(Session& session, const Verb& verb,
                                                 digest::Duration timeout = kForumTimeout) {
  auto reply = session.client.ask(verb, timeout);
  const bool no_daemon = !reply && reply.error().code == digest::Code::unavailable && !session.client.reached();
  if (!no_daemon || !session.places.open_asking) return reply;
  auto exchange = session.places.open_asking();
  if (!exchange) return exchange.error();
  session.client.work_on(std::move(*exchange));
  return session.client.ask(verb, timeout);
}

/// A source's name or a forum's address, judged here so that a slip of the pen is told even while no daemon runs.
digest::Result<void> check_source(const std::string& named, const std::string& example);

}  // namespace gailou::cli
