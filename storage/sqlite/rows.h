// Rows read as the values of records.h and digest/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "digest/codec.h"
#include "digest/post.h"
#include "digest/thread.h"
#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

/// What a writing transaction has to know of its thread.
struct ThreadCursor {
  digest::ThreadId id{};
  std::string source{};
  std::string origin{};
  digest::TopicId topic{};
  std::string title{};
  std::string slug{};
  bool complete = false;
  std::string stream_mark{};
  digest::Instant stamp{};  // latest time given to something seen
  digest::Instant taken{};  // generated_at of the last batch or revision
  std::int64_t posts_stored = 0;
  std::int64_t in_entries = 0;
  std::int64_t in_quiet = 0;
  digest::Revision revision{};
  digest::Floor last_number{};
  std::int64_t entries = 0;  // seq of the last one
  std::string chain_head{};
  std::optional<digest::Instant> completed{};  // when the first fetch ended
};

std::optional<ThreadCursor> find_cursor(Database& db, digest::ThreadId id);
/// The time given to what is seen now: never earlier than what was seen before, and later than the last batch, so
/// that a digest's generated_at tells what it could have known. Clocks may stand still or jump back.
digest::Instant stamp_after(const ThreadCursor& cursor, digest::Instant now);
digest::Error no_such_thread(digest::ThreadId id);

ThreadRecord thread_record(Row row);
digest::ThreadHeader thread_header(Row& row);

/// The latest text of a post as stored; an unreadable one is a fault of the connection (corrupt).
digest::Body body_of(Database& db, const std::string& json, digest::PostId post);

/// A row of posts_*; body left empty where it isn't shown.
digest::StoredPost stored_post(Database& db, Row row);

std::string json_of(const std::vector<digest::Floor>& floors);
std::vector<digest::Floor> floors_of(Database& db, const std::string& json);
std::string json_of(const std::vector<std::string>& words);

}  // namespace gailou::storage::sqlite
