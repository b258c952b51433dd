// The digest as Markdown: the text form's order, with headings, items and links.
#include "digest/render/blocks/escape.h"
#include "digest/render/blocks/markdown_writer.h"
#include "digest/render/entry_text.h"
#include "digest/render/floors.h"
#include "digest/render/page/floor_part.h"
#include "digest/render/page/places.h"
#include "digest/render/writers.h"

namespace gailou::render {
namespace {

constexpr std::string_view kNothing = "(暂无)";

Node at_forum(digest::Floor floor, const std::string& label, const Places& places) {
  const auto target = places.forum(floor);
  return target ? link_to(*target, label) : Node::text(label);
}

Node cites_of(const digest::Entry& entry, const Places& places) {
  Node cites = make(Tag::fragment, "(");
  for (const auto cite : entry.cites) {
    if (cites.children().size() > 1) cites.add(", ");
    cites.add(at_forum(cite, "#" + std::to_string(cite.value), places));
  }
  cites.add(")");
  return cites;
}

Node entry_item(const digest::Entry& entry, const Places& places, const Site& site) {
  Node item(Tag::li);
  if (entry.marker.kind != digest::Marker::Kind::none) {
    const std::string marker = to_string(entry.marker);
    const bool withdrawn = entry.marker.kind == digest::Marker::Kind::withdrawn;
    item.add(withdrawn ? Node::text(marker) : at_forum(entry.marker.first, marker, places));
    item.add(site.full_punctuation ? "：" : ": ");
  }
  const std::string text = one_line(entry.text);
  if (!shows_cites(entry)) {
    item.add(std::string_view(text));
    return item;
  }
  const SplitText split = split_final_mark(text);
  item.add(split.words);
  item.add(cites_of(entry, places));
  item.add(split.end);
  return item;
}

void add_sections(Node& document, const ThreadView& view, const Places& places, const Site& site) {
  int index = 0;
  for (const auto& section : digest::kSections) {
    document.add(make(Tag::h2, std::to_string(++index) + ". " + std::string(section.title)));
    Node list(Tag::ul);
    for (const auto* entry : entries_of(view.digest, section.key)) list.add(entry_item(*entry, places, site));
    document.add(list.children().empty() ? make(Tag::p, kNothing) : std::move(list));
  }
}

void add_floors(Node& document, const ThreadView& view, const Places& places, const Site& site) {
  document.add(make(Tag::h2, "原始内容"));
  for (const auto* stored : shown_floors(view.posts)) {
    const digest::Post& post = stored->post;
    const std::string label = "第 " + std::to_string(post.floor.value) + " 楼";
    document.add(make(Tag::h3, at_forum(post.floor, label, places),
                      " " + one_line(post.author) + " (" + local_time(post.created_at, site.zone) + ")"));
    document.add(body_blocks(*stored, places));
  }
}

}  // namespace

std::string render_markdown(const ThreadView& view, const Site& site) {
  const Places places(view, site);
  const digest::Digest& digest = view.digest;
  const std::string title = one_line(digest.thread.title);
  const std::string summary = one_line(digest.summary.text);
  const auto topic = places.topic();
  Node document(Tag::fragment);
  document.add(make(Tag::p, one_line(site.title + " " + digest.thread.source + " · " + site.tagline)));
  document.add(make(Tag::h1, topic ? link_to(*topic, title) : Node::text(title)));
  document.add(make(Tag::h2, "内容摘要"));
  document.add(make(Tag::p, summary.empty() ? std::string(kNothing) : summary));
  add_sections(document, view, places, site);
  if (view.raw) add_floors(document, view, places, site);
  return write_markdown(document);
}

}  // namespace gailou::render
