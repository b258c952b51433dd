// What this site is, how its pages are read, whom it is made from, and whom to ask to take something down.
#include "digest/render/blocks/escape.h"
#include "digest/render/page/frame.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

Node titled(std::string_view id, std::string_view title) {
  return make(Tag::section, make(Tag::h2, title)).with(Attr::id, id);
}

Node item(std::string_view term, std::string_view words) {
  return make(Tag::li, make(Tag::strong, term), words);
}

Node reading_part(const Site& site) {
  const bool english = site.language == digest::Language::en;
  Node part = titled("reading", english ? "How to read it" : "怎么读");
  Node list(Tag::ul);
  if (english) {
    list.add(item("New #62", " is what floor 62 added after the first digest; an entry never changes afterwards."));
    list.add(item("Correction #12", " says what an edit of floor 12 changed; the entry it means stays above."));
    list.add(
        item("Withdrawn #7", " stands where an entry was whose floor was deleted: its words are gone everywhere."));
    list.add(item("(#2, #4)", " are the floors that an entry rests on. Point at one, or tap it, to read it in place."));
    list.add(item("↗", " leads to the forum."));
    list.add(item("new", " in colour is what came since your last visit; your browser alone remembers that."));
  } else {
    list.add(item("新增#62", "：首次摘要之后，第 62 楼带来的新内容。条目一经写下不再改动。"));
    list.add(item("更正#12", "：第 12 楼后来编辑过，这里说改了什么；它所指的旧条目仍在上面。"));
    list.add(item("撤回#7", "：所依据的第 7 楼已被删除，原话在各处一并删去。"));
    list.add(item("(#2, #4)", "：条目依据的楼层。指向或轻触编号，原楼就地展开。"));
    list.add(item("↗", "：到论坛去看。"));
    list.add(item("彩色的「新」", "：你上次来访之后的内容。这只记在你自己的浏览器里。"));
  }
  part.add(std::move(list));
  return part;
}

Node sources_part(const AboutView& view, const Site& site) {
  Node part = titled("sources", said(site.language, "来源", "Sources"));
  Node list(Tag::ul);
  for (const auto& source : view.sources) {
    const auto target = Target::web(source.origin);
    const std::string name = one_line(source.name);
    list.add(make(Tag::li, target ? link_to(*target, name) : Node::text(name),
                  site.language == digest::Language::en
                      ? ", " + grouped(source.threads) + (source.threads == 1 ? " thread" : " threads")
                      : "，跟踪 " + grouped(source.threads) + " 个帖子"));
  }
  if (list.children().empty()) {
    part.add(make(Tag::p, said(site.language, "还没有来源。", "No source yet.")).with(Attr::classes, "none"));
  } else {
    part.add(std::move(list));
  }
  return part;
}

Node contact_of(std::string_view contact) {
  const auto target = Target::web(contact);
  return target ? link_to(*target, contact) : Node::text(contact);
}

Node rights_part(const AboutView& view, const Site& site) {
  const bool english = site.language == digest::Language::en;
  Node part = titled("rights", english ? "Rights and taking down" : "版权与撤除");
  part.add(make(
      Tag::p, english ? "What is said belongs to its authors. What the forum deletes is deleted here as well: "
                        "its words go from the digest, from earlier revisions and from the store."
                      : "内容版权归原作者所有。论坛上删除的楼层，这里也会删除：摘要、旧修订和存档里的原话一并清除。"));
  const std::string contact = one_line(view.contact);
  if (contact.empty()) {
    part.add(make(Tag::p, english ? "To have something taken down, delete it at the forum or ask who runs this site."
                                  : "想撤下内容，请在论坛上删除，或联系本站的维护者。"));
  } else {
    part.add(make(Tag::p, english ? "To have something taken down: " : "撤下内容请联系：", contact_of(contact),
                  english ? "." : "。"));
  }
  return part;
}

Node machines_part(const AboutView& view, const Site& site) {
  const bool english = site.language == digest::Language::en;
  Node part = titled("machines", english ? "For programs" : "给程序用");
  part.add(make(Tag::p,
                english ? "Each thread's page has the same as JSON, Markdown and plain text: add .json, .md or .txt to "
                          "its address. The interface for programs begins at "
                        : "每个帖子都有 JSON、Markdown 和纯文本：在地址后加 .json、.md 或 .txt。程序接口从 ",
                link_to(Target::local(site.base_path, "/api/v1/threads"), "/api/v1/threads"),
                english ? "." : " 开始。"));
  if (!view.version.empty()) {
    part.add(
        make(Tag::p, (english ? "gailou " : "盖楼（gailou）") + one_line(view.version)).with(Attr::classes, "note"));
  }
  return part;
}

}  // namespace

std::string about_page(const AboutView& view, const Site& site) {
  const bool english = site.language == digest::Language::en;
  const std::string name = one_line(site.title);
  Node main = make(Tag::main, make(Tag::h1, english ? "About " + name : "关于" + name));
  main.add(make(Tag::p,
                english
                    ? name + " follows threads of forums and keeps a digest of each: what is new, sorted, "
                             "with the floors it rests on. A floor that says nothing new adds nothing."
                    : name + "跟读论坛里的长帖，为每个帖子写一份只增不改的摘要：新内容分门别类，每条都注明出自哪一楼；"
                             "没有新内容的楼层不会凑数。")
               .with(Attr::classes, "lead"));
  main.add(reading_part(site));
  main.add(sources_part(view, site));
  main.add(rights_part(view, site));
  main.add(machines_part(view, site));
  Frame frame{.title = english ? "About" : "关于", .path = "/about", .style = "pages.css"};
  frame.description = english ? "What this site is and how it is read." : "这是什么，怎么读，内容来自哪里，如何撤除。";
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "about"));
}

}  // namespace gailou::render
