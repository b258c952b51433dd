#include "daemon/serve/live/live.h"

#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/io/log.h"

namespace gailou::serve {

namespace asio = boost::asio;

namespace {

// So many subscribers are served before others of the loop have their turn: about a millisecond.
constexpr std::size_t kBreathEvery = 256;
// Revisions read from the store at a time; those at the end are kept for who comes back after a restart.
constexpr std::int64_t kReadCommits = 32;
constexpr std::int64_t kKeptAtBegin = 64;
// What is put by for one that is behind, before it has taken it.
constexpr std::size_t kReplayBytes = std::size_t{64} * 1024;
constexpr digest::Duration kLongWait = std::chrono::hours{1};

}  // namespace

Live::Live(const Limits& limits, io::Clock& clock, io::OwningThread<storage::Reader>& reader)
    : limits_(limits), clock_(clock), reader_(reader), log_(limits.log), walk_(live_.end()) {}

Live::~Live() = default;

void Live::apply(const Limits& limits) {
  limits_ = limits;
}

void Live::ring() {
  if (wake_) wake_->ring();
}

// ---- what happens to it

void Live::take(io::SharedStream stream, std::shared_ptr<const EventWish> wish) {
  if (!has_room()) {
    // There was room when it was answered: it comes back.
    const auto goodbye = farewell(subscribers());
    static_cast<void>(stream->write_some(*goodbye));
    stream->close();
    return;
  }
  Subscriber::Owner& owner = *this;
  auto& subscriber = arriving_.emplace_back(std::move(stream), std::move(wish), log_.end(), owner);
  subscriber.self = std::prev(arriving_.end());
  arrivals_wait_ = true;
  ring();
}

void Live::committed() {
  is_dirty_ = true;
  ring();
}

void Live::tell(const ThreadNews& news) {
  append(event_of(news));
}

void Live::tell(const SourceNews& news) {
  append(event_of(news));
}

void Live::append(Event event) {
  if (!has_begun_) return;  // nobody has ever listened
  log_.append(std::move(event));
  ring();
}

void Live::stop() {
  stopped_ = true;
  std::size_t place = 0;
  for (auto* list : {&live_, &arriving_}) {
    for (auto& subscriber : *list) subscriber.say(farewell(place++));
  }
  walk_ = live_.end();
  served_ = nullptr;
  live_.clear();
  arriving_.clear();
  ring();
}

void Live::may_go_on(Subscriber& subscriber) {
  if (subscriber.is_live()) {
    go_on(subscriber);
  } else {
    arrivals_wait_ = true;
    ring();
  }
}

void Live::has_left(Subscriber& subscriber) {
  erase(subscriber);
}

// ---- the lists

void Live::step_past(Subscriber& subscriber) {
  if (walk_ == subscriber.self) ++walk_;
}

void Live::erase(Subscriber& subscriber) {
  if (served_ == &subscriber) served_ = nullptr;
  step_past(subscriber);
  auto& list = subscriber.is_live() ? live_ : arriving_;
  list.erase(subscriber.self);
}

void Live::drop(Subscriber& subscriber) {
  ++dropped_;
  io::log::debug("events_reader_dropped", "a reader of live events doesn't read");
  erase(subscriber);
}

void Live::fall_back(Subscriber& subscriber) {
  step_past(subscriber);
  arriving_.splice(arriving_.end(), live_, subscriber.self);
  arrivals_wait_ = true;
  ring();
}

/// Sends what the log has for one of live_.
void Live::go_on(Subscriber& subscriber) {
  if (subscriber.is_blocked()) {
    if (log_.bytes_from(subscriber.place()) > kOwedBytesMax) drop(subscriber);
    return;
  }
  const auto flow = subscriber.advance(log_);
  if (flow == Subscriber::Flow::gone) return erase(subscriber);
  if (!subscriber.is_live()) fall_back(subscriber);
}

// ---- the actor

bool Live::has_work() const {
  if (!has_begun_) return arrivals_wait_;
  return is_dirty_ || arrivals_wait_ || beat_is_due_ || delivered_ != log_.end();
}

asio::awaitable<void> Live::run() {
  wake_.emplace(co_await asio::this_coro::executor);
  while (!stopped_) {
    co_await work();
    if (!stopped_) co_await wake_->wait_for(clock_, kLongWait);
  }
}

asio::awaitable<void> Live::beat() {
  while (!stopped_) {
    co_await clock_.sleep_for(kHeartbeatEvery);
    beat_is_due_ = true;
    // Also what failed is tried again.
    arrivals_wait_ = arrivals_wait_ || !arriving_.empty();
    is_dirty_ = is_dirty_ || read_failed_;
    ring();
  }
}

asio::awaitable<void> Live::work() {
  while (!stopped_ && has_work()) {
    if (!has_begun_) {
      co_await begin();
      continue;
    }
    // To the end: who comes now begins with what comes next.
    const bool reads = is_dirty_;
    if (reads) co_await read_news();
    if (!reads && arrivals_wait_) co_await serve_arrivals();
    co_await deliver();
    if (beat_is_due_) co_await beat_once();
  }
}

asio::awaitable<void> Live::breathe() {
  if (++breaths_ % kBreathEvery != 0) co_return;
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::post(executor, asio::use_awaitable);
}

void Live::note_failure(const digest::Error& error) {
  read_failed_ = true;
  io::log::error("events_read_failed", digest::to_string(error));
}

/// The store is first asked when somebody first listens.
asio::awaitable<void> Live::begin() {
  arrivals_wait_ = false;
  auto ask = [](storage::Reader& reader) { return reader.commits_after({.limit = 1, .most_behind = 0}); };
  const auto found = co_await reader_.run(std::move(ask));
  if (!found) co_return note_failure(found.error());
  log_.begin_after({std::max<std::int64_t>(0, found->latest.value - kKeptAtBegin)});
  has_begun_ = true;
  is_dirty_ = true;
  arrivals_wait_ = true;
}

asio::awaitable<void> Live::read_news() {
  is_dirty_ = false;
  read_failed_ = false;
  const storage::CommitQuery wanted{.after = log_.tail(), .limit = kReadCommits, .most_behind = kCommitsBehindMax};
  auto ask = [wanted](storage::Reader& reader) { return reader.commits_after(wanted); };
  auto found = co_await reader_.run(std::move(ask));
  if (!found) co_return note_failure(found.error());
  if (found->too_far) log_.begin_after(found->latest);
  for (const auto& commit : found->commits) log_.append(event_of(commit));
  log_.looked_upto(found->upto);
  if (found->upto < found->latest) is_dirty_ = true;
}

asio::awaitable<void> Live::deliver() {
  if (delivered_ == log_.end()) co_return;
  delivered_ = log_.end();
  for (walk_ = live_.begin(); walk_ != live_.end();) {
    go_on(*walk_++);
    co_await breathe();
  }
}

asio::awaitable<void> Live::beat_once() {
  beat_is_due_ = false;
  const auto stalls_max = limits_.stall_max / kHeartbeatEvery;
  const auto is_stalled = [stalls_max](Subscriber& each) {
    return each.is_blocked() && each.count_stall() > stalls_max;
  };
  for (auto next = arriving_.begin(); next != arriving_.end();) {
    auto& each = *next++;
    if (is_stalled(each)) drop(each);
  }
  for (walk_ = live_.begin(); walk_ != live_.end();) {
    auto& each = *walk_++;
    if (is_stalled(each)) {
      drop(each);
    } else if (each.say(heartbeat()) == Subscriber::Flow::gone) {
      erase(each);
    }
    co_await breathe();
  }
}

// ---- who arrives, or is behind

asio::awaitable<void> Live::serve_arrivals() {
  arrivals_wait_ = false;
  for (auto left = arriving_.size(); left > 0 && !arriving_.empty(); --left) {
    served_ = &arriving_.front();
    arriving_.splice(arriving_.end(), arriving_, arriving_.begin());
    if (!served_->is_greeted && !greet(*served_)) {
      arrivals_wait_ = true;
      continue;
    }
    const auto flow = served_->advance(log_);
    if (flow == Subscriber::Flow::gone) erase(*served_);
    if (flow == Subscriber::Flow::free && !try_join(*served_)) {
      arrivals_wait_ = true;
      co_await replay();
    }
    co_await breathe();
  }
  served_ = nullptr;
}

/// False: it knows of a commit that we have yet to read.
bool Live::greet(Subscriber& subscriber) {
  const auto& wish = subscriber.wish();
  const bool is_ahead = wish.after && *wish.after > log_.tail();
  if (is_ahead && !subscriber.is_doubted) {
    subscriber.is_doubted = true;
    is_dirty_ = true;
    return false;
  }
  subscriber.is_greeted = true;
  const bool goes_on = wish.after && wish.filter.wants(EventType::revision) && !is_ahead && !wish.lost;
  const auto position = goes_on ? *wish.after : log_.tail();
  subscriber.put_by(greeting(position));
  subscriber.set_position(position);
  if (is_ahead || wish.lost) subscriber.put_by(reset_to(position, "unknown_id"));
  return true;
}

bool Live::try_join(Subscriber& subscriber) {
  const auto place = log_.after(subscriber.position());
  if (!place) return false;
  subscriber.join(*place);
  live_.splice(live_.end(), arriving_, subscriber.self);
  go_on(subscriber);
  return true;
}

/// The next revisions for who is behind the log, from the store.
asio::awaitable<void> Live::replay() {
  const storage::CommitQuery wanted{.after = served_->position(),
                                    .threads = served_->wish().filter.threads,
                                    .limit = kReadCommits,
                                    .most_behind = kCommitsBehindMax};
  auto ask = [wanted](storage::Reader& reader) { return reader.commits_after(wanted); };
  const auto found = co_await reader_.run(std::move(ask));
  if (served_ == nullptr) co_return;  // it has left meanwhile
  if (!found) {
    note_failure(found.error());
    co_return erase(*served_);  // it comes back, and goes on from where it is
  }
  if (found->too_far) {
    served_->put_by(reset_to(log_.tail(), "too_far_behind"));
    co_return served_->set_position(log_.tail());
  }
  std::size_t bytes = 0;
  for (const auto& commit : found->commits) {
    auto event = event_of(commit);
    bytes += event.bytes->size();
    served_->put_by(std::move(event.bytes));
    served_->set_position(commit.commit);
    if (bytes >= kReplayBytes) co_return;
  }
  served_->set_position(found->upto);
}

}  // namespace gailou::serve
