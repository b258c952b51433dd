#include "daemon/track/round.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

/// Deletions further back than this many floors in a mega topic are out of sight (its page has no stream).
constexpr std::int64_t kMegaLookback = 50;
/// Look-ups of vanished posts in one poll.
constexpr std::size_t kLookupsPerPoll = 5;
/// A thread that loses more than a fifth of its floors at once is more likely broken than deleted: nothing is believed
/// then.
constexpr std::int64_t kVanishedShare = 5;
constexpr std::size_t kVanishedAlwaysBelieved = 5;

using Step = asio::awaitable<Result<void>>;

void note(Followed& thread, const storage::Ingested& ingested) {
  auto& report = thread.progress.report;
  report.added.insert(report.added.end(), ingested.added.begin(), ingested.added.end());
  report.added.insert(report.added.end(), ingested.restored.begin(), ingested.restored.end());
  report.edited.insert(report.edited.end(), ingested.edited.begin(), ingested.edited.end());
  report.marked.insert(report.marked.end(), ingested.marked.begin(), ingested.marked.end());
  if (!ingested.marked.empty()) thread.checked_withdrawals = false;
  if (!report.added.empty() || !report.edited.empty() || !report.marked.empty()) thread.undigested = true;
}

void note(Followed& thread, const digest::Observation& observation) {
  for (const auto& post : observation.posts) thread.highest = std::max(thread.highest, post.floor);
  if (!observation.header) return;
  thread.expected = observation.header->posts_count;
  thread.rhythm.closed = observation.header->closed || observation.header->archived;
}

asio::awaitable<Result<storage::Ingested>> ingest(RoundTools tools, std::shared_ptr<Followed> thread,
                                                  std::shared_ptr<const digest::Observation> observation) {
  auto query = [id = thread->id, observation, after = tools.settings.confirm_after,
                now = tools.clock.now()](storage::Store& store) { return store.ingest(id, *observation, after, now); };
  auto ingested = co_await tools.store.run(std::move(query));
  if (!ingested) co_return ingested.error();
  note(*thread, *observation);
  note(*thread, *ingested);
  co_return ingested;
}

asio::awaitable<Result<std::vector<digest::PostId>>> wanted_of(RoundTools tools, digest::ThreadId id,
                                                               std::vector<digest::PostId> ids) {
  auto query = [id, ids = std::move(ids)](storage::Store& store) { return store.wanted(id, ids); };
  co_return co_await tools.store.run(std::move(query));
}

/// A topic of 10,000 posts and more has no stream on its page: the ids after a floor are asked for instead.
Step look_further(RoundTools tools, std::shared_ptr<Followed> thread, digest::Floor known) {
  const auto passed = co_await tools.turnstile.pass();
  if (!passed) co_return passed.error();
  const digest::Floor from{thread->complete ? std::max<std::int64_t>(0, known.value - kMegaLookback) : 0};
  const auto ids = co_await tools.source.ids_after(thread->topic, from);
  if (!ids) co_return ids.error();
  const auto wanted = co_await wanted_of(tools, thread->id, *ids);
  if (!wanted) co_return wanted.error();
  thread->progress.wanted.assign(wanted->begin(), wanted->end());
  co_return Result<void>{};
}

std::optional<digest::Floor> lowest_of(const std::vector<digest::Post>& posts) {
  const auto lowest = std::ranges::min_element(posts, {}, &digest::Post::floor);
  return lowest == posts.end() ? std::nullopt : std::optional(lowest->floor);
}

Step look(RoundTools tools, std::shared_ptr<Followed> thread) {
  const auto passed = co_await tools.turnstile.pass();
  if (!passed) co_return passed.error();
  thread->progress.first_fetch = !thread->complete;
  const digest::Floor known = thread->highest;
  auto looked = co_await tools.source.look(thread->topic, thread->complete ? known : digest::Floor{});
  if (!looked) co_return looked.error();

  const auto observation = std::make_shared<const digest::Observation>(std::move(looked->observation));
  const auto ingested = co_await ingest(tools, thread, observation);
  if (!ingested) co_return ingested.error();
  auto& progress = thread->progress;
  progress.wanted.assign(ingested->unseen.begin(), ingested->unseen.end());
  progress.to_confirm = ingested->to_confirm;
  progress.looked = true;
  if (thread->complete) progress.oldest_read = lowest_of(observation->posts).value_or(digest::Floor{});
  if (looked->mega) co_return co_await look_further(tools, thread, known);
  co_return Result<void>{};
}

Step fetch_page(RoundTools tools, std::shared_ptr<Followed> thread) {
  const auto passed = co_await tools.turnstile.pass();
  if (!passed) co_return passed.error();
  auto& progress = thread->progress;
  const auto count = std::min(progress.wanted.size(), forum::kPostsPerRequest);
  std::vector<digest::PostId> ids(progress.wanted.begin(),
                                  progress.wanted.begin() + static_cast<std::ptrdiff_t>(count));
  auto looked = co_await tools.source.posts(thread->topic, ids);
  if (!looked) co_return looked.error();

  const auto observation = std::make_shared<const digest::Observation>(std::move(looked->observation));
  const auto ingested = co_await ingest(tools, thread, observation);
  if (!ingested) co_return ingested.error();
  std::unordered_set<digest::PostId> answered;
  for (const auto& post : observation->posts) answered.insert(post.id);
  for (const auto id : ids) {
    if (!answered.contains(id)) progress.vain.push_back(id);
  }
  progress.wanted.erase(progress.wanted.begin(), progress.wanted.begin() + static_cast<std::ptrdiff_t>(count));
  co_return Result<void>{};
}

/// Reads a page of older floors again, if it is their turn.
Step recheck(RoundTools tools, std::shared_ptr<Followed> thread) {
  auto& pace = thread->recheck;
  const auto oldest = thread->progress.oldest_read;
  const auto span =
      floors_to_recheck(pace, oldest, thread->highest, static_cast<std::int64_t>(tools.settings.recheck_window));
  if (!span) co_return Result<void>{};
  auto query = [id = thread->id, span = *span](storage::Store& store) {
    return store.held_between(id, span.after, span.before, static_cast<std::int64_t>(forum::kPostsPerRequest));
  };
  const auto held = co_await tools.store.run(std::move(query));
  if (!held) co_return held.error();
  note_rechecked(pace, held->empty() ? std::nullopt : std::optional(held->back().floor));
  if (held->empty()) co_return Result<void>{};

  std::vector<digest::PostId> ids;
  for (const auto& post : *held) ids.push_back(post.id);
  const auto passed = co_await tools.turnstile.pass();
  if (!passed) co_return passed.error();
  auto looked = co_await tools.source.posts(thread->topic, std::move(ids));
  if (!looked) co_return looked.error();
  const auto observation = std::make_shared<const digest::Observation>(std::move(looked->observation));
  const auto ingested = co_await ingest(tools, thread, observation);
  if (!ingested) co_return ingested.error();
  co_return Result<void>{};
}

Step note_unanswered(RoundTools tools, std::shared_ptr<Followed> thread) {
  auto query = [id = thread->id, ids = thread->progress.vain, now = tools.clock.now()](storage::Store& store) {
    return store.note_unanswered(id, ids, now);
  };
  co_return co_await tools.store.run(std::move(query));
}

Step confirm_vanished(RoundTools tools, std::shared_ptr<Followed> thread) {
  auto& progress = thread->progress;
  const auto vanished = static_cast<std::int64_t>(progress.to_confirm.size());
  if (progress.to_confirm.size() > kVanishedAlwaysBelieved && vanished * kVanishedShare > thread->posts_stored) {
    co_return Error{.code = Code::malformed,
                    .what = std::to_string(vanished) + " of " + std::to_string(thread->posts_stored) +
                            " floors vanished at once; none is taken for deleted",
                    .where = {},
                    .hint = "look at the thread on the forum"};
  }
  const std::size_t count = std::min(progress.to_confirm.size(), kLookupsPerPoll);
  for (std::size_t i = 0; i < count; ++i) {
    const auto passed = co_await tools.turnstile.pass();
    if (!passed) co_return passed.error();
    const auto id = progress.to_confirm[i];
    const auto found = co_await tools.source.post(id);
    if (!found) co_return found.error();
    auto absence = storage::Absence::deleted;
    if (found->found && found->topic != thread->topic) absence = storage::Absence::moved;
    if (found->found && found->topic == thread->topic && !found->deleted) absence = storage::Absence::present;
    auto query = [thread_id = thread->id, id, absence, now = tools.clock.now()](storage::Store& store) {
      return store.settle_absence(thread_id, id, absence, now);
    };
    const auto marked = co_await tools.store.run(std::move(query));
    if (!marked) co_return marked.error();
    if (*marked) thread->checked_withdrawals = false;
  }
  co_return Result<void>{};
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

Step withdraw_deleted(RoundTools tools, std::shared_ptr<Followed> thread) {
  if (thread->checked_withdrawals) co_return Result<void>{};
  auto query = [id = thread->id, now = tools.clock.now()](storage::Store& store) {
    return store.withdraw_deleted(id, now);
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
  Result<void> confirmed{};
  if (!thread->progress.to_confirm.empty()) confirmed = co_await confirm_vanished(tools, thread);
  // Neither waits for the forum: what could not be confirmed must not hold up what is known.
  const auto withdrawn = co_await withdraw_deleted(tools, thread);
  if (!withdrawn) co_return withdrawn.error();
  if (needs_digest(*thread, tools.clock.now())) {
    const auto digested = co_await digest_thread(tools, thread, digest::Urgency::normal);
    if (!digested) co_return digested.error();
  }
  co_return confirmed;
}

}  // namespace

asio::awaitable<Result<void>> digest_thread(RoundTools tools, std::shared_ptr<Followed> thread,
                                            digest::Urgency urgency) {
  thread->settles_at.reset();
  if (!thread->complete) co_return Result<void>{};
  if (thread->revision.value == 0 && urgency == digest::Urgency::normal) urgency = digest::Urgency::first_fetch;
  const DigestTools digest_tools{
      .store = tools.store, .engine = tools.engine, .clock = tools.clock, .settle = tools.settings.settle};
  auto digested = co_await digest_pending(digest_tools, thread->id, urgency);
  if (!digested) co_return digested.error();
  thread->settles_at = digested->settles_at;
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
  const bool is_due = thread->progress.wanted.empty() && thread->progress.oldest_read.value > 0;
  if (is_due) {
    const auto rechecked = co_await recheck(tools, thread);
    if (!rechecked) co_return rechecked.error();
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
