// JSON Feed 1.1: the same items and ids as in Atom.
#include <set>

#include <nlohmann/json.hpp>

#include "digest/render/blocks/escape.h"
#include "digest/render/feed/feed.h"
#include "digest/render/feed/item.h"

namespace gailou::render {
namespace {

using Json = nlohmann::ordered_json;
using digest::FeedItem;

Json names_of(const std::vector<std::string>& authors) {
  Json names = Json::array();
  for (const auto& author : authors) names.push_back(Json{{"name", author}});
  return names;
}

/// What the format has no words for.
Json extension_of(const FeedItem& item, const FeedView& view) {
  Json extension;
  extension["about"] = view.base_url + "/about";
  std::set<digest::Floor> floors;
  for (const auto& entry : item.entries) floors.insert(entry.floors.begin(), entry.floors.end());
  extension["floors"] = Json::array();
  for (const auto floor : floors) extension["floors"].push_back(floor.value);
  extension["rev"] = item.rev.value;
  extension["sections"] = item_sections(item);
  const bool is_marked = item.entries.size() == 1 && item.entries.front().marker.kind != digest::Marker::Kind::none;
  if (is_marked && !view.by_revision) extension["marker"] = to_string(item.entries.front().marker);
  return extension;
}

Json item_object(const FeedItem& item, const FeedView& view, const Site& site) {
  Json object;
  object["id"] = tag_uri(view.identity, item_name(item, view.by_revision));
  object["url"] = item_url(item, view);
  if (const auto url = forum_floor_url(item)) object["external_url"] = *url;
  object["title"] = item_title(item, view, site);
  object["content_html"] = item_html(item, view, site);
  object["content_text"] = item_text(item, site);
  object["date_published"] = item_published(item, view.by_revision);
  object["date_modified"] = item_updated(item, view.by_revision);
  const auto authors = item_authors(item);
  if (!authors.empty()) object["authors"] = names_of(authors);
  object["tags"] = item_sections(item);
  object["_gailou"] = extension_of(item, view);
  return object;
}

}  // namespace

std::string json_feed(const FeedView& view, const Site& site) {
  const std::string site_title = one_line(site.title);
  const std::string own_title = one_line(view.title);
  Json feed;
  feed["version"] = "https://jsonfeed.org/version/1.1";
  feed["title"] = own_title.empty() ? site_title : own_title + " · " + site_title;
  if (const auto tagline = one_line(site.tagline); !tagline.empty()) feed["description"] = tagline;
  feed["home_page_url"] = view.base_url + view.links.page;
  feed["feed_url"] = view.base_url + view.links.self;
  if (!view.links.next.empty()) feed["next_url"] = view.base_url + view.links.next;
  feed["favicon"] = view.base_url + "/favicon.ico";
  feed["language"] = view.language;
  feed["authors"] = names_of({site_title});
  feed["items"] = Json::array();
  for (const auto& item : view.items) feed["items"].push_back(item_object(item, view, site));
  return feed.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gailou::render
