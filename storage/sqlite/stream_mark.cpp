#include "storage/sqlite/stream_mark.h"

#include <charconv>
#include <cstddef>

#include "storage/hash.h"

namespace gailou::storage::sqlite {
namespace {

using digest::PostId;

/// Eight bytes each, lowest first, whatever the machine.
std::string bytes_of(std::span<const PostId> ids) {
  std::string bytes;
  bytes.reserve(ids.size() * 8);
  for (const auto id : ids) {
    auto value = static_cast<std::uint64_t>(id.value);
    for (int i = 0; i < 8; ++i, value >>= 8) bytes += static_cast<char>(value & 0xff);
  }
  return bytes;
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
