// HTTP's dates (RFC 9110, 5.6.7), both ways.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "digest/time.h"

namespace gailou::io {

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(digest::Instant at);

/// The same, and the two obsolete forms that a recipient has to understand (RFC 850's and asctime's).
std::optional<digest::Instant> parse_http_date(std::string_view text);

}  // namespace gailou::io
