#include "daemon/io/server/http_session.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <arpa/inet.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

#include "daemon/io/http_date.h"
#include "daemon/io/log.h"
#include "daemon/io/server/response_head.h"
#include "daemon/io/task_group.h"

namespace gailou::io {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t kReadBytes = 1024;  // one request of a browser; what an idle connection holds
constexpr std::size_t kIdleCapacityMax = 4096;
constexpr std::size_t kLingerBytesMax = 64 * 1024;
constexpr digest::Duration kLingerTime = std::chrono::seconds{1};
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

std::string peer_of(const Session::Socket& socket) {
  error_code ec;
  const auto endpoint = socket.remote_endpoint(ec);
  if (ec) return "unknown";
  char text[INET6_ADDRSTRLEN] = {};
  const sockaddr* address = endpoint.data();
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, address, sizeof v4);
    inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  } else if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof v6);
    inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
  } else {
    return "unix";
  }
  return text;
}

}  // namespace

const std::string& SessionShared::date() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (now != date_of_) {
    date_of_ = now;
    date_ = http_date(now);
  }
  return date_;
}

std::string SessionShared::make_request_id() {
  // splitmix64: well spread, so that ids of neighbouring requests don't look alike.
  std::uint64_t mixed = next_id += 0x9e3779b97f4a7c15ULL;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
  mixed ^= mixed >> 31;
  std::string id;
  for (int shift = 60; shift >= 0; shift -= 4) id += "0123456789abcdef"[(mixed >> shift) & 15U];
  return id;
}

Session::Session(std::shared_ptr<SessionShared> shared, Socket socket)
    : shared_(std::move(shared)), socket_(std::move(socket)) {
  error_code ignored;  // a reset connection: the first read says so
  socket_.non_blocking(true, ignored);
  request_.peer = peer_of(socket_);
}

void Session::wait_at_most(digest::Duration length) {
  expired_ = false;
  deadline_ = std::chrono::steady_clock::now() + length;
}

void Session::wait_without_limit() {
  expired_ = false;
  deadline_ = TimePoint::max();
}

void Session::expire(TimePoint now) {
  if (now < deadline_) return;
  wait_without_limit();
  expired_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

void Session::close_if_idle() {
  if (!idle_) return;
  error_code ignored;
  socket_.cancel(ignored);
}

asio::awaitable<void> Session::run() {
  for (;;) {
    Got got = co_await read_head();
    if (got == Got::request && facts_.body_bytes > 0) got = co_await read_body(facts_.body_bytes);
    if (got == Got::closed) co_return;
    bool go_on = false;
    if (got == Got::request) {
      go_on = co_await answer_request();
    } else {
      go_on = co_await answer_refusal();
    }
    if (!go_on) break;
  }
  co_await linger();
}

asio::awaitable<void> Session::run_refused() {
  auto full = page(503, "the server has as many connections as it may");
  if (co_await send(std::move(full), true)) co_await linger();
}

asio::awaitable<Session::Got> Session::read_head() {
  HeaderScan scan(shared_->settings.header_bytes_max);
  idle_ = in_.empty();
  if (idle_ && in_.capacity() > kIdleCapacityMax) std::string{}.swap(in_);
  const bool waits_long = idle_ && served_any_;
  wait_at_most(waits_long ? shared_->settings.idle_timeout : shared_->settings.header_timeout);
  for (;;) {
    switch (scan.feed(in_)) {
      case HeaderScan::State::refused:
        co_return refuse(scan.refusal());
      case HeaderScan::State::complete: {
        const std::string block = in_.substr(0, scan.size());
        in_.erase(0, scan.size());
        co_return take_request(block) ? Got::request : Got::refused;
      }
      case HeaderScan::State::more:
        break;
    }
    if (idle_ && shared_->stopping) co_return Got::closed;
    const std::size_t read = co_await read_some(kReadBytes);
    if (read == 0) {
      const bool late = expired_ && !in_.empty();
      idle_ = false;
      co_return late ? refuse(Refusal{.status = 408, .detail = "the request did not arrive in time"}) : Got::closed;
    }
    if (idle_) wait_at_most(shared_->settings.header_timeout);
    idle_ = false;
  }
}

asio::awaitable<Session::Got> Session::read_body(std::size_t bytes) {
  if (facts_.expects_continue && in_.empty()) {
    std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const bool sent = co_await write(std::move(go_on), nullptr);
    if (!sent) co_return Got::closed;
  }
  wait_at_most(shared_->settings.header_timeout);
  while (in_.size() < bytes) {
    const std::size_t wanted = std::min(bytes - in_.size(), std::size_t{64} * 1024);
    const std::size_t read = co_await read_some(wanted);
    if (read != 0) continue;
    co_return expired_ ? refuse(Refusal{.status = 408, .detail = "the body did not arrive in time"}) : Got::closed;
  }
  request_.body = in_.substr(0, bytes);
  in_.erase(0, bytes);
  co_return Got::request;
}

// Appends to in_; 0 = the end, an error, or the deadline.
asio::awaitable<std::size_t> Session::read_some(std::size_t room) {
  const std::size_t before = in_.size();
  in_.resize(before + room);
  const auto buffer = asio::buffer(in_.data() + before, room);
  const auto [ec, read] = co_await socket_.async_read_some(buffer, kAwait);
  in_.resize(before + (ec ? 0 : read));
  co_return ec ? 0 : read;
}

Session::Got Session::refuse(Refusal refusal) {
  refusal_ = std::move(refusal);
  return Got::refused;
}

// Fills request_ from a header block; false when it is refused.
bool Session::take_request(std::string_view block) {
  ServerRequest request;
  request.peer = std::move(request_.peer);
  request_ = std::move(request);
  facts_ = {};
  auto refusal = read_request(block, shared_->settings, request_, facts_);
  if (request_.request_id.empty()) request_.request_id = shared_->make_request_id();
  if (refusal) refuse(std::move(*refusal));
  return !refusal;
}

// False when the connection is to be closed.
asio::awaitable<bool> Session::answer_request() {
  served_any_ = true;
  wait_without_limit();
  ServerResponse response = co_await ask_handler();
  if (!is_sendable(response)) {
    log::error("response_refused", "a response with a field that can't be sent",
               {{"target", request_.target}, {"request_id", request_.request_id}});
    response = page(500, "");
  }
  const bool close = response.close || !facts_.keep_alive || shared_->stopping;
  if (response.stream) co_return co_await hand_over(std::move(response));
  const bool sent = co_await send(std::move(response), close);
  co_return sent && !close;
}

asio::awaitable<ServerResponse> Session::ask_handler() {
  std::exception_ptr thrown;
  try {
    auto answering = shared_->handler(request_);
    co_return co_await std::move(answering);
  } catch (...) {
    thrown = std::current_exception();  // judged below, outside of the handler: cancelled or failed
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) std::rethrow_exception(thrown);
  log::error("request_failed", describe(thrown), {{"target", request_.target}, {"request_id", request_.request_id}});
  co_return page(500, "");
}

asio::awaitable<bool> Session::answer_refusal() {
  served_any_ = true;
  auto refused = page(refusal_.status, refusal_.detail);
  const bool close = refusal_.close || !facts_.keep_alive || shared_->stopping;
  const bool sent = co_await send(std::move(refused), close);
  co_return sent && !close;
}

ServerResponse Session::page(int status, std::string_view detail) {
  try {
    if (shared_->error_page) {
      auto made = shared_->error_page(status, detail, request_);
      if (is_sendable(made) && !made.stream) return made;
    }
  } catch (...) {
    log::error("error_page_failed", describe(std::current_exception()), {{"status", status}});
  }
  ServerResponse plain;
  plain.status = status;
  plain.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  const std::string words = detail.empty() ? std::string(reason_of(status)) : std::string(detail);
  plain.body = std::make_shared<const std::string>(words + "\n");
  return plain;
}

asio::awaitable<bool> Session::send(ServerResponse response, bool close) {
  const std::size_t length = response.body ? response.body->size() : 0;
  const HeadFacts facts{
      .date = shared_->date(), .request_id = request_.request_id, .content_length = length, .close = close};
  std::string head = response_head(response, facts);
  const bool bodiless = request_.head() || response.status == 204 || response.status == 304;
  Bytes body = bodiless ? nullptr : std::move(response.body);
  co_return co_await write(std::move(head), std::move(body));
}

// After it the session has no socket any more and ends.
asio::awaitable<bool> Session::hand_over(ServerResponse response) {
  const HeadFacts facts{
      .date = shared_->date(), .request_id = request_.request_id, .content_length = std::nullopt, .close = true};
  std::string head = response_head(response, facts);
  const bool sent = co_await write(std::move(head), nullptr);
  if (!sent || request_.head()) co_return false;
  wait_without_limit();
  response.stream(shared_->open_stream(std::move(socket_), request_.peer));
  co_return false;
}

// Header and body leave as one gather write; what the kernel doesn't take at once follows asynchronously.
asio::awaitable<bool> Session::write(std::string head, Bytes body) {
  std::array<asio::const_buffer, 2> buffers{asio::buffer(head), body ? asio::buffer(*body) : asio::const_buffer{}};
  const std::size_t total = buffers[0].size() + buffers[1].size();
  error_code ec;
  std::size_t written = socket_.write_some(buffers, ec);
  if (ec && ec != asio::error::would_block && ec != asio::error::try_again) co_return false;
  if (written == total) co_return true;
  wait_at_most(shared_->settings.write_timeout);
  const std::size_t of_head = std::min(written, buffers[0].size());
  buffers[0] += of_head;
  buffers[1] += written - of_head;
  const auto [failed, rest] = co_await asio::async_write(socket_, buffers, kAwait);
  co_return !failed && written + rest == total;
}

// Closing with unread bytes would reset the connection and could take the answer with it: say that no more comes, then
// read a little of what is still under way.
asio::awaitable<void> Session::linger() {
  error_code ec;
  socket_.shutdown(Socket::shutdown_send, ec);
  if (ec) co_return;
  wait_at_most(kLingerTime);
  for (std::size_t total = 0; total < kLingerBytesMax;) {
    in_.clear();
    const std::size_t read = co_await read_some(kReadBytes);
    if (read == 0) co_return;
    total += read;
  }
}

}  // namespace gailou::io
