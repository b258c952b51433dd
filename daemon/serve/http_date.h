// HTTP's dates as clients send them (RFC 9110, 5.6.7). Writing them is io's.
#pragma once

#include <optional>
#include <string_view>

#include "digest/time.h"

namespace gailou::serve {

/// "Sun, 06 Nov 1994 08:49:37 GMT", and the two obsolete forms that a recipient has to understand (RFC 850's and
/// asctime's).
std::optional<digest::Instant> parse_http_date(std::string_view text);

}  // namespace gailou::serve
