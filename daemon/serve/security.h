// /.well-known/security.txt (RFC 9116): whom to tell of a weakness. Pure.
#pragma once

#include <string>
#include <string_view>

#include "digest/time.h"

namespace gailou::serve {

/// `contact`: a mailto:, https: or tel: URI. `url`: where readers find this file; told where it is an https one, as the
/// standard wants it. It expires half a year after the day that it is asked for on.
std::string security_text(std::string_view contact, std::string_view url, digest::Instant now);

}  // namespace gailou::serve
