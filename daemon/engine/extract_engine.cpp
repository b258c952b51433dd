#include "daemon/engine/extract_engine.h"

#include "digest/compose/extract.h"

namespace gailou::engine {

ExtractEngine::ExtractEngine() : worker_(std::make_unique<Nothing>()) {}

boost::asio::awaitable<digest::Result<digest::Draft>> ExtractEngine::draft(Asker /*asker*/,
                                                                           const digest::BatchInput& input) {
  auto work = [&input](Nothing&) { return digest::Result<digest::Draft>(digest::extract(input)); };
  co_return co_await worker_.run(std::move(work));
}

}  // namespace gailou::engine
