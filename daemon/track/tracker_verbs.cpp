#include <algorithm>
#include <utility>

#include "daemon/track/tracker_impl.h"

namespace gailou::track {

asio::awaitable<Result<storage::SourceRecord>> Tracker::Impl::add_source(storage::SourceRecord source) {
  auto query = [source = std::move(source)](storage::Store& store) { return store.ensure_source(source); };
  auto made = co_await store_.run(std::move(query));
  // A rule may have waited for it.
  discovery_.ring();
  co_return made;
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
  if (const auto known = threads_.find(stored->second.thread.id); known != threads_.end()) {
    // A rule had let go of it: the store has taken it up again.
    const auto [thread, source_of] = known->second;
    const bool is_taken_up = thread->paused && stored->second.thread.state != storage::ThreadState::paused;
    if (is_taken_up) source_of->loop->take_up(thread);
    co_return stored->second;
  }
  const auto running = co_await source_named(stored->first);
  if (!running) co_return running.error();
  if (!threads_.contains(stored->second.thread.id)) follow_record(stored->second.thread, **running, clock_.now());
  if (on_change_) on_change_(stored->second.thread.id, nullptr);
  const auto& record = stored->second.thread;
  tell(ThreadNews{.thread = {.source = record.source, .topic = record.topic},
                  .change = ThreadNews::Change::added,
                  .state = record.state});
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
  std::optional<ThreadNews> news;
  if (found != threads_.end()) {
    const auto& [thread, source] = found->second;
    news = ThreadNews{.thread = {.source = source->loop->record().name, .topic = thread->topic},
                      .change = ThreadNews::Change::removed};
    source->loop->remove(id);
    threads_.erase(found);
  }
  auto query = [id, keep_data, now = clock_.now()](storage::Store& store) {
    return store.remove_thread(id, keep_data, now);
  };
  const auto removed = co_await store_.run(std::move(query));
  count_commit();
  if (on_change_) on_change_(id, nullptr);
  if (news && removed) tell(*news);
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

/// A batch under way is still written by the engine that it was taken for.
asio::awaitable<Result<void>> Tracker::Impl::use_engine(digest::ThreadId id, std::optional<engine::Kind> kind) {
  std::optional<std::string> name;
  if (kind) name = std::string(engine::name_of(*kind));
  auto save = [id, name](storage::Store& store) { return store.set_engine(id, name); };
  co_return co_await store_.run(std::move(save));
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

std::map<std::string, SourceFigures> Tracker::Impl::figures() const {
  std::map<std::string, SourceFigures> all;
  for (const auto& [name, source] : sources_) all.emplace(name, source->loop->figures());
  return all;
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
    status.sources.back().rules = rules_of(name);
  }
  return status;
}

}  // namespace gailou::track
