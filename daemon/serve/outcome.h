// What a request comes to, from the router to the bytes: an order for a page, what reading the store made of it, and
// how it is to be delivered. Values.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/io/http_server.h"
#include "daemon/serve/look.h"
#include "daemon/serve/problem.h"
#include "daemon/serve/representation.h"
#include "daemon/serve/router.h"
#include "digest/error.h"
#include "digest/ids.h"
#include "storage/store.h"

namespace gailou::serve {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// How long a response may be used without asking again.
enum class CacheClass {
  page,   // half a minute; stale while it is fetched anew
  api,    // asked again each time, which a 304 makes cheap
  asset,  // for ever: the name changes with the bytes
  never,  // not kept at all
};

struct Delivery {
  CacheClass cache = CacheClass::page;
  bool negotiated = false;  // Accept decided
  Headers headers{};        // Content-Location, Link
};

struct Built {
  Representation page{};
  std::optional<digest::ThreadId> thread{};  // the one it is about; nothing: it depends on all
  Headers headers{};                         // Link rel=next: known only when it is built
  bool idle = false;                         // says that nothing is new: a long poll waits
};

struct Redirect {
  int status = 302;
  std::string location{};  // below base_path
  Headers headers{};
};

using Outcome = std::variant<Built, Redirect, Problem>;

/// Runs on the reader's worker. Depends on stored state and the look alone, never on the time: the same state must give
/// the same bytes, over restarts too.
using Build = std::function<digest::Result<Outcome>(storage::Reader&)>;

struct Order {
  std::string key{};  // canonical name of the bytes; empty: built anew for each request
  Build build{};
  Delivery delivery{};
  digest::Duration wait{0};  // how long an idle answer may wait for news
};

using Plan = std::variant<Order, Redirect, Problem>;

/// What a plan is made from.
struct Visit {
  const Target& target;
  const io::ServerRequest& request;
  const SharedLook& look;
  digest::Instant now{};             // what a day makes of a page, and where "2h" ago was
  std::string_view scheme = "http";  // readers' side of a proxy
  std::string host{};                // as readers name it, with its port; empty on a Unix socket
};

}  // namespace gailou::serve
