#include "daemon/serve/headers.h"

namespace gailou::serve {

namespace {

// Nothing inline, nothing from elsewhere: should escaping ever fail, the browser still runs no forum text.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

}  // namespace

Headers common_headers(const io::ServerRequest& request, const Look& look) {
  Headers headers;
  headers.reserve(16);
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("Referrer-Policy", "no-referrer");
  headers.emplace_back("Content-Security-Policy", kContentSecurityPolicy);
  headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  headers.emplace_back("Accept-Ranges", "none");
  if (!look.index) headers.emplace_back("X-Robots-Tag", "noindex");
  if (!request.request_id.empty()) headers.emplace_back("X-Request-Id", request.request_id);
  if (is_open(request.path, look.routed_base())) {
    headers.emplace_back("Access-Control-Allow-Origin", "*");
    headers.emplace_back("Access-Control-Expose-Headers", "ETag, Link, Last-Modified");
  }
  return headers;
}

std::string_view cache_control(CacheClass cache) {
  switch (cache) {
    case CacheClass::page:
      return "max-age=30, stale-while-revalidate=300";
    case CacheClass::api:
      return "no-cache";
    case CacheClass::asset:
      return "max-age=31536000, immutable";
    case CacheClass::never:
      return "no-store";
  }
  return "no-store";
}

bool is_open(std::string_view path, std::string_view base_path) {
  if (!path.starts_with(base_path)) return false;
  const auto below = path.substr(base_path.size());
  return below.starts_with("/api/") || below.ends_with(".atom") || below.ends_with("/feed.json") ||
         below == "/feeds.opml" || below == "/openapi.json";
}

}  // namespace gailou::serve
