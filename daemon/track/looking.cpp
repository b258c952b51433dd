#include "daemon/track/looking.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace gailou::track {

namespace asio = boost::asio;
using digest::Result;

namespace {

/// Deletions further back than this many floors in a mega topic are out of sight (its page has no stream).
constexpr std::int64_t kMegaLookback = 50;
/// Polls of a mega topic between two lists of its newest ids, while its page shows nothing to ask for.
constexpr int kPollsPerMegaList = 4;

using ObservationPtr = std::shared_ptr<const digest::Observation>;

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
  const auto title = title_mark(observation.header->title);
  if (thread.title != 0 && title != thread.title) thread.progress.new_title = observation.header->title;
  thread.title = title;
  thread.expected = observation.header->posts_count;
  thread.rhythm.closed = observation.header->closed || observation.header->archived;
  note_look(thread.gate, *observation.header);
}

std::optional<digest::Floor> lowest_of(const std::vector<digest::Post>& posts) {
  const auto lowest = std::ranges::min_element(posts, {}, &digest::Post::floor);
  return lowest == posts.end() ? std::nullopt : std::optional(lowest->floor);
}

digest::Floor highest_of(const std::vector<digest::Post>& posts) {
  digest::Floor highest{};
  for (const auto& post : posts) highest = std::max(highest, post.floor);
  return highest;
}

/// What the answer leaves to be asked.
void take_questions(PollProgress& progress, const digest::Observation& observation, const storage::Ingested& ingested) {
  progress.wanted.assign(ingested.unseen.begin(), ingested.unseen.end());
  progress.to_confirm = ingested.to_confirm;
  progress.fresh = observation.fresh && observation.stream.has_value();
  progress.suspects = ingested.suspected > 0;
}

RereadFacts reread_facts(const RoundTools& tools, const Followed& thread) {
  return {.highest = thread.highest,
          .window = static_cast<std::int64_t>(tools.settings.recheck_window),
          .expects_news = thread.found_news,
          .is_told = thread.gate.pending.has_value() || thread.told_of_posts,
          .chance = tools.chance,
          .now = tools.clock.now()};
}

/// A floor that the forum has: for one that it hasn't it would take the nearest, and leave that out of the list.
asio::awaitable<Result<digest::Floor>> floor_to_list_from(RoundTools tools, std::shared_ptr<Followed> thread,
                                                          digest::Floor known) {
  if (!thread->complete) co_return digest::Floor{};
  const digest::Floor before{known.value - kMegaLookback + 1};
  auto query = [id = thread->id, before](storage::Store& store) {
    return store.held_between(id, digest::Floor{}, before, 1);
  };
  const auto held = co_await tools.store.run(std::move(query));
  if (!held) co_return held.error();
  co_return held->empty() ? digest::Floor{} : held->front().forum_floor;
}

/// A topic of very many posts has no stream on its page: the ids after a floor are asked for instead.
Step list_newest(RoundTools tools, std::shared_ptr<Followed> thread, digest::Floor known) {
  const auto from = co_await floor_to_list_from(tools, thread, known);
  if (!from) co_return from.error();
  auto ids = co_await tools.source.ids_after(thread->topic, *from);
  if (!ids) co_return ids.error();
  // The answer is never cached (discourse-wire, freshness): what it lacks behind that floor has gone.
  digest::Observation listed;
  listed.stream = std::move(*ids);
  // A floor that isn't there counts as the nearest: the first one is never listed.
  listed.stream_from = std::max(*from, digest::Floor{1});
  listed.fresh = true;
  const auto observation = std::make_shared<const digest::Observation>(std::move(listed));
  const auto ingested = co_await ingest(tools, thread, observation);
  if (!ingested) co_return ingested.error();
  auto& progress = thread->progress;
  take_questions(progress, *observation, *ingested);
  thread->polls_since_list = progress.suspects ? kPollsPerMegaList : 0;
  co_return Result<void>{};
}

/// Whether a mega topic's page leaves open what is new.
bool needs_list(Followed& thread, const digest::Observation& page, digest::Floor known) {
  if (!thread.complete || ++thread.polls_since_list >= kPollsPerMegaList) return true;
  return page.header && page.header->highest > std::max(known, highest_of(page.posts));
}

/// One request; without a page: the thread's end.
asio::awaitable<Result<forum::Look>> ask(RoundTools tools, std::shared_ptr<Followed> thread,
                                         std::optional<OlderPage> page) {
  if (page) {
    const auto middle = page->middle();
    co_return co_await tools.source.look_near(thread->topic, middle);
  }
  const digest::Floor last = thread->complete ? thread->highest : digest::Floor{};
  co_return co_await tools.source.look(thread->topic, last);
}

}  // namespace

asio::awaitable<Result<storage::Ingested>> ingest(RoundTools tools, std::shared_ptr<Followed> thread,
                                                  ObservationPtr observation) {
  auto query = [id = thread->id, observation, after = tools.settings.confirm_after,
                now = tools.clock.now()](storage::Store& store) { return store.ingest(id, *observation, after, now); };
  auto ingested = co_await tools.store.run(std::move(query));
  if (!ingested) co_return ingested.error();
  note(*thread, *observation);
  note(*thread, *ingested);
  note(tools.figures, *ingested);
  if (!ingested->also_marked.empty()) tools.lost_posts(ingested->also_marked);
  co_return ingested;
}

asio::awaitable<Result<std::vector<digest::PostId>>> wanted_of(RoundTools tools, digest::ThreadId id,
                                                               std::vector<digest::PostId> ids) {
  auto query = [id, ids = std::move(ids), now = tools.clock.now()](storage::Store& store) {
    return store.wanted(id, ids, now);
  };
  co_return co_await tools.store.run(std::move(query));
}

Step look(RoundTools tools, std::shared_ptr<Followed> thread) {
  thread->progress.first_fetch = !thread->complete;
  const digest::Floor known = thread->highest;
  std::optional<OlderPage> page;
  if (thread->complete) page = page_to_look_at(thread->reread, reread_facts(tools, *thread));
  auto looked = co_await ask(tools, thread, page);
  if (!looked) co_return looked.error();

  const auto observation = std::make_shared<const digest::Observation>(std::move(looked->observation));
  const auto ingested = co_await ingest(tools, thread, observation);
  if (!ingested) co_return ingested.error();
  if (page) note_page(thread->reread, *page, lowest_of(observation->posts));
  auto& progress = thread->progress;
  take_questions(progress, *observation, *ingested);
  progress.looked = true;
  thread->bus = looked->bus;
  thread->checked_soon = false;
  thread->told_of_posts = false;
  if (!looked->mega || !needs_list(*thread, *observation, known)) co_return Result<void>{};
  co_return co_await list_newest(tools, thread, known);
}

Step fetch_page(RoundTools tools, std::shared_ptr<Followed> thread) {
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

Step reread_owed(RoundTools tools, std::shared_ptr<Followed> thread) {
  while (const auto page = page_still_owed(thread->reread, reread_facts(tools, *thread))) {
    auto looked = co_await ask(tools, thread, page);
    if (!looked) co_return looked.error();
    const auto observation = std::make_shared<const digest::Observation>(std::move(looked->observation));
    const auto ingested = co_await ingest(tools, thread, observation);
    if (!ingested) co_return ingested.error();
    note_page(thread->reread, *page, lowest_of(observation->posts));
    // A reply that came in between is for the next poll: this one has been told what is new.
  }
  co_return Result<void>{};
}

}  // namespace gailou::track
