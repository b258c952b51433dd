// An error, for people: what happened and where to go on.
#include "digest/render/blocks/escape.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/search_part.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

/// What a reader can do about it.
std::string_view advice_for(int status, digest::Language language) {
  switch (status) {
    case 404:
      return said(language, "地址可能写错了，或者这一页从来没有过。",
                  "The address may be mistyped, or there never was such a page.");
    case 410:
      return said(language, "这里曾经有过一页，现在已经撤下。", "There was a page here; it has been taken down.");
    case 429:
      return said(language, "来得太快了，稍等片刻再试。", "That was too fast; wait a moment and try again.");
    case 503:
      return said(language, "暂时接不下更多读者，稍后再来。",
                  "There are too many readers for the moment; come back later.");
    default:
      return status >= 500 ? said(language, "问题出在我们这边，已经记下。稍后再试。",
                                  "The fault is ours and has been noted. Try again later.")
                           : std::string_view();
  }
}

}  // namespace

std::string problem_page(const ProblemView& problem, const Site& site) {
  const std::string title = one_line(problem.title).empty()
                                ? std::string(said(site.language, "出错了", "Something went wrong"))
                                : one_line(problem.title);
  Node main = make(Tag::main, make(Tag::p, "HTTP " + std::to_string(problem.status)).with(Attr::classes, "kicker"),
                   make(Tag::h1, title));
  if (const auto advice = advice_for(problem.status, site.language); !advice.empty())
    main.add(make(Tag::p, advice).with(Attr::classes, "lead"));
  if (const std::string detail = one_line(problem.detail); !detail.empty()) main.add(make(Tag::p, detail));
  if (site.has("/search")) main.add(search_form({}, site));
  main.add(make(
      Tag::p, link_to(Target::local(site.base_path, "/"), said(site.language, "回到首页", "back to the front page"))));
  if (const std::string id = one_line(problem.request_id); !id.empty()) {
    main.add(
        make(Tag::p, said(site.language, "请求编号 ", "request "), make(Tag::code, id)).with(Attr::classes, "note"));
  }
  return framed(site, Frame{.title = title, .style = "pages.css"}, std::move(main).with(Attr::classes, "problem"));
}

}  // namespace gailou::render
