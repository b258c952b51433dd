// JSON from an endpoint or a model, read as the reference judge of gailou.ops/1 reads it.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

namespace gailou::llm {

/// Of an HTTP answer; what a model writes stands in one.
inline constexpr std::size_t kAnswerBytesMax = 1 << 20;

/// Nothing if the text is no JSON (NaN, Infinity and a byte order mark aren't), larger than kAnswerBytesMax or nested
/// too deep. Half of a surrogate pair becomes U+FFFD, a number of more than 18 digits another large one: neither makes
/// the whole text worthless.
std::optional<nlohmann::json> read_json(std::string_view text);

/// A whole number, which neither `true` nor 62.0 is.
std::optional<std::int64_t> whole_number(const nlohmann::json& value);

/// The member of that name; null if `object` is none or has none.
const nlohmann::json& member(const nlohmann::json& object, std::string_view name);

/// The member if it is a string, else "".
std::string_view text_member(const nlohmann::json& object, std::string_view name);

/// Whether there is anything in it: not null, false, 0, "", [] or {}.
bool says_something(const nlohmann::json& value);

}  // namespace gailou::llm
