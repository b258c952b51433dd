#include "digest/render/page/feed_links.h"

#include "digest/render/blocks/escape.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

constexpr std::string_view kAtomLink = "application/atom+xml";
constexpr std::string_view kJsonFeedLink = "application/feed+json";

Node feed_link(Target target, std::string_view type, const std::string& title) {
  return Node(Tag::link)
      .to(Place::href, std::move(target))
      .with(Attr::rel, "alternate")
      .with(Attr::type, type)
      .with(Attr::title, title);
}

}  // namespace

std::vector<Node> thread_feed_links(const Places& places, const std::string& title) {
  const std::string name = one_line(title);
  std::vector<Node> links;
  links.push_back(feed_link(places.page(".atom"), kAtomLink, name));
  links.push_back(feed_link(places.page("/feed.json"), kJsonFeedLink, name));
  return links;
}

std::vector<Node> site_feed_links(const Site& site) {
  const std::string name = one_line(site.title);
  std::vector<Node> links;
  links.push_back(feed_link(Target::local(site.base_path, "/feed.atom"), kAtomLink, name));
  links.push_back(feed_link(Target::local(site.base_path, "/feed.json"), kJsonFeedLink, name));
  return links;
}

Node search_feed_link(const std::string& path, const std::string& title, const Site& site) {
  return feed_link(Target::local(site.base_path, path), kAtomLink, one_line(title));
}

Node thread_feed_line(const Places& places) {
  Node line = make(Tag::p, said(places.language(), "订阅本帖：", "Follow this thread: ")).with(Attr::classes, "forms");
  line.add(link_to(places.page(".atom"), "Atom"));
  line.add(" ");
  line.add(link_to(places.page("/feed.json"), "JSON Feed"));
  return line;
}

Node site_feed_line(const Site& site) {
  Node line = make(Tag::p, said(site.language, "订阅全部：", "Follow all: ")).with(Attr::classes, "forms");
  line.add(link_to(Target::local(site.base_path, "/feed.atom"), "Atom"));
  line.add(" ");
  line.add(link_to(Target::local(site.base_path, "/feed.json"), "JSON Feed"));
  line.add(" ");
  line.add(link_to(Target::local(site.base_path, "/feeds.opml"), "OPML"));
  return line;
}

}  // namespace gailou::render
