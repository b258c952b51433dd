#pragma once

#include "daemon/engine/engine.h"
#include "digest/compose/extract.h"

namespace gailou::simulation {

/// The offline engine without a worker of its own: virtual time waits for nobody.
class InlineEngine : public engine::Engine {
 public:
  std::string_view name() const override { return "extract"; }
  boost::asio::awaitable<digest::Result<digest::Draft>> draft(engine::Asker /*asker*/,
                                                              const digest::BatchInput& input) override {
    co_return digest::extract(input);
  }
};

}  // namespace gailou::simulation
