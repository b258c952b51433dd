// All figures of the daemon as the text that Prometheus reads: asked of their owners when somebody scrapes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "daemon/admin/context.h"
#include "daemon/engines.h"
#include "daemon/io/counted_client.h"
#include "daemon/serve/site.h"
#include "daemon/track/tracker.h"

namespace gailou {

/// What the daemon itself counts.
struct DaemonFigures {
  std::uint64_t reloads_accepted = 0;
  std::uint64_t reloads_refused = 0;
  bool last_reload_accepted = true;  // true before the first one
  std::uint64_t checkpoint_failures = 0;
  std::optional<digest::Instant> last_checkpoint{};
};

/// The clients of the sources, by their names; an entry outlives a source that is removed.
using SourceClients = std::map<std::string, std::unique_ptr<io::CountedClient>>;

/// Where the figures are; borrowed.
struct MetricsParts {
  io::Clock& clock;
  digest::Instant started_at{};
  track::StoreThread& store;
  admin::ReaderThread& reader;
  track::Tracker& tracker;
  serve::Site& site;
  Engines& engines;
  const SourceClients& clients;
  const DaemonFigures& daemon;
  std::function<std::size_t()> connections{};  // of readers
};

class MetricsPage {
 public:
  explicit MetricsPage(MetricsParts parts) : parts_(std::move(parts)) {}

  /// Asks the store for what only it knows; without its answer the rest is told.
  boost::asio::awaitable<std::string> text();

 private:
  MetricsParts parts_;
};

}  // namespace gailou
