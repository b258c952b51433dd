// What feeds are made from: what was committed, newest first, one item per entry or one per revision.
//
// An item's place is the commit that touched it last, its withdrawal if there was one: a reader who looks at the newest
// items alone learns of a deletion too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "digest/digest.h"
#include "digest/ids.h"
#include "digest/time.h"

namespace gailou::digest {

/// What all ids of this store's feeds begin with (RFC 4151): made with the store and never changed, wherever its pages
/// are served from.
struct FeedIdentity {
  std::string authority{};  // "4f1d….gailou.invalid": of no host, so that no host's owner can give out the same ids
  Instant since{};          // 00:00 UTC of the day it was made
  bool operator==(const FeedIdentity&) const = default;
};

/// A place in a feed: after an item, for all that is older.
struct FeedPlace {
  CommitNo commit{};
  std::int64_t within{};  // the entry's seq; the revision where items are revisions
  auto operator<=>(const FeedPlace&) const = default;
};

struct FeedItem {
  std::string source{};
  TopicId topic{};
  std::string title{};  // title and url as the revision knew the thread
  std::string url{};
  Revision rev{};
  CommitNo commit{};
  Instant committed_at{};
  CommitNo changed{};  // the last withdrawal in it, else as above
  Instant changed_at{};
  std::vector<Entry> entries{};        // one, or all of the revision in the order of writing
  std::vector<std::string> authors{};  // of the visible floors they cite, ascending by floor, each once

  bool operator==(const FeedItem&) const = default;
};

struct FeedPage {
  std::vector<FeedItem> items{};
  std::optional<FeedPlace> next{};      // where the page of older items begins
  bool has_newer = false;               // there is a page of newer items,
  std::optional<FeedPlace> previous{};  // which begins here; nothing: it is the first
};

}  // namespace gailou::digest
