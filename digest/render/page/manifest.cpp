// The web app manifest: what a phone shows when a reader puts the site on its first screen.
#include <nlohmann/json.hpp>

#include "digest/render/blocks/escape.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {

std::string manifest(const Site& site) {
  // Relative to the manifest: the same bytes are right below any prefix, and as a file of an exported site.
  constexpr std::string_view kStart = "./";
  const nlohmann::ordered_json document{
      {"name", one_line(site.title)},
      {"short_name", one_line(site.title)},
      {"description", one_line(site.tagline)},
      {"lang", said(site.language, "zh-Hans", "en")},
      {"start_url", kStart},
      {"scope", kStart},
      {"display", "minimal-ui"},
      {"background_color", "#f8f4eb"},
      {"theme_color", "#f8f4eb"},
      {"icons", nlohmann::ordered_json::array({{{"src", "." + std::string(asset_path("favicon.svg"))},
                                                {"type", "image/svg+xml"},
                                                {"sizes", "any"},
                                                {"purpose", "any"}}})}};
  return document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace gailou::render
