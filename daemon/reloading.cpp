#include "daemon/reloading.h"

#include <chrono>
#include <utility>

#include "daemon/descriptors.h"
#include "daemon/io/log.h"
#include "daemon/io/sd_notify.h"
#include "daemon/serve/proxies.h"

namespace gailou {

namespace asio = boost::asio;
using digest::Error;
using digest::Result;
using protocol::ReloadReply;

namespace {

constexpr digest::Duration kLook = std::chrono::minutes{1};

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

ReloadReply refused(const std::vector<Error>& faults, digest::Instant now) {
  ReloadReply reply{.at = now};
  for (const Error& fault : faults) {
    reply.faults.push_back({.where = fault.where, .what = fault.what, .hint = fault.hint});
  }
  return reply;
}

}  // namespace

/// While it lives nobody else reads the configuration.
class Reloading::Turn {
 public:
  explicit Turn(Reloading& of) : of_(of) { of_.is_under_way_ = true; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    of_.is_under_way_ = false;
    of_.ended_.ring();
  }

 private:
  Reloading& of_;
};

namespace {

/// systemd is told, whatever comes of it.
class Told {
 public:
  Told() { io::notify_reloading(); }
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;
  ~Told() { io::notify_ready(); }
};

}  // namespace

io::ServerSettings readers_settings(const config::Config& config) {
  auto settings = config.serve.server;
  settings.is_proxy = [proxies = serve::Proxies(config.serve.trusted_proxies)](const std::string& peer) {
    return proxies.trusts(peer);
  };
  return settings;
}

admin::Surroundings surroundings_of(const config::Config& config, std::vector<std::string> listening) {
  const auto spacing = std::chrono::duration<double>{1.0 / config.track.per_host_rate};
  return {.state_folder = config.state,
          .listening = std::move(listening),
          .request_spacing = std::chrono::round<digest::Duration>(spacing),
          .pack = config.track.compose.pack};
}

Reloading::Reloading(Reloadable parts, std::function<config::Loaded()> load, asio::any_io_executor executor)
    : parts_(parts), load_(std::move(load)), ended_(std::move(executor)) {}

asio::awaitable<ReloadReply> Reloading::run() {
  while (is_under_way_) co_await ended_.wait_for(parts_.clock, kLook);
  const Turn turn(*this);
  const Told told;
  auto reply = co_await read_and_apply();
  ++(reply.accepted ? parts_.figures.reloads_accepted : parts_.figures.reloads_refused);
  parts_.figures.last_reload_accepted = reply.accepted;
  tell(reply);
  parts_.routes.tell_reload(reply);
  co_return reply;
}

asio::awaitable<ReloadReply> Reloading::read_and_apply() {
  auto query = [this](storage::Reader&) -> Result<config::Loaded> { return load_(); };
  auto loaded = co_await parts_.reader.run(std::move(query));
  if (!loaded) {
    const std::vector<Error> faults{loaded.error()};
    co_return refused(faults, parts_.clock.now());
  }
  auto faults = std::move(loaded->faults);
  if (faults.empty()) faults = co_await faults_of(loaded->config);
  if (!faults.empty()) co_return refused(faults, parts_.clock.now());
  auto plan = config::plan_reload(parts_.config, std::move(loaded->config));
  ReloadReply reply{.at = parts_.clock.now(),
                    .accepted = true,
                    .applied = plan.changes.at_once,
                    .restart = plan.changes.on_restart,
                    .unchanged = static_cast<std::int64_t>(plan.changes.unchanged)};
  apply(std::move(plan));
  co_await keep_sources();
  co_return reply;
}

/// What only the store can say.
asio::awaitable<std::vector<Error>> Reloading::faults_of(const config::Config& next) {
  auto query = [](storage::Reader& reader) { return reader.sources(); };
  const auto stored = co_await parts_.reader.run(std::move(query));
  if (!stored) {
    std::vector<Error> unreadable{stored.error()};
    co_return unreadable;
  }
  co_return config::source_faults(next, *stored);
}

void Reloading::apply(config::ReloadPlan plan) {
  parts_.config = std::move(plan.config);
  const config::Config& config = parts_.config;
  io::log::set_level(config.log_level);
  allow_descriptors(descriptors_for(config.serve));
  const auto settings = readers_settings(config);
  for (auto* server : parts_.readers) server->apply(settings);
  parts_.site.apply(config.serve);
  parts_.engines.apply(config);
  parts_.tracker.apply([&config](forum::Source& source, const storage::SourceRecord& record) {
    source.apply(config::forum_settings(config, record));
  });
  parts_.tracker.rules(config.rules);
  parts_.routes.configure(config.sources);
  parts_.routes.use(parts_.engines.for_admin());
  parts_.routes.describe(surroundings_of(config, parts_.routes.surroundings().listening));
}

/// As at the start: the configured sources are there before any thread asks for one.
asio::awaitable<void> Reloading::keep_sources() {
  const auto sources = parts_.config.sources;
  for (const auto& source : sources) {
    auto query = [source](storage::Store& store) { return store.ensure_source(source); };
    const auto ensured = co_await parts_.store.run(std::move(query));
    if (!ensured) io::log::error("source_not_kept", digest::to_string(ensured.error()), {{"source", source.name}});
  }
}

void Reloading::tell(const ReloadReply& reply) const {
  if (!reply.accepted) {
    for (const auto& fault : reply.faults) {
      const Error error{.code = digest::Code::config, .what = fault.what, .where = fault.where, .hint = fault.hint};
      io::log::error("reload_refused", digest::to_string(error));
    }
    io::log::error("reload_refused", "nothing has changed: the configuration before it holds",
                   {{"faults", reply.faults.size()}});
    return;
  }
  const std::string what = reply.applied.empty() ? "nothing changed" : "these hold now: " + listed(reply.applied);
  io::log::info("reloaded", what, {{"unchanged", static_cast<long>(reply.unchanged)}});
  if (!reply.restart.empty()) {
    io::log::warn("reload_needs_restart", "these keys take effect after a restart: " + listed(reply.restart));
  }
}

}  // namespace gailou
