// The digest as Markdown: the text form's order, with headings, items and links.
#include "digest/render/blocks/escape.h"
#include "digest/render/blocks/markdown_writer.h"
#include "digest/render/catch_up_writers.h"
#include "digest/render/entry_text.h"
#include "digest/render/floors.h"
#include "digest/render/markdown_entry.h"
#include "digest/render/page/floor_part.h"
#include "digest/render/page/places.h"
#include "digest/render/said.h"
#include "digest/render/writers.h"

namespace gailou::render {
namespace {

std::string_view nothing_in_markdown(const Site& site) {
  return said(site.language, "(暂无)", "(nothing yet)");
}

void add_sections(Node& document, const ThreadView& view, const Places& places, const Site& site) {
  int index = 0;
  for (const auto& section : digest::kSections) {
    document.add(
        make(Tag::h2, std::to_string(++index) + ". " + std::string(section_title(section.key, site.language))));
    Node list(Tag::ul);
    for (const auto* entry : entries_of(view.digest, section.key)) list.add(markdown_entry(*entry, places, site));
    document.add(list.children().empty() ? make(Tag::p, nothing_in_markdown(site)) : std::move(list));
  }
}

void add_floors(Node& document, const ThreadView& view, const Places& places, const Site& site) {
  document.add(make(Tag::h2, said(site.language, "原始内容", "All floors")));
  for (const auto* stored : shown_floors(view.posts)) {
    const digest::Post& post = stored->post;
    const std::string label = floor_name(post.floor, site.language);
    document.add(make(Tag::h3, at_forum(post.floor, label, places),
                      " " + one_line(post.author) + " (" + local_time(post.created_at, site.zone) + ")"));
    document.add(floor_body(*stored, places, site));
  }
}

}  // namespace

std::string render_markdown(const ThreadView& view, const Site& site) {
  if (view.caught) return catch_up_markdown(view, site);
  const Places places(view, site);
  const digest::Digest& digest = view.digest;
  const std::string title = one_line(digest.thread.title);
  const std::string summary = one_line(digest.summary.text);
  const auto topic = places.topic();
  Node document(Tag::fragment);
  document.add(make(Tag::p, one_line(site.title + " " + digest.thread.source + " · " + site.tagline)));
  document.add(make(Tag::h1, topic ? link_to(*topic, title) : Node::text(title)));
  document.add(make(Tag::h2, said(site.language, "内容摘要", "Summary")));
  document.add(make(Tag::p, summary.empty() ? std::string(nothing_in_markdown(site)) : summary));
  add_sections(document, view, places, site);
  if (view.raw) add_floors(document, view, places, site);
  return write_markdown(document);
}

}  // namespace gailou::render
