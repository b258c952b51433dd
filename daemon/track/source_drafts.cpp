// Drafts of a slow engine: beside the polls, which go on meanwhile.
#include <algorithm>

#include "daemon/track/source_loop.h"

namespace gailou::track {

namespace asio = boost::asio;

namespace {

// Whoever makes a thread settle sooner rings; this bounds what a lost ring costs.
constexpr digest::Duration kDraftsSleep = std::chrono::minutes{1};
// The polls draft what a fast engine writes. A reload that brings a slow one rings.
constexpr digest::Duration kFastSleep = std::chrono::hours{1};

}  // namespace

/// The one that has waited longest.
std::shared_ptr<Followed> SourceLoop::settled(digest::Instant now) const {
  std::shared_ptr<Followed> first;
  for (const auto& thread : threads_) {
    if (!thread->settles_at || *thread->settles_at > now || thread->is_drafted) continue;
    if (!first || *thread->settles_at < *first->settles_at) first = thread;
  }
  return first;
}

digest::Duration SourceLoop::until_settled(digest::Instant now) const {
  auto length = kDraftsSleep;
  for (const auto& thread : threads_) {
    if (thread->settles_at && !thread->is_drafted) length = std::min(length, *thread->settles_at - now);
  }
  return std::max(length, digest::Duration{1});
}

/// Until cancelled; else `fault_` says why it ended.
asio::awaitable<void> SourceLoop::drafts() {
  while (true) {
    if (!engine_.is_slow()) {
      co_await drafts_wake_.wait_for(clock_, kFastSleep);
      continue;
    }
    const auto now = clock_.now();
    const auto thread = settled(now);
    if (!thread) {
      co_await drafts_wake_.wait_for(clock_, until_settled(now));
      continue;
    }
    const auto drafted = co_await digest_settled(thread);
    if (drafted) continue;
    fault_ = drafted.error();
    co_return;
  }
}

}  // namespace gailou::track
