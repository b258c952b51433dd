#include "digest/render/page/frame.h"

#include "digest/render/blocks/escape.h"
#include "digest/render/blocks/html_writer.h"
#include "digest/render/local_time.h"
#include "digest/render/page/feed_links.h"
#include "digest/render/page/search_part.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

Node meta(std::string_view name, std::string_view content) {
  return Node(Tag::meta).with(Attr::name, name).with(Attr::content, content);
}

Node card(std::string_view property, std::string_view content) {
  return Node(Tag::meta).with(Attr::property, property).with(Attr::content, content);
}

Target asset(const Site& site, std::string_view name) {
  return Target::local(site.base_path, asset_path(name));
}

Node style_sheet(const Site& site, std::string_view name) {
  return Node(Tag::link).to(Place::href, asset(site, name)).with(Attr::rel, "stylesheet");
}

/// What a messenger shows of a link to the page.
void add_card(Node& head, const Site& site, const Frame& frame) {
  const std::string title = one_line(frame.title).empty() ? one_line(site.title) : one_line(frame.title);
  const std::string description = one_line(frame.description);
  if (!description.empty()) head.add(meta("description", description));
  head.add(card("og:title", title));
  head.add(card("og:site_name", one_line(site.title)));
  head.add(card("og:type", frame.dated ? "article" : "website"));
  head.add(card("og:locale", said(site.language, "zh_CN", "en")));
  if (!description.empty()) head.add(card("og:description", description));
  if (!site.public_url.empty() && !frame.path.empty()) head.add(card("og:url", site.public_url + frame.path));
  head.add(meta("twitter:card", "summary"));
}

Node head_of(const Site& site, const Frame& frame) {
  const std::string window =
      frame.title.empty() ? one_line(site.title) : one_line(frame.title) + " · " + one_line(site.title);
  Node head = make(Tag::head, Node(Tag::meta).with(Attr::charset, "utf-8"), make(Tag::title, window),
                   meta("viewport", "width=device-width, initial-scale=1"), meta("color-scheme", "light dark"),
                   meta("referrer", "no-referrer"));
  head.add(style_sheet(site, "gailou.css"));
  if (!frame.style.empty()) head.add(style_sheet(site, frame.style));
  head.add(Node(Tag::link)
               .to(Place::href, asset(site, "favicon.svg"))
               .with(Attr::rel, "icon")
               .with(Attr::type, "image/svg+xml"));
  head.add(Node(Tag::link)
               .to(Place::href, Target::local(site.base_path, "/manifest.webmanifest"))
               .with(Attr::rel, "manifest"));
  head.add(meta("theme-color", "#f8f4eb").with(Attr::media, "(prefers-color-scheme: light)"));
  head.add(meta("theme-color", "#191714").with(Attr::media, "(prefers-color-scheme: dark)"));
  if (site.has("/search")) head.add(search_description(site));
  head.add(make(Tag::script).to(Place::src, asset(site, "gailou.js")).with(Attr::defer));
  add_card(head, site, frame);
  return head;
}

/// "每日精选 羊毛 搜索 关于": where else the site leads.
Node site_nav(const Site& site, const Frame& frame) {
  Node nav = Node(Tag::nav).with(Attr::classes, "site").with(Attr::aria_label, said(site.language, "全站", "Site"));
  const auto add = [&](std::string_view path, std::string_view name) {
    Node link = link_to(Target::local(site.base_path, path), name);
    nav.add(frame.path == path ? std::move(link).with(Attr::aria_current, "page") : std::move(link));
    nav.add(" ");
  };
  add("/", said(site.language, "头版", "Front"));
  for (const SitePlace& place : site.places) add(place.path, said(site.language, place.zh, place.en));
  return nav;
}

/// "2026-05-06T21:02Z"
std::string iso_minute(digest::Instant at) {
  constexpr std::size_t kMinuteEnd = 16;
  return digest::to_iso(at).substr(0, kMinuteEnd) + "Z";
}

Node masthead(const Site& site, const Frame& frame) {
  Node header =
      make(Tag::header,
           make(Tag::p, link_to(Target::local(site.base_path, "/"), one_line(site.title))).with(Attr::classes, "brand"))
          .with(Attr::classes, frame.grand ? "masthead grand" : "masthead");
  Node line = make(Tag::p).with(Attr::classes, "edition");
  if (!frame.edition.empty()) line.add(make(Tag::span, one_line(frame.edition)));
  line.add(make(Tag::span, one_line(site.tagline)));
  if (frame.dated) {
    const std::string date = long_date(to_local(*frame.dated, site.zone), site.language);
    line.add(make(Tag::time, date).with(Attr::datetime, iso_minute(*frame.dated)));
  }
  header.add(site_nav(site, frame));
  if (frame.grand && site.has("/search")) header.add(search_form({}, site));
  header.add(std::move(line));
  return header;
}

Node footer_of(const Site& site, std::vector<Node> parts) {
  Node footer = make(Tag::footer, std::move(parts));
  footer.add(site_feed_line(site));
  footer.add(make(Tag::p, link_to(Target::local(site.base_path, "/"), one_line(site.title)),
                  said(site.language, " · 由盖楼（gailou）整理，内容版权归原作者所有",
                       " · digested by gailou; what is said belongs to its authors")));
  return footer;
}

}  // namespace

std::string framed(const Site& site, Frame frame, Node main) {
  Node head = head_of(site, frame);
  head.add(std::move(frame.head));
  head.add(site_feed_links(site));
  Node body = make(Tag::body,
                   link_to(Target::fragment("main"), said(site.language, "跳到正文", "Skip to the text"))
                       .with(Attr::classes, "skip"),
                   masthead(site, frame), std::move(main).with(Attr::id, "main").with(Attr::tabindex, "-1"),
                   footer_of(site, std::move(frame.footer)));
  return write_html_document(
      make(Tag::html, std::move(head), std::move(body)).with(Attr::lang, said(site.language, "zh-Hans", "en")));
}

Node time_of(digest::Instant at, digest::Instant dated, const Site& site) {
  const int year = to_local(dated, site.zone).year;
  return make(Tag::time, short_time(to_local(at, site.zone), year, site.language)).with(Attr::datetime, iso_minute(at));
}

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > sign + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

}  // namespace gailou::render
