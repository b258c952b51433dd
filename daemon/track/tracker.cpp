#include "daemon/track/tracker.h"

#include <algorithm>
#include <map>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "daemon/io/log.h"
#include "daemon/track/source_loop.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

/// Forums that are tried out without being sources: more are a mistake, and each is remembered.
constexpr std::size_t kStrangersMost = 64;

/// One source's loop with what is needed to end it.
struct RunningSource {
  std::unique_ptr<SourceLoop> loop{};
  asio::cancellation_signal stop{};
  bool ended = false;
};

class Tracker::Impl {
 public:
  Impl(const Settings& settings, io::Clock& clock, StoreThread& store, engine::Engine& engine, SourceFactory factory,
       std::uint64_t seed, asio::any_io_executor executor)
      : settings_(settings),
        clock_(clock),
        store_(store),
        engine_(engine),
        factory_(std::move(factory)),
        seed_(seed),
        executor_(executor),
        ended_(executor),
        committed_(executor) {}

  asio::awaitable<Result<void>> run();
  asio::awaitable<Result<storage::SourceRecord>> add_source(storage::SourceRecord source);
  asio::awaitable<Result<void>> remove_source(std::string name);
  asio::awaitable<Result<forum::SiteLook>> try_out(storage::SourceRecord source, bool stored);
  asio::awaitable<Result<storage::AddedThread>> add(storage::SourceRecord source, digest::TopicId topic);
  asio::awaitable<Result<void>> remove(digest::ThreadId id, bool keep_data);
  asio::awaitable<Result<RoundReport>> poll(digest::ThreadId id, PollWish wish);
  asio::awaitable<Result<void>> pause(digest::ThreadId id, std::optional<digest::Instant> until);
  asio::awaitable<Result<void>> resume(digest::ThreadId id);
  asio::awaitable<Result<RoundReport>> digest_now(digest::ThreadId id);
  asio::awaitable<Result<ImportReport>> import(digest::ThreadId id,
                                               std::shared_ptr<const digest::Observation> observation);
  asio::awaitable<std::uint64_t> wait_for_change(digest::ThreadId id, std::uint64_t seen, digest::Duration timeout);
  asio::awaitable<void> wait_for_commit(std::uint64_t seen, digest::Duration timeout);
  std::optional<storage::PollState> poll_of(digest::ThreadId id) const;
  TrackerStatus status() const;
  void stop();

  OnChange on_change_{};
  bool asked_to_stop_ = false;  // by stop(): a cancelled run ends as a crash does
  SettingsFor settings_for_{};
  std::uint64_t commits_ = 0;

 private:
  asio::awaitable<Result<void>> load();
  asio::awaitable<Result<void>> save_all();
  asio::awaitable<Result<RunningSource*>> source_named(const storage::SourceRecord& record);
  Result<std::unique_ptr<RunningSource>> make_running(const storage::SourceRecord& record, storage::SourceState state);
  Result<RunningSource*> stranger(const storage::SourceRecord& record);
  void follow_record(const storage::ThreadRecord& record, RunningSource& source, digest::Instant due);
  void spawn(RunningSource& source);
  void retire(std::unique_ptr<RunningSource> source);
  void count_commit();
  void announce(digest::ThreadId id, const storage::Committed* committed);

  const Settings& settings_;
  io::Clock& clock_;
  StoreThread& store_;
  engine::Engine& engine_;
  SourceFactory factory_;
  std::uint64_t seed_;
  asio::any_io_executor executor_;
  Wake ended_;      // rung when a source's loop has ended
  Wake committed_;  // rung after commits_ has grown
  std::optional<Error> fatal_{};
  bool running_ = false;
  bool stopping_ = false;
  std::map<std::string, std::unique_ptr<RunningSource>> sources_{};
  std::map<std::string, std::unique_ptr<RunningSource>> strangers_{};  // by origin
  std::vector<std::unique_ptr<RunningSource>> retired_{};              // of removed sources
  std::map<digest::ThreadId, std::pair<std::shared_ptr<Followed>, RunningSource*>> threads_{};
};

void Tracker::Impl::announce(digest::ThreadId id, const storage::Committed* committed) {
  if (on_change_) on_change_(id, committed);
  if (committed != nullptr) count_commit();
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
  sources_.emplace(record.name, std::move(*running));
  if (running_) spawn(*made);
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
}

asio::awaitable<Result<void>> Tracker::Impl::run() {
  const auto loaded = co_await load();
  if (!loaded) co_return loaded.error();
  running_ = true;
  for (const auto& [name, source] : sources_) spawn(*source);

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

asio::awaitable<Result<storage::SourceRecord>> Tracker::Impl::add_source(storage::SourceRecord source) {
  auto query = [source = std::move(source)](storage::Store& store) { return store.ensure_source(source); };
  co_return co_await store_.run(std::move(query));
}

asio::awaitable<Result<void>> Tracker::Impl::remove_source(std::string name) {
  auto query = [name](storage::Store& store) { return store.remove_source(name); };
  const auto removed = co_await store_.run(std::move(query));
  if (!removed) co_return removed.error();
  if (auto found = sources_.extract(name)) retire(std::move(found.mapped()));
  co_return Result<void>{};
}

asio::awaitable<Result<storage::AddedThread>> Tracker::Impl::add(storage::SourceRecord source, digest::TopicId topic) {
  auto query = [source, topic, now = clock_.now()](
                   storage::Store& store) -> Result<std::pair<storage::SourceRecord, storage::AddedThread>> {
    auto ensured = store.ensure_source(source);
    if (!ensured) return ensured.error();
    auto added = store.add_thread(ensured->name, topic, now);
    if (!added) return added.error();
    return std::pair{std::move(*ensured), std::move(*added)};
  };
  auto stored = co_await store_.run(std::move(query));
  if (!stored) co_return stored.error();
  if (threads_.contains(stored->second.thread.id)) co_return stored->second;
  const auto running = co_await source_named(stored->first);
  if (!running) co_return running.error();
  if (!threads_.contains(stored->second.thread.id)) follow_record(stored->second.thread, **running, clock_.now());
  if (on_change_) on_change_(stored->second.thread.id, nullptr);
  co_return stored->second;
}

namespace {

Error not_tracked(digest::ThreadId id) {
  return Error{.code = Code::not_found,
               .what = "no tracked thread has the number " + std::to_string(id.value),
               .where = {},
               .hint = "see: gailou list"};
}

}  // namespace

asio::awaitable<Result<void>> Tracker::Impl::remove(digest::ThreadId id, bool keep_data) {
  const auto found = threads_.find(id);
  if (found != threads_.end()) {
    found->second.second->loop->remove(id);
    threads_.erase(found);
  }
  auto query = [id, keep_data, now = clock_.now()](storage::Store& store) {
    return store.remove_thread(id, keep_data, now);
  };
  const auto removed = co_await store_.run(std::move(query));
  count_commit();
  if (on_change_) on_change_(id, nullptr);
  co_return removed;
}

asio::awaitable<Result<RoundReport>> Tracker::Impl::poll(digest::ThreadId id, PollWish wish) {
  const auto found = threads_.find(id);
  if (found == threads_.end()) co_return not_tracked(id);
  const auto [thread, source] = found->second;
  co_return co_await source->loop->poll(thread, wish);
}

asio::awaitable<Result<void>> Tracker::Impl::pause(digest::ThreadId id, std::optional<digest::Instant> until) {
  const auto found = threads_.find(id);
  if (found == threads_.end()) co_return not_tracked(id);
  const auto [thread, source] = found->second;
  co_return co_await source->loop->pause(thread, until);
}

asio::awaitable<Result<void>> Tracker::Impl::resume(digest::ThreadId id) {
  const auto found = threads_.find(id);
  if (found == threads_.end()) co_return not_tracked(id);
  const auto [thread, source] = found->second;
  co_return co_await source->loop->resume(thread);
}

asio::awaitable<Result<RoundReport>> Tracker::Impl::digest_now(digest::ThreadId id) {
  const auto found = threads_.find(id);
  if (found == threads_.end()) co_return not_tracked(id);
  const auto [thread, source] = found->second;
  co_return co_await source->loop->digest_now(thread);
}

asio::awaitable<Result<ImportReport>> Tracker::Impl::import(digest::ThreadId id,
                                                            std::shared_ptr<const digest::Observation> observation) {
  const auto found = threads_.find(id);
  if (found == threads_.end()) co_return not_tracked(id);
  const auto [thread, source] = found->second;
  co_return co_await source->loop->import(thread, std::move(observation));
}

asio::awaitable<std::uint64_t> Tracker::Impl::wait_for_change(digest::ThreadId id, std::uint64_t seen,
                                                              digest::Duration timeout) {
  const auto found = threads_.find(id);
  if (found == threads_.end()) co_return seen + 1;
  const auto thread = found->second.first;
  if (thread->changes == seen && !thread->removed) co_await thread->changed.wait_for(clock_, timeout);
  co_return thread->removed ? seen + 1 : thread->changes;
}

asio::awaitable<void> Tracker::Impl::wait_for_commit(std::uint64_t seen, digest::Duration timeout) {
  if (commits_ == seen && !stopping_) co_await committed_.wait_for(clock_, timeout);
}

std::optional<storage::PollState> Tracker::Impl::poll_of(digest::ThreadId id) const {
  const auto found = threads_.find(id);
  if (found == threads_.end() || !found->second.first->poll.last_poll) return std::nullopt;
  return found->second.first->poll;
}

TrackerStatus Tracker::Impl::status() const {
  TrackerStatus status{
      .threads = static_cast<std::int64_t>(threads_.size()), .due = 0, .failing = 0, .last_poll = {}, .sources = {}};
  for (const auto& [id, entry] : threads_) {
    const auto& poll = entry.first->poll;
    if (poll.failures > 0) ++status.failing;
    if (poll.last_poll) status.last_poll = std::max(status.last_poll.value_or(*poll.last_poll), *poll.last_poll);
  }
  const auto now = clock_.now();
  for (const auto& [name, source] : sources_) {
    status.due += static_cast<std::int64_t>(source->loop->due(now));
    status.sources.push_back(source->loop->status());
  }
  return status;
}

Tracker::Tracker(const Settings& settings, io::Clock& clock, StoreThread& store, engine::Engine& engine,
                 SourceFactory sources, std::uint64_t seed, asio::any_io_executor executor)
    : impl_(std::make_unique<Impl>(settings, clock, store, engine, std::move(sources), seed, std::move(executor))) {}
Tracker::~Tracker() = default;

void Tracker::on_change(OnChange callback) {
  impl_->on_change_ = std::move(callback);
}
void Tracker::settings_for(SettingsFor settings) {
  impl_->settings_for_ = std::move(settings);
}
asio::awaitable<Result<void>> Tracker::run() {
  return impl_->run();
}
asio::awaitable<Result<storage::SourceRecord>> Tracker::add_source(storage::SourceRecord source) {
  return impl_->add_source(std::move(source));
}
asio::awaitable<Result<void>> Tracker::remove_source(std::string name) {
  return impl_->remove_source(std::move(name));
}
asio::awaitable<Result<forum::SiteLook>> Tracker::try_out(storage::SourceRecord source, bool stored) {
  return impl_->try_out(std::move(source), stored);
}
asio::awaitable<Result<storage::AddedThread>> Tracker::add(storage::SourceRecord source, digest::TopicId topic) {
  return impl_->add(std::move(source), topic);
}
asio::awaitable<Result<void>> Tracker::remove(digest::ThreadId id, bool keep_data) {
  return impl_->remove(id, keep_data);
}
asio::awaitable<Result<RoundReport>> Tracker::poll(digest::ThreadId id, PollWish wish) {
  return impl_->poll(id, wish);
}
asio::awaitable<Result<void>> Tracker::pause(digest::ThreadId id, std::optional<digest::Instant> until) {
  return impl_->pause(id, until);
}
asio::awaitable<Result<void>> Tracker::resume(digest::ThreadId id) {
  return impl_->resume(id);
}
asio::awaitable<Result<RoundReport>> Tracker::digest_now(digest::ThreadId id) {
  return impl_->digest_now(id);
}
asio::awaitable<Result<ImportReport>> Tracker::import(digest::ThreadId id,
                                                      std::shared_ptr<const digest::Observation> observation) {
  return impl_->import(id, std::move(observation));
}
asio::awaitable<std::uint64_t> Tracker::wait_for_change(digest::ThreadId id, std::uint64_t seen,
                                                        digest::Duration timeout) {
  return impl_->wait_for_change(id, seen, timeout);
}
std::uint64_t Tracker::commits() const {
  return impl_->commits_;
}
asio::awaitable<void> Tracker::wait_for_commit(std::uint64_t seen, digest::Duration timeout) {
  return impl_->wait_for_commit(seen, timeout);
}
std::optional<storage::PollState> Tracker::poll_of(digest::ThreadId id) const {
  return impl_->poll_of(id);
}
void Tracker::stop() {
  impl_->asked_to_stop_ = true;
  impl_->stop();
}
TrackerStatus Tracker::status() const {
  return impl_->status();
}

}  // namespace gailou::track
