// Atom 1.0, RFC 4287; pages of it as in RFC 5005, section 3.
#include "digest/render/blocks/escape.h"
#include "digest/render/feed/feed.h"
#include "digest/render/feed/item.h"
#include "digest/render/feed/xml.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::FeedItem;

void write_link(XmlWriter& xml, const FeedView& view, std::string_view rel, const std::string& path,
                std::string_view type) {
  if (path.empty()) return;
  xml.empty("link", {{"rel", rel}, {"type", type}, {"href", view.base_url + path}});
}

void write_head(XmlWriter& xml, const FeedView& view, const Site& site) {
  const std::string site_title = one_line(site.title);
  const std::string own_title = one_line(view.title);
  constexpr std::string_view kAtom = "application/atom+xml";
  xml.element("id", tag_uri(view.identity, view.name));
  xml.element("title", own_title.empty() ? site_title : own_title + " · " + site_title);
  if (const auto tagline = one_line(site.tagline); !tagline.empty()) xml.element("subtitle", tagline);
  xml.element("updated", feed_updated(view));
  xml.open("author");
  xml.element("name", site_title);
  xml.close();
  write_link(xml, view, "self", view.links.self, kAtom);
  write_link(xml, view, "alternate", view.links.page, "text/html");
  write_link(xml, view, "alternate", view.links.other, view.links.other_type);
  write_link(xml, view, "first", view.links.first, kAtom);
  write_link(xml, view, "next", view.links.next, kAtom);
  write_link(xml, view, "previous", view.links.previous, kAtom);
  xml.element("icon", view.base_url + "/favicon.ico");
  xml.element("generator", "gailou");
}

void write_links(XmlWriter& xml, const FeedItem& item, const FeedView& view) {
  xml.empty("link", {{"rel", "alternate"}, {"type", "text/html"}, {"href", item_url(item, view)}});
  if (const auto url = forum_floor_url(item)) xml.empty("link", {{"rel", "related"}, {"href", *url}});
  for (const auto& url : meant_urls(item, view)) xml.empty("link", {{"rel", "related"}, {"href", url}});
}

/// In a feed of several threads, the thread's own feed that the entry is of.
void write_source(XmlWriter& xml, const FeedItem& item, const FeedView& view) {
  const auto title = one_line(item.title);
  if (view.is_of_thread || title.empty()) return;
  xml.open("source");
  xml.element("id", tag_uri(view.identity, item.source + "/" + std::to_string(item.topic.value)));
  xml.element("title", title);
  xml.element("updated", item_updated(item, view.by_revision));
  xml.empty("link", {{"rel", "alternate"}, {"type", "text/html"}, {"href", thread_url(item, view)}});
  xml.close();
}

void write_entry(XmlWriter& xml, const FeedItem& item, const FeedView& view, const Site& site) {
  xml.open("entry");
  xml.element("id", tag_uri(view.identity, item_name(item, view.by_revision)));
  xml.element("title", item_title(item, view, site));
  xml.element("published", item_published(item, view.by_revision));
  xml.element("updated", item_updated(item, view.by_revision));
  for (const auto& author : item_authors(item)) {
    xml.open("contributor");
    xml.element("name", author);
    xml.close();
  }
  for (const auto& section : item_sections(item)) {
    xml.empty("category", {{"term", section}, {"label", section_title(section, site.language)}});
  }
  write_links(xml, item, view);
  write_source(xml, item, view);
  xml.element("content", item_html(item, view, site), {{"type", "html"}});
  xml.close();
}

}  // namespace

std::string atom_feed(const FeedView& view, const Site& site) {
  XmlWriter xml;
  xml.open("feed", {{"xmlns", "http://www.w3.org/2005/Atom"}, {"xml:lang", view.language}});
  write_head(xml, view, site);
  for (const auto& item : view.items) write_entry(xml, item, view, site);
  return std::move(xml).finish();
}

}  // namespace gailou::render
