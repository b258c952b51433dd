// Where pages come from: memory, or a query on the reader's worker. Concurrent misses for one key build once. An actor
// on the loop.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/io/clock.h"
#include "daemon/io/store_thread.h"
#include "daemon/serve/outcome.h"
#include "daemon/serve/page_cache.h"

namespace gailou::serve {

/// What came of an order. A page is shared; a redirect or a problem is never kept.
using Answer = std::variant<SharedBuilt, Redirect, Problem>;

class PageSource {
 public:
  PageSource(io::OwningThread<storage::Reader>& reader, io::Clock& clock);
  ~PageSource();
  PageSource(const PageSource&) = delete;
  PageSource& operator=(const PageSource&) = delete;

  /// The kept page of `key`, or what `build` makes of the store; an empty key is built anew and not kept.
  boost::asio::awaitable<digest::Result<Answer>> get(std::string key, Build build);

  /// Pages of the thread are old from now on, also those being built: who waits for one gets it, nobody after.
  void changed(digest::ThreadId thread);
  void clear();

  const PageCache& cache() const { return cache_; }

 private:
  struct Flight;
  class Landing;

  boost::asio::awaitable<digest::Result<Answer>> build_anew(Build build);
  boost::asio::awaitable<digest::Result<Answer>> build_once(std::string key, Build build);
  void forget_flights();

  io::OwningThread<storage::Reader>& reader_;
  io::Clock& clock_;
  PageCache cache_;
  std::unordered_map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace gailou::serve
