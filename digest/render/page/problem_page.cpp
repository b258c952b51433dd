// An error, for people: what happened and where to go on.
#include "digest/render/blocks/escape.h"
#include "digest/render/page/frame.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {

std::string problem_page(const ProblemView& problem, const Site& site) {
  const std::string title = one_line(problem.title).empty()
                                ? std::string(said(site.language, "出错了", "Something went wrong"))
                                : one_line(problem.title);
  Node main = make(Tag::main, make(Tag::h1, title),
                   make(Tag::p, "HTTP " + std::to_string(problem.status)).with(Attr::classes, "facts"));
  if (const std::string detail = one_line(problem.detail); !detail.empty()) main.add(make(Tag::p, detail));
  main.add(make(
      Tag::p, link_to(Target::local(site.base_path, "/"), said(site.language, "回到首页", "back to the front page"))));
  if (const std::string id = one_line(problem.request_id); !id.empty()) {
    main.add(
        make(Tag::p, said(site.language, "请求编号 ", "request "), make(Tag::code, id)).with(Attr::classes, "note"));
  }
  return framed(site, Frame{.title = title}, std::move(main).with(Attr::classes, "problem"));
}

}  // namespace gailou::render
