// Tracked threads: rows of `threads`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

digest::Result<std::vector<ThreadRecord>> threads(Database& db);
digest::Result<std::optional<ThreadRecord>> thread(Database& db, digest::ThreadId id);
digest::Result<std::optional<ThreadRecord>> thread(Database& db, const ThreadName& name);
digest::Result<std::optional<ThreadRecord>> latest(Database& db);
digest::Result<bool> was_removed(Database& db, const ThreadName& name);

digest::Result<AddedThread> add_thread(Database& db, const std::string& source, digest::TopicId topic,
                                       digest::Instant now);
digest::Result<void> remove_thread(Database& db, digest::ThreadId id, bool keep_data, digest::Instant now);
digest::Result<void> save_poll(Database& db, digest::ThreadId id, const PollState& poll, ThreadState state);
digest::Result<void> save_polls(Database& db, const std::vector<PollSave>& polls);
digest::Result<void> pause_thread(Database& db, digest::ThreadId id, std::optional<digest::Instant> until);
digest::Result<void> resume_thread(Database& db, digest::ThreadId id);
digest::Result<void> set_engine(Database& db, digest::ThreadId id, const std::optional<std::string>& engine);
digest::Result<void> complete_first_fetch(Database& db, digest::ThreadId id, digest::Instant now);

}  // namespace gailou::storage::sqlite
