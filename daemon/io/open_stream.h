// A connection whose answer goes on for as long as its reader stays (server-sent events). It has left its session, so
// that it costs no coroutine and no buffer; who took it over writes what the kernel takes, and never waits.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "digest/error.h"

namespace gailou::io {

class OpenStream {
 public:
  /// Told on the loop; may close the stream from within.
  class Watcher {
   public:
    /// The kernel has room again: asked for with ask_may_write(), told once.
    virtual void may_write() = 0;
    /// The reader has closed the connection or sends what nobody asked for, or the server's drain time is over. The
    /// stream is closed after it.
    virtual void has_gone() = 0;

   protected:
    ~Watcher() = default;
  };

  virtual ~OpenStream() = default;
  /// From now on `watcher` is told; it must live until close().
  virtual void watch(Watcher& watcher) = 0;
  /// How many bytes the kernel took, from none (it has no room) to all; unavailable if the reader has gone.
  virtual digest::Result<std::size_t> write_some(std::string_view bytes) = 0;
  virtual void ask_may_write() = 0;
  /// Ends the connection; what the kernel took is still sent. Nobody is told anything afterwards.
  virtual void close() = 0;
};

using SharedStream = std::shared_ptr<OpenStream>;

/// Takes a stream over, once its head has been sent. Runs on the loop.
using StreamTaker = std::function<void(SharedStream)>;

}  // namespace gailou::io
