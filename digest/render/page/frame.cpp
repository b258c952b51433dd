#include "digest/render/page/frame.h"

#include "digest/render/blocks/escape.h"
#include "digest/render/blocks/html_writer.h"
#include "digest/render/local_time.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

Node meta(std::string_view name, std::string_view content) {
  return Node(Tag::meta).with(Attr::name, name).with(Attr::content, content);
}

/// The asset of this media type: there is one of each.
Target asset(const Site& site, std::string_view media_type) {
  for (const Asset& asset : assets()) {
    if (asset.media_type == media_type) return Target::local(site.base_path, asset.path);
  }
  return Target::local(site.base_path, "/");
}

Node head_of(const Site& site, std::string_view title, std::vector<Node> more) {
  Node head = make(Tag::head, Node(Tag::meta).with(Attr::charset, "utf-8"), make(Tag::title, title),
                   meta("viewport", "width=device-width, initial-scale=1"), meta("color-scheme", "light dark"),
                   meta("referrer", "no-referrer"));
  head.add(Node(Tag::link).to(Place::href, asset(site, "text/css; charset=utf-8")).with(Attr::rel, "stylesheet"));
  head.add(Node(Tag::link)
               .to(Place::href, asset(site, "image/svg+xml"))
               .with(Attr::rel, "icon")
               .with(Attr::type, "image/svg+xml"));
  head.add(make(Tag::script).to(Place::src, asset(site, "text/javascript; charset=utf-8")).with(Attr::defer));
  head.add(std::move(more));
  return head;
}

Node masthead(const Site& site, const Frame& frame) {
  Node header =
      make(Tag::header,
           make(Tag::p, link_to(Target::local(site.base_path, "/"), one_line(site.title))).with(Attr::classes, "brand"))
          .with(Attr::classes, "masthead");
  Node line = make(Tag::p).with(Attr::classes, "edition");
  if (!frame.edition.empty()) line.add(make(Tag::span, one_line(frame.edition)));
  line.add(make(Tag::span, one_line(site.tagline)));
  if (frame.dated) {
    const std::string date = long_date(to_local(*frame.dated, site.zone), site.language);
    line.add(make(Tag::time, date).with(Attr::datetime, digest::to_iso(*frame.dated)));
  }
  header.add(std::move(line));
  return header;
}

Node footer_of(const Site& site, std::vector<Node> parts) {
  Node footer = make(Tag::footer, std::move(parts));
  footer.add(make(Tag::p, link_to(Target::local(site.base_path, "/"), one_line(site.title)),
                  said(site.language, " · 由盖楼（gailou）整理，内容版权归原作者所有",
                       " · digested by gailou; what is said belongs to its authors")));
  return footer;
}

}  // namespace

std::string framed(const Site& site, Frame frame, Node main) {
  const std::string window =
      frame.title.empty() ? one_line(site.title) : one_line(frame.title) + " · " + one_line(site.title);
  Node body = make(Tag::body,
                   link_to(Target::fragment("main"), said(site.language, "跳到正文", "Skip to the text"))
                       .with(Attr::classes, "skip"),
                   masthead(site, frame), std::move(main).with(Attr::id, "main").with(Attr::tabindex, "-1"),
                   footer_of(site, std::move(frame.footer)));
  return write_html_document(make(Tag::html, head_of(site, window, std::move(frame.head)), std::move(body))
                                 .with(Attr::lang, said(site.language, "zh-Hans", "en")));
}

Node time_of(digest::Instant at, digest::Instant dated, const Site& site) {
  const int year = to_local(dated, site.zone).year;
  return make(Tag::time, short_time(to_local(at, site.zone), year, site.language))
      .with(Attr::datetime, digest::to_iso(at));
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
