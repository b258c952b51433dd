// The offline engine: digest::extract on a worker of its own, so that a large batch never holds the loop.
#pragma once

#include "daemon/engine/engine.h"
#include "daemon/io/store_thread.h"

namespace gailou::engine {

class ExtractEngine : public Engine {
 public:
  ExtractEngine();
  std::string_view name() const override { return "extract"; }
  boost::asio::awaitable<digest::Result<digest::Draft>> draft(Asker asker, const digest::BatchInput& input) override;

 private:
  struct Nothing {};
  io::OwningThread<Nothing> worker_;
};

}  // namespace gailou::engine
