#include "storage/sqlite/stream_mark.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "storage/hash.h"

namespace gailou::storage::sqlite {
namespace {

using digest::PostId;

/// In this machine's byte order: a mark from elsewhere only costs one full comparison.
std::string_view bytes_of(std::span<const PostId> ids) {
  static_assert(sizeof(PostId) == sizeof(std::int64_t));
  return {reinterpret_cast<const char*>(ids.data()), ids.size_bytes()};
}

}  // namespace

std::string stream_mark(std::span<const PostId> stream) {
  return std::to_string(stream.size()) + ":" + to_hex(sha256(bytes_of(stream)));
}

std::optional<std::span<const PostId>> tail_behind(const std::string& mark, const std::vector<PostId>& stream) {
  std::size_t count = 0;
  const auto [end, ec] = std::from_chars(mark.data(), mark.data() + mark.size(), count);
  if (ec != std::errc{} || count > stream.size()) return std::nullopt;
  const auto head = std::span(stream).first(count);
  if (stream_mark(head) != mark) return std::nullopt;
  return std::span(stream).subspan(count);
}

}  // namespace gailou::storage::sqlite
