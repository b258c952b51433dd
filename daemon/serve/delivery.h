// From what a request came to, to the response: conditional requests, encodings, redirects, errors. Pure.
#pragma once

#include "daemon/serve/outcome.h"

namespace gailou::serve {

/// 200 or 304. If-None-Match beats If-Modified-Since (RFC 9110, 13.2.2).
io::ServerResponse deliver(const Built& built, const Delivery& delivery, const io::ServerRequest& request,
                           const Look& look);

io::ServerResponse redirect(const Redirect& to, const io::ServerRequest& request, const Look& look);

/// 429: too many requests; the client may come back after `wait`.
io::ServerResponse refuse_until(digest::Duration wait, const io::ServerRequest& request, const Look& look);

/// JSON, an HTML page for who prefers one, plain text on the health routes.
io::ServerResponse refuse(const Problem& problem, const io::ServerRequest& request, const Look& look);

}  // namespace gailou::serve
