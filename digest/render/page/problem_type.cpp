#include "digest/render/page/problem_type.h"

#include "digest/render/page/frame.h"
#include "digest/render/said.h"

namespace gailou::render {

std::string problem_type_page(const ProblemTypeView& type, const Site& site) {
  Node main = make(Tag::main, make(Tag::h1, type.title),
                   make(Tag::p, "HTTP " + std::to_string(type.status) + " · ", make(Tag::code, type.slug))
                       .with(Attr::classes, "facts"),
                   make(Tag::p, type.meaning),
                   make(Tag::p, link_to(Target::local(site.base_path, "/"),
                                        said(site.language, "回到首页", "back to the front page"))));
  Frame frame{.title = std::string(type.title), .style = "pages.css"};
  frame.path = "/problems/" + std::string(type.slug);
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "problem"));
}

}  // namespace gailou::render
