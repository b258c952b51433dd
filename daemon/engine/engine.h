// The seam to what turns a batch into operations.
#pragma once

#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "digest/error.h"
#include "digest/operation.h"

namespace gailou::engine {

class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::string_view name() const = 0;
  /// Never touches the store. `input` must outlive the await.
  virtual boost::asio::awaitable<digest::Result<digest::Draft>> draft(const digest::BatchInput& input) = 0;
};

}  // namespace gailou::engine
