// What an answer to /robots.txt means. Pure.
#pragma once

#include "daemon/forum/robots.h"
#include "daemon/forum/source.h"
#include "daemon/io/http_client.h"
#include "digest/error.h"
#include "digest/time.h"

namespace gailou::forum::discourse {

struct RobotsAnswer {
  RobotsLook look{};
  RobotsRules rules{};
};

/// 200: its rules. Other statuses below 500: there is none, all is allowed (RFC 9309, 2.3.1.3). 5xx without a wait, no
/// answer, an answer that can't be read: not known, all is allowed, to be asked again in an hour. An error where the
/// answer speaks for the whole site.
digest::Result<RobotsAnswer> robots_from(const digest::Result<io::HttpResponse>& response, digest::Instant now);

}  // namespace gailou::forum::discourse
