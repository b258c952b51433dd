// Offers: which entries tell of one, and what their chains rest on. Rows of `entry_deals`.
#pragma once

#include <optional>
#include <vector>

#include "digest/deals/thread_deals.h"
#include "digest/error.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

/// Of an entry with a deal, just appended: the chain that it goes on with, or its own.
void note_deal(Database& db, digest::ThreadId id, const digest::Entry& entry);

/// The entry that opened the offer which that one tells of, withdrawn or not; nothing if it tells of none.
std::optional<digest::EntrySeq> first_of_chain(Database& db, digest::ThreadId id, digest::EntrySeq seq);

/// Of one thread, or of each tracked one that has some; by thread.
digest::Result<std::vector<digest::ThreadDeals>> deals(Database& db, std::optional<digest::ThreadId> id);

digest::Result<bool> has_deals(Database& db);

}  // namespace gailou::storage::sqlite
