#include "daemon/serve/look.h"

#include <algorithm>
#include <vector>

#include "daemon/serve/router.h"

namespace gailou::serve {

namespace {

/// What the masthead leads to, in this order, where there is such a route.
constexpr render::SitePlace kPlaces[] = {{"/daily", "每日精选", "Daily"},
                                         {"/deals", "羊毛", "Deals"},
                                         {"/search", "搜索", "Search"},
                                         {"/about", "关于", "About"}};

std::vector<render::SitePlace> routed_places() {
  std::vector<render::SitePlace> places;
  for (const auto& place : kPlaces) {
    const bool has_route =
        std::ranges::any_of(routes(), [&](const RouteFacts& facts) { return facts.pattern == place.path; });
    if (has_route) places.push_back(place);
  }
  return places;
}

}  // namespace

SharedLook look_of(const Settings& settings) {
  auto look = std::make_shared<Look>();
  look->site.title = settings.title;
  look->site.tagline = settings.tagline;
  look->site.zone = settings.timezone;
  look->site.base_path = settings.base_path;
  look->site.full_punctuation = settings.full_punctuation;
  look->site.language = settings.digest_language;
  look->public_url = settings.public_url;
  while (look->public_url.ends_with('/')) look->public_url.pop_back();
  look->site.public_url = look->public_url;
  look->site.places = routed_places();
  look->language = settings.language;
  look->remove_contact = settings.remove_contact;
  look->index = settings.index;
  look->feed_entries = settings.feed_entries;
  look->compress = settings.compression;
  look->security_contact = settings.security_contact;
  return look;
}

SharedLook behind_prefix(const Look& look, std::string_view prefix) {
  auto made = std::make_shared<Look>(look);
  made->prefix = prefix;
  made->site.base_path = made->prefix + look.site.base_path;
  return made;
}

}  // namespace gailou::serve
