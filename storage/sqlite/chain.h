// The hash chain over a thread's entries: an altered, swapped or missing one is found, a withdrawn one isn't missed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "digest/error.h"
#include "digest/ids.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

struct ChainLink {
  std::string salt{};
  std::string content_hash{};
  std::string link{};
};

/// The link for the entry with this canonical content behind `head` (empty = it is the first).
ChainLink next_link(const std::string& head, std::string_view content);

digest::Result<std::optional<std::string>> chain_fault(Database& db, digest::ThreadId id);

}  // namespace gailou::storage::sqlite
