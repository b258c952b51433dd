#include "daemon/io/server/socket_stream.h"

#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace gailou::io {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// What the kernel holds for one reader (it doubles this). Left to itself it grows to megabytes for one who reads
// slowly.
constexpr int kSendBufferBytes = 64 * 1024;
// A client has nothing to say on a stream; who sends more than this is none.
constexpr std::size_t kUnaskedBytesMax = 64 * 1024;

bool is_full(const error_code& ec) {
  return ec == asio::error::would_block || ec == asio::error::try_again;
}

// A reader's machine that has lost its power says nothing: the kernel gives up after this.
void limit_silence(Session::Socket& socket, digest::Duration unanswered_max) {
  const auto milliseconds = static_cast<unsigned>(unanswered_max.count());
  // A Unix socket has no such option and needs none.
  static_cast<void>(
      ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds));
}

}  // namespace

SocketStream::SocketStream(Session::Socket socket, digest::Duration unanswered_max, OnClosed on_closed)
    : socket_(std::move(socket)), on_closed_(std::move(on_closed)) {
  error_code ignored;  // a connection that was reset meanwhile: the first write says so
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::socket_base::send_buffer_size(kSendBufferBytes), ignored);
  limit_silence(socket_, unanswered_max);
}

SocketStream::~SocketStream() {
  SocketStream::close();
}

void SocketStream::watch(Watcher& watcher) {
  watcher_ = &watcher;
  listen();
}

digest::Result<std::size_t> SocketStream::write_some(std::string_view bytes) {
  error_code ec;
  const std::size_t written = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), ec);
  if (!ec) return written;
  if (is_full(ec)) return std::size_t{0};
  return digest::Error{.code = digest::Code::unavailable, .what = "the reader has gone: " + ec.message()};
}

void SocketStream::ask_may_write() {
  socket_.async_wait(Session::Socket::wait_write, [self = shared_from_this()](const error_code& ec) {
    if (!ec && self->watcher_ != nullptr) self->watcher_->may_write();
  });
}

void SocketStream::close() {
  watcher_ = nullptr;
  if (!socket_.is_open()) return;
  error_code ignored;
  socket_.shutdown(Session::Socket::shutdown_send, ignored);
  socket_.close(ignored);
  if (on_closed_) std::exchange(on_closed_, nullptr)(*this);
}

void SocketStream::abort() {
  const auto self = shared_from_this();
  if (watcher_ != nullptr) watcher_->has_gone();
  close();
}

void SocketStream::listen() {
  socket_.async_wait(Session::Socket::wait_read,
                     [self = shared_from_this()](const error_code& ec) { self->heard(ec); });
}

// Either the end of the connection, or bytes that are read and forgotten.
void SocketStream::heard(const error_code& ec) {
  if (watcher_ == nullptr) return;
  std::array<char, 4096> scratch{};
  error_code failed = ec;
  const std::size_t read = ec ? 0 : socket_.read_some(asio::buffer(scratch), failed);
  unasked_ += read;
  if ((failed && !is_full(failed)) || unasked_ > kUnaskedBytesMax) {
    abort();
  } else {
    listen();
  }
}

}  // namespace gailou::io
