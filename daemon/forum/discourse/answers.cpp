#include "daemon/forum/discourse/answers.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/forum/discourse/access.h"
#include "daemon/forum/discourse/redirects.h"
#include "daemon/forum/discourse/retry_after.h"
#include "daemon/io/url.h"

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::Error;
using digest::Instant;
using io::HttpResponse;

std::string_view header(const HttpResponse& response, const std::string& name) {
  const auto at = response.headers.find(name);
  return at == response.headers.end() ? std::string_view{} : std::string_view(at->second);
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The content type isn't trusted alone: proxies label their pages as they like.
bool is_html(const HttpResponse& response) {
  const std::size_t from = response.body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (from != std::string::npos && response.body[from] == '<') return true;
  const bool looks_like_json = from != std::string::npos && (response.body[from] == '{' || response.body[from] == '[');
  return !looks_like_json && contains(header(response, "content-type"), "text/html");
}

/// `server: cloudflare` proves nothing, every answer has it (discourse-wire, other gates).
bool is_challenge(const HttpResponse& response) {
  if (contains(header(response, "cf-mitigated"), "challenge")) return true;
  const bool may_be = response.status == 403 || response.status == 429 || response.status == 503;
  if (!may_be || !is_html(response)) return false;
  return contains(response.body, "/cdn-cgi/challenge-platform/") || contains(response.body, "<title>Just a moment...");
}

Error challenged() {
  return Error{.code = Code::challenged,
               .what = "a challenge page for browsers stands before the forum",
               .hint = "it can't be passed by waiting: ask the forum's operators to let this client in"};
}

Error rate_limited(const HttpResponse& response, Instant now) {
  return Error{.code = Code::rate_limited,
               .what = "the forum answers that we ask too much (429)",
               .retry_after_ms = wait_of(response, now).count()};
}

Error forbidden(const HttpResponse& response) {
  if (contains(response.body, "Crawler is not allowed")) {
    return Error{.code = Code::forbidden,
                 .what = "the forum's list of crawlers refuses our user agent (403)",
                 .hint = "ask the forum's operators to allow it"};
  }
  return Error{.code = Code::forbidden, .what = "the forum doesn't let us see this (403)"};
}

Error not_found() {
  return Error{.code = Code::not_found,
               .what = "the forum has no such topic or post for us (404)",
               .hint = "deleted, private or mistyped: Discourse answers all three alike"};
}

Error unavailable(const HttpResponse& response, Instant now) {
  return Error{.code = Code::unavailable,
               .what = "the forum fails with status " + std::to_string(response.status),
               .retry_after_ms = wait_of(response, now).count()};
}

Error redirected(const HttpResponse& response, std::string_view asked) {
  const auto from = io::parse_url(asked);
  const auto to = from ? io::resolve(*from, header(response, "location")) : from;
  if (to && leads_elsewhere(*from, *to)) return led_elsewhere(*from, *to);
  return Error{.code = Code::malformed,
               .what = "the forum redirects to another place (" + std::to_string(response.status) + ")",
               .hint = "has the forum or the topic moved? add it by its new address"};
}

std::optional<Error> fault_of_status(const HttpResponse& response, Instant now, std::string_view asked) {
  const int status = response.status;
  if (status == 200) return std::nullopt;
  if (status == 429) return rate_limited(response, now);
  if (status == 401 || status == 403) return forbidden(response);
  if (status == 404) return not_found();
  if (status == 410) return Error{.code = Code::gone, .what = "the forum says that this was deleted (410)"};
  if (status >= 500) return unavailable(response, now);
  if (status >= 300 && status < 400) return redirected(response, asked);
  return Error{.code = Code::malformed, .what = "the forum answers with status " + std::to_string(status)};
}

/// Where a followed redirect ended: topics stay below /t/ and posts below /posts/ (discourse-wire §0, redirects).
std::optional<Error> fault_of_place(const HttpResponse& response, std::string_view asked, AccessKind kind) {
  if (response.url.empty() || response.url == asked) return std::nullopt;
  const auto url = io::parse_url(response.url);
  if (!url || url->target.starts_with("/posts/")) return std::nullopt;
  const auto from = io::parse_url(asked);
  // Without the asked URL any topic will do.
  if (from ? is_same_topic(*from, *url) : url->target.starts_with("/t/")) return std::nullopt;
  HttpResponse moved = response;
  moved.status = 302;
  moved.headers["location"] = url->target.substr(0, url->target.find('?'));
  if (auto error = fault_of_access(moved, kind)) return error;
  return led_elsewhere(from ? *from : *url, *url);
}

bool is_downgraded(const HttpResponse& response) {
  return contains(header(response, "set-cookie"), "dosp=1");
}

}  // namespace

std::optional<Error> fault_of(const HttpResponse& response, Instant now, std::string_view asked, AccessKind kind) {
  if (is_challenge(response)) return challenged();
  if (auto error = fault_of_access(response, kind)) return error;
  if (auto error = fault_of_status(response, now, asked)) return error;
  if (auto error = fault_of_place(response, asked, kind)) return error;
  if (is_downgraded(response))
    return Error{.code = Code::unavailable,
                 .what = "the forum is overloaded and answered as to a stranger; the answer is thrown away",
                 .hint = "nothing is wrong with the key; it goes on by itself"};
  if (is_html(response))
    return Error{.code = Code::malformed,
                 .what = "the forum answered with an HTML page instead of JSON",
                 .hint = "is this a Discourse forum?"};
  if (response.body.empty()) return Error{.code = Code::malformed, .what = "the forum answered with nothing"};
  return std::nullopt;
}

std::optional<Error> fault_of_site(const HttpResponse& response, Instant now) {
  if (is_challenge(response)) return challenged();
  if (response.status == 429) return rate_limited(response, now);
  if (response.status >= 500 && wait_of(response, now) > digest::Duration::zero()) return unavailable(response, now);
  return std::nullopt;
}

std::optional<std::string> redirect_on_site(const HttpResponse& response, const std::string& asked) {
  const bool redirects =
      response.status == 301 || response.status == 302 || response.status == 307 || response.status == 308;
  const auto location = header(response, "location");
  if (!redirects || location.empty()) return std::nullopt;
  const auto from = io::parse_url(asked);
  if (!from) return std::nullopt;
  const auto to = io::resolve(*from, location);
  if (!to || to->origin() != from->origin()) return std::nullopt;
  return to->origin() + to->target;
}

std::optional<std::string> redirect_to_follow(const HttpResponse& response, const std::string& asked) {
  const auto next = redirect_on_site(response, asked);
  if (!next) return std::nullopt;
  const auto from = io::parse_url(asked);
  const auto to = io::parse_url(*next);
  if (!from || !to) return std::nullopt;
  // Another topic's page would be thrown away.
  const bool is_ours = is_same_topic(*from, *to) || to->target.starts_with("/posts/");
  // A page of HTML is no use: what was JSON stays JSON (discourse-wire, topic page).
  if (!is_ours || to->target.find(".json") == std::string::npos) return std::nullopt;
  return next;
}

bool says_missing(const HttpResponse& response, AccessKind kind) {
  if (is_challenge(response)) return false;
  if (response.status == 404 || response.status == 410) return true;
  if (kind != AccessKind::guest) return false;
  return response.status == 403 && contains(response.body, "\"invalid_access\"");
}

bool is_not_offered(const HttpResponse& response) {
  if (is_challenge(response)) return false;
  return response.status == 404 || response.status == 403 || response.status == 405;
}

bool is_fresh(const HttpResponse& response) {
  if (header(response, "x-discourse-cached") == "true" || is_downgraded(response)) return false;
  const std::string_view proxy = header(response, "cf-cache-status");
  return proxy != "HIT" && proxy != "STALE" && proxy != "UPDATING";
}

}  // namespace gailou::forum::discourse
