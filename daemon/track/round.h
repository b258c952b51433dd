// One poll of one thread, start to end, in turns: look at the topic, fetch what is unseen by id, confirm what vanished,
// withdraw, digest. The conductor of these steps; the steps' decisions stand in digest/ and in the store.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "daemon/track/followed.h"
#include "daemon/track/round_tools.h"
#include "digest/batch.h"

namespace gailou::track {

enum class Turn {
  done,  // the poll has ended
  more,  // a long fetch: let others have their turn, then go on
};

/// On an error the poll is over; what was ingested stays.
boost::asio::awaitable<digest::Result<Turn>> take_turn(RoundTools tools, std::shared_ptr<Followed> thread);

/// Digests what is pending, outside of a poll.
boost::asio::awaitable<digest::Result<void>> digest_thread(RoundTools tools, std::shared_ptr<Followed> thread,
                                                           digest::Urgency urgency);

/// Withdraws what cites deleted floors, if any were deleted since it was last looked at.
boost::asio::awaitable<digest::Result<void>> withdraw_deleted(RoundTools tools, std::shared_ptr<Followed> thread);

/// Reads again what the store counts of the thread.
boost::asio::awaitable<digest::Result<void>> refresh(RoundTools tools, std::shared_ptr<Followed> thread);

/// Requests that a poll may make before other threads of the source have their turn.
inline constexpr int kRequestsPerTurn = 8;

}  // namespace gailou::track
