#include "daemon/protocol/thread_ref.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace gailou::protocol {

namespace {

constexpr std::int64_t kIdMax = std::int64_t{1} << 53;

std::optional<std::int64_t> id_in(std::string_view text) {
  std::int64_t id = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool whole = !text.empty() && fault == std::errc{} && end == text.data() + text.size();
  if (!whole || text.front() < '1' || text.front() > '9' || id > kIdMax) return std::nullopt;
  return id;
}

}  // namespace

bool is_source_name(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

digest::Result<ThreadRef> parse_thread_ref(std::string_view text) {
  if (text.find("://") != std::string_view::npos) return ThreadRef{ThreadUrl{std::string(text)}};
  if (const auto number = id_in(text)) return ThreadRef{digest::ThreadId{*number}};
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos && is_source_name(text.substr(0, slash))) {
    if (const auto id = id_in(text.substr(slash + 1))) {
      return ThreadRef{storage::ThreadName{std::string(text.substr(0, slash)), digest::TopicId{*id}}};
    }
  }
  return digest::Error{.code = digest::Code::malformed,
                       .what = "'" + std::string(text.substr(0, 200)) + "' names no thread",
                       .hint = "a thread is named by SOURCE/ID, its URL or its number in `gailou list`"};
}

std::string text_of(const storage::ThreadName& name) {
  return name.source + "/" + std::to_string(name.topic.value);
}

}  // namespace gailou::protocol
