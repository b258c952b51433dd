#include "digest/compose/entry_links.h"

#include <algorithm>
#include <utility>

#include "digest/compose/addressed.h"
#include "digest/compose/features.h"
#include "digest/compose/prose.h"
#include "digest/compose/section.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

void add_link(Append& entry, const std::optional<Link>& link) {
  if (link && std::find(entry.links.begin(), entry.links.end(), *link) == entry.links.end())
    entry.links.push_back(*link);
}

}  // namespace

/// To the entry that holds the partner, if it was written before this draft; else to the floor itself.
std::optional<Link> EntryLinks::link_to(Link::Rel rel, Floor partner) const {
  const auto has = [partner](const std::vector<Floor>& floors) {
    return std::find(floors.begin(), floors.end(), partner) != floors.end();
  };
  const Entry* citing = nullptr;
  for (const auto& entry : input_.similar) {
    if (entry.marker.kind == Marker::Kind::withdrawn) continue;
    if (has(entry.floors)) return Link{.rel = rel, .entry = entry_id(entry.seq), .floor = {}};
    if (citing == nullptr && has(entry.cites)) citing = &entry;
  }
  if (earlier_.has(partner)) return Link{.rel = rel, .entry = {}, .floor = partner};
  if (citing != nullptr) return Link{.rel = rel, .entry = entry_id(citing->seq), .floor = {}};
  return std::nullopt;
}

void EntryLinks::link(const Post& post, const Answer& answer, const Entry* repeated, bool of_offers,
                      std::vector<Append>& entries) const {
  if (entries.empty()) return;
  const Bearing bearing{.disputes = answer.disputes(),
                        .opens = post.floor == Floor{1},
                        .alone = entries.size() == 1,
                        .has_offers = of_offers};
  bool linked = false;
  for (auto& entry : entries) {
    entry.section = section_of(pack_, entry.text, bearing);
    for (const auto named : named_floors(entry.text)) {
      if (named != post.floor.value)
        add_link(entry, Link{.rel = Link::Rel::answers, .entry = {}, .floor = Floor{named}});
    }
    if (entry.section != "disputes" || !answer.partner) continue;
    add_link(entry, link_to(Link::Rel::contradicts, *answer.partner));
    if (answer.told && !linked) cite_both_sides(entry, *answer.told, answer.disagreement >= kContradicts);
    linked = true;
  }
  if (answer.told && !linked) link_answer(entries.front(), *answer.told, entries.size());
  if (repeated != nullptr)
    add_link(entries.front(), Link{.rel = Link::Rel::repeats, .entry = entry_id(repeated->seq), .floor = {}});
}

/// Both floors are cited; the digest accounts here for the one that answers.
void EntryLinks::cite_both_sides(Append& entry, Floor partner, bool sharply) const {
  const auto at = posts_.find(partner);
  if (at == posts_.end()) return;
  auto side = side_of(*at->second, feature_keys(entry.text));
  if (!side) return;
  entry.evidence.push_back(std::move(*side));
  open_with_rebuttal(entry, partner, sharply, input_.settings);
}

/// An entry of this draft or one that stands accounts for it.
bool EntryLinks::has_entry(Floor floor) const {
  const auto accounts = [floor](const Entry& entry) {
    return std::find(entry.floors.begin(), entry.floors.end(), floor) != entry.floors.end();
  };
  return entered_.contains(floor) || std::any_of(input_.similar.begin(), input_.similar.end(), accounts);
}

void EntryLinks::link_answer(Append& entry, Floor partner, std::size_t of_floor) const {
  const auto linked = link_to(Link::Rel::answers, partner);
  add_link(entry, linked);
  const auto at = posts_.find(partner);
  if (of_floor == 1 && at != posts_.end() && !has_entry(partner) &&
      open_with_question(entry, pack_, *at->second, input_.settings))
    return;
  const bool is_short = of_floor == 1 && units(entry.text) <= kShortReplyUnits;
  if (!is_short || !earlier_.has(partner)) return;
  open_with_answer(entry, partner, input_.settings);
  add_link(entry, Link{.rel = Link::Rel::answers, .entry = {}, .floor = partner});
}

}  // namespace gailou::digest
