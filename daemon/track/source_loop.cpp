#include "daemon/track/source_loop.h"

#include <algorithm>
#include <utility>

#include "daemon/io/log.h"
#include "daemon/track/failure.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr digest::Duration kSavePollEvery = std::chrono::minutes{1};
/// An id of the stream that wasn't answered is asked for a second time this soon, so that the first digest needn't wait
/// for a whole interval.
constexpr digest::Duration kAskAgain = std::chrono::seconds{2};
constexpr digest::Duration kLongestSleep = std::chrono::hours{1};

/// Of these the store can't recover in this process.
bool is_fatal(const Error& error) {
  return error.code == Code::io || error.code == Code::corrupt;
}

/// When a thread is polled next by itself.
Instant due_of(const Followed& thread) {
  return thread.paused ? thread.paused_until.value_or(Instant::max()) : thread.due;
}

Error paused_error(const Followed& thread) {
  return Error{.code = Code::conflict,
               .what = "thread " + thread.name + " is paused",
               .where = {},
               .hint = "first: gailou resume " + thread.name};
}

}  // namespace

SourceLoop::SourceLoop(storage::SourceRecord record, storage::SourceState state, std::unique_ptr<forum::Source> source,
                       const Settings& settings, io::Clock& clock, StoreThread& store, engine::Engine& engine,
                       OnChange on_change, std::uint64_t seed, asio::any_io_executor executor)
    : record_(std::move(record)),
      source_(std::move(source)),
      settings_(settings),
      clock_(clock),
      store_(store),
      engine_(engine),
      on_change_(std::move(on_change)),
      random_(seed),
      executor_(executor),
      turnstile_(record_.name, std::move(state), settings, clock, store),
      wake_(executor) {}

double SourceLoop::chance() {
  return std::uniform_real_distribution<double>(0.0, 1.0)(random_);
}

RoundTools SourceLoop::tools() {
  return RoundTools{.source = *source_,
                    .turnstile = turnstile_,
                    .store = store_,
                    .engine = engine_,
                    .clock = clock_,
                    .settings = settings_};
}

std::vector<Candidate> SourceLoop::candidates() const {
  std::vector<Candidate> list;
  list.reserve(threads_.size());
  for (const auto& thread : threads_) {
    list.push_back({.asked = !thread->waiters.empty() || !thread->served.empty(),
                    .due = due_of(*thread),
                    .settles_at = thread->settles_at});
  }
  return list;
}

std::size_t SourceLoop::due(digest::Instant now) const {
  return static_cast<std::size_t>(
      std::count_if(threads_.begin(), threads_.end(), [now](const auto& thread) { return due_of(*thread) <= now; }));
}

SourceStatus SourceLoop::status() const {
  auto state = turnstile_.state();
  if (!turnstile_.cooldown()) state.cooldown_until.reset();
  SourceStatus status{.source = record_, .state = std::move(state)};
  status.threads = std::ssize(threads_);
  status.requests = turnstile_.requests();
  status.requests_today = turnstile_.state().requests;
  std::optional<Instant> newest_failure;
  for (const auto& thread : threads_) {
    const auto& poll = thread->poll;
    if (thread->paused) ++status.paused;
    if (poll.failures > 0) ++status.failing;
    if (poll.last_poll) status.last_poll = std::max(status.last_poll.value_or(*poll.last_poll), *poll.last_poll);
    const auto due = due_of(*thread);
    if (due != Instant::max()) status.next_poll = std::min(status.next_poll.value_or(due), due);
    if (poll.failures > 0 && (!newest_failure || poll.last_poll > newest_failure)) {
      newest_failure = poll.last_poll;
      status.last_error = poll.last_error;
    }
  }
  if (status.next_poll && status.state.cooldown_until)
    status.next_poll = std::max(*status.next_poll, *status.state.cooldown_until);
  return status;
}

asio::awaitable<Result<void>> SourceLoop::pause(std::shared_ptr<Followed> thread, std::optional<Instant> until) {
  auto query = [id = thread->id, until](storage::Store& store) { return store.pause_thread(id, until); };
  const auto stored = co_await store_.run(std::move(query));
  if (!stored) co_return stored.error();
  thread->paused = true;
  thread->paused_until = until;
  thread->state = storage::ThreadState::paused;
  answer_waiters(*thread, paused_error(*thread));
  if (on_change_) on_change_(thread->id, nullptr);
  wake_.ring();
  co_return Result<void>{};
}

asio::awaitable<Result<void>> SourceLoop::resume(std::shared_ptr<Followed> thread) {
  if (!thread->paused) co_return Result<void>{};
  auto query = [id = thread->id](storage::Store& store) { return store.resume_thread(id); };
  const auto stored = co_await store_.run(std::move(query));
  if (!stored) co_return stored.error();
  thread->paused = false;
  thread->paused_until.reset();
  thread->state = storage::ThreadState::active;
  thread->due = clock_.now();
  if (on_change_) on_change_(thread->id, nullptr);
  wake_.ring();
  co_return Result<void>{};
}

void SourceLoop::add(std::shared_ptr<Followed> thread) {
  threads_.push_back(std::move(thread));
  wake_.ring();
}

void SourceLoop::remove(digest::ThreadId id) {
  for (const auto& thread : threads_) {
    if (thread->id != id) continue;
    thread->removed = true;
    const Result<RoundReport> gone =
        Error{.code = Code::not_found, .what = "thread " + thread->name + " was removed", .where = {}, .hint = {}};
    answer_waiters(*thread, gone);
    thread->changed.ring();
  }
  std::erase_if(threads_, [id](const auto& thread) { return thread->id == id; });
}

void SourceLoop::end_waits() {
  const Result<RoundReport> stopping =
      Error{.code = Code::cancelled, .what = "the daemon is stopping", .where = {}, .hint = {}};
  for (const auto& thread : threads_) {
    answer_waiters(*thread, stopping);
    thread->removed = true;
    thread->changed.ring();
  }
}

asio::awaitable<Result<void>> SourceLoop::run() {
  while (true) {
    const auto now = clock_.now();
    const auto list = candidates();
    const auto choice = choose(list, turnstile_.cooldown(), now);
    if (choice) {
      const auto done = co_await carry_out(*choice);
      if (!done && is_fatal(done.error())) co_return done.error();
      continue;
    }
    const auto at = next_time(list, turnstile_.cooldown(), now);
    const auto length = at ? std::clamp(*at - now, digest::Duration{1}, kLongestSleep) : kLongestSleep;
    co_await wake_.wait_for(clock_, length);
  }
}

asio::awaitable<Result<void>> SourceLoop::carry_out(Choice choice) {
  const auto thread = threads_[choice.index];
  if (choice.task == Task::poll && thread->paused) co_return co_await resume(thread);
  if (choice.task == Task::poll) co_return co_await poll_turn(thread);

  const auto digested = co_await digest_thread(tools(), thread, digest::Urgency::normal);
  if (digested) {
    publish(*thread);
    co_return digested;
  }
  if (is_fatal(digested.error())) co_return digested.error();
  io::log::error("digest_failed", digest::to_string(digested.error()), {{"thread", thread->name}});
  thread->settles_at = clock_.now() + settings_.backoff;
  co_return Result<void>{};
}

asio::awaitable<Result<void>> SourceLoop::poll_turn(std::shared_ptr<Followed> thread) {
  if (!thread->progress.looked) std::swap(thread->served, thread->waiters);
  const auto turn = co_await take_turn(tools(), thread);
  if (thread->removed) co_return Result<void>{};
  if (!turn) co_return co_await poll_failed(thread, turn.error());
  if (*turn == Turn::more) {
    thread->due = clock_.now();
    if (on_change_) on_change_(thread->id, nullptr);
    ++thread->changes;
    thread->changed.ring();
    co_return Result<void>{};
  }
  co_return co_await poll_ended(thread);
}

void SourceLoop::publish(Followed& thread) {
  auto& report = thread.progress.report;
  const bool news = !report.added.empty() || !report.edited.empty() || !report.marked.empty();
  if (on_change_) {
    for (const auto& committed : report.committed) on_change_(thread.id, &committed);
    if (news && report.committed.empty()) on_change_(thread.id, nullptr);
  }
  for (const auto& committed : report.committed) {
    io::log::info("revision_committed", std::to_string(committed.entries.size()) + " entries appended",
                  {{"thread", thread.name}, {"rev", committed.revision.value}});
  }
  report.committed.clear();
  ++thread.changes;
  thread.changed.ring();
}

asio::awaitable<Result<void>> SourceLoop::poll_ended(std::shared_ptr<Followed> thread) {
  const auto now = clock_.now();
  auto report = thread->progress.report;
  report.complete = thread->complete;
  report.posts_stored = thread->posts_stored;
  report.expected = thread->expected;
  // The first fetch finds what was there before: that says nothing of the thread's pace.
  if (!thread->progress.first_fetch && !report.added.empty())
    thread->rhythm = with_arrival(std::move(thread->rhythm), now);

  const bool recovered = thread->poll.failures > 0;
  const auto state_before = thread->state;
  const bool first = !thread->poll.last_success;
  const auto wait = thread->complete ? jittered(interval(thread->rhythm, settings_, now), settings_.jitter, chance())
                                     : std::min(kAskAgain, settings_.min_interval);
  thread->due = now + wait;
  thread->poll = {.last_poll = now, .last_success = now, .next_poll = thread->due, .failures = 0, .last_error = {}};
  thread->state = storage::ThreadState::active;
  if (is_asleep(thread->rhythm, settings_, now)) thread->state = storage::ThreadState::asleep;
  if (thread->rhythm.closed) thread->state = storage::ThreadState::closed;
  if (thread->paused) thread->state = storage::ThreadState::paused;
  io::log::debug("polled", std::to_string(report.added.size()) + " new floors",
                 {{"thread", thread->name}, {"next_in_ms", static_cast<long>(wait.count())}});
  publish(*thread);
  thread->progress = {};
  const Result<RoundReport> outcome = std::move(report);
  answer_served(*thread, outcome);

  const auto calmed = co_await turnstile_.succeeded();
  if (!calmed) co_return calmed.error();
  const bool told = recovered || thread->state != state_before;
  const auto saved = co_await save_poll(thread, told || first);
  if (saved && told && on_change_) on_change_(thread->id, nullptr);
  co_return saved;
}

asio::awaitable<Result<void>> SourceLoop::poll_failed(std::shared_ptr<Followed> thread, Error error) {
  if (error.code == Code::cancelled || is_fatal(error)) {
    const Result<RoundReport> outcome = error;
    answer_waiters(*thread, outcome);
    co_return error;
  }
  const auto now = clock_.now();
  publish(*thread);
  thread->progress = {};
  const bool own_refusal = error.code == Code::cooldown;
  const FailureInput input{.error = error,
                           .thread_failures = thread->poll.failures + 1,
                           .source_failures = turnstile_.state().failures + 1,
                           .chance = chance(),
                           .now = now};
  const auto verdict =
      own_refusal ? FailureVerdict{.state = thread->state, .next_poll = *turnstile_.cooldown(), .cooldown_until = {}}
                  : after_failure(input, settings_);
  thread->due = verdict.next_poll;
  if (!own_refusal) {
    thread->state = thread->paused ? storage::ThreadState::paused : verdict.state;
    thread->poll = {.last_poll = now,
                    .last_success = thread->poll.last_success,
                    .next_poll = thread->due,
                    .failures = thread->poll.failures + 1,
                    .last_error = digest::to_string(error)};
    io::log::warn(
        "poll_failed", thread->poll.last_error,
        {{"thread", thread->name}, {"code", digest::name_of(error.code)}, {"retry_at", digest::to_iso(thread->due)}});
  }
  if (verdict.cooldown_until) {
    const auto cooled = co_await turnstile_.cool_down(*verdict.cooldown_until, error.what);
    if (!cooled) co_return cooled.error();
    // The poll that ran into the cooldown says so itself: "until when".
    error = Error{.code = Code::cooldown,
                  .what = error.what + "; the source is asked again at " + digest::to_iso(*verdict.cooldown_until),
                  .where = error.where,
                  .hint = error.hint};
  }
  const Result<RoundReport> outcome = error;
  // In a cooldown no poll follows: whoever waits for the next one is told as well.
  if (turnstile_.cooldown()) {
    answer_waiters(*thread, outcome);
  } else {
    answer_served(*thread, outcome);
  }
  const auto saved = co_await save_poll(thread, true);
  if (on_change_) on_change_(thread->id, nullptr);
  co_return saved;
}

asio::awaitable<Result<void>> SourceLoop::save_poll(std::shared_ptr<Followed> thread, bool at_once) {
  const auto now = clock_.now();
  if (!at_once && thread->poll_saved && now - *thread->poll_saved < kSavePollEvery) co_return Result<void>{};
  thread->poll_saved = now;
  auto query = [id = thread->id, poll = thread->poll, state = thread->state](storage::Store& store) {
    return store.save_poll(id, poll, state);
  };
  const auto saved = co_await store_.run(std::move(query));
  // A thread may have been removed while its poll was under way.
  if (!saved && saved.error().code == Code::not_found) co_return Result<void>{};
  co_return saved;
}

void SourceLoop::answer_served(Followed& thread, const Result<RoundReport>& outcome) {
  for (const auto& waiter : thread.served) {
    waiter->outcome = outcome;
    waiter->done.ring();
  }
  thread.served.clear();
}

/// Those of the poll under way and those of the next: there will be none.
void SourceLoop::answer_waiters(Followed& thread, const Result<RoundReport>& outcome) {
  thread.served.insert(thread.served.end(), thread.waiters.begin(), thread.waiters.end());
  thread.waiters.clear();
  answer_served(thread, outcome);
}

asio::awaitable<Result<RoundReport>> SourceLoop::poll(std::shared_ptr<Followed> thread, PollWish wish) {
  if (thread->paused) co_return paused_error(*thread);
  if (turnstile_.cooldown()) co_return turnstile_.cooldown_error();
  const auto waiter = std::make_shared<Waiter>(executor_);
  thread->waiters.push_back(waiter);
  if (wish.believe_vanished) thread->believe_vanished = true;
  wake_.ring();
  while (!waiter->outcome) co_await waiter->done.wait_for(clock_, kLongestSleep);
  co_return *waiter->outcome;
}

asio::awaitable<Result<RoundReport>> SourceLoop::digest_now(std::shared_ptr<Followed> thread) {
  const auto digested = co_await digest_thread(tools(), thread, digest::Urgency::now);
  if (!digested) co_return digested.error();
  auto report = thread->progress.report;
  report.complete = thread->complete;
  report.posts_stored = thread->posts_stored;
  report.expected = thread->expected;
  publish(*thread);
  co_return report;
}

}  // namespace gailou::track
