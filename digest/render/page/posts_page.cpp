// A page of raw floors.
#include "digest/render/blocks/escape.h"
#include "digest/render/page/floor_part.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/places.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

Node paging(const PostsPage& page, const Places& places) {
  Node line = Node(Tag::p).with(Attr::classes, "pager");
  const auto from = [&](std::int64_t floor) { return places.page("/posts?from=" + std::to_string(floor)); };
  line.add(page.prev_from > 0
               ? link_to(from(page.prev_from), said(places.language(), "← 前面的楼层", "← earlier floors"))
                     .with(Attr::rel, "prev")
               : make(Tag::span));
  line.add(" ");
  line.add(link_to(places.page(), said(places.language(), "回到摘要", "back to the digest")));
  line.add(" ");
  line.add(page.next_from > 0 ? link_to(from(page.next_from), said(places.language(), "后面的楼层 →", "later floors →"))
                                    .with(Attr::rel, "next")
                              : make(Tag::span));
  return line;
}

std::string range_of(const Places& places) {
  const auto& floors = places.inline_floors();
  if (floors.empty()) return std::string(said(places.language(), "没有可显示的楼层", "no floor to be shown"));
  const std::string range =
      std::to_string(floors.front()->post.floor.value) + "–" + std::to_string(floors.back()->post.floor.value);
  return places.language() == digest::Language::en ? "floors " + range : "第 " + range + " 楼";
}

}  // namespace

std::string posts_page(const PostsPage& page, const Site& site) {
  const Places places(page.thread, site, true);
  const std::string title = one_line(page.thread.digest.thread.title);
  Node main = make(
      Tag::main,
      make(Tag::h1,
           link_to(places.page(), title.empty() ? std::string(said(site.language, "（无题）", "(no title)")) : title)),
      make(Tag::p, std::string(said(site.language, "原始内容 · ", "All floors · ")) + range_of(places))
          .with(Attr::classes, "facts"));
  main.add(make(Tag::nav, paging(page, places)).with(Attr::aria_label, said(site.language, "翻页", "Pages")));
  if (places.inline_floors().empty() && page.thread.facts.empty())
    main.add(
        make(Tag::p, said(site.language, "这一段没有楼层。", "There is no floor here.")).with(Attr::classes, "none"));
  main.add(floor_articles(page.thread, places, site));
  Frame frame{.title = std::string(said(site.language, "原始内容 · ", "All floors · ")) + title,
              .edition = page.thread.digest.thread.source,
              .path = places.path() + "/posts"};
  if (page.thread.digest.revision.value > 0) frame.dated = page.thread.digest.generated_at;
  frame.footer.push_back(paging(page, places));
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "floors"));
}

}  // namespace gailou::render
