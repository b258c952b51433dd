#include "digest/render/catch_up_writers.h"

#include <nlohmann/json.hpp>

#include "digest/catch_up_codec.h"
#include "digest/render/blocks/escape.h"
#include "digest/render/blocks/markdown_writer.h"
#include "digest/render/catch_up_lines.h"
#include "digest/render/entry_text.h"
#include "digest/render/markdown_entry.h"
#include "digest/render/page/places.h"

namespace gailou::render {
namespace {

std::string entry_line(const digest::Entry& entry, const Site& site) {
  const std::string marker = marker_text(entry.marker, site.language);
  return (marker.empty() ? "" : marker + std::string(marker_colon(site))) + text_with_cites(entry);
}

}  // namespace

std::string catch_up_text(const ThreadView& view, const Site& site) {
  const CatchUpLines lines = catch_up_lines(*view.caught, site);
  std::string out = one_line(view.caught->thread.title) + "\n" + lines.headline + "\n";
  const auto paragraph = [&](const std::string& line) {
    if (!line.empty()) out += line + "\n";
  };
  if (!lines.summary.empty() || !lines.shown.empty()) out += "\n";
  paragraph(lines.summary);
  for (const auto* entry : lines.shown) out += "  • " + entry_line(*entry, site) + "\n";
  paragraph(lines.left);
  paragraph(lines.withdrawn);
  return out;
}

std::string catch_up_markdown(const ThreadView& view, const Site& site) {
  const Places places(view, site);
  const CatchUpLines lines = catch_up_lines(*view.caught, site);
  const auto topic = places.topic();
  const std::string title = one_line(view.caught->thread.title);
  Node document(Tag::fragment);
  document.add(make(Tag::h1, topic ? link_to(*topic, title) : Node::text(title)));
  document.add(make(Tag::p, lines.headline));
  if (!lines.summary.empty()) document.add(make(Tag::p, lines.summary));
  Node list(Tag::ul);
  for (const auto* entry : lines.shown) list.add(markdown_entry(*entry, places, site));
  if (!list.children().empty()) document.add(std::move(list));
  if (!lines.left.empty()) document.add(make(Tag::p, lines.left));
  if (!lines.withdrawn.empty()) document.add(make(Tag::p, lines.withdrawn));
  return write_markdown(document);
}

std::string catch_up_json(const ThreadView& view) {
  constexpr auto kReplace = nlohmann::ordered_json::error_handler_t::replace;
  return digest::to_document(*view.caught).dump(-1, ' ', false, kReplace) + "\n";
}

}  // namespace gailou::render
