// The seam to what turns a batch into operations.
#pragma once

#include <optional>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "daemon/engine/settings.h"
#include "digest/error.h"
#include "digest/operation.h"

namespace gailou::engine {

/// Whose batch it is: what costs are booked on.
struct Asker {
  digest::ThreadId thread{};
  std::optional<Kind> kind{};  // chosen for this thread by hand
};

class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::string_view name() const = 0;
  /// Whether BatchInput::recent is to be filled.
  virtual bool wants_recent() const { return false; }
  /// Whether a draft can take minutes, so that polls must not wait for it.
  virtual bool is_slow() const { return false; }
  /// Writes nothing of the digest. `input` must outlive the await. An error leaves the batch taken; unavailable with a
  /// retry_after_ms means that the engine's endpoint rests that long, and says nothing of the forum.
  virtual boost::asio::awaitable<digest::Result<digest::Draft>> draft(Asker asker, const digest::BatchInput& input) = 0;
};

}  // namespace gailou::engine
