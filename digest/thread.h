// A thread's header and one look at it, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "digest/ids.h"
#include "digest/post.h"
#include "digest/time.h"

namespace gailou::digest {

/// What the forum says of the topic as a whole.
struct ThreadHeader {
  std::string title{};
  std::string slug{};
  std::string category{};  // id or name as known; display only
  std::vector<std::string> tags{};
  std::int64_t posts_count = 0;  // as the forum counts
  Floor highest{};               // the forum's highest_post_number
  std::optional<Instant> created_at{};
  std::optional<Instant> last_posted_at{};
  bool closed = false;
  bool archived = false;
  bool unlisted = false;  // kept off the forum's lists, readable by its link
  bool operator==(const ThreadHeader&) const = default;
};

/// What one request of a poll taught. The same observation twice, or an older one after a newer, leaves the same rows.
/// A fresh one is taken for newer than all before it; one out of a cache (or a file) has to show by its times that it
/// is.
struct Observation {
  std::optional<ThreadHeader> header{};         // absent where the answer has none (posts by id)
  std::optional<std::vector<PostId>> stream{};  // ids of all posts that we may see, in display order; absent = not told
  Floor stream_from{};                          // the stream lists only posts after this floor; 0 = all
  bool fresh = false;                           // not from a cache: may serve as evidence of absence
  bool saved = false;                           // from a file of unknown age: counts only where it is plainly newer
  std::vector<Post> posts{};                    // in any order
  std::vector<PostId> asked{};                  // ids asked for by id: one without an answer is not visible now
};

}  // namespace gailou::digest
