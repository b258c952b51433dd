// Whether the process lives and whether it is ready, for probes; and what robots may do. Small texts without a store.
#pragma once

#include <string>
#include <vector>

#include "daemon/io/http_server.h"
#include "daemon/serve/look.h"

namespace gailou::serve {

io::ServerResponse health(const io::ServerRequest& request, const Look& look);
/// 503 with one reason a line, unless there are none.
io::ServerResponse readiness(const std::vector<std::string>& reasons, const io::ServerRequest& request,
                             const Look& look);
/// A text that needs no store: kept by nobody, or as pages are.
io::ServerResponse plain_text(std::string text, CacheClass cache, const io::ServerRequest& request, const Look& look);

io::ServerResponse robots(const io::ServerRequest& request, const Look& look);

}  // namespace gailou::serve
