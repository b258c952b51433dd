#include <algorithm>
#include <unordered_set>
#include <utility>

#include "daemon/io/log.h"
#include "daemon/track/fatal.h"
#include "daemon/track/source_loop.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;
using forum::ListedTopic;
using forum::TopicList;

namespace {

/// Who asks twice in a row is told what was seen.
constexpr digest::Duration kSeenJustNow = std::chrono::minutes{1};
constexpr digest::Duration kWaitAgain = std::chrono::hours{1};

/// The forum has no such list, or not for us.
bool is_not_offered(const Error& error) {
  return error.code == Code::refused || error.code == Code::not_found || error.code == Code::forbidden;
}

/// Each topic once: the rows of both lists are the same.
void join(std::vector<ListedTopic>& topics, std::vector<ListedTopic> more) {
  std::unordered_set<digest::TopicId> known;
  for (const auto& topic : topics) known.insert(topic.topic);
  for (auto& topic : more) {
    if (known.insert(topic.topic).second) topics.push_back(std::move(topic));
  }
}

}  // namespace

asio::awaitable<Result<Listing>> SourceLoop::lists(ListUrgency urgency) {
  const auto now = clock_.now();
  if (listing_ && listing_->at <= now && now - listing_->at < kSeenJustNow) co_return *listing_;
  if (turnstile_.cooldown()) co_return turnstile_.cooldown_error();
  if (urgency == ListUrgency::spare && !turnstile_.has_reserve()) {
    co_return Error{.code = Code::busy,
                    .what = "polls need what is left of the day's requests to " + record_.name,
                    .where = {},
                    .hint = "raise poll.requests_per_day, or track fewer threads"};
  }
  const auto lister = std::make_shared<Lister>(executor_);
  listers_.push_back(lister);
  wake_.ring();
  // Without a daemon nobody else takes turns.
  if (!running_) {
    const auto answered = co_await answer_lists();
    if (!answered) co_return answered.error();
  }
  while (!lister->outcome) co_await lister->done.wait_for(clock_, kWaitAgain);
  co_return *lister->outcome;
}

/// The same answer for all who wait.
asio::awaitable<Result<void>> SourceLoop::answer_lists() {
  if (!turnstile_.cooldown() && wants_robots(clock_.now())) {
    const auto read = co_await read_robots();
    if (!read) {
      end_lists(read.error());
      co_return co_await hint_failed(read.error(), "robots.txt");
    }
  }
  const auto listing = co_await ask_lists();
  if (listing) listing_ = *listing;
  end_lists(listing);
  if (!listing && is_fatal(listing.error())) co_return listing.error();
  co_return Result<void>{};
}

asio::awaitable<Result<Listing>> SourceLoop::ask_lists() {
  if (turnstile_.cooldown()) co_return turnstile_.cooldown_error();
  const auto noted = co_await turnstile_.note_lists();
  if (!noted) co_return noted.error();
  auto latest = co_await source_->listed(TopicList::latest);
  if (!latest) co_return co_await lists_failed(latest.error());
  Listing listing{.at = clock_.now(), .topics = std::move(*latest)};
  auto top = co_await source_->listed(TopicList::top);
  if (top) {
    join(listing.topics, std::move(*top));
  } else if (!is_not_offered(top.error())) {
    co_return co_await lists_failed(top.error());
  }
  const auto calmed = co_await turnstile_.succeeded();
  if (!calmed) co_return calmed.error();
  co_return listing;
}

/// What the failure says of the whole source counts.
asio::awaitable<Result<Listing>> SourceLoop::lists_failed(Error error) {
  const auto told = co_await hint_failed(error, "lists");
  if (!told) co_return told.error();
  if (const auto until = turnstile_.cooldown())
    error.what += "; the source is left alone until " + digest::to_iso(*until);
  co_return error;
}

void SourceLoop::end_lists(const Result<Listing>& outcome) {
  for (const auto& lister : std::exchange(listers_, {})) {
    lister->outcome = outcome;
    lister->done.ring();
  }
}

asio::awaitable<Result<bool>> SourceLoop::let_go(std::shared_ptr<Followed> thread) {
  if (thread->paused) co_return false;
  const auto before = thread->state;
  // Before the store is told: a poll that ends meanwhile must not write another state over it.
  thread->paused = true;
  thread->paused_until.reset();
  thread->state = storage::ThreadState::paused;
  auto query = [id = thread->id, now = clock_.now()](storage::Store& store) { return store.let_go(id, now); };
  const auto gone = co_await store_.run(std::move(query));
  if (!gone || !*gone) {
    thread->paused = false;
    thread->state = before;
    wake_.ring();
    if (!gone) co_return gone.error();
    co_return false;
  }
  if (on_change_) on_change_(thread->id, nullptr);
  tell(*thread, ThreadNews::Change::paused);
  co_return true;
}

}  // namespace gailou::track
