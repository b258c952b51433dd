// A tracked thread as the tracker holds it in memory: when it is due, and how far its poll has come. A value;
// everything that must survive a restart is in the store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemon/track/gate.h"
#include "daemon/track/reread.h"
#include "daemon/track/round_report.h"
#include "daemon/track/schedule.h"
#include "daemon/track/wake.h"
#include "digest/ids.h"
#include "storage/records.h"

namespace gailou::track {

/// One poll under way: it may take several turns, between which other threads of the source have theirs.
struct PollProgress {
  std::optional<digest::Instant> began_at{};
  bool first_fetch = false;                  // the thread was not complete when this poll began
  bool looked = false;                       // the topic page of this poll is ingested
  std::deque<digest::PostId> wanted{};       // ids still to be asked for
  std::vector<digest::PostId> vain{};        // asked for in this poll without an answer
  std::vector<digest::PostId> to_confirm{};  // vanished long enough ago: to be looked up
  bool fresh = false;                        // a stream was told that is evidence of absence
  bool suspects = false;                     // posts are absent and not confirmed yet
  std::string new_title{};                   // the forum has given it another; empty = no
  RoundReport report{};
};

/// Somebody who asked for a poll and waits for its end.
struct Waiter {
  explicit Waiter(boost::asio::any_io_executor executor) : done(std::move(executor)) {}
  Wake done;
  std::optional<digest::Result<RoundReport>> outcome{};
};

struct Followed {
  explicit Followed(boost::asio::any_io_executor executor) : drafted(executor), changed(std::move(executor)) {}

  digest::ThreadId id{};
  digest::TopicId topic{};
  std::string name{};       // "uscardforum/493728", for logs and errors
  std::size_t title = 0;    // hash of the forum's title; 0 = not known yet
  digest::Floor highest{};  // highest floor stored
  bool complete = false;
  digest::Revision revision{};
  std::int64_t posts_stored = 0;
  std::int64_t expected = 0;
  Rhythm rhythm{};
  bool knows_rhythm = false;  // the arrivals that the store knows are in it; not before the first fetch has ended
  RereadPace reread{};
  bool found_news = false;  // the last poll did
  GateMemory gate{};
  bool checked_soon = false;          // the message bus told of it: the gate may not know yet
  bool told_of_posts = false;         // and that posts came
  int polls_since_list = 0;           // of a mega topic's newest ids
  int polls_in_doubt = 0;             // since too much vanished to be believed
  std::optional<std::int64_t> bus{};  // where the forum's message bus stood at the last look
  storage::ThreadState state = storage::ThreadState::active;
  storage::PollState poll{};
  std::string notice_saved{};  // poll.notice as last told
  bool poll_unsaved = false;   // saved with the next minute's
  Instant due{};
  bool paused = false;
  std::optional<Instant> paused_until{};  // absent = until resumed
  std::optional<Instant> settles_at{};    // when pending floors are to be digested although nothing new came
  // Both outlive a poll that fails half-way: what it ingested isn't told again.
  bool checked_withdrawals = false;  // false after a start too: a crash may have come before a deletion's withdrawal
  bool undigested = false;           // floors changed since the last digest step
  bool is_drafted = false;           // an engine has a batch of it: nobody else takes it
  Wake drafted;                      // rung when it has given it back
  std::optional<Instant> engine_rests_until{};  // a batch waits for its endpoint
  bool removed = false;
  bool believe_vanished = false;  // the next poll takes what vanished for deleted, however much it is
  PollProgress progress{};
  std::vector<std::shared_ptr<Waiter>> waiters{};  // for the next poll to begin
  std::vector<std::shared_ptr<Waiter>>
      served{};  // by the poll under way: one that has looked already is no answer to later ones
  Wake changed;
  std::uint64_t changes = 0;  // counts what wait_for_change waits for
};

/// What Followed::title holds.
std::size_t title_mark(const std::string& title);

/// As loaded from the store; due when the store says, a thread that was never polled at once.
std::shared_ptr<Followed> follow(const storage::ThreadRecord& record, boost::asio::any_io_executor executor,
                                 Instant now);

}  // namespace gailou::track
