#include "daemon/track/vanished.h"

#include <algorithm>
#include <utility>

#include "daemon/track/looking.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::PostId;
using digest::Result;
using digest::TopicId;

namespace {

constexpr std::int64_t kVanishedShare = 5;
constexpr std::int64_t kVanishedAlwaysBelieved = 5;
/// Polls between two look-ups while too much is missing to be believed.
constexpr int kPollsPerDoubt = 8;
/// In doubt one post is looked up, each time this much further on.
constexpr std::size_t kStride = 7;

using Ids = std::vector<PostId>;
using Verdicts = std::vector<storage::AbsenceVerdict>;

storage::Absence absence_of(const forum::PostLook& found, TopicId topic) {
  if (!found.found || found.deleted) return storage::Absence::deleted;
  return found.topic == topic ? storage::Absence::present : storage::Absence::moved;
}

Step settle(RoundTools tools, std::shared_ptr<Followed> thread, Verdicts verdicts) {
  auto query = [id = thread->id, verdicts = std::move(verdicts), now = tools.clock.now()](storage::Store& store) {
    return store.settle_absences(id, verdicts, now);
  };
  const auto settled = co_await tools.store.run(std::move(query));
  if (!settled) co_return settled.error();
  if (!settled->marked.empty()) thread->checked_withdrawals = false;
  if (!settled->also_marked.empty()) tools.lost_posts(settled->also_marked);
  co_return Result<void>{};
}

/// A door that is shut for this one place. A refusal that names a wait (a revoked key) speaks for the whole forum: then
/// nothing more is asked.
bool is_closed_to_us(const digest::Error& error) {
  const bool is_shut = error.code == digest::Code::not_found || error.code == digest::Code::forbidden;
  return is_shut && error.retry_after_ms == 0;
}

/// Those of the ids that live in another topic now, a page in one request.
asio::awaitable<Result<Ids>> found_in(RoundTools tools, TopicId topic, Ids ids) {
  if (ids.size() > forum::kPostsPerRequest) ids.resize(forum::kPostsPerRequest);
  const auto looked = co_await tools.source.posts(topic, std::move(ids));
  if (!looked) co_return looked.error();
  Ids found;
  for (const auto& post : looked->observation.posts) found.push_back(post.id);
  // Where they went may be followed too: what was shown there now is its own news.
  const auto target = tools.thread_of(topic);
  if (!target || !target->complete || found.empty()) co_return found;
  const auto observation = std::make_shared<const digest::Observation>(looked->observation);
  const auto ingested = co_await ingest(tools, target, observation);
  if (!ingested) co_return ingested.error();
  target->settles_at = tools.clock.now();
  co_return found;
}

/// Posts move in groups: where one went, the others are asked for.
Step settle_companions(RoundTools tools, std::shared_ptr<Followed> thread, TopicId target) {
  auto& left = thread->progress.to_confirm;
  const auto found = co_await found_in(tools, target, left);
  // That topic may be closed to us: then each is looked up by itself.
  if (!found && !is_closed_to_us(found.error())) co_return found.error();
  if (!found) co_return Result<void>{};
  Verdicts verdicts;
  for (const auto id : *found) {
    verdicts.push_back({.post = id, .absence = storage::Absence::moved, .moved_to = target});
    std::erase(left, id);
  }
  co_return co_await settle(tools, thread, std::move(verdicts));
}

asio::awaitable<Result<forum::PostLook>> look_up(RoundTools tools, TopicId topic, PostId id) {
  const auto found = co_await tools.source.post(id);
  // Where a single post may not be asked for (a robots.txt can say so), its topic still tells whether it is there.
  if (found || !is_closed_to_us(found.error())) co_return found;
  const auto looked = co_await tools.source.posts(topic, Ids(1, id));
  if (!looked) co_return looked.error();
  co_return forum::PostLook{.found = !looked->observation.posts.empty(), .topic = topic};
}

/// Those in doubt are judged again without the ones that turned out to have moved.
Step judge_doubtful(RoundTools tools, std::shared_ptr<Followed> thread, Ids doubtful) {
  const auto missing = std::ssize(thread->progress.to_confirm) + std::ssize(doubtful);
  if (is_too_much(missing, thread->posts_stored)) {
    thread->poll.notice = vanished_notice(thread->name, missing, thread->posts_stored);
    co_return Result<void>{};
  }
  thread->poll.notice.clear();
  Verdicts verdicts;
  for (const auto id : doubtful) verdicts.push_back({.post = id, .absence = storage::Absence::deleted});
  if (verdicts.empty()) co_return Result<void>{};
  co_return co_await settle(tools, thread, std::move(verdicts));
}

}  // namespace

bool is_too_much(std::int64_t vanished, std::int64_t stored) {
  return vanished > kVanishedAlwaysBelieved && vanished * kVanishedShare > stored;
}

std::string vanished_notice(const std::string& thread, std::int64_t vanished, std::int64_t stored) {
  return std::to_string(vanished) + " of " + std::to_string(stored) +
         " floors vanished at once and are not taken for deleted; look at the forum, then: gailou poll " + thread +
         " --believe-vanished";
}

Step confirm_vanished(RoundTools tools, std::shared_ptr<Followed> thread) {
  auto& left = thread->progress.to_confirm;
  // An answer out of a cache says nothing of what is missing: doubt and wish wait for one that does.
  if (!thread->progress.fresh) co_return Result<void>{};
  const bool believes = std::exchange(thread->believe_vanished, false);
  const bool doubted = !thread->poll.notice.empty() && !believes;
  if (left.empty()) {
    if (!thread->progress.suspects) thread->poll.notice.clear();
    co_return Result<void>{};
  }
  if (doubted && ++thread->polls_in_doubt % kPollsPerDoubt != 0) co_return Result<void>{};
  // Deleted ones at the front must not hide for ever that the others have moved: each time in doubt begins elsewhere.
  if (doubted) {
    const auto turns = static_cast<std::size_t>(thread->polls_in_doubt / kPollsPerDoubt) * kStride;
    std::ranges::rotate(left, left.begin() + static_cast<std::ptrdiff_t>(turns % left.size()));
  }

  Ids doubtful;
  int lookups = doubted ? 1 : kLookupsPerPoll;
  if (believes) lookups = static_cast<int>(left.size());
  for (int done = 0; done < lookups && !left.empty(); ++done) {
    const auto id = left.front();
    const auto found = co_await look_up(tools, thread->topic, id);
    if (!found) co_return found.error();
    const auto absence = absence_of(*found, thread->topic);
    const auto missing = std::ssize(left) + std::ssize(doubtful);
    left.erase(left.begin());
    if (absence == storage::Absence::deleted && !believes && is_too_much(missing, thread->posts_stored)) {
      doubtful.push_back(id);
      continue;
    }
    Verdicts verdicts(1, {.post = id, .absence = absence, .moved_to = found->topic});
    const auto settled = co_await settle(tools, thread, std::move(verdicts));
    if (!settled) co_return settled.error();
    if (absence != storage::Absence::moved || left.empty()) continue;
    const auto companions = co_await settle_companions(tools, thread, found->topic);
    if (!companions) co_return companions.error();
  }
  if (doubtful.empty()) {
    if (!is_too_much(std::ssize(left), thread->posts_stored)) thread->poll.notice.clear();
    co_return Result<void>{};
  }
  co_return co_await judge_doubtful(tools, thread, std::move(doubtful));
}

}  // namespace gailou::track
