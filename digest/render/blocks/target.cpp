#include "digest/render/blocks/target.h"

#include <algorithm>
#include <cassert>

namespace gailou::render {
namespace {

constexpr std::size_t kUrlBytesMax = 2048;

/// RFC 3986's unreserved and reserved characters, and the percent sign; quotes, brackets outside a host and the
/// apostrophe are left out: they are legal and only good for mischief.
bool may_stand(char c) {
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return alphanumeric || std::string_view("-._~:/?#@!$&()*+,;=%").find(c) != std::string_view::npos;
}

std::string encoded(std::string_view url) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(url.size());
  for (const char c : url) {
    if (may_stand(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 0xFU];
  }
  return out;
}

bool starts_with_letters(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(), [](char want, char c) {
           return want == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
         });
}

/// Bytes of "https://" or "http://" in front; 0 for any other scheme.
std::size_t scheme_length(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (starts_with_letters(url, scheme)) return scheme.size();
  }
  return 0;
}

std::string_view host_of(std::string_view url, std::size_t scheme) {
  const auto rest = url.substr(scheme);
  return rest.substr(0, rest.find_first_of("/?#"));
}

bool is_sound_host(std::string_view host) {
  const auto sound = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '.' || c == ':' || c == '_';
  };
  return !host.empty() && host.front() != ':' && std::all_of(host.begin(), host.end(), sound);
}

}  // namespace

std::optional<Target> Target::web(std::string_view url) {
  const std::size_t scheme = scheme_length(url);
  if (scheme == 0 || url.size() > kUrlBytesMax || !is_sound_host(host_of(url, scheme))) return std::nullopt;
  const bool has_control = std::any_of(url.begin(), url.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
  if (has_control) return std::nullopt;
  return Target(encoded(url), true);
}

Target Target::local(std::string_view base_path, std::string_view path) {
  assert(path.starts_with('/') && !path.starts_with("//"));
  return Target(encoded(base_path) + encoded(path), false);
}

Target Target::fragment(std::string_view id) {
  return Target("#" + encoded(id), false);
}

std::string origin_of(std::string_view url) {
  const std::size_t scheme = scheme_length(url);
  const auto host = host_of(url, scheme);
  if (scheme == 0 || !is_sound_host(host)) return {};
  return encoded(url.substr(0, scheme + host.size()));
}

}  // namespace gailou::render
