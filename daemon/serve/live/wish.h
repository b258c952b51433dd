// What a subscriber asks for, read from its request. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

#include "daemon/io/http_server.h"
#include "daemon/serve/live/event.h"
#include "daemon/serve/problem.h"
#include "digest/ids.h"
#include "storage/records.h"

namespace gailou::serve {

/// Most threads that one stream may name.
inline constexpr std::size_t kWishedThreadsMax = 64;

struct EventFilter {
  unsigned types = 7;                          // bits of EventType
  std::vector<storage::ThreadName> threads{};  // empty = all

  bool wants(EventType type) const { return (types & static_cast<unsigned>(type)) != 0; }
  /// A thread's followers also want to know of its source.
  bool wants(const Event& event) const;
};

struct EventWish {
  EventFilter filter{};
  std::optional<digest::CommitNo> after{};  // nothing: what comes next
  bool lost = false;                        // it asks to go on from what can't have been ours
};

/// `Last-Event-ID` beats `since`. A header that is no number isn't refused: an `EventSource` would then end for good.
std::variant<EventWish, Problem> event_wish(const io::ServerRequest& request);

}  // namespace gailou::serve
