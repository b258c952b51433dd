// Errors as values: what went wrong, where, and what the reader can do about it.
//
// `code` decides retry, exit code and HTTP status by the one table in error.cpp; nothing parses `what`.
#pragma once

#include <string>
#include <string_view>

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

namespace gailou::digest {

enum class Code {
  usage,         // the caller's words are wrong: unknown verb, bad argument
  malformed,     // input that can't be read as what it should be
  too_large,     // a limit on size, depth or count was hit
  not_found,     // no such thread, revision, floor
  conflict,      // the state has moved on: a batch changed under an engine, a future revision was asked
  forbidden,     // the forum lets us see nothing here (401, 403, login required)
  gone,          // the forum says that it is gone for good (410)
  challenged,    // a proxy's challenge page stands before the forum
  rate_limited,  // the forum said 429; see Error::retry_after_ms
  unavailable,   // the other side can't be reached or fails (5xx, refused connection, DNS)
  timeout,       // a deadline passed
  cancelled,     // the daemon is stopping; not a failure, not logged as one
  refused,       // we decline: address in a private range, redirect to another host
  io,            // read or write failed; of the store it ends the process
  disk_full,
  corrupt,       // stored data contradicts itself
  newer_schema,  // the database was written by a newer gailou
  busy,          // another instance holds the state folder
  cooldown,      // the source must not be asked before a given time
  permission,
  config,
  internal,  // an invariant of ours is broken
};

struct CodeFacts {
  std::string_view name;  // "rate_limited"
  int exit_code;          // of sysexits.h where it has one
  int http_status;
  bool retryable;  // by asking again later, nothing else changed
};
const CodeFacts& facts_of(Code code);
inline std::string_view name_of(Code code) {
  return facts_of(code).name;
}

struct Error {
  Code code = Code::internal;
  std::string what{};   // "post 7 has no \"cooked\""
  std::string where{};  // "GET /t/12345.json"; grows outwards, innermost last
  std::string hint{};   // "is this a Discourse forum?"; may be empty
  long long retry_after_ms =
      0;  // with rate_limited, unavailable, forbidden: how long the whole site is to be left alone; 0 = not said

  /// The same error with `outer` put in front of `where`: context is added where it is known, going up.
  Error at(std::string_view outer) const;

  bool operator==(const Error&) const = default;
};

/// One line for people: "where: what (hint)". No control characters; nothing secret is in an Error.
std::string to_string(const Error& error);

template <class T>
using Result = boost::system::result<T, Error>;

/// `.value()` of a failed result: a broken assumption of the caller's.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

}  // namespace gailou::digest
