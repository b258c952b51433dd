// HTTP's dates (RFC 9110, 5.6.7), both ways. Whole seconds: what is finer is cut off.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "digest/time.h"

namespace gailou::serve {

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(digest::Instant at);

/// The fixed form above and the two obsolete ones that a recipient has to understand (RFC 850's and asctime's).
std::optional<digest::Instant> parse_http_date(std::string_view text);

}  // namespace gailou::serve
