#include "daemon/serve/about.h"

#include <algorithm>
#include <utility>

#include "digest/render/pages.h"

namespace gailou::serve {

namespace {

digest::Result<Outcome> build_about(storage::Reader& reader, const Look& look, const std::string& version) {
  const auto sources = reader.sources();
  if (!sources) return sources.error();
  const auto threads = reader.threads();
  if (!threads) return threads.error();
  render::AboutView view{.version = version, .contact = look.remove_contact};
  digest::Instant modified{};
  for (const auto& record : *threads) modified = std::max(modified, record.added_at);
  for (const auto& source : *sources) {
    const auto count =
        std::ranges::count_if(*threads, [&](const auto& record) { return record.source == source.name; });
    view.sources.push_back({.name = source.name, .origin = source.origin, .threads = count});
  }
  return Outcome(Built{
      .page = represent(render::about_page(view, look.site), "text/html; charset=utf-8", 0, modified, look.compress)});
}

}  // namespace

Plan plan_about(const Visit& visit, const std::string& version) {
  Order order;
  order.key = "/about";
  order.build = [look = visit.look, version](storage::Reader& reader) { return build_about(reader, *look, version); };
  if (!visit.look->public_url.empty()) {
    order.delivery.headers.emplace_back("Link", "<" + visit.look->public_url + "/about>; rel=\"canonical\"");
  }
  return order;
}

Plan plan_manifest(const Visit& visit) {
  Order order;
  order.key = "/manifest.webmanifest";
  order.build = [look = visit.look](storage::Reader&) -> digest::Result<Outcome> {
    return Outcome(Built{.page = represent(render::manifest(look->site), "application/manifest+json", 0,
                                           digest::Instant{}, look->compress)});
  };
  return order;
}

}  // namespace gailou::serve
