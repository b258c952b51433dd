#include "daemon/serve/page_cache.h"

#include <algorithm>
#include <utility>

namespace gailou::serve {

namespace {

// What a slot costs beside its page: key, tag, list and table nodes. Keeps the number of remembered slots bounded too.
constexpr std::size_t kSlotBytes = 512;

}  // namespace

SharedBuilt PageCache::find(const std::string& key) {
  const auto found = slots_.find(key);
  if (found == slots_.end()) return nullptr;
  order_.splice(order_.begin(), order_, found->second);
  return found->second->built;
}

SharedBuilt PageCache::keep(const std::string& key, Built built, digest::Instant now) {
  auto modified = built.page.modified;
  if (const auto found = slots_.find(key); found != slots_.end()) {
    const Slot& before = *found->second;
    if (before.etag == built.page.etag) {
      modified = before.modified;
    } else if (modified <= before.modified) {
      modified = now;  // changed by something that has no stored time of its own, such as a thread's state
    }
    bytes_ -= found->second->bytes;
    order_.erase(found->second);
    slots_.erase(found);
  }
  built.page.modified = std::min(modified, now);

  Slot slot{.key = key, .thread = built.thread, .etag = built.page.etag, .modified = built.page.modified};
  slot.bytes = kSlotBytes + key.size() + built.page.bytes();
  slot.built = std::make_shared<const Built>(std::move(built));
  auto kept = slot.built;
  bytes_ += slot.bytes;
  order_.push_front(std::move(slot));
  slots_.emplace(key, order_.begin());
  trim();
  return kept;
}

void PageCache::changed(digest::ThreadId thread) {
  for (Slot& slot : order_) {
    if (slot.built && (!slot.thread || *slot.thread == thread)) drop(slot);
  }
}

void PageCache::clear() {
  for (Slot& slot : order_) {
    if (slot.built) drop(slot);
  }
}

void PageCache::drop(Slot& slot) {
  slot.built.reset();
  bytes_ -= slot.bytes;
  slot.bytes = kSlotBytes + slot.key.size();
  bytes_ += slot.bytes;
}

void PageCache::trim() {
  while (bytes_ > bytes_max_ && !order_.empty()) {
    bytes_ -= order_.back().bytes;
    slots_.erase(order_.back().key);
    order_.pop_back();
  }
}

}  // namespace gailou::serve
