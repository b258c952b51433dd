#include "digest/text/percent.h"

namespace gailou::digest {

void append_percent(std::string& url, char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  url += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
}

std::string percent_encoded(std::string_view text) {
  std::string url;
  url.reserve(text.size());
  for (const char c : text) {
    const bool is_unreserved = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                               c == '.' || c == '_' || c == '~';
    if (is_unreserved) {
      url += c;
    } else {
      append_percent(url, c);
    }
  }
  return url;
}

}  // namespace gailou::digest
