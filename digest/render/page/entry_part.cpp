#include "digest/render/page/entry_part.h"

#include <algorithm>

#include "digest/render/blocks/escape.h"
#include "digest/render/entry_text.h"
#include "digest/render/page/floor_part.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::Entry;
using digest::Marker;

std::string number(digest::Floor floor) {
  return "#" + std::to_string(floor.value);
}

Node floor_link(digest::Floor floor, const std::string& label, const Places& places) {
  if (const auto target = places.local(floor)) return link_to(*target, label);
  const std::string number_of = std::to_string(floor.value);
  return make(Tag::abbr, label)
      .with(Attr::title, places.language() == digest::Language::en
                             ? "Floor " + number_of + " was deleted or isn't stored"
                             : "第 " + number_of + " 楼已删除或未收录");
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

struct RelationWords {
  std::string_view zh;  // "反驳↑" to an earlier entry
  std::string_view en;
  std::string_view passive;  // "contradicted by #63"
};
RelationWords words_of(digest::Link::Rel rel) {
  switch (rel) {
    case digest::Link::Rel::contradicts:
      return {"反驳", "contradicts", "contradicted"};
    case digest::Link::Rel::updates:
      return {"更新", "updates", "updated"};
    case digest::Link::Rel::repeats:
      return {"重提", "repeats", "repeated"};
    case digest::Link::Rel::answers:
      return {"回应", "answers", "answered"};
  }
  return {};
}

Node relation(Target target, const std::string& label, const std::string& name) {
  return link_to(std::move(target), label).with(Attr::classes, "rel").with(Attr::aria_label, name);
}

/// The text, its cites before its final mark where it shows them.
void add_text(Node& item, const Entry& entry, const Places& places) {
  const std::string text = one_line(entry.text);
  if (!shows_cites(entry)) return item.add(std::string_view(text));
  const SplitText split = split_final_mark(text);
  item.add(std::string(split.words) + std::string(split.gap));
  item.add(cite_list(entry.cites, places));
  item.add(split.end);
}

/// Of an offer's chain the entry leads to the first and to the last; readers want the last.
bool is_beside(const Entry& entry, const digest::Link& link) {
  const auto is_update = [](const digest::Link& one) { return one.rel == digest::Link::Rel::updates; };
  if (!entry.deal || !is_update(link)) return false;
  return &*std::find_if(entry.links.rbegin(), entry.links.rend(), is_update) != &link;
}

/// To the entry that this one speaks of, and to those that speak of it later.
void add_relations(Node& item, const Entry& entry, const EntryContext& context) {
  for (const auto& link : entry.links) {
    if (link.entry.empty() || is_beside(entry, link)) continue;
    const bool english = context.site.language == digest::Language::en;
    const std::string verb(english ? words_of(link.rel).en : words_of(link.rel).zh);
    item.add(" ");
    item.add(relation(context.entries.of(link.entry), verb + "↑",
                      english ? verb + " an earlier entry" : verb + "前面的一条"));
  }
  const auto found = context.echoes.find(entry_id(entry.seq));
  if (found == context.echoes.end()) return;
  for (const Entry* later : found->second) {
    const auto floor = later->floors.empty() ? later->cites.front() : later->floors.back();
    const auto rel = std::find_if(later->links.begin(), later->links.end(),
                                  [&](const auto& link) { return link.entry == found->first; });
    const bool english = context.site.language == digest::Language::en;
    const std::string label = english ? std::string(words_of(rel->rel).passive) + " by " + number(floor)
                                      : "被 " + number(floor) + " " + std::string(words_of(rel->rel).zh);
    item.add(" ");
    item.add(relation(context.entries.of(entry_id(later->seq)), label + "↓",
                      label + (english ? ", see a later entry" : "，见后面的一条")));
  }
}

}  // namespace

Echoes echoes_of(const digest::Digest& digest) {
  Echoes echoes;
  for (const Entry& entry : digest.entries) {
    for (const auto& link : entry.links) {
      const bool changes = link.rel == digest::Link::Rel::contradicts || link.rel == digest::Link::Rel::updates;
      if (!changes || link.entry.empty() || entry.cites.empty() || is_beside(entry, link)) continue;
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

Node new_badge(digest::Language language) {
  return make(Tag::span, said(language, "新", "new")).with(Attr::classes, "badge");
}

bool is_new(const Entry& entry, const EntryContext& context) {
  return context.since && digest::is_news(entry, *context.since);
}

Node entry_item(const Entry& entry, const EntryContext& context) {
  Node item = Node(Tag::li).with(Attr::id, entry_id(entry.seq)).with(Attr::data_rev, std::to_string(entry.rev.value));
  std::string classes = entry.marker.kind == Marker::Kind::withdrawn ? "withdrawn" : "";
  if (is_new(entry, context)) {
    classes += classes.empty() ? "new" : " new";
    item.add(new_badge(context.site.language));
  }
  if (entry.marker.kind != Marker::Kind::none) item.add(marker_part(entry, context));
  add_text(item, entry, context.places);
  add_relations(item, entry, context);
  return classes.empty() ? std::move(item) : std::move(item).with(Attr::classes, classes);
}

Node entry_brief(const Entry& entry, const Whole& whole, const EntryContext& context) {
  const std::string marker = marker_text(entry.marker, context.site.language);
  Node item(Tag::li);
  if (!marker.empty()) {
    item.add(link_to(whole.place, marker).with(Attr::classes, "marker"));
    item.add(marker_colon(context.site));
  }
  add_text(item, entry, context.places);
  if (!marker.empty()) return item;
  item.add(" ");
  item.add(link_to(whole.place, whole.link).with(Attr::classes, "rel").with(Attr::aria_label, whole.name));
  return item;
}

}  // namespace gailou::render
