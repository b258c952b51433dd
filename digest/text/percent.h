// Texts within URLs.
#pragma once

#include <string>
#include <string_view>

namespace gailou::digest {

/// "%E7": one byte as a URL writes it.
void append_percent(std::string& url, char c);

/// All but unreserved characters (RFC 3986, 2.3) percent-encoded: for a value of a query or a segment of a path.
std::string percent_encoded(std::string_view text);

}  // namespace gailou::digest
