// How a request for a stream of live events is answered, before the stream itself.
#pragma once

#include <optional>
#include <vector>

#include "daemon/io/http_server.h"
#include "daemon/serve/look.h"
#include "daemon/serve/problem.h"
#include "storage/store.h"

namespace gailou::serve {

/// The first of the threads that isn't tracked: 410 if it was once, else 404. Runs on the reader's worker.
digest::Result<std::optional<Problem>> missing_thread(storage::Reader& reader,
                                                      const std::vector<storage::ThreadName>& threads);

/// 200 with the fields of a stream.
io::ServerResponse stream_head(const io::ServerRequest& request, const Look& look);

/// There are as many streams as there may be.
io::ServerResponse refuse_stream(const io::ServerRequest& request, const Look& look);

}  // namespace gailou::serve
