// Digest <-> JSON: the public schema gailou.digest/1; and the thread document gailou.thread/1. Key order is fixed, so
// that the same value always gives the same bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "digest/digest.h"
#include "digest/error.h"
#include "digest/post.h"
#include "digest/thread.h"

namespace gailou::digest {

nlohmann::ordered_json to_document(const Entry& entry);
nlohmann::ordered_json to_document(const Digest& digest);
Result<Digest> digest_from_document(std::string_view json);

/// The stored form of an entry's content (everything but withdrawal state), one canonical line: what the hash chain is
/// over.
std::string canonical_entry(const Entry& entry);
Result<Entry> entry_from_json(std::string_view json);

/// A stored post with its history, as the thread document shows it.
struct StoredVersion {
  int version = 1;
  std::string text{};
  Instant first_seen{};
  Instant until{};
};
struct StoredPost {
  Post post{};
  std::string text{};  // flat; empty unless visible
  int version = 1;     // ours
  Instant first_seen{};
  std::optional<Instant> edited_at{};   // when we saw the last edit
  std::optional<Instant> deleted_at{};  // when the deletion was believed
  std::optional<Instant> restored_at{};
  Floor forum_floor{};                    // as the forum numbers it now; differs from post.floor where that is fixed
  std::optional<TopicId> moved_to{};      // state moved: where it lives now, if that is known
  std::vector<StoredVersion> versions{};  // earlier texts
};

/// A gailou.thread/1 document. `zone` is the site's IANA zone, left out if empty.
nlohmann::ordered_json to_document(const DigestThread& thread, const std::vector<StoredPost>& posts,
                                   std::string_view zone, std::string_view origin);

}  // namespace gailou::digest
