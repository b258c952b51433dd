// Lengths of time, sizes, rates and modes as people write them. A bare number is refused where a unit is meant.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "digest/duration.h"

namespace gailou::config {

using digest::parse_duration;
/// In the largest unit that holds it without a fraction: "90s", "2m".
std::string to_text(digest::Duration length);

/// "512B", "64KiB", "16MiB", "1GiB".
std::optional<std::size_t> parse_size(std::string_view text);
std::string size_text(std::size_t bytes);

/// Requests a second from "1/s", "30/m", "1/h"; the number may have a fraction.
std::optional<double> parse_rate(std::string_view text);
std::string rate_text(double per_second);

/// "0660": three or four octal digits.
std::optional<unsigned> parse_mode(std::string_view text);
std::string mode_text(unsigned mode);

/// A plain decimal number without sign, blanks or leading zeros.
std::optional<std::size_t> parse_count(std::string_view text);
/// A plain decimal fraction, "0.1".
std::optional<double> parse_share(std::string_view text);
std::string share_text(double share);

}  // namespace gailou::config
