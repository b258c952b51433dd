#include "daemon/io/client/idle_connections.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace gailou::io {

namespace {

constexpr std::size_t kIdleConnectionsMax = 64;
constexpr std::chrono::milliseconds kOnTheWay = std::chrono::seconds{1};

}  // namespace

std::chrono::milliseconds keep_for(const HttpResponse& response) {
  const auto field = response.headers.find("keep-alive");
  if (field == response.headers.end()) return kIdleMax;
  constexpr std::string_view kName = "timeout=";
  const std::string_view text = field->second;
  const auto at = text.find(kName);
  if (at == std::string_view::npos) return kIdleMax;
  int seconds = 0;
  const auto [end, fault] = std::from_chars(text.data() + at + kName.size(), text.data() + text.size(), seconds);
  if (fault != std::errc{} || seconds < 0) return kIdleMax;
  const auto said = std::chrono::milliseconds{std::chrono::seconds{std::min(seconds, 3600)}} - kOnTheWay;
  return std::clamp(said, std::chrono::milliseconds{0}, kIdleMax);
}

std::optional<Line> IdleConnections::take(const std::string& key, Line::Clock::time_point now) {
  const auto found = lines_.find(key);
  if (found == lines_.end()) return std::nullopt;
  Line line = std::move(found->second);
  lines_.erase(found);
  const bool old = now - line.idle_since >= line.keep_for || now - line.opened >= kConnectionAgeMax ||
                   line.requests >= kRequestsPerConnectionMax;
  if (old || line.connection->is_stale()) return std::nullopt;
  return line;
}

void IdleConnections::keep(const std::string& key, Line line) {
  if (lines_.size() >= kIdleConnectionsMax && !lines_.contains(key)) {
    lines_.erase(std::ranges::min_element(lines_, {}, [](const auto& each) { return each.second.idle_since; }));
  }
  lines_.insert_or_assign(key, std::move(line));
}

}  // namespace gailou::io
