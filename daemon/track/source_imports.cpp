// A saved file taken in between two turns: the same steps as after a request, without one.
#include <algorithm>
#include <memory>
#include <utility>

#include "daemon/track/source_loop.h"

namespace gailou::track {

namespace asio = boost::asio;
using digest::Result;

namespace {

void note(Followed& thread, const ImportReport& report, const digest::Observation& observation) {
  const auto& ingested = report.ingested;
  const bool has_news = !ingested.added.empty() || !ingested.edited.empty() || !ingested.restored.empty();
  if (has_news || !ingested.marked.empty()) thread.undigested = true;
  if (!ingested.marked.empty()) thread.checked_withdrawals = false;
  if (has_news) thread.knows_rhythm = false;
  thread.complete = thread.complete || report.complete;
  for (const auto& post : observation.posts) thread.highest = std::max(thread.highest, post.floor);
  if (observation.header) thread.expected = std::max(thread.expected, observation.header->posts_count);
}

}  // namespace

asio::awaitable<Result<ImportReport>> SourceLoop::import(std::shared_ptr<Followed> thread,
                                                         std::shared_ptr<const digest::Observation> observation) {
  auto query = [id = thread->id, observation, after = settings_.confirm_after,
                now = clock_.now()](storage::Store& store) { return store_saved(store, id, *observation, after, now); };
  auto report = co_await store_.run(std::move(query));
  if (!report) co_return report.error();
  note(*thread, *report, *observation);
  track::note(figures_, report->ingested);
  const auto refreshed = co_await refresh(tools(), thread);
  if (!refreshed) co_return refreshed.error();
  const auto withdrawn = co_await withdraw_deleted(tools(), thread);
  if (!withdrawn) co_return withdrawn.error();
  const auto digested = co_await digest_thread(tools(), thread, digest::Urgency::normal);
  if (!digested) co_return digested.error();
  report->committed = thread->progress.report.committed;
  publish(*thread);
  if (on_change_ && report->committed.empty() && report->ingested.changed_anything()) on_change_(thread->id, nullptr);
  // What is left pending settles later, and the first poll may ask for more now.
  wake_.ring();
  co_return report;
}

}  // namespace gailou::track
