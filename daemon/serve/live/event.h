// What subscribers are told. An event is rendered once; all who want it share its bytes. Pure; docs/events.md is its
// description for readers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/io/http_server.h"
#include "digest/ids.h"
#include "storage/records.h"

namespace gailou::serve {

enum class EventType : std::uint8_t { revision = 1, thread = 2, status = 4 };
std::string_view name_of(EventType type);
std::optional<EventType> event_type_of(std::string_view name);

struct Event {
  EventType type = EventType::revision;
  digest::CommitNo commit{};    // of a revision; 0: it has no place in the store and is never told again
  storage::ThreadName about{};  // of a status: the source alone
  io::Bytes bytes{};
};

Event event_of(const storage::CommitRecord& commit);

/// What became of a thread that is tracked, or was.
struct ThreadNews {
  storage::ThreadName thread{};
  std::string change{};  // "added", "removed", "paused", "resumed", "state", "title"
  std::optional<storage::ThreadState> state{};
  std::optional<digest::Instant> until{};  // of a pause that has an end
  std::string title{};                     // with "title"
};
Event event_of(const ThreadNews& news);

/// Whether a source can be asked.
struct SourceNews {
  std::string source{};
  bool up = false;
  std::string reason{};  // digest::Code by name; empty if it is up
  std::optional<digest::Instant> until{};
};
Event event_of(const SourceNews& news);

/// How a stream begins: when to come back, and from where. An `EventSource` remembers both.
io::Bytes greeting(digest::CommitNo position);
io::Bytes reset_to(digest::CommitNo position, std::string_view reason);
/// A comment: says that the connection lives.
io::Bytes heartbeat();
/// The last word before a stop. All readers come back to the same server: `place` spreads them over some seconds.
io::Bytes farewell(std::size_t place);

}  // namespace gailou::serve
