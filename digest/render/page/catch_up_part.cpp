#include "digest/render/page/catch_up_part.h"

#include "digest/render/blocks/escape.h"
#include "digest/render/catch_up_lines.h"
#include "digest/render/entry_text.h"

namespace gailou::render {
namespace {

Node paragraph(const std::string& line, std::string_view classes) {
  return make(Tag::p, line).with(Attr::classes, classes);
}

/// An entry in short: it stands whole further down, where its marker, or the arrow of one without, leads to.
Node short_item(const digest::Entry& entry, const EntryContext& context) {
  const auto place = Target::fragment(entry_id(entry.seq));
  const std::string marker = marker_text(entry.marker, context.site.language);
  Node item(Tag::li);
  if (!marker.empty()) {
    item.add(link_to(place, marker).with(Attr::classes, "marker"));
    item.add(marker_colon(context.site));
  }
  const std::string text = one_line(entry.text);
  if (shows_cites(entry)) {
    const SplitText split = split_final_mark(text);
    item.add(std::string(split.words) + std::string(split.gap));
    item.add(cite_list(entry.cites, context.places));
    item.add(split.end);
  } else {
    item.add(std::string_view(text));
  }
  if (!marker.empty()) return item;
  const bool english = context.site.language == digest::Language::en;
  item.add(" ");
  item.add(link_to(place, "↓")
               .with(Attr::classes, "rel")
               .with(Attr::aria_label, english ? "the entry below" : "见下面的条目"));
  return item;
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
  for (const auto* entry : lines.shown) list.add(short_item(*entry, context));
  if (!list.children().empty()) part.add(std::move(list).with(Attr::classes, "entries"));
  if (!lines.left.empty()) part.add(paragraph(lines.left, "note"));
  if (!lines.withdrawn.empty()) part.add(paragraph(lines.withdrawn, "note"));
  nodes.push_back(std::move(part).with(Attr::id, "missed"));
  return nodes;
}

}  // namespace gailou::render
