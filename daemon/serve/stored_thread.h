// What a page of one thread needs from the store, read in one go on the reader's worker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "daemon/serve/outcome.h"
#include "digest/render/paths.h"
#include "digest/render/view.h"
#include "storage/store.h"

namespace gailou::serve {

/// Up to so many floors stand on the thread's page; of a longer thread the last kTailFloors do, the rest on /posts.
inline constexpr std::int64_t kInlineFloorsMax = 200;
inline constexpr std::int64_t kTailFloors = 50;
using render::kFloorsPerPage;
using render::thread_path;

/// Runs `use(record)` for a tracked thread; one that was removed is gone (410), one never seen not found (404).
template <class Use>
digest::Result<Outcome> with_thread(storage::Reader& reader, const storage::ThreadName& name, Use use) {
  const auto record = reader.thread(name);
  if (!record) return record.error();
  if (*record) return use(**record);
  const auto removed = reader.was_removed(name);
  if (!removed) return removed.error();
  Problem problem;
  problem.kind = *removed ? ProblemKind::thread_removed : ProblemKind::thread_not_found;
  problem.detail = as_is(name.source + "/" + std::to_string(name.topic.value));
  return Outcome(std::move(problem));
}

/// The topic at the forum.
std::string forum_url(const storage::ThreadRecord& record);

/// The thread as the record alone knows it: what a thread document's head says.
digest::DigestThread thread_head(const storage::ThreadRecord& record);

/// The latest digest; before the first, an empty one of revision 0.
digest::Result<digest::Digest> digest_or_empty(storage::Reader& reader, const storage::ThreadRecord& record);

/// The same for a page that shows the entries of one floor, or none.
digest::Result<digest::Digest> outline_or_empty(storage::Reader& reader, const storage::ThreadRecord& record,
                                                std::optional<digest::Floor> whole = std::nullopt);

enum class Floors {
  none,
  page,  // those that stand on the thread's page
  all,
};

/// More floors than any strip or plot shows.
inline constexpr std::int64_t kFactsMax = 10'000;

/// When the latest of what a page shows came to be, as far as the store knows times for it; deletions count.
digest::Instant modified_at(const storage::ThreadRecord& record, const std::vector<digest::StoredPost>& posts);

struct Viewed {
  render::ThreadView view{};
  digest::Instant modified{};
};

/// `posts` as stored; those that may not be shown are left out here.
Viewed view_of(const storage::ThreadRecord& record, digest::Digest digest, std::vector<digest::StoredPost> posts);

digest::Result<std::vector<digest::StoredPost>> posts_for(storage::Reader& reader, const storage::ThreadRecord& record,
                                                          Floors floors);

/// The floors without their words.
std::vector<digest::FloorFact> facts_of(const std::vector<digest::StoredPost>& posts);

/// All floors of a range, however many.
digest::Result<std::vector<digest::StoredPost>> all_posts(storage::Reader& reader, digest::ThreadId id,
                                                          storage::PostRange range);

}  // namespace gailou::serve
