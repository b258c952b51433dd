#include "daemon/app.h"

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/admin/routes.h"
#include "daemon/descriptors.h"
#include "daemon/engines.h"
#include "daemon/forum/saved_file.h"
#include "daemon/forum/sources.h"
#include "daemon/io/beast_client.h"
#include "daemon/io/clock.h"
#include "daemon/io/http_server.h"
#include "daemon/io/log.h"
#include "daemon/io/sd_notify.h"
#include "daemon/io/store_thread.h"
#include "daemon/io/task_group.h"
#include "daemon/io/version.h"
#include "daemon/metrics_page.h"
#include "daemon/readers_news.h"
#include "daemon/reloading.h"
#include "daemon/serve/site.h"
#include "daemon/track/tracker.h"
#include "storage/state_lock.h"
#include "storage/store.h"

namespace gailou {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;
using ReaderThread = io::OwningThread<storage::Reader>;

namespace {

/// Requests under way may take this long after a stop; unit files allow 20 s in all.
constexpr digest::Duration kDrain = std::chrono::seconds{8};
constexpr digest::Duration kJoin = std::chrono::seconds{9};
constexpr digest::Duration kUpkeepEvery = std::chrono::minutes{1};
// Of the search index: how soon a deleted word begins to leave the file; between steps of some 10 ms.
constexpr digest::Duration kSearchEvery = std::chrono::seconds{10};
constexpr digest::Duration kSearchRest = std::chrono::milliseconds{20};
constexpr digest::Duration kStatusEvery = std::chrono::seconds{5};

/// Below this the next page of a long thread may not fit any more.
constexpr std::uintmax_t kFreeBytesMin = std::uintmax_t{16} << 20;

Result<std::uintmax_t> free_bytes(const std::string& folder) {
  std::error_code ec;
  const auto space = std::filesystem::space(folder, ec);
  if (ec) return Error{.code = Code::io, .what = ec.message(), .where = folder, .hint = {}};
  return space.available;
}

/// What `/readyz` says; empty = ready.
std::vector<std::string> degraded(const Result<std::uintmax_t>& free) {
  if (!free) return {"store: " + free.error().what};
  if (*free < kFreeBytesMin) return {"disk: less than 16 MiB free in the state folder"};
  return {};
}

template <class Pages>
io::ErrorPage error_page_of(Pages& pages) {
  return [&pages](int status, std::string_view detail, const io::ServerRequest& request) {
    return pages.error_page(status, detail, request);
  };
}

std::size_t connections_of(const std::vector<io::HttpServer*>& servers) {
  std::size_t connections = 0;
  for (const auto* server : servers) connections += server->connections();
  return connections;
}

class Daemon {
 public:
  Daemon(const config::Config& config, std::function<config::Loaded()> load, asio::io_context& loop,
         std::unique_ptr<storage::Store> store, std::unique_ptr<storage::Reader> reader)
      : config_(config),
        loop_(loop),
        store_(std::move(store)),
        reader_(std::move(reader)),
        client_(loop.get_executor(), {}, config.proxies),
        engines_(config_, store_, client_, clock_, loop.get_executor()),
        tracker_(config_.track, clock_, store_, engines_.chosen(), source_factory(), std::random_device{}(),
                 loop.get_executor()),
        site_(config.serve, clock_, reader_, io::version()),
        routes_(tracker_, reader_, config.sources, clock_, io::version()),
        reloading_({.config = config_,
                    .clock = clock_,
                    .store = store_,
                    .reader = reader_,
                    .tracker = tracker_,
                    .site = site_,
                    .engines = engines_,
                    .routes = routes_,
                    .readers = readers_,
                    .figures = figures_},
                   std::move(load), loop.get_executor()),
        metrics_({.clock = clock_,
                  .started_at = clock_.now(),
                  .store = store_,
                  .reader = reader_,
                  .tracker = tracker_,
                  .site = site_,
                  .engines = engines_,
                  .clients = clients_,
                  .daemon = figures_,
                  .connections = [this] { return connections_of(readers_); }}),
        tasks_(loop.get_executor(),
               [this](const std::string& name, std::exception_ptr thrown) { task_failed(name, thrown); }) {}

  /// Binds every listener; nothing is answered before run().
  Result<void> listen();
  Result<void> run();

 private:
  track::SourceFactory source_factory();
  Result<void> listen_for_metrics();
  Result<void> add_listener(const std::string& address, unsigned mode, const io::ServerSettings& settings,
                            io::Handler handler, io::ErrorPage error_page);
  asio::awaitable<void> keep_sources();
  asio::awaitable<void> track();
  asio::awaitable<void> discover();
  asio::awaitable<void> upkeep();
  asio::awaitable<void> tend_search();
  asio::awaitable<void> tell_systemd();
  asio::awaitable<void> reload();
  asio::awaitable<void> wait_for_signals();
  asio::awaitable<void> stop();
  void task_failed(const std::string& name, std::exception_ptr thrown);
  void fail(Error error);

  config::Config config_;  // in force
  asio::io_context& loop_;
  io::SystemClock clock_;
  track::StoreThread store_;
  ReaderThread reader_;
  io::BeastClient client_;
  SourceClients clients_{};
  DaemonFigures figures_{};
  Engines engines_;
  track::Tracker tracker_;
  serve::Site site_;
  admin::Routes routes_;
  std::vector<std::unique_ptr<io::HttpServer>> servers_{};
  std::vector<io::HttpServer*> readers_{};  // of these, all but the admin's
  Reloading reloading_;
  MetricsPage metrics_;
  io::TaskGroup tasks_;
  std::optional<asio::signal_set> signals_{};
  bool stopping_ = false;
  std::optional<Error> failure_{};
};

track::SourceFactory Daemon::source_factory() {
  return [this](const storage::SourceRecord& record) {
    auto& client = clients_[record.name];
    if (!client) client = std::make_unique<io::CountedClient>(client_);
    return forum::make_source(record, *client, config::forum_settings(config_, record), clock_);
  };
}

Result<void> Daemon::add_listener(const std::string& address, unsigned mode, const io::ServerSettings& settings,
                                  io::Handler handler, io::ErrorPage error_page) {
  const io::Endpoint endpoint{.address = address, .unix_mode = mode};
  auto server =
      io::HttpServer::listen(loop_.get_executor(), endpoint, settings, std::move(handler), std::move(error_page));
  if (!server) return server.error().at("listen on " + address);
  io::log::info("listening", address, {{"address", (*server)->local_address()}});
  servers_.push_back(std::move(*server));
  return {};
}

Result<void> Daemon::listen() {
  const io::Handler read = [this](const io::ServerRequest& request) { return site_.answer(request); };
  const auto settings = readers_settings(config_);
  for (const auto& address : config_.serve.listen) {
    if (auto added = add_listener(address, 0660, settings, read, error_page_of(site_)); !added) return added;
  }

  std::vector<std::string> addresses;
  for (const auto& server : servers_) {
    addresses.push_back(server->local_address());
    readers_.push_back(server.get());
  }
  if (auto added = listen_for_metrics(); !added) return added;
  routes_.describe(surroundings_of(config_, std::move(addresses)));
  routes_.use(engines_.for_admin());
  routes_.reload_by([this] { return reloading_.run(); });

  io::ServerSettings admin_settings;
  admin_settings.any_method = true;
  // A saved topic is the largest that comes; every other verb looks at the size of its own JSON.
  admin_settings.body_bytes_max = forum::kSavedBytesMax;
  const io::Handler administer = [this](const io::ServerRequest& request) { return routes_.answer(request); };
  return add_listener("unix:" + config_.admin.socket, config_.admin.mode, admin_settings, administer,
                      error_page_of(routes_));
}

Result<void> Daemon::listen_for_metrics() {
  if (!config_.serve.metrics) return {};
  site_.metrics_by([this] { return metrics_.text(); });
  if (config_.serve.metrics_listen.empty()) return {};
  const io::Handler tell = [this](const io::ServerRequest& request) { return site_.answer_metrics(request); };
  return add_listener(config_.serve.metrics_listen, 0660, {}, tell, error_page_of(site_));
}

void Daemon::fail(Error error) {
  if (!failure_) failure_ = std::move(error);
  if (!stopping_) tasks_.spawn("stop", stop());
}

void Daemon::task_failed(const std::string& name, std::exception_ptr thrown) {
  fail(Error{.code = Code::internal, .what = io::describe(thrown), .where = name, .hint = "please report this"});
}

/// The configured sources are there before any thread asks for one.
asio::awaitable<void> Daemon::keep_sources() {
  for (const auto& source : config_.sources) {
    auto query = [source](storage::Store& store) { return store.ensure_source(source); };
    const auto ensured = co_await store_.run(std::move(query));
    if (!ensured) co_return fail(ensured.error());
  }
}

asio::awaitable<void> Daemon::track() {
  co_await keep_sources();
  const auto tracked = co_await tracker_.run();
  if (!tracked && tracked.error().code != Code::cancelled) fail(tracked.error());
}

asio::awaitable<void> Daemon::discover() {
  co_await keep_sources();
  const auto discovered = co_await tracker_.discover();
  if (!discovered && discovered.error().code != Code::cancelled) fail(discovered.error());
}

asio::awaitable<void> Daemon::upkeep() {
  while (true) {
    co_await clock_.sleep_for(kUpkeepEvery);
    // What the ledger forgets is in the WAL no longer after the checkpoint; the rest of it is for the next time.
    auto query = [now = clock_.now()](storage::Store& store) -> digest::Result<void> {
      const auto tended = store.tend_ledger(now);
      auto done = store.checkpoint();
      if (done && !tended) return tended.error();
      return done;
    };
    const auto done = co_await store_.run(std::move(query));
    if (done) figures_.last_checkpoint = clock_.now();
    if (!done) ++figures_.checkpoint_failures;
    if (!done) io::log::warn("upkeep_failed", digest::to_string(done.error()));
    if (!done && done.error().code == Code::io) co_return fail(done.error());
  }
}

/// The search index is tended in small steps with rests between, so that polls and pages never wait for it.
asio::awaitable<void> Daemon::tend_search() {
  while (true) {
    auto step = [now = clock_.now()](storage::Store& store) { return store.tend_search(now); };
    const auto more = co_await store_.run(std::move(step));
    if (!more) io::log::warn("search_upkeep_failed", digest::to_string(more.error()));
    if (!more && more.error().code == Code::io) co_return fail(more.error());
    const auto rest = !more ? kUpkeepEvery : *more ? kSearchRest : kSearchEvery;
    co_await clock_.sleep_for(rest);
  }
}

/// The watchdog is fed from the loop, and only while the store's thread still answers.
asio::awaitable<void> Daemon::tell_systemd() {
  const auto watchdog = io::watchdog_interval();
  const auto every = watchdog > digest::Duration::zero() ? std::min(watchdog, kStatusEvery) : kStatusEvery;
  while (true) {
    const auto status = tracker_.status();
    io::notify_status(std::to_string(status.threads) + " threads, " + std::to_string(status.due) + " due, " +
                      std::to_string(status.failing) + " failing");
    auto ping = [folder = config_.state](storage::Store&) { return free_bytes(folder); };
    const auto free = co_await store_.run(std::move(ping));
    if (free) io::notify_watchdog();
    const auto reasons = degraded(free);
    site_.set_degraded(reasons);
    routes_.set_trouble(reasons);
    co_await clock_.sleep_for(every);
  }
}

asio::awaitable<void> Daemon::wait_for_signals() {
  while (true) {
    const int signal = co_await signals_->async_wait(asio::use_awaitable);
    if (signal == SIGHUP) {
      if (!stopping_) tasks_.spawn("reload", reload());
      continue;
    }
    if (!stopping_) {
      io::log::info("stopping", signal == SIGTERM ? "SIGTERM" : "SIGINT");
      tasks_.spawn("stop", stop());
      continue;
    }
    // A second signal: no wait for clients.
    for (const auto& server : servers_) server->stop(digest::Duration::zero());
  }
}

asio::awaitable<void> Daemon::reload() {
  [[maybe_unused]] const auto told = co_await reloading_.run();
}

asio::awaitable<void> Daemon::stop() {
  stopping_ = true;
  io::notify_stopping();
  for (const auto& server : servers_) server->stop(kDrain);
  tracker_.stop();
  site_.stop();
  // Whoever waits for a poll has been answered by now; the sessions end by themselves.
  const auto deadline = clock_.now() + kDrain;
  const auto open = [this] {
    std::size_t connections = 0;
    for (const auto& server : servers_) connections += server->connections();
    return connections;
  };
  constexpr digest::Duration kLook = std::chrono::milliseconds{10};
  while (open() > 0 && clock_.now() < deadline) co_await clock_.sleep_for(kLook);
  loop_.stop();
}

Result<void> Daemon::run() {
  signals_.emplace(loop_, SIGINT, SIGTERM, SIGHUP);
  tracker_.settings_for(
      [this](const storage::SourceRecord& source) { return config::track_settings(config_, source); });
  tracker_.rules(config_.rules);
  tracker_.on_change([this](digest::ThreadId id, const storage::Committed* committed) {
    site_.changed(id);
    if (committed != nullptr) site_.live().committed();
  });
  tracker_.on_news([this](const track::News& news) { tell_readers(news, site_.live()); });
  for (const auto& server : servers_) tasks_.spawn("listener", server->serve());
  tasks_.spawn("signals", wait_for_signals());
  tasks_.spawn("tracker", track());
  tasks_.spawn("discovery", discover());
  tasks_.spawn("live", site_.live().run());
  tasks_.spawn("heartbeat", site_.live().beat());
  tasks_.spawn("upkeep", upkeep());
  tasks_.spawn("search", tend_search());
  tasks_.spawn("systemd", tell_systemd());
  io::notify_ready();
  io::log::info("ready", "gailou " + io::version(), {{"state", config_.state}});
  loop_.run();

  // Everything else is cancelled and joined on the same loop.
  tasks_.cancel();
  loop_.restart();
  loop_.run_for(kJoin);
  readers_.clear();
  servers_.clear();
  if (failure_) return *failure_;
  return {};
}

}  // namespace

Result<void> run_daemon(const config::Config& config, std::function<config::Loaded()> load) {
  std::signal(SIGPIPE, SIG_IGN);
  allow_descriptors(descriptors_for(config.serve));
  const io::SystemClock clock;
  auto lock = storage::StateLock::take(config.state, "gailou serve", clock.now());
  if (!lock) return lock.error();
  auto store = storage::open_store(config.state, clock.now());
  if (!store) return store.error().at("open the store in " + config.state);
  auto reader = storage::open_reader(config.state);
  if (!reader) return reader.error().at("open the store in " + config.state);

  asio::io_context loop{1};
  Daemon daemon(config, std::move(load), loop, std::move(*store), std::move(*reader));
  if (auto listening = daemon.listen(); !listening) return listening;
  auto outcome = daemon.run();
  io::log::info("stopped", "everything is saved");
  return outcome;
}

}  // namespace gailou
