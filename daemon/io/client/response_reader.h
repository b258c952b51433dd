// A response out of the bytes of a connection: interim responses skipped, the body decoded, everything bounded. Knows
// no socket.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "daemon/io/http_client.h"
#include "digest/error.h"

namespace gailou::io {

/// Longest header block of a response.
inline constexpr std::size_t kResponseHeaderBytesMax = 64 * 1024;

class ResponseReader {
 public:
  explicit ResponseReader(std::size_t body_bytes_max);
  ResponseReader(const ResponseReader&) = delete;
  ResponseReader& operator=(const ResponseReader&) = delete;
  ~ResponseReader();

  /// malformed: not HTTP, bad gzip. too_large: a cap.
  digest::Result<void> feed(std::string_view bytes);
  /// The connection has ended; `cleanly`: by a proper close, not by a cut TLS stream. malformed if more was due.
  digest::Result<void> end(bool cleanly);
  bool done() const;
  /// Whether any byte came: a connection that was silent may have been closed before the request.
  bool any() const;
  /// After done(): whether the connection may carry another request.
  bool reusable() const;
  /// After done().
  digest::Result<HttpResponse> take();

 private:
  class Parser;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gailou::io
