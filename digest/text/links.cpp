#include "digest/text/links.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "digest/text/percent.h"

namespace gailou::digest {
namespace {

// Parameters that name a campaign or a click, never a page.
constexpr std::array<std::string_view, 16> kTracking = {
    "fbclid", "gclid",  "dclid", "msclkid", "yclid",    "igshid", "mc_cid", "mc_eid",
    "spm",    "_hsenc", "_hsmi", "vero_id", "wickedid", "scm",    "si",     "share_source"};

bool is_tracking(std::string_view parameter) {
  const std::string_view name = parameter.substr(0, parameter.find('='));
  return name.starts_with("utm_") || std::find(kTracking.begin(), kTracking.end(), name) != kTracking.end();
}

std::string_view path_of(std::string_view url) {
  return url.substr(0, url.find_first_of("?#"));
}

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// Longer ones are no addresses that people pass on; a page repeats them at its own cost.
constexpr std::size_t kUrlBytesMax = 2048;

bool starts_with_scheme(std::string_view url, std::string_view scheme) {
  if (url.size() <= scheme.size()) return false;
  return std::equal(scheme.begin(), scheme.end(), url.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b); });
}

std::string_view trimmed(std::string_view url) {
  const std::size_t from = url.find_first_not_of(" \t\r\n\f");
  if (from == std::string_view::npos) return {};
  return url.substr(from, url.find_last_not_of(" \t\r\n\f") - from + 1);
}

/// Blanks and what could end an attribute or a Markdown link are percent-encoded; "" if a control character is in it.
std::string without_breakers(std::string_view url) {
  constexpr std::string_view kBreakers = " \"<>`\\";
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) return {};
    if (kBreakers.find(c) == std::string_view::npos) {
      out += c;
    } else {
      append_percent(out, c);
    }
  }
  return out;
}

/// A relative reference begins with no scheme: no colon before the first slash.
bool has_other_scheme(std::string_view url) {
  const std::size_t colon = url.find(':');
  return colon != std::string_view::npos && colon < url.find_first_of("/?#");
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "abc_2_690x388" -> "abc": optimised images are named NAME_VERSION_WIDTHxHEIGHT.
std::string_view without_size(std::string_view name) {
  const std::size_t size_at = name.rfind('_');
  if (size_at == std::string_view::npos || size_at == 0) return name;
  const std::string_view size = name.substr(size_at + 1);
  const std::size_t cross = size.find('x');
  if (cross == std::string_view::npos || !is_digits(size.substr(0, cross)) || !is_digits(size.substr(cross + 1)))
    return name;
  const std::size_t version_at = name.rfind('_', size_at - 1);
  if (version_at == std::string_view::npos || !is_digits(name.substr(version_at + 1, size_at - version_at - 1)))
    return name;
  return name.substr(0, version_at);
}

constexpr std::size_t kSha1Digits = 40;

bool is_sha1(std::string_view name) {
  return name.size() == kSha1Digits &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// As Discourse writes it (Upload.base62_sha1): no leading zeros.
std::string base62(std::string_view sha1) {
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr unsigned kBase = 62;
  std::array<unsigned, kSha1Digits> rest{};
  for (std::size_t i = 0; i < sha1.size(); ++i)
    rest[i] = static_cast<unsigned>(sha1[i] <= '9' ? sha1[i] - '0' : sha1[i] - 'a' + 10);
  std::string out;
  while (std::any_of(rest.begin(), rest.end(), [](unsigned digit) { return digit != 0; })) {
    unsigned remainder = 0;
    for (unsigned& digit : rest) {
      const unsigned value = remainder * 16 + digit;
      digit = value / kBase;
      remainder = value % kBase;
    }
    out.insert(out.begin(), kDigits[remainder]);
  }
  return out;
}

/// Of this forum or of a host that keeps its files: "/uploads/default/original/2X/f/fbff….png", "/original/2X/…".
bool is_upload(std::string_view path) {
  if (path.find("/uploads/") != std::string_view::npos) return true;
  const bool by_size =
      path.find("/original/") != std::string_view::npos || path.find("/optimized/") != std::string_view::npos;
  const std::string_view name = last_part(path);
  return by_size && is_sha1(name.substr(0, name.find_first_of("._")));
}

}  // namespace

std::string absolute_url(std::string_view url, std::string_view origin) {
  const std::string clean = without_breakers(trimmed(url));
  if (clean.empty() || clean.size() > kUrlBytesMax || clean[0] == '#' || clean[0] == '?') return {};
  for (const std::string_view scheme : {std::string_view("https://"), std::string_view("http://")}) {
    if (!starts_with_scheme(clean, scheme)) continue;
    return clean[scheme.size()] == '/' ? std::string{} : std::string(scheme) + clean.substr(scheme.size());
  }
  if (has_other_scheme(clean) || origin.empty()) return {};
  if (clean.starts_with("//")) return std::string(origin.substr(0, origin.find(':') + 1)) + clean;
  return std::string(origin) + (clean[0] == '/' ? "" : "/") + clean;
}

std::string without_tracking(std::string_view url) {
  const std::size_t fragment_at = std::min(url.find('#'), url.size());
  const std::size_t query_at = std::min(url.find('?'), fragment_at);
  if (query_at == fragment_at) return std::string(url);
  std::string kept;
  std::string_view query = url.substr(query_at + 1, fragment_at - query_at - 1);
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    if (!is_tracking(parameter)) kept += (kept.empty() ? "?" : "&") + std::string(parameter);
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return std::string(url.substr(0, query_at)) + kept + std::string(url.substr(fragment_at));
}

std::string link_identity(std::string_view url) {
  const std::string_view path = path_of(url);
  if (is_upload(path)) return "upload:" + image_name(url);
  return without_tracking(url);
}

std::string image_name(std::string_view url) {
  const std::string_view name = last_part(path_of(url));
  const std::string_view bare = without_size(name.substr(0, name.find('.')));
  return is_sha1(bare) ? base62(bare) : std::string(bare);
}

}  // namespace gailou::digest
