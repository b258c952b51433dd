// Percent-escapes in what a client sent to a forum of the tests'.
#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

namespace gailou::support {

/// What is no escape stays as it is.
inline std::string percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const bool is_escape = text[i] == '%' && i + 2 < text.size();
    if (is_escape && std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ec == std::errc{}) {
      plain += static_cast<char>(value);
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

}  // namespace gailou::support
