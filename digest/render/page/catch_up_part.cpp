#include "digest/render/page/catch_up_part.h"

#include "digest/render/catch_up_lines.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

Node paragraph(const std::string& line, std::string_view classes) {
  return make(Tag::p, line).with(Attr::classes, classes);
}

}  // namespace

std::vector<Node> catch_up_part(const ThreadView& view, const EntryContext& context) {
  std::vector<Node> nodes;
  if (!view.caught) return nodes;
  const CatchUpLines lines = catch_up_lines(*view.caught, context.site);
  const bool english = context.site.language == digest::Language::en;
  Node part =
      make(Tag::section, make(Tag::h2, english ? "What you missed" : "错过的内容"), paragraph(lines.headline, "facts"));
  if (!lines.summary.empty()) part.add(paragraph(lines.summary, "lead"));
  Node list(Tag::ul);
  for (const auto* entry : lines.shown) {
    const std::string id = entry_id(entry->seq);
    const bool here = context.entries.is_here(id);
    const Whole whole{.place = context.entries.of(id),
                      .link = here ? "↓" : "→",
                      .name = here ? said(context.site.language, "见下面的条目", "the entry below")
                                   : said(context.site.language, "见更早的条目", "among the earlier entries")};
    list.add(entry_brief(*entry, whole, context));
  }
  if (!list.children().empty()) part.add(std::move(list).with(Attr::classes, "entries"));
  if (!lines.left.empty()) part.add(paragraph(lines.left, "note"));
  if (!lines.withdrawn.empty()) part.add(paragraph(lines.withdrawn, "note"));
  nodes.push_back(std::move(part).with(Attr::id, "missed"));
  return nodes;
}

}  // namespace gailou::render
