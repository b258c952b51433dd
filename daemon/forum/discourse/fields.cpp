#include "daemon/forum/discourse/fields.h"

#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

namespace gailou::forum::discourse {
namespace {

using nlohmann::json;

constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;

std::optional<std::int64_t> in_range(std::int64_t value) {
  if (value < 0 || value > kLargest) return std::nullopt;
  return value;
}

std::optional<std::int64_t> from_digits(const std::string& digits) {
  std::int64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, fault] = std::from_chars(digits.data(), end, value);
  if (fault != std::errc{} || stop != end) return std::nullopt;
  return in_range(value);
}

const json* find(const json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto at = object.find(key);
  return at == object.end() ? nullptr : &*at;
}

}  // namespace

std::optional<std::int64_t> number_of(const json& value) {
  if (value.is_number_unsigned()) {
    const auto v = value.get<std::uint64_t>();
    if (v > static_cast<std::uint64_t>(kLargest)) return std::nullopt;
    return static_cast<std::int64_t>(v);
  }
  if (value.is_number_integer()) return in_range(value.get<std::int64_t>());
  if (value.is_string()) return from_digits(value.get_ref<const std::string&>());
  if (!value.is_number_float()) return std::nullopt;
  const auto v = value.get<double>();
  if (!(v >= 0) || v > static_cast<double>(kLargest) || v != std::floor(v)) return std::nullopt;
  return static_cast<std::int64_t>(v);
}

std::optional<std::int64_t> number(const json& object, const char* key) {
  const json* value = find(object, key);
  return value == nullptr ? std::nullopt : number_of(*value);
}

std::optional<std::int64_t> id_number(const json& object, const char* key) {
  const auto value = number(object, key);
  return value && *value > 0 ? value : std::nullopt;
}

std::optional<std::string> text(const json& object, const char* key) {
  const json* value = find(object, key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return value->get<std::string>();
}

std::string cut(std::string words, std::size_t bytes_max) {
  if (words.size() <= bytes_max) return words;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U) --end;
  words.resize(end);
  return words;
}

bool flag(const json& object, const char* key) {
  const json* value = find(object, key);
  if (value == nullptr) return false;
  if (value->is_string()) return value->get_ref<const std::string&>() == "true";
  return value->is_boolean() ? value->get<bool>() : number_of(*value) == 1;
}

std::optional<digest::Instant> time(const json& object, const char* key) {
  const auto written = text(object, key);
  return written ? digest::parse_iso(*written) : std::nullopt;
}

const json* object_in(const json& object, const char* key) {
  const json* value = find(object, key);
  return value != nullptr && value->is_object() ? value : nullptr;
}

const json* array_in(const json& object, const char* key) {
  const json* value = find(object, key);
  return value != nullptr && value->is_array() ? value : nullptr;
}

std::vector<std::string> tags_of(const json& topic) {
  constexpr std::size_t kTagsMax = 100;
  std::vector<std::string> tags;
  const json* list = array_in(topic, "tags");
  if (list == nullptr) return tags;
  for (const json& tag : *list) {
    if (tags.size() == kTagsMax) break;
    std::string name = tag.is_string() ? tag.get<std::string>() : text(tag, "name").value_or("");
    if (!name.empty()) tags.push_back(cut(std::move(name), kTitleBytesMax));
  }
  return tags;
}

}  // namespace gailou::forum::discourse
