#include "daemon/track/import_step.h"

#include <algorithm>

namespace gailou::track {
namespace {

using digest::Observation;
using digest::Result;
using digest::ThreadId;

Result<bool> holds_first_floor(storage::Store& store, ThreadId thread) {
  const auto slice = store.posts(thread, {.from = digest::Floor{1}, .to = digest::Floor{1}, .limit = 1});
  if (!slice) return slice.error();
  return !slice->posts.empty();
}

bool is_recorded_page(const Observation& observation) {
  return std::ranges::any_of(observation.posts, [](const auto& post) { return digest::is_provisional(post.id); });
}

/// Whether everything that the thread is known to have is stored; a topic too long for a stream tells only how many.
Result<bool> holds_all(storage::Store& store, const storage::ThreadRecord& record, const Observation& observation,
                       std::int64_t missing) {
  if (observation.stream) return missing == 0;
  if (is_recorded_page(observation)) return holds_first_floor(store, record.id);
  return observation.header && record.posts_stored > 0 && record.posts_stored >= observation.header->posts_count;
}

}  // namespace

Result<ImportReport> store_saved(storage::Store& store, ThreadId thread, const Observation& observation,
                                 digest::Duration confirm_after, digest::Instant now) {
  ImportReport report;
  auto ingested = store.ingest(thread, observation, confirm_after, now);
  if (!ingested) return ingested.error();
  report.ingested = std::move(*ingested);
  if (observation.stream) {
    const auto wanted = store.wanted(thread, *observation.stream, now);
    if (!wanted) return wanted.error();
    report.missing = std::ssize(*wanted);
  }
  const auto record = store.thread(thread);
  if (!record) return record.error();
  if (!record->has_value()) {
    return digest::Error{.code = digest::Code::not_found, .what = "the thread is no longer tracked"};
  }
  report.complete = (*record)->complete;
  if (report.complete) return report;
  const auto all = holds_all(store, **record, observation, report.missing);
  if (!all) return all.error();
  if (!*all) return report;
  if (auto done = store.complete_first_fetch(thread, now); !done) return done.error();
  report.complete = true;
  return report;
}

}  // namespace gailou::track
