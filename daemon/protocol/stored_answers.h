// Answers to what only reads, from the store: the daemon's on its reader's worker, a client's own where no daemon runs.
// Blocking.
#pragma once

#include <memory>
#include <string_view>
#include <variant>

#include "daemon/protocol/replies.h"
#include "daemon/protocol/thread_ref.h"
#include "daemon/protocol/verbs.h"
#include "digest/error.h"
#include "storage/store.h"

namespace gailou::protocol {

/// The tracked thread that is named so. not_found, gone if it was removed, malformed if it is no name of a thread.
digest::Result<storage::ThreadRecord> find_thread(storage::Reader& reader, std::string_view named);

digest::Result<ListReply> answer(storage::Reader& reader, const ListThreads& verb);
digest::Result<ShowReply> answer(storage::Reader& reader, const ShowThread& verb);
/// not_found before the first digest and for a revision that isn't there.
digest::Result<digest::Digest> answer(storage::Reader& reader, const ReadDigest& verb);
digest::Result<PostsReply> answer(storage::Reader& reader, const ReadPosts& verb);
/// not_found for a floor that was never seen.
digest::Result<digest::Explanation> answer(storage::Reader& reader, const ExplainFloor& verb);
/// With the words that the owner's pack adds to the rules; none = the built-in ones.
digest::Result<digest::Explanation> explained(storage::Reader& reader, const ExplainFloor& verb,
                                              std::shared_ptr<const digest::Pack> pack);
/// conflict if `since` is a revision or a floor to come, not_found before the first digest.
digest::Result<digest::CatchUp> answer(storage::Reader& reader, const ReadCatchUp& verb);
/// conflict if `since` is a revision to come.
digest::Result<ChangesReply> answer(storage::Reader& reader, const ReadChanges& verb);
digest::Result<DealsReply> answer(storage::Reader& reader, const ListDeals& verb);
digest::Result<CostsReply> answer(storage::Reader& reader, const ShowCosts& verb);
/// usage for a query that can't be understood.
digest::Result<SearchReply> answer(storage::Reader& reader, const SearchStore& verb);

}  // namespace gailou::protocol
