#include "digest/render/markdown_entry.h"

#include "digest/render/blocks/escape.h"
#include "digest/render/entry_text.h"

namespace gailou::render {
namespace {

Node markdown_cites(const digest::Entry& entry, const Places& places) {
  Node cites = make(Tag::fragment, "(");
  for (const auto cite : entry.cites) {
    if (cites.children().size() > 1) cites.add(", ");
    cites.add(at_forum(cite, "#" + std::to_string(cite.value), places));
  }
  cites.add(")");
  return cites;
}

}  // namespace

Node at_forum(digest::Floor floor, const std::string& label, const Places& places) {
  const auto target = places.forum(floor);
  return target ? link_to(*target, label) : Node::text(label);
}

Node markdown_entry(const digest::Entry& entry, const Places& places, const Site& site) {
  Node item(Tag::li);
  if (entry.marker.kind != digest::Marker::Kind::none) {
    const std::string marker = marker_text(entry.marker, site.language);
    const bool withdrawn = entry.marker.kind == digest::Marker::Kind::withdrawn;
    item.add(withdrawn ? Node::text(marker) : at_forum(entry.marker.first, marker, places));
    item.add(marker_colon(site));
  }
  const std::string text = one_line(entry.text);
  if (!shows_cites(entry)) {
    item.add(std::string_view(text));
    return item;
  }
  const SplitText split = split_final_mark(text);
  item.add(std::string(split.words) + std::string(split.gap));
  item.add(markdown_cites(entry, places));
  item.add(split.end);
  return item;
}

}  // namespace gailou::render
