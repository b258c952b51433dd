// The newest events, in order, for all subscribers at once: each holds its place in it and nothing of its own. What is
// older is read from the store again. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "daemon/serve/live/event.h"

namespace gailou::serve {

class EventLog {
 public:
  /// An event's number in this log; they only grow.
  using Place = std::uint64_t;

  struct Limits {
    std::size_t events = 1024;
    std::size_t bytes = std::size_t{1} << 20;
  };
  explicit EventLog(Limits limits) : limits_(limits) {}
  EventLog() : EventLog(Limits{}) {}

  /// Forgets all: what follows comes after `base`.
  void begin_after(digest::CommitNo base);
  /// The newest event stays however large it is.
  void append(Event event);
  /// Nothing else was committed up to here.
  void looked_upto(digest::CommitNo commit);

  Place begin() const { return begin_; }
  Place end() const { return begin_ + events_.size(); }
  /// begin() <= place < end()
  const Event& at(Place place) const { return events_[place - begin_].event; }
  /// Where to go on after a commit; nothing if the log doesn't reach back so far.
  std::optional<Place> after(digest::CommitNo commit) const;
  /// Bytes of the events from `place` on.
  std::size_t bytes_from(Place place) const;
  /// Everything up to here is in the log or was before it.
  digest::CommitNo tail() const { return tail_; }
  std::size_t bytes() const { return events_.empty() ? 0 : bytes_from(begin_); }

 private:
  struct Kept {
    Event event{};
    std::uint64_t starts = 0;  // bytes of all events before it, since the log was made
  };
  void drop_oldest();

  Limits limits_;
  std::deque<Kept> events_;
  Place begin_ = 0;
  std::uint64_t written_ = 0;  // bytes of all events, since the log was made
  digest::CommitNo base_{};    // commits up to here aren't in the log
  digest::CommitNo tail_{};
};

}  // namespace gailou::serve
