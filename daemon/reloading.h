// The configuration read again while the daemon runs: all of it is checked first, then its parts get their values
// between two steps of the loop. An actor on the loop.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/admin/routes.h"
#include "daemon/config/load.h"
#include "daemon/config/reload.h"
#include "daemon/engines.h"
#include "daemon/io/http_server.h"
#include "daemon/io/wake.h"
#include "daemon/metrics_page.h"
#include "daemon/protocol/replies.h"
#include "daemon/serve/site.h"
#include "daemon/track/tracker.h"

namespace gailou {

/// What readers' listeners are to keep to.
io::ServerSettings readers_settings(const config::Config& config);

/// What is told of the daemon that the configuration decides.
admin::Surroundings surroundings_of(const config::Config& config, std::vector<std::string> listening);

/// All that a configuration reaches; borrowed.
struct Reloadable {
  config::Config& config;  // the one in force: its address stays, its values are replaced
  io::Clock& clock;
  track::StoreThread& store;
  admin::ReaderThread& reader;
  track::Tracker& tracker;
  serve::Site& site;
  Engines& engines;
  admin::Routes& routes;
  const std::vector<io::HttpServer*>& readers;  // listeners
  DaemonFigures& figures;
};

class Reloading {
 public:
  /// `load` may wait for a disk: it is called on the reader's worker.
  Reloading(Reloadable parts, std::function<config::Loaded()> load, boost::asio::any_io_executor executor);

  /// One at a time; whoever comes meanwhile reads the configuration once more. What came of it is logged, too.
  boost::asio::awaitable<protocol::ReloadReply> run();

 private:
  class Turn;

  boost::asio::awaitable<protocol::ReloadReply> read_and_apply();
  boost::asio::awaitable<std::vector<digest::Error>> faults_of(const config::Config& next);
  boost::asio::awaitable<void> keep_sources();
  void apply(config::ReloadPlan plan);
  void tell(const protocol::ReloadReply& reply) const;

  Reloadable parts_;
  std::function<config::Loaded()> load_;
  io::Wake ended_;
  bool is_under_way_ = false;
};

}  // namespace gailou
