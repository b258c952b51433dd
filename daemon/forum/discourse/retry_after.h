// How long a forum wants to be left alone, wherever it says so.
#pragma once

#include "daemon/io/http_client.h"
#include "digest/time.h"

namespace gailou::forum::discourse {

/// The largest of the Retry-After header (seconds or an HTTP date, relative to `now`), extras.wait_seconds of a JSON
/// body and the plain-text limiter's sentence; within 1 s and 24 h; at least 1 h where a daily limit is used up. 0 = it
/// doesn't say.
digest::Duration wait_of(const io::HttpResponse& response, digest::Instant now);

}  // namespace gailou::forum::discourse
