// One floor: what it says, what it said before, and which entries rest on it.
#include <algorithm>

#include "digest/render/blocks/escape.h"
#include "digest/render/floors.h"
#include "digest/render/page/change.h"
#include "digest/render/page/entry_part.h"
#include "digest/render/page/floor_part.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/places.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::StoredPost;

std::string thread_title(const FloorPage& page, const Site& site) {
  const std::string title = one_line(page.thread.digest.thread.title);
  return title.empty() ? std::string(said(site.language, "（无题）", "(no title)")) : title;
}

Node paging(const FloorPage& page, const Places& places, const Site& site) {
  const auto link = [&](digest::Floor floor, std::string_view arrow_before, std::string_view arrow_after) {
    return link_to(places.page("/posts/" + std::to_string(floor.value)),
                   std::string(arrow_before) + floor_name(floor, site.language) + std::string(arrow_after));
  };
  Node nav = Node(Tag::nav)
                 .with(Attr::classes, "pager")
                 .with(Attr::aria_label, said(site.language, "前后楼层", "Floors before and after"));
  nav.add(page.previous ? link(*page.previous, "← ", "").with(Attr::rel, "prev") : make(Tag::span));
  nav.add(" ");
  nav.add(link_to(places.posts_page(page.floor), said(site.language, "全部楼层", "all floors")));
  nav.add(" ");
  nav.add(page.next ? link(*page.next, "", " →").with(Attr::rel, "next") : make(Tag::span));
  return nav;
}

/// One text against the next: what went is struck out, what came is underlined.
Node change_part(std::string_view before, std::string_view after) {
  const Change change = change_of(before, after);
  Node line(Tag::p);
  line.add(change.same_before);
  if (!change.removed.empty()) line.add(make(Tag::del, change.removed));
  if (!change.added.empty()) line.add(make(Tag::ins, change.added));
  line.add(change.same_after);
  return line;
}

Node history_of(const StoredPost& stored, const FloorPage& page, const Site& site) {
  Node section = make(Tag::section, make(Tag::h2, said(site.language, "编辑历史", "Edits"))).with(Attr::id, "history");
  if (stored.versions.empty()) {
    section.add(make(Tag::p, said(site.language, "收录以来没有改过。", "Never changed since it was stored."))
                    .with(Attr::classes, "none"));
    return section;
  }
  Node list = Node(Tag::ol).with(Attr::classes, "versions");
  const auto dated = page.thread.digest.generated_at;
  for (std::size_t at = stored.versions.size(); at-- > 0;) {
    const auto& version = stored.versions[at];
    const bool is_last = at + 1 == stored.versions.size();
    const std::string& later = is_last ? stored.text : stored.versions[at + 1].text;
    const std::string number = std::to_string(version.version);
    Node item(Tag::li);
    item.add(make(Tag::p,
                  std::string(said(site.language, "第 ", "version ")) + number +
                      std::string(said(site.language, " 版，", ", ")),
                  time_of(version.first_seen, dated, site), said(site.language, " 至 ", " to "),
                  time_of(version.until, dated, site))
                 .with(Attr::classes, "facts"));
    item.add(change_part(one_line(version.text), one_line(later)));
    list.add(std::move(item));
  }
  section.add(std::move(list));
  return section;
}

Node cited_by(const FloorPage& page, const Places& places, const Site& site) {
  Node section = make(Tag::section, make(Tag::h2, said(site.language, "依据本楼的条目", "Entries that rest on it")))
                     .with(Attr::id, "cited");
  const Echoes none;
  const auto entries = EntryPlaces::elsewhere(page.thread.digest, places);
  const EntryContext context{.places = places, .site = site, .echoes = none, .entries = entries};
  Node list(Tag::ul);
  for (const auto& entry : page.thread.digest.entries) {
    if (std::find(entry.cites.begin(), entry.cites.end(), page.floor) == entry.cites.end()) continue;
    const Whole whole{.place = entries.of(entry_id(entry.seq)),
                      .link = said(site.language, "见摘要", "in the digest"),
                      .name = said(site.language, "见摘要中的这一条", "this entry in the digest")};
    list.add(entry_brief(entry, whole, context));
  }
  if (list.children().empty()) {
    section.add(
        make(Tag::p, said(site.language, "没有条目引用本楼。", "No entry cites it.")).with(Attr::classes, "none"));
  } else {
    section.add(std::move(list).with(Attr::classes, "entries"));
  }
  return section;
}

}  // namespace

std::string floor_page(const FloorPage& page, const Site& site) {
  const Places places(page.thread, site, true);
  const std::string title = thread_title(page, site);
  const std::string name = floor_name(page.floor, site.language);
  Node main =
      make(Tag::main, make(Tag::p, link_to(places.page(), title)).with(Attr::classes, "kicker"), make(Tag::h1, name));
  main.add(paging(page, places, site));
  const auto& floors = page.thread.posts;
  const auto found = std::find_if(floors.begin(), floors.end(),
                                  [&](const StoredPost& stored) { return stored.post.floor == page.floor; });
  if (found != floors.end()) {
    main.add(floor_article(*found, places, site));
    if (!has_moved(*found)) main.add(history_of(*found, page, site));
  } else {
    main.add(gone_article(digest::FloorFact{.floor = page.floor, .state = page.state}, places, site));
  }
  main.add(cited_by(page, places, site));
  Frame frame{.title = name + " · " + title, .edition = page.thread.digest.thread.source, .style = "pages.css"};
  if (page.thread.digest.revision.value > 0) frame.dated = page.thread.digest.generated_at;
  frame.path = places.path() + "/posts/" + std::to_string(page.floor.value);
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "floor"));
}

}  // namespace gailou::render
