// Pages in memory: least recently used out first, bounded by bytes, keyed by the canonical name of their bytes. What a
// change makes old is dropped at once, text and all (a withdrawn text may not linger); its tag and time stay, so that a
// page that comes out the same again keeps its Last-Modified.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "daemon/serve/outcome.h"

namespace gailou::serve {

using SharedBuilt = std::shared_ptr<const Built>;

class PageCache {
 public:
  explicit PageCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  /// The page if it is there and current; null otherwise.
  SharedBuilt find(const std::string& key);

  /// Keeps a page that was just built and settles its Last-Modified: when these bytes first differed from those before,
  /// never later than `now`.
  SharedBuilt keep(const std::string& key, Built built, digest::Instant now);

  /// Drops the pages of one thread, and those that depend on all.
  void changed(digest::ThreadId thread);
  void clear();

  std::size_t bytes() const { return bytes_; }
  std::size_t pages() const { return order_.size(); }

 private:
  struct Slot {
    std::string key{};
    SharedBuilt built{};  // null: dropped, only remembered
    std::optional<digest::ThreadId> thread{};
    std::string etag{};
    digest::Instant modified{};
    std::size_t bytes = 0;
  };
  using Order = std::list<Slot>;  // most recently used first

  void drop(Slot& slot);
  void trim();

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  Order order_;
  std::unordered_map<std::string, Order::iterator> slots_;
};

}  // namespace gailou::serve
