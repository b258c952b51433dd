#include "digest/render/page/search_part.h"

#include "digest/render/blocks/escape.h"
#include "digest/render/said.h"

namespace gailou::render {

Node search_form(std::string_view query, const Site& site) {
  Node field = Node(Tag::input)
                   .with(Attr::type, "search")
                   .with(Attr::name, "q")
                   .with(Attr::aria_label, said(site.language, "搜索楼层和条目", "Search floors and entries"));
  return make(Tag::form, query.empty() ? std::move(field) : std::move(field).with(Attr::value, query), " ",
              make(Tag::button, said(site.language, "搜索", "Search")).with(Attr::type, "submit"))
      .with(Attr::role, "search")
      .with(Attr::classes, "search")
      .to(Place::action, Target::local(site.base_path, "/search"));
}

Node search_description(const Site& site) {
  return Node(Tag::link)
      .to(Place::href, Target::local(site.base_path, "/opensearch.xml"))
      .with(Attr::rel, "search")
      .with(Attr::type, "application/opensearchdescription+xml")
      .with(Attr::title, one_line(site.title));
}

}  // namespace gailou::render
