// A verb that asks a forum.
#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "daemon/cli/session.h"
#include "digest/error.h"

namespace gailou::cli {

/// Of the daemon, which knows the source's pace and cooldown best; without one, on the state folder, which knows them
/// too.
template <class Verb>
digest::Result<typename Verb::Reply> ask_forum(Session& session, const Verb& verb) {
  // An answer takes a few requests, robots.txt before them where that isn't known yet.
  constexpr std::chrono::minutes kTimeout{3};
  auto reply = session.client.ask(verb, kTimeout);
  const bool no_daemon = !reply && reply.error().code == digest::Code::unavailable && !session.client.reached();
  if (!no_daemon || !session.places.open_asking) return reply;
  auto exchange = session.places.open_asking();
  if (!exchange) return exchange.error();
  session.client.work_on(std::move(*exchange));
  return session.client.ask(verb, kTimeout);
}

/// A source's name or a forum's address, judged here so that a slip of the pen is told even while no daemon runs.
digest::Result<void> check_source(const std::string& named, const std::string& example);

}  // namespace gailou::cli
