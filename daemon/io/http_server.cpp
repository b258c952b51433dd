#include "daemon/io/http_server.h"

#include <algorithm>
#include <list>
#include <map>
#include <random>
#include <unordered_set>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/socket.h>

#include "daemon/io/log.h"
#include "daemon/io/network.h"
#include "daemon/io/server/http_session.h"
#include "daemon/io/server/listen_socket.h"
#include "daemon/io/server/socket_stream.h"
#include "daemon/io/task_group.h"

namespace gailou::io {

namespace asio = boost::asio;
using asio::generic::stream_protocol;
using boost::system::error_code;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr digest::Duration kAcceptPause = std::chrono::milliseconds{100};  // after running out of descriptors
constexpr auto kAcceptLogInterval = std::chrono::minutes{1};
constexpr std::size_t kRefusedMax = 64;  // connections over the cap that are told so; more are closed without a word

bool is_exhaustion(const error_code& ec) {
  return ec.value() == EMFILE || ec.value() == ENFILE || ec.value() == ENOBUFS || ec.value() == ENOMEM;
}

bool is_loopback(const std::string& peer) {
  error_code not_an_address;
  const auto address = asio::ip::make_address(peer, not_an_address);
  return !not_an_address && address.is_loopback();
}

// Shared by the server, its sessions' completions and its timers: a session may end after the server is gone.
class ServerCore : public std::enable_shared_from_this<ServerCore> {
 public:
  ServerCore(asio::any_io_executor executor, ListenSocket listening, const ServerSettings& settings, Handler handler,
             ErrorPage error_page)
      : executor_(executor),
        listening_(std::move(listening)),
        acceptor_(executor, stream_protocol(listening_.family, listening_.family == AF_UNIX ? 0 : IPPROTO_TCP),
                  listening_.release()),
        sweep_timer_(executor),
        drain_timer_(executor),
        emptied_(executor, asio::steady_timer::time_point::max()),
        shared_(std::make_shared<SessionShared>()) {
    shared_->settings = settings;
    shared_->handler = std::move(handler);
    shared_->error_page = std::move(error_page);
    shared_->open_stream = [this](Session::Socket socket, const std::string& peer) {
      return open_stream(std::move(socket), peer);
    };
    std::random_device random;
    shared_->next_id = (std::uint64_t{random()} << 32) | random();
    acceptor_.non_blocking(true);
  }

  asio::awaitable<void> serve() {
    // What is left to do after a cancellation is done here: children are cancelled and waited for.
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await accept_all();
    if (!shared_->stopping) stop(digest::Duration::zero());
    while (!is_empty()) {
      [[maybe_unused]] const auto [ec] = co_await emptied_.async_wait(kAwait);
    }
  }

  void stop(digest::Duration drain) {
    shared_->stopping = true;
    error_code ignored;
    acceptor_.close(ignored);
    listening_.remove_file();
    for_each_session([](Session& session) { session.close_if_idle(); });
    drain_timer_.cancel();
    if (is_empty()) {
      sweep_timer_.cancel();
    } else if (drain <= digest::Duration::zero()) {
      cancel_all();
    } else {
      drain_timer_.expires_after(drain);
      drain_timer_.async_wait([weak = weak_from_this()](const error_code& ec) {
        if (const auto core = weak.lock(); core && !ec) core->cancel_all();
      });
    }
  }

  /// The sweep that was planned by the old deadlines comes at most a second late.
  void apply(const ServerSettings& settings) { shared_->settings = settings; }

  const std::string& address() const { return listening_.address; }
  std::size_t connections() const { return served() + streams_.size(); }

 private:
  using Sessions = std::list<std::unique_ptr<Session>>;

  bool is_empty() const { return sessions_.empty() && streams_.empty(); }
  /// Connections that count for the cap.
  std::size_t served() const { return sessions_.size() - refused_; }

  asio::awaitable<void> accept_all() {
    const auto state = co_await asio::this_coro::cancellation_state;
    while (acceptor_.is_open() && state.cancelled() == asio::cancellation_type::none) {
      Session::Socket socket(executor_);
      const auto [ec] = co_await acceptor_.async_accept(socket, kAwait);
      if (!ec) {
        take(std::move(socket));
      } else if (is_exhaustion(ec)) {
        say_exhausted(ec);
        asio::steady_timer pause(executor_, kAcceptPause);
        [[maybe_unused]] const auto [waited] = co_await pause.async_wait(kAwait);
      }
    }
  }

  void say_exhausted(const error_code& ec) {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_exhausted_log_) return;
    next_exhausted_log_ = now + kAcceptLogInterval;
    log::warn("accept_paused", "no descriptor is left for new connections: " + ec.message(), {{"address", address()}});
  }

  void take(Session::Socket socket) {
    if (listening_.family != AF_UNIX) {
      error_code ignored;  // a connection that was reset meanwhile
      socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    }
    auto session = std::make_unique<Session>(shared_, std::move(socket));
    const std::string from = counted_as(session->peer());
    const bool full = served() >= shared_->settings.max_connections || is_over_share(session->peer(), from);
    if (full && refused_ >= kRefusedMax) return;  // the socket's destructor closes it
    const auto place = sessions_.insert(sessions_.end(), std::move(session));
    if (full) {
      ++refused_;
    } else {
      ++by_address_[from];
    }
    auto ended = [core = shared_from_this(), place, from, full](std::exception_ptr thrown) {
      core->end(place, from, full, thrown);
    };
    auto running = full ? (*place)->run_refused() : (*place)->run();
    asio::co_spawn(executor_, std::move(running), asio::bind_cancellation_slot((*place)->slot(), std::move(ended)));
    if (!sweeping_) sweep_later();
  }

  bool is_over_share(const std::string& peer, const std::string& from) const {
    if (listening_.family == AF_UNIX) return false;
    const auto found = by_address_.find(from);
    if (found == by_address_.end() || found->second < shared_->settings.connections_per_address_max) return false;
    return !(shared_->settings.is_proxy ? shared_->settings.is_proxy(peer) : is_loopback(peer));
  }

  void end(Sessions::iterator place, const std::string& from, bool was_refused, std::exception_ptr thrown) {
    sessions_.erase(place);
    if (was_refused) {
      --refused_;
    } else {
      discount(from);
    }
    after_end();
    if (thrown && !cancelled_) log::error("session_failed", describe(thrown));
  }

  void discount(const std::string& from) {
    const auto found = by_address_.find(from);
    if (--found->second == 0) by_address_.erase(found);
  }

  void after_end() {
    if (!is_empty()) return;
    emptied_.cancel();
    if (!shared_->stopping) return;
    sweep_timer_.cancel();
    drain_timer_.cancel();
  }

  // The core outlives its sessions, and the session that hands its socket over is one of them.
  SharedStream open_stream(Session::Socket socket, const std::string& peer) {
    const auto address = by_address_.find(counted_as(peer));
    ++address->second;
    auto closed = [core = shared_from_this(), address](SocketStream& stream) {
      core->streams_.erase(&stream);
      if (--address->second == 0) core->by_address_.erase(address);
      core->after_end();
    };
    const auto silence = 2 * shared_->settings.write_timeout;
    auto stream = std::make_shared<SocketStream>(std::move(socket), silence, std::move(closed));
    streams_.insert(stream.get());
    if (cancelled_) stream->close();
    return stream;
  }

  // One timer for all sessions: deadlines are looked at this often, so a wait may last that much longer.
  void sweep_later() {
    const ServerSettings& s = shared_->settings;
    const auto shortest = std::min({s.header_timeout, s.idle_timeout, s.write_timeout});
    sweep_timer_.expires_after(
        std::clamp<digest::Duration>(shortest / 8, std::chrono::milliseconds{5}, std::chrono::seconds{1}));
    sweeping_ = true;
    sweep_timer_.async_wait([weak = weak_from_this()](const error_code& ec) {
      const auto core = weak.lock();
      if (!core) return;
      core->sweeping_ = false;
      if (ec) return;
      const auto now = std::chrono::steady_clock::now();
      core->for_each_session([now](Session& session) { session.expire(now); });
      if (!core->sessions_.empty()) core->sweep_later();
    });
  }

  void cancel_all() {
    cancelled_ = true;
    for_each_session([](Session& session) { session.cancel(); });
    // A stream that is told may close others.
    while (!streams_.empty()) (*streams_.begin())->abort();
  }

  // A session may end inside the call and leave the list: step on first.
  template <class Visit>
  void for_each_session(Visit visit) {
    for (auto next = sessions_.begin(); next != sessions_.end();) {
      const auto current = next++;
      visit(**current);
    }
  }

  asio::any_io_executor executor_;
  ListenSocket listening_;
  asio::basic_socket_acceptor<stream_protocol> acceptor_;
  asio::steady_timer sweep_timer_;
  asio::steady_timer drain_timer_;
  asio::steady_timer emptied_;  // cancelled when the last session ends
  std::shared_ptr<SessionShared> shared_;
  Sessions sessions_;
  std::map<std::string, std::size_t> by_address_;  // connections; see counted_as
  std::size_t refused_ = 0;                        // of the sessions, those over the cap
  std::unordered_set<SocketStream*> streams_;      // their owners hold them
  bool sweeping_ = false;
  bool cancelled_ = false;
  std::chrono::steady_clock::time_point next_exhausted_log_{};
};

class BeastServer : public HttpServer {
 public:
  explicit BeastServer(std::shared_ptr<ServerCore> core) : core_(std::move(core)) {}
  ~BeastServer() override { core_->stop(digest::Duration::zero()); }

  asio::awaitable<void> serve() override { return core_->serve(); }
  void stop(digest::Duration drain) override { core_->stop(drain); }
  void apply(const ServerSettings& settings) override { core_->apply(settings); }
  std::string local_address() const override { return core_->address(); }
  std::size_t connections() const override { return core_->connections(); }

 private:
  std::shared_ptr<ServerCore> core_;
};

}  // namespace

const std::string* ServerRequest::parameter(std::string_view name) const {
  const auto found = std::find_if(query.begin(), query.end(), [&](const auto& pair) { return pair.first == name; });
  return found == query.end() ? nullptr : &found->second;
}

digest::Result<std::unique_ptr<HttpServer>> HttpServer::listen(asio::any_io_executor executor, const Endpoint& endpoint,
                                                               const ServerSettings& settings, Handler handler,
                                                               ErrorPage error_page) {
  auto listening = open_listen_socket(endpoint);
  if (!listening) return listening.error();
  auto core = std::make_shared<ServerCore>(std::move(executor), std::move(*listening), settings, std::move(handler),
                                           std::move(error_page));
  return std::unique_ptr<HttpServer>(std::make_unique<BeastServer>(std::move(core)));
}

}  // namespace gailou::io
