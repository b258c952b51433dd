#include "daemon/serve/live/event_log.h"

#include <algorithm>
#include <utility>

namespace gailou::serve {

void EventLog::begin_after(digest::CommitNo base) {
  begin_ = end();
  events_.clear();
  base_ = base;
  tail_ = base;
}

void EventLog::append(Event event) {
  const auto starts = written_;
  written_ += event.bytes->size();
  tail_ = std::max(tail_, event.commit);
  events_.push_back({.event = std::move(event), .starts = starts});
  while (events_.size() > 1 && (events_.size() > limits_.events || bytes() > limits_.bytes)) drop_oldest();
}

void EventLog::looked_upto(digest::CommitNo commit) {
  tail_ = std::max(tail_, commit);
}

void EventLog::drop_oldest() {
  base_ = std::max(base_, events_.front().event.commit);
  events_.pop_front();
  ++begin_;
}

std::optional<EventLog::Place> EventLog::after(digest::CommitNo commit) const {
  if (commit < base_) return std::nullopt;
  // From the newest: most are nearly up to date.
  auto place = end();
  while (place > begin_) {
    const auto& event = at(place - 1);
    if (event.commit.value != 0 && event.commit <= commit) break;
    --place;
  }
  return place;
}

std::size_t EventLog::bytes_from(Place place) const {
  const auto from = std::max(place, begin_);
  return from < end() ? static_cast<std::size_t>(written_ - events_[from - begin_].starts) : 0;
}

}  // namespace gailou::serve
