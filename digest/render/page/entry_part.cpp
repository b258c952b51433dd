#include "digest/render/page/entry_part.h"

#include <algorithm>

#include "digest/render/blocks/escape.h"
#include "digest/render/entry_text.h"
#include "digest/render/page/floor_part.h"

namespace gailou::render {
namespace {

using digest::Entry;
using digest::Marker;

std::string number(digest::Floor floor) {
  return "#" + std::to_string(floor.value);
}

Node floor_link(digest::Floor floor, const std::string& label, const Places& places) {
  if (const auto target = places.local(floor)) return link_to(*target, label);
  return make(Tag::abbr, label).with(Attr::title, "第 " + std::to_string(floor.value) + " 楼已删除或未收录");
}

Node marker_part(const Entry& entry, const EntryContext& context) {
  const Marker& marker = entry.marker;
  Node part = make(Tag::span, marker_word(marker.kind, context.site.language)).with(Attr::classes, "marker");
  std::string label = number(marker.first);
  if (marker.last != marker.first) label += "–" + std::to_string(marker.last.value);
  part.add(floor_link(marker.first, label, context.places));
  if (context.places.local(marker.first)) part.add(forum_arrow(marker.first, context.places));
  part.add(marker_colon(context.site));
  return part;
}

std::string_view verb_of(digest::Link::Rel rel) {
  switch (rel) {
    case digest::Link::Rel::contradicts:
      return "反驳";
    case digest::Link::Rel::updates:
      return "更新";
    case digest::Link::Rel::repeats:
      return "重提";
    case digest::Link::Rel::answers:
      return "回应";
  }
  return {};
}

Node relation(Target target, const std::string& label, const std::string& name) {
  return link_to(std::move(target), label).with(Attr::classes, "rel").with(Attr::aria_label, name);
}

/// To the entry that this one speaks of, and to those that speak of it later.
void add_relations(Node& item, const Entry& entry, const EntryContext& context) {
  for (const auto& link : entry.links) {
    if (link.entry.empty()) continue;
    const std::string verb(verb_of(link.rel));
    item.add(" ");
    item.add(relation(Target::fragment(link.entry), verb + "↑", verb + "前面的一条"));
  }
  const auto found = context.echoes.find(entry_id(entry.seq));
  if (found == context.echoes.end()) return;
  for (const Entry* later : found->second) {
    const auto floor = later->floors.empty() ? later->cites.front() : later->floors.back();
    const std::string verb = "被 " + number(floor) + " ";
    const auto rel = std::find_if(later->links.begin(), later->links.end(),
                                  [&](const auto& link) { return link.entry == found->first; });
    const std::string label = verb + std::string(verb_of(rel->rel));
    item.add(" ");
    item.add(relation(Target::fragment(entry_id(later->seq)), label + "↓", label + "，见后面的一条"));
  }
}

}  // namespace

Echoes echoes_of(const digest::Digest& digest) {
  Echoes echoes;
  for (const Entry& entry : digest.entries) {
    for (const auto& link : entry.links) {
      const bool changes = link.rel == digest::Link::Rel::contradicts || link.rel == digest::Link::Rel::updates;
      if (!changes || link.entry.empty() || entry.cites.empty()) continue;
      auto& later = echoes[link.entry];
      if (later.empty() || later.back() != &entry) later.push_back(&entry);
    }
  }
  return echoes;
}

Node cite_list(const std::vector<digest::Floor>& cites, const Places& places) {
  Node list = make(Tag::span, "(").with(Attr::classes, "cites");
  bool first = true;
  for (const auto cite : cites) {
    if (!first) list.add(", ");
    first = false;
    list.add(floor_link(cite, number(cite), places));
  }
  list.add(")");
  return list;
}

Node new_badge() {
  return make(Tag::span, "新").with(Attr::classes, "badge");
}

bool is_new(const Entry& entry, const EntryContext& context) {
  return context.since && digest::is_news(entry, *context.since);
}

Node entry_item(const Entry& entry, const EntryContext& context) {
  Node item = Node(Tag::li).with(Attr::id, entry_id(entry.seq)).with(Attr::data_rev, std::to_string(entry.rev.value));
  std::string classes = entry.marker.kind == Marker::Kind::withdrawn ? "withdrawn" : "";
  if (is_new(entry, context)) {
    classes += classes.empty() ? "new" : " new";
    item.add(new_badge());
  }
  if (entry.marker.kind != Marker::Kind::none) item.add(marker_part(entry, context));
  const std::string text = one_line(entry.text);
  if (shows_cites(entry)) {
    const SplitText split = split_final_mark(text);
    item.add(split.words);
    item.add(cite_list(entry.cites, context.places));
    item.add(split.end);
  } else {
    item.add(std::string_view(text));
  }
  add_relations(item, entry, context);
  return classes.empty() ? std::move(item) : std::move(item).with(Attr::classes, classes);
}

}  // namespace gailou::render
