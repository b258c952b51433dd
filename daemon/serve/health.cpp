#include "daemon/serve/health.h"

#include <utility>

#include "daemon/serve/delivery.h"
#include "daemon/serve/headers.h"

namespace gailou::serve {

namespace {

constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

Built small_text(std::string text) {
  Built built;
  built.page = represent(std::move(text), kPlainText, 0, digest::Instant{}, false);
  return built;
}

io::ServerResponse probe(std::string text, const io::ServerRequest& request, const Look& look) {
  Delivery delivery;
  delivery.cache = CacheClass::never;
  return deliver(small_text(std::move(text)), delivery, request, look);
}

}  // namespace

io::ServerResponse health(const io::ServerRequest& request, const Look& look) {
  return probe("ok\n", request, look);
}

io::ServerResponse readiness(const std::vector<std::string>& reasons, const io::ServerRequest& request,
                             const Look& look) {
  if (reasons.empty()) return probe("ok\n", request, look);
  std::string text;
  for (const auto& reason : reasons) {
    for (const char c : reason) text += c == '\n' || c == '\r' ? ' ' : c;
    text += '\n';
  }
  auto response = probe(std::move(text), request, look);
  response.status = 503;
  response.headers.emplace_back("Retry-After", "5");
  return response;
}

io::ServerResponse plain_text(std::string text, CacheClass cache, const io::ServerRequest& request, const Look& look) {
  Delivery delivery;
  delivery.cache = cache;
  return deliver(small_text(std::move(text)), delivery, request, look);
}

io::ServerResponse robots(const io::ServerRequest& request, const Look& look) {
  return deliver(small_text(look.index ? "User-agent: *\nDisallow: /api/\n" : "User-agent: *\nDisallow: /\n"), {},
                 request, look);
}

}  // namespace gailou::serve
