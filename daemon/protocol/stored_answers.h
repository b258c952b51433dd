// Answers to what only reads, from the store: the daemon's on its reader's worker, a client's own where no daemon runs.
// Blocking.
#pragma once

#include <string_view>
#include <variant>

#include "daemon/protocol/replies.h"
#include "daemon/protocol/thread_ref.h"
#include "daemon/protocol/verbs.h"
#include "digest/error.h"
#include "storage/store.h"

namespace gailou::protocol {

/// What each verb is answered with.
template <class Verb>
struct ReplyTo;
template <>
struct ReplyTo<AddThread> {
  using type = AddReply;
};
template <>
struct ReplyTo<RemoveThread> {
  using type = RemoveReply;
};
template <>
struct ReplyTo<PollThread> {
  using type = RoundReply;
};
template <>
struct ReplyTo<DigestNow> {
  using type = RoundReply;
};
template <>
struct ReplyTo<WaitForChange> {
  using type = WaitReply;
};
template <>
struct ReplyTo<ListThreads> {
  using type = ListReply;
};
template <>
struct ReplyTo<ShowThread> {
  using type = ShowReply;
};
template <>
struct ReplyTo<ReadDigest> {
  using type = digest::Digest;
};
template <>
struct ReplyTo<ReadPosts> {
  using type = PostsReply;
};
template <>
struct ReplyTo<ReadChanges> {
  using type = ChangesReply;
};
template <>
struct ReplyTo<WaitForCommit> {
  using type = ListReply;
};
template <>
struct ReplyTo<ShowStatus> {
  using type = StatusReply;
};

/// The tracked thread that is named so. not_found, gone if it was removed, malformed if it is no name of a thread.
digest::Result<storage::ThreadRecord> find_thread(storage::Reader& reader, std::string_view named);

digest::Result<ListReply> answer(storage::Reader& reader, const ListThreads& verb);
digest::Result<ShowReply> answer(storage::Reader& reader, const ShowThread& verb);
/// not_found before the first digest and for a revision that isn't there.
digest::Result<digest::Digest> answer(storage::Reader& reader, const ReadDigest& verb);
digest::Result<PostsReply> answer(storage::Reader& reader, const ReadPosts& verb);
/// conflict if `since` is a revision to come.
digest::Result<ChangesReply> answer(storage::Reader& reader, const ReadChanges& verb);

}  // namespace gailou::protocol
