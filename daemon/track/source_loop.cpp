#include "daemon/track/source_loop.h"

#include <algorithm>
#include <utility>

#include "daemon/io/log.h"
#include "daemon/track/fatal.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr digest::Duration kSavePollsEvery = std::chrono::minutes{1};
constexpr digest::Duration kPauseAfterError = std::chrono::seconds{1};
constexpr digest::Duration kLongestSleep = std::chrono::hours{1};

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
                       Settings settings, io::Clock& clock, StoreThread& store, engine::Engine& engine,
                       OnChange on_change, std::uint64_t seed, asio::any_io_executor executor)
    : record_(std::move(record)),
      source_(std::move(source)),
      settings_(std::move(settings)),
      clock_(clock),
      store_(store),
      engine_(engine),
      on_change_(std::move(on_change)),
      random_(seed),
      executor_(executor),
      turnstile_(record_.name, std::move(state), settings_, clock, store, executor),
      wake_(executor),
      drafts_wake_(executor) {
  source_->ask_before_requests([this] { return turnstile_.pass(); });
}

void SourceLoop::on_news(OnNews listener) {
  on_news_ = std::move(listener);
  turnstile_.on_news(on_news_);
}

void SourceLoop::tell(const Followed& thread, ThreadNews::Change change) const {
  if (!on_news_) return;
  ThreadNews news{.thread = {.source = record_.name, .topic = thread.topic}, .change = change, .state = thread.state};
  if (change == ThreadNews::Change::paused) news.paused_until = thread.paused_until;
  if (change == ThreadNews::Change::title) news.title = thread.progress.new_title;
  on_news_(news);
}

std::shared_ptr<Followed> SourceLoop::thread_of(digest::TopicId topic) const {
  const auto found = std::ranges::find(threads_, topic, [](const auto& thread) { return thread->topic; });
  return found == threads_.end() ? nullptr : *found;
}

void SourceLoop::lost_posts(const std::vector<digest::ThreadId>& ids) {
  for (const auto& thread : threads_) {
    if (std::ranges::find(ids, thread->id) != ids.end()) thread->checked_withdrawals = false;
  }
}

double SourceLoop::chance() {
  return std::uniform_real_distribution<double>(0.0, 1.0)(random_);
}

RoundTools SourceLoop::tools() {
  return RoundTools{.source = *source_,
                    .store = store_,
                    .engine = engine_,
                    .clock = clock_,
                    .settings = settings_,
                    .figures = figures_,
                    .chance = chance(),
                    .thread_of = [this](digest::TopicId topic) { return thread_of(topic); },
                    .lost_posts = [this](const auto& ids) { lost_posts(ids); }};
}

std::vector<Candidate> SourceLoop::candidates() const {
  std::vector<Candidate> list;
  list.reserve(threads_.size());
  for (const auto& thread : threads_) {
    list.push_back({.asked = !thread->waiters.empty() || !thread->served.empty(),
                    .due = due_of(*thread),
                    .settles_at = engine_.is_slow() ? std::nullopt : thread->settles_at});
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
  status.gate = !gate_.closed_until || *gate_.closed_until <= clock_.now();
  status.live = settings_.live && (!deaf_until_ || *deaf_until_ <= clock_.now());
  status.requests_today = turnstile_.requests_today();
  status.day_budget =
      day_budget({.rate = settings_.per_host_rate, .per_day = static_cast<std::int64_t>(settings_.requests_per_day)});
  status.spacing = Duration{static_cast<long long>(1000.0 / settings_.per_host_rate)};
  std::optional<Instant> newest_failure;
  for (const auto& thread : threads_) {
    const auto& poll = thread->poll;
    ++status.states[thread->state];
    if (thread->settles_at) ++status.settling;
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
  // Before the store is told: a poll that ends meanwhile must not write another state over it.
  thread->paused = true;
  thread->paused_until = until;
  thread->state = storage::ThreadState::paused;
  auto query = [id = thread->id, until](storage::Store& store) { return store.pause_thread(id, until); };
  const auto stored = co_await store_.run(std::move(query));
  if (!stored) {
    thread->paused = false;
    wake_.ring();
    co_return stored.error();
  }
  answer_waiters(*thread, paused_error(*thread));
  if (on_change_) on_change_(thread->id, nullptr);
  tell(*thread, ThreadNews::Change::paused);
  wake_.ring();
  co_return Result<void>{};
}

asio::awaitable<Result<void>> SourceLoop::resume(std::shared_ptr<Followed> thread) {
  if (!thread->paused) co_return Result<void>{};
  auto query = [id = thread->id](storage::Store& store) { return store.resume_thread(id); };
  const auto stored = co_await store_.run(std::move(query));
  if (!stored) co_return stored.error();
  take_up(std::move(thread));
  co_return Result<void>{};
}

void SourceLoop::take_up(std::shared_ptr<Followed> thread) {
  thread->paused = false;
  thread->paused_until.reset();
  thread->state = storage::ThreadState::active;
  thread->due = clock_.now();
  if (on_change_) on_change_(thread->id, nullptr);
  tell(*thread, ThreadNews::Change::resumed);
  wake_.ring();
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
  end_tries(Error{.code = Code::cancelled, .what = "the daemon is stopping", .where = {}, .hint = {}});
  end_lists(Error{.code = Code::cancelled, .what = "the daemon is stopping", .where = {}, .hint = {}});
  const Result<RoundReport> stopping =
      Error{.code = Code::cancelled, .what = "the daemon is stopping", .where = {}, .hint = {}};
  for (const auto& thread : threads_) {
    answer_waiters(*thread, stopping);
    thread->removed = true;
    thread->changed.ring();
  }
}

/// Drafts of a slow engine have a coroutine of their own beside the polls'.
asio::awaitable<Result<void>> SourceLoop::run() {
  running_ = true;
  auto drafting = drafts();
  const auto ended = co_await io::run_until<void>(polls(), std::move(drafting));
  if (ended) co_return *ended;
  co_return fault_.value_or(Error{.code = Code::internal, .what = "drafting ended by itself", .where = record_.name});
}

asio::awaitable<Result<void>> SourceLoop::polls() {
  while (true) {
    const auto done = co_await next_step();
    if (done) continue;
    if (is_fatal(done.error())) co_return done.error();
    // What isn't fatal has been told; it must not become a loop without a pause.
    co_await clock_.sleep_for(kPauseAfterError);
  }
}

asio::awaitable<Result<void>> SourceLoop::next_step() {
  const auto now = clock_.now();
  const auto list = candidates();
  if (!triers_.empty()) co_return co_await answer_tries();
  if (!listers_.empty()) co_return co_await answer_lists();
  const auto cooldown = turnstile_.cooldown();
  if (const auto choice = choose(list, cooldown, now)) co_return co_await carry_out(*choice);
  if (polls_saved_.value_or(Instant{}) + kSavePollsEvery <= now) {
    const auto saved = co_await save_polls();
    if (!saved) co_return saved.error();
  }
  const auto at = next_time(list, cooldown, now);
  const auto length = at ? std::clamp(*at - now, digest::Duration{1}, kLongestSleep) : kLongestSleep;
  co_return co_await rest(length);
}

asio::awaitable<Result<void>> SourceLoop::carry_out(Choice choice) {
  const auto now = clock_.now();
  const auto thread = threads_[choice.index];
  if (choice.task == Task::digest) co_return co_await digest_settled(thread);
  if (thread->paused) co_return co_await resume(thread);
  if (wants_robots(now)) {
    const auto read = co_await read_robots();
    if (read) co_return read;
    // The poll fails with it: what stands before robots.txt stands before the thread.
    co_return co_await poll_failed(thread, read.error());
  }
  if (thread->waiters.empty() && !thread->progress.looked) {
    std::vector<std::shared_ptr<Followed>> group;
    for (const auto index : at_the_gate(now)) group.push_back(threads_[index]);
    if (!group.empty()) co_return co_await check_by_gate(std::move(group));
  }
  co_return co_await poll_turn(thread);
}

asio::awaitable<Result<void>> SourceLoop::digest_settled(std::shared_ptr<Followed> thread) {
  const auto digested = co_await digest_thread(tools(), thread, digest::Urgency::normal);
  if (digested) {
    publish(*thread);
    co_return digested;
  }
  if (is_fatal(digested.error())) co_return digested.error();
  if (thread->removed) co_return Result<void>{};
  io::log::error("digest_failed", digest::to_string(digested.error()), {{"thread", thread->name}});
  thread->settles_at = clock_.now() + settings_.backoff;
  co_return Result<void>{};
}

/// Until something is due, asked or added, or the message bus has news.
asio::awaitable<Result<void>> SourceLoop::rest(digest::Duration length) {
  const auto now = clock_.now();
  if (hears(now)) co_return co_await hear(length);
  // What listens later, or has poll states to save, wakes for that.
  if (deaf_until_ && *deaf_until_ > now) length = std::min(length, *deaf_until_ - now);
  const bool unsaved = std::ranges::any_of(threads_, [](const auto& thread) { return thread->poll_unsaved; });
  if (unsaved) length = std::min(length, kSavePollsEvery);
  co_await wake_.wait_for(clock_, length);
  co_return Result<void>{};
}

/// In one transaction: a quiet poll is no reason to write.
asio::awaitable<Result<void>> SourceLoop::save_polls() {
  std::vector<storage::PollSave> saves;
  for (const auto& thread : threads_) {
    if (!std::exchange(thread->poll_unsaved, false)) continue;
    saves.push_back({.id = thread->id, .poll = thread->poll, .state = thread->state});
  }
  polls_saved_ = clock_.now();
  if (saves.empty()) co_return Result<void>{};
  auto query = [saves = std::move(saves)](storage::Store& store) { return store.save_polls(saves); };
  co_return co_await store_.run(std::move(query));
}

asio::awaitable<Result<void>> SourceLoop::save_all() {
  const auto polls = co_await save_polls();
  if (!polls) co_return polls.error();
  co_return co_await turnstile_.save();
}

void SourceLoop::changed(Followed& thread) {
  ++thread.changes;
  thread.changed.ring();
}

asio::awaitable<Result<RoundReport>> SourceLoop::poll(std::shared_ptr<Followed> thread, PollWish wish) {
  if (thread->paused) co_return paused_error(*thread);
  if (turnstile_.cooldown()) co_return turnstile_.cooldown_error();
  if (auto spent = turnstile_.spent_error()) co_return *std::move(spent);
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
