// A page of raw floors.
#include "digest/render/blocks/escape.h"
#include "digest/render/page/floor_part.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/places.h"
#include "digest/render/pages.h"

namespace gailou::render {
namespace {

Node paging(const PostsPage& page, const Places& places) {
  Node line = Node(Tag::p);
  const auto from = [&](std::int64_t floor) { return places.page("/posts?from=" + std::to_string(floor)); };
  if (page.prev_from > 0) line.add(link_to(from(page.prev_from), "← 前面的楼层").with(Attr::rel, "prev"));
  line.add(" ");
  line.add(link_to(places.page(), "回到摘要"));
  line.add(" ");
  if (page.next_from > 0) line.add(link_to(from(page.next_from), "后面的楼层 →").with(Attr::rel, "next"));
  return line;
}

std::string range_of(const Places& places) {
  const auto& floors = places.inline_floors();
  if (floors.empty()) return "没有可显示的楼层";
  return "第 " + std::to_string(floors.front()->post.floor.value) + "–" +
         std::to_string(floors.back()->post.floor.value) + " 楼";
}

}  // namespace

std::string posts_page(const PostsPage& page, const Site& site) {
  const Places places(page.thread, site, true);
  const std::string title = one_line(page.thread.digest.thread.title);
  Node main = make(Tag::main, make(Tag::h1, link_to(places.page(), title.empty() ? "（无题）" : title)),
                   make(Tag::p, "原始内容 · " + range_of(places)).with(Attr::classes, "facts"));
  main.add(make(Tag::nav, paging(page, places)).with(Attr::aria_label, "翻页"));
  for (const auto* floor : places.inline_floors()) main.add(floor_article(*floor, places, site));
  Frame frame{.title = "原始内容 · " + title, .edition = page.thread.digest.thread.source};
  if (page.thread.digest.revision.value > 0) frame.dated = page.thread.digest.generated_at;
  frame.footer.push_back(paging(page, places));
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "floors"));
}

}  // namespace gailou::render
