#include "daemon/descriptors.h"

#include <algorithm>
#include <string>

#include <sys/resource.h>

#include "daemon/io/log.h"

namespace gailou {

namespace {

// The database, its log and readers, listeners, forums, those told that the server is full.
constexpr std::size_t kOwnDescriptors = 256;

}  // namespace

std::size_t descriptors_for(const serve::Settings& settings) {
  return settings.server.max_connections + settings.max_sse_clients + kOwnDescriptors;
}

void allow_descriptors(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
  const bool is_raised = ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
  if (is_raised && limit.rlim_cur >= wanted) return;
  io::log::warn("few_descriptors", "the system allows " + std::to_string(limit.rlim_cur) +
                                       " open files, the configured connections may take " + std::to_string(wanted) +
                                       "; raise LimitNOFILE or lower server.max_connections");
}

}  // namespace gailou
