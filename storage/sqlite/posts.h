// Stored floors and events for readers.
#pragma once

#include <vector>

#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<PostsSlice> posts(Database& db, digest::ThreadId id, const PostRange& range);
digest::Result<std::vector<digest::Post>> digested_posts(Database& db, digest::ThreadId id,
                                                         const std::vector<digest::Floor>& floors);
digest::Result<std::vector<FloorFact>> floor_facts(Database& db, digest::ThreadId id, std::int64_t limit);
digest::Result<std::vector<ThreadEvent>> events(Database& db, digest::ThreadId id, std::int64_t limit);
digest::Result<std::vector<digest::Floor>> missing_floors(Database& db, digest::ThreadId id, std::int64_t limit);

}  // namespace gailou::storage::sqlite
