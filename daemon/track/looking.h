// The steps of a poll that learn something: one look at the topic, pages of posts by id, older pages again. Each answer
// is stored before the next request leaves.
#pragma once

#include <memory>

#include "daemon/track/followed.h"
#include "daemon/track/round_tools.h"

namespace gailou::track {

inline void note(SourceFigures& figures, const storage::Ingested& ingested) {
  figures.posts_added += ingested.added.size();
  figures.posts_edited += ingested.edited.size();
  figures.posts_marked += ingested.marked.size();
}

/// Stores one answer and notes for the round what it changed.
boost::asio::awaitable<digest::Result<storage::Ingested>> ingest(
    RoundTools tools, std::shared_ptr<Followed> thread, std::shared_ptr<const digest::Observation> observation);

/// The topic's header and stream with a page of posts: the newest, or an older one whose turn it is.
Step look(RoundTools tools, std::shared_ptr<Followed> thread);

/// The next page of what is wanted by id.
Step fetch_page(RoundTools tools, std::shared_ptr<Followed> thread);

/// Older pages that are owed beyond the look.
Step reread_owed(RoundTools tools, std::shared_ptr<Followed> thread);

/// Those of the ids that are to be asked for.
boost::asio::awaitable<digest::Result<std::vector<digest::PostId>>> wanted_of(RoundTools tools, digest::ThreadId id,
                                                                              std::vector<digest::PostId> ids);

}  // namespace gailou::track
