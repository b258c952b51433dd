#include "daemon/offline.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "daemon/admin/routes.h"
#include "daemon/engines.h"
#include "daemon/forum/sources.h"
#include "daemon/io/beast_client.h"
#include "daemon/io/clock.h"
#include "daemon/io/store_thread.h"
#include "daemon/io/version.h"
#include "daemon/track/tracker.h"
#include "storage/state_lock.h"
#include "storage/store.h"

namespace gailou {

namespace asio = boost::asio;
using digest::Result;

namespace {

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_escape =
        text[at] == '%' && at + 2 < text.size() && nibble(text[at + 1]) >= 0 && nibble(text[at + 2]) >= 0;
    out += is_escape ? static_cast<char>(nibble(text[at + 1]) * 16 + nibble(text[at + 2])) : text[at];
    if (is_escape) at += 2;
  }
  return out;
}

/// What a session makes of a request's first line and body.
io::ServerRequest request_of(const std::string& target, const std::string& body) {
  io::ServerRequest request{.method = "POST", .target = target};
  std::string_view rest = target;
  request.path = decoded(rest.substr(0, rest.find('?')));
  rest.remove_prefix(std::min(rest.find('?'), rest.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view pair = rest.substr(0, rest.find('&'));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    request.query.emplace_back(decoded(pair.substr(0, equals)),
                               decoded(pair.substr(std::min(equals + 1, pair.size()))));
    rest.remove_prefix(pair.size());
  }
  request.body = body;
  request.peer = "unix";
  return request;
}

}  // namespace

class Offline::Impl {
 public:
  Impl(const config::Config& config, storage::StateLock lock, std::unique_ptr<storage::Store> store,
       std::unique_ptr<storage::Reader> reader)
      : config_(config),
        lock_(std::move(lock)),
        store_(std::move(store)),
        reader_(std::move(reader)),
        client_(loop_.get_executor(), {}, config.proxies),
        engines_(config, store_, client_, clock_, loop_.get_executor()),
        tracker_(config.track, clock_, store_, engines_.chosen(), source_factory(), 0, loop_.get_executor()),
        routes_(tracker_, reader_, config.sources, clock_, io::version()) {
    tracker_.settings_for(
        [this](const storage::SourceRecord& source) { return config::track_settings(config_, source); });
    tracker_.rules(config_.rules);
    routes_.use(engines_.for_admin());
  }

  io::LocalAnswer post(const std::string& target, const std::string& body) {
    std::optional<io::ServerResponse> response;
    std::exception_ptr thrown;
    const io::ServerRequest request = request_of(target, body);
    asio::co_spawn(loop_, routes_.answer(request), [&](std::exception_ptr fault, io::ServerResponse answer) {
      thrown = fault;
      response = std::move(answer);
    });
    loop_.restart();
    loop_.run();
    if (thrown) std::rethrow_exception(thrown);
    return {.status = response->status, .body = response->body ? *response->body : std::string()};
  }

 private:
  track::SourceFactory source_factory() {
    return [this](const storage::SourceRecord& record) {
      return forum::make_source(record, client_, config::forum_settings(config_, record), clock_);
    };
  }

  const config::Config& config_;
  storage::StateLock lock_;
  asio::io_context loop_{1};
  io::SystemClock clock_{};
  track::StoreThread store_;
  admin::ReaderThread reader_;
  io::BeastClient client_;
  Engines engines_;
  track::Tracker tracker_;
  admin::Routes routes_;
};

Offline::Offline(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Offline::~Offline() = default;

Result<std::unique_ptr<Offline>> Offline::open(const config::Config& config) {
  const io::SystemClock clock;
  auto lock = storage::StateLock::take(config.state, "gailou --offline", clock.now());
  if (!lock) return lock.error();
  auto store = storage::open_store(config.state, clock.now());
  if (!store) return store.error().at("open the store in " + config.state);
  auto reader = storage::open_reader(config.state);
  if (!reader) return reader.error().at("open the store in " + config.state);
  for (const auto& source : config.sources) {
    if (auto ensured = (*store)->ensure_source(source); !ensured) return ensured.error();
  }
  auto impl = std::make_unique<Impl>(config, std::move(*lock), std::move(*store), std::move(*reader));
  return std::unique_ptr<Offline>(new Offline(std::move(impl)));
}

io::LocalAnswer Offline::post(const std::string& target, const std::string& body) {
  return impl_->post(target, body);
}

}  // namespace gailou
