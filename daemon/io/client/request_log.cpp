#include "daemon/io/client/request_log.h"

#include "daemon/io/log.h"

namespace gailou::io {

void log_request(const SentRequest& facts) {
  const std::string path = facts.url->target.substr(0, facts.url->target.find('?'));
  log::debug("request", std::string(facts.method) + " " + path,
             {{"host", facts.url->origin().substr(facts.url->scheme.size() + 3)},
              {"method", facts.method},
              {"path", path},
              {"outcome", facts.outcome},
              {"status", facts.status},
              {"bytes", facts.bytes},
              {"ms", static_cast<long long>(facts.took.count())},
              {"reused", facts.reused ? "yes" : "no"}});
}

}  // namespace gailou::io
