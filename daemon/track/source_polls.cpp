#include <algorithm>
#include <utility>

#include "daemon/io/log.h"
#include "daemon/track/failure.h"
#include "daemon/track/fatal.h"
#include "daemon/track/source_loop.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

/// An id of the stream that wasn't answered is asked for a second time this soon, so that the first digest needn't wait
/// for a whole interval.
constexpr digest::Duration kAskAgain = std::chrono::seconds{2};

/// The poll that ran into a cooldown says so itself: "until when".
Error cooldown_began(const Error& error, digest::Instant until) {
  return Error{.code = Code::cooldown,
               .what = error.what + "; the source is asked again at " + digest::to_iso(until),
               .where = error.where,
               .hint = error.hint};
}

/// One that failed before its first request has no length.
void note_length(PollFigures& figures, const PollProgress& progress, digest::Instant now) {
  if (progress.began_at) figures.seconds.observe(std::max(now - *progress.began_at, digest::Duration{}));
}

}  // namespace

asio::awaitable<Result<void>> SourceLoop::poll_turn(std::shared_ptr<Followed> thread) {
  if (!thread->progress.looked) {
    std::swap(thread->served, thread->waiters);
    thread->progress.began_at = clock_.now();
  }
  const auto turn = co_await take_turn(tools(), thread);
  if (thread->removed) co_return Result<void>{};
  if (!turn) co_return co_await poll_failed(thread, turn.error());
  if (*turn == Turn::more) {
    thread->due = clock_.now();
    if (on_change_) on_change_(thread->id, nullptr);
    changed(*thread);
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
  if (!thread.progress.new_title.empty()) tell(thread, ThreadNews::Change::title);
  thread.progress.new_title.clear();
  for (const auto& committed : report.committed) {
    io::log::info("revision_committed", std::to_string(committed.entries.size()) + " entries appended",
                  {{"thread", thread.name}, {"rev", committed.revision.value}});
  }
  report.committed.clear();
  changed(thread);
  drafts_wake_.ring();
}

/// From what is stored: a start, the first fetch and a saved file leave it to be read anew.
asio::awaitable<Result<void>> SourceLoop::learn_rhythm(std::shared_ptr<Followed> thread) {
  if (thread->knows_rhythm || !thread->complete) co_return Result<void>{};
  auto query = [id = thread->id, now = clock_.now()](storage::Store& store) {
    return store.newest_written(id, std::int64_t{kArrivalsKept}, now);
  };
  auto written = co_await store_.run(std::move(query));
  // A thread may have been removed while its poll was under way.
  if (!written && written.error().code == Code::not_found) co_return Result<void>{};
  if (!written) co_return written.error();
  thread->rhythm = rhythm_of(std::move(*written), thread->rhythm.last_activity, thread->rhythm.closed);
  thread->knows_rhythm = true;
  co_return Result<void>{};
}

/// How long a thread is left alone after a poll or a check that went well.
digest::Duration SourceLoop::wait_after(const Followed& thread, digest::Instant now) {
  if (!thread.complete) return std::min(kAskAgain, settings_.min_interval);
  const auto wait = jittered(interval(thread.rhythm, settings_, now), settings_.jitter, chance());
  // What vanished is looked at again as soon as it may be believed; what is too much to be believed can wait.
  if (thread.progress.suspects && thread.poll.notice.empty()) {
    return std::min(wait, std::max(settings_.confirm_after, settings_.min_interval));
  }
  return wait;
}

void SourceLoop::succeed(Followed& thread, digest::Duration wait, digest::Instant now) {
  thread.due = now + wait;
  thread.poll = {.last_poll = now,
                 .last_success = now,
                 .next_poll = thread.due,
                 .failures = 0,
                 .last_error = {},
                 .missing_since = {},
                 .notice = std::move(thread.poll.notice)};
  thread.poll_unsaved = true;
  thread.state = storage::ThreadState::active;
  if (is_asleep(thread.rhythm, settings_, now)) thread.state = storage::ThreadState::asleep;
  if (thread.rhythm.closed) thread.state = storage::ThreadState::closed;
  if (thread.paused) thread.state = storage::ThreadState::paused;
}

asio::awaitable<Result<void>> SourceLoop::poll_ended(std::shared_ptr<Followed> thread) {
  const auto now = clock_.now();
  auto report = thread->progress.report;
  report.complete = thread->complete;
  report.posts_stored = thread->posts_stored;
  report.expected = thread->expected;
  // The first fetch finds what was there before: that says nothing of the thread's pace.
  thread->found_news = !thread->progress.first_fetch && !report.added.empty();
  if (thread->found_news && thread->knows_rhythm) thread->rhythm = with_arrival(std::move(thread->rhythm), now);
  const auto learnt = co_await learn_rhythm(thread);
  if (!learnt) co_return co_await poll_failed(thread, learnt.error());

  const bool at_once = thread->poll.failures > 0 || !thread->poll.last_success;
  const auto state_before = thread->state;
  const auto notice_before = std::exchange(thread->notice_saved, thread->poll.notice);
  const auto wait = wait_after(*thread, now);
  succeed(*thread, wait, now);
  io::log::debug("polled", std::to_string(report.added.size()) + " new floors",
                 {{"thread", thread->name}, {"next_in_ms", static_cast<long>(wait.count())}});
  publish(*thread);
  if (thread->state != state_before) tell(*thread, ThreadNews::Change::state);
  note_length(figures_.polls, thread->progress, now);
  thread->progress = {};
  const bool has_changed = !report.added.empty() || !report.edited.empty() || !report.marked.empty();
  ++(has_changed ? figures_.polls.changed : figures_.polls.unchanged);
  const Result<RoundReport> outcome = std::move(report);
  answer_served(*thread, outcome);

  const auto calmed = co_await turnstile_.succeeded();
  if (!calmed) co_return calmed.error();
  const bool told = thread->state != state_before || thread->poll.notice != notice_before;
  if (!told && !at_once) co_return Result<void>{};
  const auto saved = co_await save_poll(thread);
  if (saved && on_change_) on_change_(thread->id, nullptr);
  co_return saved;
}

void SourceLoop::note_failure(Followed& thread, const Error& error, const FailureVerdict& verdict,
                              digest::Instant now) {
  thread.due = verdict.next_poll;
  thread.state = thread.paused ? storage::ThreadState::paused : verdict.state;
  thread.poll = {.last_poll = now,
                 .last_success = thread.poll.last_success,
                 .next_poll = thread.due,
                 .failures = thread.poll.failures + 1,
                 .last_error = digest::to_string(error),
                 .missing_since = verdict.missing_since,
                 .notice = std::move(thread.poll.notice)};
  io::log::warn(
      "poll_failed", thread.poll.last_error,
      {{"thread", thread.name}, {"code", digest::name_of(error.code)}, {"retry_at", digest::to_iso(thread.due)}});
}

asio::awaitable<Result<void>> SourceLoop::poll_failed(std::shared_ptr<Followed> thread, Error error) {
  if (error.code == Code::cancelled || is_fatal(error)) {
    const Result<RoundReport> outcome = error;
    answer_waiters(*thread, outcome);
    co_return error;
  }
  const auto now = clock_.now();
  publish(*thread);
  note_length(figures_.polls, thread->progress, now);
  thread->progress = {};
  ++(error.code == Code::rate_limited ? figures_.polls.rate_limited : figures_.polls.failed);
  if (error.code == Code::cooldown) {
    thread->due = turnstile_.cooldown().value_or(now);
  } else {
    const FailureInput input{.error = error,
                             .thread_failures = thread->poll.failures + 1,
                             .source_failures = turnstile_.state().failures + 1,
                             .chance = chance(),
                             .now = now,
                             .missing_since = thread->poll.missing_since};
    const auto verdict = after_failure(input, settings_);
    const auto state_before = thread->state;
    note_failure(*thread, error, verdict, now);
    if (thread->state != state_before) tell(*thread, ThreadNews::Change::state);
    if (verdict.cooldown_until) {
      const auto cooled = co_await turnstile_.cool_down(*verdict.cooldown_until, error);
      if (!cooled) co_return cooled.error();
      error = cooldown_began(error, *verdict.cooldown_until);
    }
  }
  const Result<RoundReport> outcome = error;
  // In a cooldown no poll follows: whoever waits for the next one is told as well.
  if (turnstile_.cooldown()) {
    answer_waiters(*thread, outcome);
  } else {
    answer_served(*thread, outcome);
  }
  const auto saved = co_await save_poll(thread);
  if (on_change_) on_change_(thread->id, nullptr);
  co_return saved;
}

asio::awaitable<Result<void>> SourceLoop::save_poll(std::shared_ptr<Followed> thread) {
  thread->poll_unsaved = false;
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

}  // namespace gailou::track
