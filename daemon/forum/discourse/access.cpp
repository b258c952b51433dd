#include "daemon/forum/discourse/access.h"

#include <string>
#include <string_view>

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::Error;
using io::HttpResponse;

std::string_view header(const HttpResponse& response, const std::string& name) {
  const auto at = response.headers.find(name);
  return at == response.headers.end() ? std::string_view{} : std::string_view(at->second);
}

bool says(const HttpResponse& response, std::string_view error_type) {
  return response.body.find("\"" + std::string(error_type) + "\"") != std::string::npos;
}

bool leads_to_login(const HttpResponse& response) {
  if (response.status < 300 || response.status >= 400) return false;
  const std::string_view location = header(response, "location");
  const std::string_view path = location.substr(0, location.find('?'));
  return path.ends_with("/login") || location.find("/session/sso") != std::string_view::npos;
}

/// `how`: "403, not logged in".
Error needs_login(const std::string& how, AccessKind kind) {
  switch (kind) {
    case AccessKind::guest:
      return {.code = Code::forbidden,
              .what = "the forum shows this to members only (" + how + ")",
              .hint = "a member's key can read it: name its file as api_key_file in this source"};
    case AccessKind::user_key:
      return {.code = Code::forbidden,
              .what = "the forum doesn't take our key for a login (" + how + ")",
              .hint = "it may have been revoked, lie unused for half a year or lack the scope \"read\": make a new one",
              .retry_after_ms = kRefusedKeyWait.count()};
    case AccessKind::admin_key:
      break;
  }
  return {.code = Code::forbidden,
          .what = "the forum doesn't take our Api-Key for a login (" + how + ")",
          .hint = "is it valid, and is its Api-Username a member?",
          .retry_after_ms = kRefusedKeyWait.count()};
}

/// One error for two cases: a key that isn't valid any more, and a topic that isn't for its member.
Error no_access(AccessKind kind) {
  if (kind == AccessKind::guest) {
    return {.code = Code::forbidden,
            .what = "the forum doesn't let guests see this (403, invalid access)",
            .hint = "the key of a member who may read it can: name its file as api_key_file in this source"};
  }
  return {.code = Code::forbidden,
          .what = "the forum refuses our key, or its member may not see this (403, invalid access)",
          .hint = "look at the topic as that member; if it is there, the key was revoked: make a new one"};
}

}  // namespace

std::optional<Error> fault_of_access(const HttpResponse& response, AccessKind kind) {
  // A guest has no login that could end.
  if (kind != AccessKind::guest && header(response, "discourse-logged-out") == "1") {
    return Error{.code = Code::forbidden,
                 .what = "the forum has ended our key's login",
                 .hint = "the member has logged out everywhere or the key was revoked: make a new one",
                 .retry_after_ms = kRefusedKeyWait.count()};
  }
  if (leads_to_login(response)) return needs_login("redirected to the login page", kind);
  const bool refused = response.status == 401 || response.status == 403;
  if (refused && (response.status == 401 || says(response, "not_logged_in"))) {
    return needs_login(std::to_string(response.status) + ", not logged in", kind);
  }
  if (refused && says(response, "invalid_access")) return no_access(kind);
  return std::nullopt;
}

}  // namespace gailou::forum::discourse
