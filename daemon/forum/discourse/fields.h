// Fields of a JSON object by name, read with tolerance: absent, null and of another type are all "nothing".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "digest/time.h"

namespace gailou::forum::discourse {

/// Discourse: max_topic_title_length is 255 characters. Longer titles, slugs and tags are cut.
inline constexpr std::size_t kTitleBytesMax = 4 * 255;

/// Whole numbers from 0 to 2^53 - 1, the largest that JSON keeps exactly; also written as a string or as 5.0.
std::optional<std::int64_t> number_of(const nlohmann::json& value);
std::optional<std::int64_t> number(const nlohmann::json& object, const char* key);
/// Above 0.
std::optional<std::int64_t> id_number(const nlohmann::json& object, const char* key);
std::optional<std::string> text(const nlohmann::json& object, const char* key);
/// At most so many bytes, never half a character.
std::string cut(std::string words, std::size_t bytes_max);
/// False where it isn't true.
bool flag(const nlohmann::json& object, const char* key);
std::optional<digest::Instant> time(const nlohmann::json& object, const char* key);
/// The object or array of that name; null if there is none.
const nlohmann::json* object_in(const nlohmann::json& object, const char* key);
const nlohmann::json* array_in(const nlohmann::json& object, const char* key);

/// Names of a topic's tags, at most 100: strings until 2025, then objects with a name.
std::vector<std::string> tags_of(const nlohmann::json& topic);

}  // namespace gailou::forum::discourse
