// An Error on its way through HTTP: an RFC 9457 problem object with what the other end needs to make an Error of it
// again.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "digest/error.h"

namespace gailou::protocol {

inline constexpr std::string_view kProblemType = "application/problem+json";

struct ProblemContext {
  std::string instance{};  // the request's path
  std::string request_id{};
};

/// `status`, `title`, `detail` and `type` as the web API has them; `code`, `where`, `hint` and `retry_after_ms` beside.
/// An internal error says no more than its request id.
nlohmann::ordered_json problem_of(const digest::Error& error, const ProblemContext& context);

/// The Error in a problem object; of a body that isn't one, `internal` with the status.
digest::Error error_of(std::string_view body, int status);

/// "thread-not-found"
std::string_view slug_of(digest::Code code);

}  // namespace gailou::protocol
