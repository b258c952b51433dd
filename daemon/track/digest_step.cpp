#include "daemon/track/digest_step.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "daemon/io/log.h"
#include "digest/compose/append.h"
#include "digest/compose/cited.h"
#include "digest/compose/extract.h"
#include "digest/compose/judge.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

/// A batch whose floors change under the engine is taken again; an author who edits faster than this is left for the
/// next poll.
constexpr int kConflictsMax = 3;

/// Newest entries that an engine may see which asks for them: what a prompt lists and some more to repeat.
constexpr std::int64_t kRecentMax = 60;

/// What can always be written: every floor accounted for, nothing said about any.
digest::Draft all_quiet(const digest::BatchInput& input) {
  digest::Draft draft;
  for (const auto& post : input.posts)
    draft.operations.emplace_back(digest::Quiet{.floor = post.floor, .reason = digest::Reason::other});
  return draft;
}

struct Composed {
  digest::Step step{};
  std::vector<std::string> faults{};   // of the engine's draft; not empty: the step is the quiet one instead
  std::vector<std::string> refused{};  // gates that operations of the engine's draft broke
};

digest::Step step_of(const digest::BatchInput& input, const digest::Draft& draft) {
  return digest::append(input, digest::judge(input, draft));
}

/// A draft that breaks a gate gives way to the offline engine's, and that one to silence.
Composed compose(const digest::BatchInput& input, const digest::Draft& draft) {
  const auto judged = digest::judge(input, draft);
  Composed composed{.step = digest::append(input, judged)};
  for (const auto& refusal : judged.refused) composed.refused.push_back(refusal.gate);
  composed.faults = digest::step_faults(input, composed.step);
  if (composed.faults.empty()) return composed;
  composed.step = step_of(input, digest::extract(input));
  if (!digest::step_faults(input, composed.step).empty()) composed.step = step_of(input, all_quiet(input));
  return composed;
}

/// What was written and what was found on the way, told from the store's thread.
struct Account {
  std::vector<std::string> faults{};   // of the engine's draft
  std::vector<std::string> refused{};  // gates that its operations broke
  std::vector<digest::NothingNew> quiet{};
};

/// A first revision tells what was there before anybody followed: that is no delay.
void count(DigestFigures& figures, const digest::BatchInput& input, const Account& account,
           const storage::Committed& committed, digest::Instant now) {
  ++figures.revisions;
  for (const auto& entry : committed.entries) ++figures.entries.at(static_cast<std::size_t>(entry.marker.kind));
  for (const auto& quiet : account.quiet) ++figures.floors_quiet.at(static_cast<std::size_t>(quiet.reason));
  figures.floors_told += input.posts.size() - std::min(input.posts.size(), account.quiet.size());
  if (committed.revision.value <= 1) return;
  for (const auto& post : input.posts)
    figures.delay_seconds.observe(std::max(now - post.created_at, digest::Duration{}));
}

/// Nothing of a batch of edits that change nothing.
using MaybeCommitted = Result<std::optional<storage::Committed>>;

/// Judge, append and commit on the store's thread: none of it may hold the loop, and a batch can have 2,000 floors.
asio::awaitable<MaybeCommitted> write_revision(DigestTools tools, std::shared_ptr<const storage::Batch> batch,
                                               std::shared_ptr<const digest::Draft> draft) {
  auto account = std::make_shared<Account>();
  auto query = [batch, draft, account, now = tools.clock.now()](storage::Store& store) -> MaybeCommitted {
    const auto input = digest::with_cited(batch->input, draft->cited);
    const auto composed = compose(input, *draft);
    account->faults = composed.faults;
    account->refused = composed.refused;
    account->quiet = composed.step.nothing_new;
    if (const auto again = digest::step_faults(input, composed.step); !again.empty()) {
      return Error{.code = Code::internal, .what = "a step breaks a gate: " + again.front(), .where = "digest step"};
    }
    if (digest::says_nothing(composed.step)) {
      if (const auto passed = store.pass_over(batch->id); !passed) return passed.error();
      return std::nullopt;
    }
    auto committed = store.commit_revision(batch->id, composed.step, now);
    if (!committed) return committed.error();
    return std::optional(std::move(*committed));
  };
  auto committed = co_await tools.store.run(std::move(query));
  if (!account->faults.empty()) ++tools.figures.gate_faults;
  for (const auto& gate : account->refused) ++tools.figures.refused[gate];
  if (committed && committed->has_value()) {
    count(tools.figures, batch->input, *account, **committed, tools.clock.now());
  }
  for (const auto& fault : account->faults) io::log::error("gate_failed", fault, {{"source", batch->input.source}});
  co_return committed;
}

/// A batch with what an engine wants to know beside it.
struct Taken {
  storage::Batch batch{};
  std::optional<engine::Kind> engine{};  // chosen for the thread by hand
};

Result<void> look_beside(storage::Store& store, digest::ThreadId thread, Taken& taken) {
  auto newest = store.newest_entries(thread, kRecentMax);
  if (!newest) return newest.error();
  taken.batch.input.recent.assign(std::make_move_iterator(newest->rbegin()), std::make_move_iterator(newest->rend()));
  const auto record = store.thread(thread);
  if (!record) return record.error();
  if (*record && (*record)->engine) taken.engine = engine::kind_of(*(*record)->engine);
  return {};
}

asio::awaitable<Result<std::optional<Taken>>> take(DigestTools tools, digest::ThreadId thread,
                                                   digest::Urgency urgency) {
  auto query = [thread, settle = tools.settle, compose = tools.compose, urgency, now = tools.clock.now(),
                wants_recent = tools.engine.wants_recent()](storage::Store& store) -> Result<std::optional<Taken>> {
    auto batch = store.take_batch(thread, settle, urgency, now);
    if (!batch) return batch.error();
    if (!batch->has_value()) return std::optional<Taken>();
    Taken taken{.batch = std::move(**batch), .engine = {}};
    taken.batch.input.settings = compose;
    if (wants_recent) {
      if (auto looked = look_beside(store, thread, taken); !looked) return looked.error();
    }
    return std::optional(std::move(taken));
  };
  co_return co_await tools.store.run(std::move(query));
}

asio::awaitable<Result<void>> look_at_rest(DigestTools tools, digest::ThreadId thread, Digested& digested) {
  auto query = [thread](storage::Store& store) { return store.pending(thread); };
  const auto pending = co_await tools.store.run(std::move(query));
  if (!pending) co_return pending.error();
  auto changes_query = [thread](storage::Store& store) { return store.changed(thread); };
  const auto changed = co_await tools.store.run(std::move(changes_query));
  if (!changed) co_return changed.error();
  const auto now = tools.clock.now();
  digested.pending = static_cast<std::int64_t>(pending->size());
  digested.settles_at = digest::settles_at(*pending, tools.settle, now);
  const auto changes = digest::changes_settle_at(*changed, tools.settle, now);
  if (changes && (!digested.settles_at || *changes < *digested.settles_at)) digested.settles_at = changes;
  co_return Result<void>{};
}

/// The engine's endpoint rests, and what is pending is to wait for it.
bool rests(const Error& error) {
  return error.code == Code::unavailable && error.retry_after_ms > 0;
}

asio::awaitable<Result<Digested>> wait_for_engine(DigestTools tools, digest::ThreadId thread, Digested digested,
                                                  Error resting) {
  io::log::info("engine_rests", digest::to_string(resting), {{"retry_in_ms", std::to_string(resting.retry_after_ms)}});
  const auto looked = co_await look_at_rest(tools, thread, digested);
  if (!looked) co_return looked.error();
  digested.rests_until = tools.clock.now() + digest::Duration{resting.retry_after_ms};
  digested.settles_at = digested.rests_until;
  co_return digested;
}

}  // namespace

asio::awaitable<Result<Digested>> digest_pending(DigestTools tools, digest::ThreadId thread, digest::Urgency urgency) {
  Digested digested;
  for (int conflicts = 0; conflicts < kConflictsMax;) {
    auto taken = co_await take(tools, thread, urgency);
    if (!taken) co_return taken.error();
    if (!taken->has_value()) break;

    const auto began = tools.clock.now();
    const engine::Asker asker{.thread = thread, .kind = (*taken)->engine};
    const auto batch = std::make_shared<const storage::Batch>(std::move((*taken)->batch));
    auto drafted = co_await tools.engine.draft(asker, batch->input);
    if (!drafted && rests(drafted.error())) {
      auto waiting = wait_for_engine(tools, thread, std::move(digested), drafted.error());
      co_return co_await std::move(waiting);
    }
    if (!drafted) co_return drafted.error();
    const auto draft = std::make_shared<const digest::Draft>(std::move(*drafted));

    auto committed = co_await write_revision(tools, batch, draft);
    if (!committed && committed.error().code == Code::conflict) {
      ++conflicts;
      continue;
    }
    if (!committed) co_return committed.error();
    tools.figures.step_seconds.observe(std::max(tools.clock.now() - began, digest::Duration{}));
    if (committed->has_value()) digested.committed.push_back(std::move(**committed));
    if (urgency == digest::Urgency::first_fetch) urgency = digest::Urgency::normal;
  }
  const auto looked = co_await look_at_rest(tools, thread, digested);
  if (!looked) co_return looked.error();
  co_return digested;
}

}  // namespace gailou::track
