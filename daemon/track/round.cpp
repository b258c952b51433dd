#include "daemon/track/round.h"

#include <utility>

#include "daemon/track/digest_step.h"
#include "daemon/track/looking.h"
#include "daemon/track/vanished.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Result;

namespace {

Step note_unanswered(RoundTools tools, std::shared_ptr<Followed> thread) {
  auto query = [id = thread->id, ids = thread->progress.vain, now = tools.clock.now()](storage::Store& store) {
    return store.note_unanswered(id, ids, now);
  };
  co_return co_await tools.store.run(std::move(query));
}

/// The first fetch is complete when nothing of the stream is wanted any more.
Step complete_first_fetch(RoundTools tools, std::shared_ptr<Followed> thread) {
  const auto left = co_await wanted_of(tools, thread->id, thread->progress.vain);
  if (!left) co_return left.error();
  if (!left->empty()) co_return Result<void>{};
  auto query = [id = thread->id, now = tools.clock.now()](storage::Store& store) {
    return store.complete_first_fetch(id, now);
  };
  const auto completed = co_await tools.store.run(std::move(query));
  if (completed) thread->complete = true;
  co_return completed;
}

}  // namespace

Step withdraw_deleted(RoundTools tools, std::shared_ptr<Followed> thread) {
  if (thread->checked_withdrawals) co_return Result<void>{};
  auto query = [id = thread->id, compose = tools.settings.compose, now = tools.clock.now()](storage::Store& store) {
    return store.withdraw_deleted(id, now, compose);
  };
  auto withdrawn = co_await tools.store.run(std::move(query));
  if (!withdrawn) co_return withdrawn.error();
  thread->checked_withdrawals = true;
  if (withdrawn->has_value()) {
    thread->revision = (*withdrawn)->revision;
    thread->progress.report.committed.push_back(std::move(**withdrawn));
  }
  co_return Result<void>{};
}

Step refresh(RoundTools tools, std::shared_ptr<Followed> thread) {
  auto query = [id = thread->id](storage::Store& store) { return store.thread(id); };
  const auto record = co_await tools.store.run(std::move(query));
  if (!record) co_return record.error();
  if (record->has_value()) {
    thread->posts_stored = (*record)->posts_stored;
    thread->highest = (*record)->highest;
    thread->revision = (*record)->revision;
  }
  co_return Result<void>{};
}

namespace {

/// A quiet poll reads and writes nothing more.
bool needs_digest(const Followed& thread, digest::Instant now) {
  return thread.undigested || thread.revision.value == 0 || (thread.settles_at && *thread.settles_at <= now);
}

Step finish(RoundTools tools, std::shared_ptr<Followed> thread) {
  if (!thread->progress.vain.empty()) {
    const auto noted = co_await note_unanswered(tools, thread);
    if (!noted) co_return noted.error();
  }
  if (!thread->complete) {
    const auto completed = co_await complete_first_fetch(tools, thread);
    if (!completed) co_return completed.error();
  }
  const auto confirmed = co_await confirm_vanished(tools, thread);
  // Neither waits for the forum: what could not be confirmed must not hold up what is known.
  const auto withdrawn = co_await withdraw_deleted(tools, thread);
  if (!withdrawn) co_return withdrawn.error();
  const auto now = tools.clock.now();
  const auto free_at = std::max(now, thread->engine_rests_until.value_or(now));
  if (needs_digest(*thread, now)) {
    if (tools.engine.is_slow() || free_at > now) {
      thread->settles_at = free_at;
      co_return confirmed;
    }
    const auto digested = co_await digest_thread(tools, thread, digest::Urgency::normal);
    if (!digested) co_return digested.error();
  }
  co_return confirmed;
}

/// A thread's batch is drafted by one at a time: an answer that costs money isn't asked for twice.
class DraftTurn {
 public:
  explicit DraftTurn(std::shared_ptr<Followed> thread) : thread_(std::move(thread)) { thread_->is_drafted = true; }
  DraftTurn(const DraftTurn&) = delete;
  DraftTurn& operator=(const DraftTurn&) = delete;
  ~DraftTurn() {
    thread_->is_drafted = false;
    thread_->drafted.ring();
  }

 private:
  std::shared_ptr<Followed> thread_;
};

// Nobody drafts for longer without being heard of: who waits looks again then.
constexpr digest::Duration kDraftLook = std::chrono::hours{1};

}  // namespace

asio::awaitable<Result<void>> digest_thread(RoundTools tools, std::shared_ptr<Followed> thread,
                                            digest::Urgency urgency) {
  while (thread->is_drafted) co_await thread->drafted.wait_for(tools.clock, kDraftLook);
  const DraftTurn turn(thread);
  thread->settles_at.reset();
  if (!thread->complete) co_return Result<void>{};
  if (thread->revision.value == 0 && urgency == digest::Urgency::normal) urgency = digest::Urgency::first_fetch;
  const DigestTools digest_tools{.store = tools.store,
                                 .engine = tools.engine,
                                 .clock = tools.clock,
                                 .settle = tools.settings.settle,
                                 .compose = tools.settings.compose,
                                 .figures = tools.figures.digest};
  auto digested = co_await digest_pending(digest_tools, thread->id, urgency);
  if (!digested) {
    if (digested.error().code != digest::Code::cancelled) ++tools.figures.digest.failures;
    co_return digested.error();
  }
  thread->settles_at = digested->settles_at;
  thread->engine_rests_until = digested->rests_until;
  thread->undigested = false;
  for (auto& committed : digested->committed) {
    thread->revision = committed.revision;
    thread->progress.report.committed.push_back(std::move(committed));
  }
  co_return Result<void>{};
}

asio::awaitable<Result<Turn>> take_turn(RoundTools tools, std::shared_ptr<Followed> thread) {
  int requests = 0;
  if (!thread->progress.looked) {
    const auto looked = co_await look(tools, thread);
    if (!looked) co_return looked.error();
    const auto withdrawn = co_await withdraw_deleted(tools, thread);
    if (!withdrawn) co_return withdrawn.error();
    ++requests;
  }
  for (; requests < kRequestsPerTurn && !thread->progress.wanted.empty(); ++requests) {
    const auto fetched = co_await fetch_page(tools, thread);
    if (!fetched) co_return fetched.error();
  }
  if (thread->progress.wanted.empty() && thread->complete) {
    const auto reread = co_await reread_owed(tools, thread);
    if (!reread) co_return reread.error();
  }
  if (!thread->progress.report.added.empty() || !thread->progress.report.marked.empty()) {
    const auto refreshed = co_await refresh(tools, thread);
    if (!refreshed) co_return refreshed.error();
  }
  if (!thread->progress.wanted.empty()) co_return Turn::more;

  const auto finished = co_await finish(tools, thread);
  if (!finished) co_return finished.error();
  co_return Turn::done;
}

}  // namespace gailou::track
