// An item's content, from the same typed blocks as pages are: nothing unescaped can enter it.
#include <algorithm>

#include "digest/render/blocks/escape.h"
#include "digest/render/blocks/html_writer.h"
#include "digest/render/entry_text.h"
#include "digest/render/feed/item.h"
#include "digest/render/paths.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::Entry;
using digest::FeedItem;
using digest::Floor;

/// A link, or its words where the site's address can't stand in one.
Node absolute_link(const std::string& url, std::string_view words) {
  if (auto target = Target::web(url)) return link_to(std::move(*target), words);
  return make(Tag::span, words);
}

class ItemContent {
 public:
  ItemContent(const FeedItem& item, const FeedView& view, const Site& site) : item_(item), view_(view), site_(site) {}

  Node entry(const Entry& entry, Tag tag) const {
    Node part(tag);
    const std::string marker = marker_text(entry.marker, site_.language);
    if (!marker.empty()) {
      part.add(entry.marker.kind == digest::Marker::Kind::withdrawn ? Node::text(marker)
                                                                    : floor_link(entry.marker.first, marker));
      part.add(marker_colon(site_));
    }
    const std::string text = one_line(entry.text);
    if (!shows_cites(entry)) {
      part.add(std::string_view(text));
      return part;
    }
    const SplitText split = split_final_mark(text);
    part.add(std::string(split.words) + std::string(split.gap));
    part.add(cites(entry.cites));
    part.add(split.end);
    return part;
  }

  /// "关键信息 · 算力租赁 · 论坛第 59 楼"
  Node origin() const {
    Node line(Tag::p);
    for (const auto& section : item_sections(item_))
      line.add(std::string(section_title(section, site_.language)) + " · ");
    line.add(absolute_link(thread_url(item_, view_), one_line(item_.title).empty() ? "…" : one_line(item_.title)));
    for (const auto& url : meant_urls(item_, view_)) {
      line.add(" · ");
      line.add(absolute_link(url, said(site_.language, "更正的那一条", "the entry corrected")));
    }
    if (const auto url = forum_floor_url(item_)) {
      line.add(" · ");
      line.add(absolute_link(*url, said(site_.language, "论坛原楼", "at the forum")));
    }
    return line;
  }

 private:
  /// The page of raw floors that it is on, whatever the thread's length.
  Node floor_link(Floor floor, std::string_view words) const {
    return absolute_link(floor_path(thread_url(item_, view_), floor), words);
  }

  Node cites(const std::vector<Floor>& floors) const {
    Node list(Tag::fragment);
    for (const auto cited : floors) {
      list.add(list.children().empty() ? "(" : ", ");
      list.add(floor_link(cited, "#" + std::to_string(cited.value)));
    }
    list.add(")");
    return list;
  }

  const FeedItem& item_;
  const FeedView& view_;
  const Site& site_;
};

}  // namespace

std::string item_html(const FeedItem& item, const FeedView& view, const Site& site) {
  const ItemContent content(item, view, site);
  Node all(Tag::fragment);
  if (item.entries.size() == 1) {
    all.add(content.entry(item.entries.front(), Tag::p));
  } else {
    Node list(Tag::ul);
    for (const auto& entry : item.entries) list.add(content.entry(entry, Tag::li));
    all.add(std::move(list));
  }
  all.add(content.origin());
  return write_html(all);
}

}  // namespace gailou::render
