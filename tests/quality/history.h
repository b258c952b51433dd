// What happened in a thread, in order: from a document of schema gailou.thread/1, whose posts carry their earlier texts
// and their deletions.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "digest/post.h"
#include "digest/time.h"

namespace gailou::quality {

/// A post as it stood from a time on: new, edited, deleted or seen again.
struct Happening {
  digest::Instant at{};
  bool is_new = false;
  digest::Post post{};
};

struct History {
  std::string title{};
  std::string source{};
  std::string zone{};
  std::int64_t topic = 0;
  std::vector<Happening> happenings{};  // ascending
};

/// Throws what nlohmann::json throws, or std::runtime_error for a time that is none.
History history_of(const nlohmann::json& document);

}  // namespace gailou::quality
