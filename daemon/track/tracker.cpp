#include "daemon/track/tracker.h"

#include <algorithm>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "daemon/io/log.h"
#include "daemon/track/tracker_impl.h"

namespace gailou::track {

/// Forums that are tried out without being sources: more are a mistake, and each is remembered.
constexpr std::size_t kStrangersMost = 64;

void Tracker::Impl::announce(digest::ThreadId id, const storage::Committed* committed) {
  if (on_change_) on_change_(id, committed);
  if (committed != nullptr) count_commit();
}

void Tracker::Impl::tell(const News& news) const {
  if (on_news_) on_news_(news);
}

void Tracker::Impl::count_commit() {
  ++commits_;
  committed_.ring();
}

void Tracker::Impl::spawn(RunningSource& source) {
  asio::co_spawn(
      executor_, source.loop->run(),
      asio::bind_cancellation_slot(
          source.stop.slot(), [this, &source](std::exception_ptr thrown, Result<void> outcome) {
            source.ended = true;
            source.loop->end_waits();
            if (!thrown && !outcome && outcome.error().code != Code::cancelled) fatal_ = outcome.error();
            if (thrown) {
              try {
                std::rethrow_exception(thrown);
              } catch (const boost::system::system_error& stopped) {
                if (stopped.code() != asio::error::operation_aborted) {
                  fatal_ = Error{.code = Code::internal, .what = stopped.what(), .where = "source loop", .hint = {}};
                }
              } catch (const std::exception& failure) {
                fatal_ = Error{.code = Code::internal, .what = failure.what(), .where = "source loop", .hint = {}};
              }
            }
            ended_.ring();
          }));
}

Result<std::unique_ptr<RunningSource>> Tracker::Impl::make_running(const storage::SourceRecord& record,
                                                                   storage::SourceState state) {
  auto source = factory_(record);
  if (!source) return source.error();
  auto running = std::make_unique<RunningSource>();
  const auto settings = settings_for_ ? settings_for_(record) : settings_;
  const auto forward = [this](digest::ThreadId id, const storage::Committed* committed) { announce(id, committed); };
  running->loop = std::make_unique<SourceLoop>(record, std::move(state), std::move(*source), settings, clock_, store_,
                                               engine_, forward, seed_ + sources_.size(), executor_);
  return running;
}

void Tracker::Impl::apply(const Retune& retune) {
  for (const auto* sources : {&sources_, &strangers_}) {
    for (const auto& [name, running] : *sources) {
      const auto& record = running->loop->record();
      running->loop->apply(settings_for_ ? settings_for_(record) : settings_, retune);
    }
  }
}

asio::awaitable<Result<RunningSource*>> Tracker::Impl::source_named(const storage::SourceRecord& record) {
  if (const auto known = sources_.find(record.name); known != sources_.end()) co_return known->second.get();
  auto query = [name = record.name](storage::Store& store) { return store.source_state(name); };
  auto state = co_await store_.run(std::move(query));
  if (!state) co_return state.error();
  // Another add of the same source may have come first while the store was asked.
  if (const auto known = sources_.find(record.name); known != sources_.end()) co_return known->second.get();
  // What was learnt of it when it was only tried out still counts.
  if (auto tried = strangers_.extract(record.origin)) {
    *state = tried.mapped()->loop->status().state;
    retire(std::move(tried.mapped()));
  }
  auto running = make_running(record, std::move(*state));
  if (!running) co_return running.error();
  auto* made = running->get();
  made->loop->on_news([this](const News& news) { tell(news); });
  sources_.emplace(record.name, std::move(*running));
  if (running_) spawn(*made);
  // Rules for it begin now, not when the next look at some other source is due.
  discovery_.ring();
  co_return made;
}

/// A forum that is only tried out: its pace and its cooldown are kept for as long as the daemon runs.
Result<RunningSource*> Tracker::Impl::stranger(const storage::SourceRecord& record) {
  if (const auto known = strangers_.find(record.origin); known != strangers_.end()) return known->second.get();
  if (strangers_.size() >= kStrangersMost) {
    return Error{.code = Code::busy,
                 .what = "so many unknown forums were tried out already that no more are remembered",
                 .where = {},
                 .hint = "make a source of it first: gailou sources add " + record.origin};
  }
  auto running = make_running(record, {});
  if (!running) return running.error();
  auto* made = running->get();
  strangers_.emplace(record.origin, std::move(*running));
  if (running_) spawn(*made);
  return made;
}

/// Its loop ends by itself; until then it must not be freed.
void Tracker::Impl::retire(std::unique_ptr<RunningSource> source) {
  source->stop.emit(asio::cancellation_type::terminal);
  retired_.push_back(std::move(source));
}

asio::awaitable<Result<forum::SiteLook>> Tracker::Impl::try_out(storage::SourceRecord source, bool stored) {
  if (!stored) {
    const auto running = stranger(source);
    if (!running) co_return running.error();
    co_return co_await (*running)->loop->try_out();
  }
  const auto running = co_await source_named(source);
  if (!running) co_return running.error();
  co_return co_await (*running)->loop->try_out();
}

void Tracker::Impl::follow_record(const storage::ThreadRecord& record, RunningSource& source, digest::Instant due) {
  auto thread = follow(record, executor_, clock_.now());
  thread->due = due;
  threads_[record.id] = {thread, &source};
  source.loop->add(std::move(thread));
}

asio::awaitable<Result<void>> Tracker::Impl::load() {
  auto list_sources = [](storage::Store& store) { return store.sources(); };
  const auto sources = co_await store_.run(std::move(list_sources));
  if (!sources) co_return sources.error();
  auto list_threads = [](storage::Store& store) { return store.threads(); };
  const auto threads = co_await store_.run(std::move(list_threads));
  if (!threads) co_return threads.error();

  const auto now = clock_.now();
  const auto overdue = [now](const storage::ThreadRecord& record) {
    return record.poll.next_poll.value_or(now) <= now;
  };
  const auto count = static_cast<std::size_t>(std::count_if(threads->begin(), threads->end(), overdue));
  std::size_t place = 0;
  for (const auto& record : *threads) {
    const auto found = std::find_if(sources->begin(), sources->end(),
                                    [&](const auto& source) { return source.name == record.source; });
    if (found == sources->end()) continue;
    const auto source = co_await source_named(*found);
    if (!source) co_return source.error();
    // The clock may have jumped: nothing sleeps longer than the longest interval from now.
    const auto longest = now + std::max(settings_.max_interval, settings_.closed_interval);
    const auto due =
        overdue(record) ? spread_start(place++, count, settings_, now) : std::min(*record.poll.next_poll, longest);
    follow_record(record, **source, due);
  }
  co_return Result<void>{};
}

void Tracker::Impl::stop() {
  stopping_ = true;
  for (const auto& [name, source] : sources_) source->stop.emit(asio::cancellation_type::terminal);
  for (const auto& [origin, source] : strangers_) source->stop.emit(asio::cancellation_type::terminal);
  ended_.ring();
  committed_.ring();
  discovery_.ring();
}

asio::awaitable<Result<void>> Tracker::Impl::run() {
  const auto loaded = co_await load();
  if (!loaded) co_return loaded.error();
  running_ = true;
  for (const auto& [name, source] : sources_) spawn(*source);
  discovery_.ring();

  // A coroutine that must still tidy up after its own cancellation says so itself.
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto all_ended = [this] {
    const auto ended = [](const auto& source) { return source.second->ended; };
    return std::ranges::all_of(sources_, ended) && std::ranges::all_of(strangers_, ended) &&
           std::ranges::all_of(retired_, &RunningSource::ended);
  };
  constexpr digest::Duration kLong = std::chrono::hours{1};
  while (!stopping_ || !all_ended()) {
    const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
    if (cancelled != asio::cancellation_type::none) {
      co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
      stop();
      continue;
    }
    if (fatal_ && !stopping_) stop();
    if (stopping_ && all_ended()) break;
    try {
      co_await ended_.wait_for(clock_, kLong);
    } catch (const boost::system::system_error& stopped) {
      if (stopped.code() != asio::error::operation_aborted) throw;
    }
  }
  running_ = false;
  if (fatal_) co_return *fatal_;
  if (asked_to_stop_) co_return co_await save_all();
  co_return Result<void>{};
}

asio::awaitable<Result<void>> Tracker::Impl::save_all() {
  for (const auto& [name, source] : sources_) {
    const auto saved = co_await source->loop->save_all();
    if (!saved) co_return saved.error();
  }
  co_return Result<void>{};
}

}  // namespace gailou::track
