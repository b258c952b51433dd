#include "daemon/serve/live/answer.h"

#include <algorithm>

#include "daemon/serve/delivery.h"
#include "daemon/serve/headers.h"

namespace gailou::serve {

namespace {

// Streams last: the next place may be free in a while, not in a second.
constexpr std::string_view kStreamRetryAfter = "30";

}  // namespace

digest::Result<std::optional<Problem>> missing_thread(storage::Reader& reader,
                                                      const std::vector<storage::ThreadName>& threads) {
  for (const auto& name : threads) {
    const auto record = reader.thread(name);
    if (!record) return record.error();
    if (*record) continue;
    const auto removed = reader.was_removed(name);
    if (!removed) return removed.error();
    Problem problem;
    problem.kind = *removed ? ProblemKind::thread_removed : ProblemKind::thread_not_found;
    problem.detail = as_is(name.source + "/" + std::to_string(name.topic.value));
    return std::optional(std::move(problem));
  }
  return std::optional<Problem>{};
}

io::ServerResponse stream_head(const io::ServerRequest& request, const Look& look) {
  io::ServerResponse response;
  response.headers = common_headers(request, look);
  response.headers.emplace_back("Cache-Control", cache_control(CacheClass::never));
  response.headers.emplace_back("Content-Type", "text/event-stream");
  response.headers.emplace_back("X-Accel-Buffering", "no");  // nginx would hold events back
  return response;
}

io::ServerResponse refuse_stream(const io::ServerRequest& request, const Look& look) {
  Problem full;
  full.kind = ProblemKind::overloaded;
  full.detail = {"实时更新的连接已满", "there are as many live streams as there may be"};
  auto response = refuse(full, request, look);
  for (auto& [name, value] : response.headers) {
    if (name == "Retry-After") value = kStreamRetryAfter;
  }
  return response;
}

}  // namespace gailou::serve
