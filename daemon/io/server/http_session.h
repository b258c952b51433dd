// One accepted connection: requests in, answers out, one after the other, until either side closes. TCP and Unix
// sockets alike.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include "daemon/io/http_server.h"
#include "daemon/io/server/request_check.h"
#include "daemon/io/server/request_reader.h"

namespace gailou::io {

/// What the sessions of one server share.
struct SessionShared {
  using Socket = boost::asio::generic::stream_protocol::socket;
  ServerSettings settings{};
  Handler handler{};
  ErrorPage error_page{};
  /// A connection that leaves its session; counted by the server from then on.
  std::function<SharedStream(Socket, const std::string& peer)> open_stream{};
  bool stopping = false;
  std::uint64_t next_id = 0;  // seeded at random: request ids don't repeat over restarts

  /// Now as a Date field; made once a second.
  const std::string& date();
  std::string make_request_id();

 private:
  std::chrono::sys_seconds date_of_{};
  std::string date_{};
};

class Session {
 public:
  using Socket = SessionShared::Socket;
  using TimePoint = std::chrono::steady_clock::time_point;

  Session(std::shared_ptr<SessionShared> shared, Socket socket);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Serves until the connection ends.
  boost::asio::awaitable<void> run();
  /// Says that the server is full, and closes.
  boost::asio::awaitable<void> run_refused();

  /// Ends a wait that has passed its deadline. Called by the server's sweep.
  void expire(TimePoint now);
  /// Closes the connection if no byte of a request has come.
  void close_if_idle();
  /// Ends the session at its next wait.
  void cancel() { signal_.emit(boost::asio::cancellation_type::terminal); }
  const std::string& peer() const { return request_.peer; }
  boost::asio::cancellation_slot slot() { return signal_.slot(); }

 private:
  enum class Got { request, refused, closed };

  boost::asio::awaitable<Got> read_head();
  boost::asio::awaitable<Got> read_body(std::size_t bytes);
  boost::asio::awaitable<std::size_t> read_some(std::size_t room);
  boost::asio::awaitable<bool> answer_request();
  boost::asio::awaitable<ServerResponse> ask_handler();
  boost::asio::awaitable<bool> answer_refusal();
  boost::asio::awaitable<bool> send(ServerResponse response, bool close);
  boost::asio::awaitable<bool> hand_over(ServerResponse response);
  boost::asio::awaitable<bool> write(std::string head, Bytes body);
  boost::asio::awaitable<void> linger();

  bool take_request(std::string_view block);
  Got refuse(Refusal refusal);
  ServerResponse page(int status, std::string_view detail);
  void wait_at_most(digest::Duration length);
  void wait_without_limit();

  std::shared_ptr<SessionShared> shared_;
  Socket socket_;
  boost::asio::cancellation_signal signal_;
  TimePoint deadline_ = TimePoint::max();
  bool expired_ = false;  // the deadline passed during the current wait
  bool idle_ = false;     // waiting for a request's first byte
  bool served_any_ = false;
  std::string in_;  // bytes read and not used up; empty capacity while idle stays small
  RequestFacts facts_{};
  ServerRequest request_{};
  Refusal refusal_{};
};

}  // namespace gailou::io
