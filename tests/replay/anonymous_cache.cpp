#include "tests/replay/anonymous_cache.h"

namespace gailou::replay {
namespace {

constexpr auto kServed = std::chrono::seconds{60};

void mark(io::ServerResponse& answer, const char* as) {
  answer.headers.emplace_back("X-Discourse-Cached", as);
}

}  // namespace

std::optional<io::ServerResponse> AnonymousCache::find(const std::string& target, digest::Instant now) {
  const auto at = entries_.find(target);
  if (at == entries_.end() || !at->second.kept_at || now - *at->second.kept_at >= kServed) return std::nullopt;
  auto answer = at->second.answer;
  mark(answer, "true");
  return answer;
}

void AnonymousCache::pass(const std::string& target, digest::Instant now, io::ServerResponse& answer) {
  if (answer.status != 200) return;
  auto& entry = entries_[target];
  const bool asked_before = entry.first_asked != digest::Instant{} && now - entry.first_asked < kServed;
  if (!asked_before) {
    entry = Entry{.first_asked = now};
    mark(answer, "skip");
    return;
  }
  entry.answer = answer;
  entry.kept_at = now;
  mark(answer, "store");
}

}  // namespace gailou::replay
