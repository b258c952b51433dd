// What becomes of threads and sources, for whoever follows along: told on the loop as it happens, and not stored.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "digest/error.h"
#include "storage/records.h"

namespace gailou::track {

struct ThreadNews {
  enum class Change { added, removed, paused, resumed, state, title };
  storage::ThreadName thread{};
  Change change = Change::state;
  std::optional<storage::ThreadState> state{};     // it is in now; none once it is removed
  std::optional<storage::Instant> paused_until{};  // of a pause that has an end
  std::string title{};                             // the new one
};
/// "added", "removed", …
std::string_view name_of(ThreadNews::Change change);

struct SourceNews {
  std::string source{};
  bool up = false;
  digest::Code reason = digest::Code::internal;  // why nothing may be asked of it
  std::optional<storage::Instant> until{};
};

using News = std::variant<ThreadNews, SourceNews>;
using OnNews = std::function<void(const News&)>;

}  // namespace gailou::track
