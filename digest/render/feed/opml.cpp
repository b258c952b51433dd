// OPML 2.0: the feeds there are, for a reader that takes them all at once.
#include "digest/render/blocks/escape.h"
#include "digest/render/feed/feed.h"
#include "digest/render/feed/xml.h"

namespace gailou::render {
namespace {

void write_listing(XmlWriter& xml, const FeedListing& listing, const std::string& base_url) {
  const auto title = one_line(listing.title);
  xml.empty("outline", {{"type", "rss"},
                        {"text", title},
                        {"title", title},
                        {"xmlUrl", base_url + listing.feed},
                        {"htmlUrl", base_url + listing.page}});
}

}  // namespace

std::string opml(const std::vector<FeedGroup>& groups, const std::string& base_url, const Site& site) {
  XmlWriter xml;
  xml.open("opml", {{"version", "2.0"}});
  xml.open("head");
  xml.element("title", one_line(site.title));
  xml.close();
  xml.open("body");
  for (const auto& group : groups) {
    const auto title = one_line(group.title);
    if (!title.empty()) xml.open("outline", {{"text", title}});
    for (const auto& listing : group.feeds) write_listing(xml, listing, base_url);
    if (!title.empty()) xml.close();
  }
  return std::move(xml).finish();
}

}  // namespace gailou::render
