// Requests of the admin socket as JSON, both ways.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/protocol/verbs.h"
#include "digest/error.h"

namespace gailou::protocol {

/// "/admin/v1/add"; of an import with its query: "/admin/v1/import?about=forum%2F12"
std::string target_of(const Request& request);
inline constexpr std::string_view kTargetPrefix = "/admin/v1/";

/// `{"thread":"uscardforum/493728"}`; fields with their default are left out. Of an import the file itself.
std::string body_of(const Request& request);

/// The reverse, of hostile JSON; an empty body is `{}`. not_found for an unknown verb; malformed and too_large name the
/// field.
digest::Result<Request> request_of(std::string_view verb, std::string_view body);
/// The same from a query's parameters: `?thread=uscardforum/493728&rev=3`.
digest::Result<Request> request_of(std::string_view verb,
                                   const std::vector<std::pair<std::string, std::string>>& query);

}  // namespace gailou::protocol
