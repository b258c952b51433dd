// What went wrong, as RFC 9457 says it: the registry of problem types and their JSON. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "daemon/serve/words.h"
#include "digest/error.h"
#include "digest/settings.h"

namespace gailou::serve {

enum class ProblemKind {
  bad_request,
  bad_parameter,
  not_found,
  thread_not_found,
  method_not_allowed,
  not_acceptable,
  request_timeout,
  future_revision,
  thread_removed,
  too_large,
  uri_too_long,
  unknown_host,
  rate_limited,
  headers_too_large,
  internal,
  starting,
  overloaded,
  store_readonly,
};

struct ProblemFacts {
  ProblemKind kind;
  std::string_view slug;  // last part of its type's URI
  int status;
  std::string_view title;    // for readers
  std::string_view english;  // the same
  int retry_after_seconds;   // 0 = not said

  constexpr std::string_view title_in(digest::Language language) const {
    return language == digest::Language::en ? english : title;
  }
};

std::span<const ProblemFacts> problem_types();
const ProblemFacts& facts_of(ProblemKind kind);

/// The kind for a status that was decided elsewhere (the session's parser).
ProblemKind problem_of_status(int status);
/// The kind for an error of the store's. Causes are for the log; a reader learns no more than the kind.
ProblemKind problem_of(digest::Code code);

struct ParameterFault {
  std::string pointer{};  // "/limit"
  Words detail{};
};

struct Problem {
  ProblemKind kind = ProblemKind::internal;
  Words detail{};
  std::vector<ParameterFault> faults{};    // bad_parameter
  std::vector<std::string> alternates{};   // not_acceptable: targets of the types there are
  std::vector<std::string> media_types{};  // not_acceptable: those types, in the same order
  std::optional<std::int64_t> revision{};  // future_revision: the latest there is
};

/// `instance` is the request's path as sent.
nlohmann::ordered_json to_document(const Problem& problem, std::string_view base_path, std::string_view instance,
                                   std::string_view request_id, digest::Language language = digest::Language::zh);

}  // namespace gailou::serve
