#include "daemon/io/client/connect_race.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gailou::io {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

// Shared by the coroutine that waits and the handlers of the attempts, which may come after it has gone.
class Race : public std::enable_shared_from_this<Race> {
 public:
  Race(asio::any_io_executor executor, RaceFacts facts)
      : executor_(executor), facts_(std::move(facts)), decided_(executor), pause_(executor) {
    sockets_.reserve(facts_.addresses.size());
    decided_.expires_at(asio::steady_timer::time_point::max());
  }

  asio::awaitable<Result<void>> run(tcp::socket& into) {
    begin_next();
    co_await decided_.async_wait(asio::as_tuple(asio::use_awaitable));
    over_ = true;
    pause_.cancel();
    error_code ignored;
    for (tcp::socket& socket : sockets_) socket.close(ignored);
    if (winner_) {
      into = std::move(*winner_);
      co_return Result<void>{};
    }
    if (failed_ < facts_.addresses.size()) co_return Error{.code = Code::cancelled, .what = "cancelled"};
    co_return Error{.code = Code::unavailable, .what = "can't connect to " + facts_.host + " (" + causes_ + ")"};
  }

 private:
  void begin_next() {
    if (over_ || sockets_.size() == facts_.addresses.size()) return;
    const std::size_t place = sockets_.size();
    const tcp::endpoint endpoint(facts_.addresses[place], facts_.port);
    sockets_.emplace_back(executor_);  // within the reserve: none moves
    sockets_.back().async_connect(endpoint,
                                  [self = shared_from_this(), place](const error_code& ec) { self->ended(place, ec); });
    pause_.expires_after(facts_.next_attempt);
    pause_.async_wait([self = shared_from_this()](const error_code& ec) {
      if (!ec) self->begin_next();
    });
  }

  void ended(std::size_t place, error_code ec) {
    if (over_) return;
    if (!ec) {
      // Whom we are connected to is asked once more: the check was on the address, not on the way there.
      const auto peer = sockets_[place].remote_endpoint(ec);
      if (!ec && peer.address() != facts_.addresses[place]) ec = asio::error::connection_aborted;
    }
    if (!ec) {
      over_ = true;
      winner_.emplace(std::move(sockets_[place]));
      error_code ignored;
      winner_->set_option(tcp::no_delay(true), ignored);
      decided_.cancel();
      return;
    }
    ++failed_;
    causes_ += (causes_.empty() ? "" : "; ") + facts_.addresses[place].to_string() + ": " + ec.message();
    if (failed_ == facts_.addresses.size()) {
      over_ = true;
      decided_.cancel();
    } else {
      begin_next();
    }
  }

  asio::any_io_executor executor_;
  RaceFacts facts_;
  asio::steady_timer decided_;  // cancelled by the end of the race
  asio::steady_timer pause_;
  std::vector<tcp::socket> sockets_{};
  std::optional<tcp::socket> winner_{};
  std::size_t failed_ = 0;
  std::string causes_{};
  bool over_ = false;
};

}  // namespace

Addresses in_turn(const Addresses& addresses) {
  Addresses kinds[2];  // IPv6, IPv4
  for (const auto& address : addresses) kinds[address.is_v6() ? 0 : 1].push_back(address);
  Addresses order;
  for (std::size_t i = 0; order.size() < addresses.size(); ++i) {
    for (const Addresses& kind : kinds) {
      if (i < kind.size()) order.push_back(kind[i]);
    }
  }
  if (order.size() > kAttemptsMax) order.resize(kAttemptsMax);
  return order;
}

asio::awaitable<Result<void>> connect_first(tcp::socket& socket, RaceFacts facts) {
  if (facts.addresses.empty()) {
    co_return Error{.code = Code::unavailable, .what = facts.host + " has no address"};
  }
  const auto race = std::make_shared<Race>(socket.get_executor(), std::move(facts));
  co_return co_await race->run(socket);
}

}  // namespace gailou::io
