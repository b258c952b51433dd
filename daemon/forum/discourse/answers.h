// What an HTTP answer means before its JSON is looked at: an Error in plain words, or that it can be read. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "daemon/forum/settings.h"
#include "daemon/io/http_client.h"
#include "digest/error.h"
#include "digest/time.h"

namespace gailou::forum::discourse {

/// Nothing if the answer is JSON with status 200. `now` is what an HTTP date in Retry-After is measured from. `asked`
/// is the URL that was asked for: a redirect may have led to a topic or a post, not elsewhere. `kind` is as whom we
/// asked.
std::optional<digest::Error> fault_of(const io::HttpResponse& response, digest::Instant now,
                                      std::string_view asked = {}, AccessKind kind = AccessKind::guest);

/// The errors that speak for the whole site whatever was asked for: a challenge page, a limiter, a named wait.
std::optional<digest::Error> fault_of_site(const io::HttpResponse& response, digest::Instant now);

/// Whether the answer about one post says that we can't see this post: missing, deleted, or forbidden by itself. A
/// forum that has closed its doors to guests hides it with all others, which says nothing about it; neither does a
/// refusal of our key, which may have been revoked.
bool says_missing(const io::HttpResponse& response, AccessKind kind = AccessKind::guest);

/// Whether the answer says that the forum doesn't have what was asked for at all, or not for us: no list, no message
/// bus. Not a closed door for all requests.
bool is_not_offered(const io::HttpResponse& response);

/// Where the answer sends us, if that is a place of topics or posts on the same site (discourse-wire §0: redirects only
/// to the same host and only to /t/). Anything else is no redirect to follow: a login page, another forum, the front
/// page.
std::optional<std::string> redirect_to_follow(const io::HttpResponse& response, const std::string& asked);
/// Where the answer sends us, if that is on the same site.
std::optional<std::string> redirect_on_site(const io::HttpResponse& response, const std::string& asked);

/// Whether absence from this answer means something: it wasn't taken from a cache.
bool is_fresh(const io::HttpResponse& response);

}  // namespace gailou::forum::discourse
