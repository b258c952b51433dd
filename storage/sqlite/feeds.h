// Feeds: who this store is in their ids, and its entries from the newest commit on.
#pragma once

#include <vector>

#include "digest/error.h"
#include "digest/feed.h"
#include "storage/records.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

/// Makes the identity if there is none; of a store that was just opened for writing.
digest::Result<void> ensure_feed_identity(Database& db, Instant now);

digest::Result<digest::FeedIdentity> feed_identity(Database& db);

digest::Result<digest::FeedPage> feed(Database& db, const FeedQuery& query);

digest::Result<std::vector<digest::FeedItem>> feed_items(Database& db, const std::vector<EntryName>& names);

}  // namespace gailou::storage::sqlite
