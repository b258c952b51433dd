// A stream over an accepted socket. Lives until it is closed and its last wait has been told.
#pragma once

#include <functional>
#include <memory>

#include "daemon/io/open_stream.h"
#include "daemon/io/server/http_session.h"

namespace gailou::io {

class SocketStream final : public OpenStream, public std::enable_shared_from_this<SocketStream> {
 public:
  /// Told when the stream has been closed; ends the stream's being counted.
  using OnClosed = std::function<void(SocketStream&)>;

  /// `unanswered_max`: how long a reader's machine may leave bytes unacknowledged.
  SocketStream(Session::Socket socket, digest::Duration unanswered_max, OnClosed on_closed);
  ~SocketStream() override;

  void watch(Watcher& watcher) override;
  digest::Result<std::size_t> write_some(std::string_view bytes) override;
  void ask_may_write() override;
  void close() override;

  /// As if the reader had gone.
  void abort();

 private:
  void listen();
  void heard(const boost::system::error_code& ec);

  Session::Socket socket_;
  OnClosed on_closed_;
  Watcher* watcher_ = nullptr;
  std::size_t unasked_ = 0;  // bytes that came from the reader
};

}  // namespace gailou::io
