// How people name a thread: SOURCE/ID, its number in the list, or its URL at the forum.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "digest/error.h"
#include "digest/ids.h"
#include "storage/records.h"

namespace gailou::protocol {

struct ThreadUrl {
  std::string text{};  // begins with http:// or https://; what it leads to says forum/topic_url.h
};
using ThreadRef = std::variant<storage::ThreadName, digest::ThreadId, ThreadUrl>;

/// malformed if it is none of the three. Numbers are those of JavaScript, at most 2^53, without leading zeros.
digest::Result<ThreadRef> parse_thread_ref(std::string_view text);

/// "uscardforum/493728"
std::string text_of(const storage::ThreadName& name);

/// A source's name: [a-z0-9-]{1,32}.
bool is_source_name(std::string_view text);

}  // namespace gailou::protocol
