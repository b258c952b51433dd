#include "digest/compose/judge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "digest/compose/gates.h"
#include "digest/compose/known_floors.h"
#include "digest/compose/known_texts.h"
#include "digest/deals/faults.h"

namespace gailou::digest {
namespace {

constexpr Revision kFirst{1};

std::vector<Floor> ascending(std::vector<Floor> floors) {
  std::sort(floors.begin(), floors.end());
  floors.erase(std::unique(floors.begin(), floors.end()), floors.end());
  return floors;
}

/// One draft on its way through the gates. Entries are judged before anything else, because they win over Quiets.
class Trial {
 public:
  Trial(const BatchInput& input, const Draft& draft) : input_(input), draft_(draft), floors_(input), offers_(input) {
    kept_.resize(draft.operations.size());
    for (const Entry& entry : input.similar) {
      if (entry.marker.kind == Marker::Kind::withdrawn) continue;
      texts_.add(entry.text);
      if (!entry.deal) note_plain(entry);
    }
  }

  Judged run() {
    each<Append>([&](std::size_t at, const Append& append) { judge_append(at, append); });
    each<Quiet>([&](std::size_t at, const Quiet& quiet) { judge_quiet(at, quiet); });
    each<Summarise>([&](std::size_t at, const Summarise& summarise) { judge_summary(at, summarise); });
    give_open_floors_to_entries_without();
    for (auto& operation : kept_) {
      if (operation) judged_.accepted.push_back(std::move(*operation));
    }
    for (const Floor floor : floors_.batch()) {
      if (accounted_.contains(floor)) continue;
      const auto reason = repeated_.contains(floor) ? Reason::duplicate : Reason::other;
      judged_.accepted.emplace_back(Quiet{.floor = floor, .reason = reason});
    }
    return std::move(judged_);
  }

 private:
  template <class Kind, class Visit>
  void each(Visit visit) {
    for (std::size_t at = 0; at < draft_.operations.size(); ++at) {
      if (const auto* operation = std::get_if<Kind>(&draft_.operations[at])) visit(at, *operation);
    }
  }

  void refuse(std::size_t at, std::string_view gate, std::string what) {
    judged_.refused.push_back({.operation = at, .gate = std::string(gate), .what = std::move(what)});
  }

  std::vector<Link> good_links(std::size_t at, const std::vector<Link>& links) {
    std::vector<Link> good;
    for (const Link& link : links) {
      if (auto fault = link_fault(floors_, link, input_.next_seq)) {
        refuse(at, fault->gate, std::move(fault->what));
      } else {
        good.push_back(link);
      }
    }
    return good;
  }

  void judge_append(std::size_t at, Append append) {
    append.links = good_links(at, append.links);
    if (append.deal) offers_.link(append);
    if (append.deal && append.corrects) lead_to_its_floor(append);
    Entry entry = candidate_of(input_, append);
    entry.seq.value += accepted_;
    auto faults = entry_faults(floors_, entry);
    if (faults.empty() && entry.deal) faults = offers_.faults(floors_, entry);
    if (!faults.empty()) return refuse(at, faults.front().gate, faults.front().what);
    // Two people report the same luck in the same words; what counts is that there are two. A correction may say nearly
    // the same as what it corrects, but not as another one.
    auto& texts = append.corrects ? corrections_ : texts_;
    if (!entry.deal && texts.have_like(entry.text)) {
      const auto& floors = entry.floors.empty() ? entry.cites : entry.floors;
      repeated_.insert(floors.begin(), floors.end());
      return refuse(at, "repeat", "says again what another entry says");
    }
    texts.add(entry.text);
    if (entry.deal)
      offers_.add(entry);
    else
      note_plain(entry);
    ++accepted_;
    append.floors = entry.floors;
    std::erase_if(append.floors, [&](Floor floor) { return accounted_.contains(floor); });
    // A marker needs a floor: several entries on one long floor share it once there are markers.
    if (append.floors.empty() && input_.revision > kFirst && !append.corrects) append.floors = entry.floors;
    accounted_.insert(append.floors.begin(), append.floors.end());
    kept_[at] = std::move(append);
  }

  void note_plain(const Entry& entry) {
    for (const Floor floor : entry.cites) plain_[floor] = entry.seq;
  }

  /// An offer that an edit adds has no chain to go on with: it goes on with what else is told of the floor.
  void lead_to_its_floor(Append& append) const {
    const bool leads = std::any_of(append.links.begin(), append.links.end(),
                                   [](const Link& link) { return link.rel == Link::Rel::updates; });
    const auto at = plain_.find(*append.corrects);
    if (leads || at == plain_.end()) return;
    append.links.push_back({.rel = Link::Rel::updates, .entry = entry_id(at->second), .floor = {}});
  }

  void judge_quiet(std::size_t at, const Quiet& quiet) {
    if (name_of(quiet.reason).empty() || quiet.reason == Reason::deleted) {
      return refuse(at, "G1", "the reason is not the engine's to give");
    }
    const std::string floor = "floor #" + std::to_string(quiet.floor.value);
    if (!floors_.in_batch(quiet.floor)) return refuse(at, "G4", floor + " is not in the batch");
    if (!accounted_.insert(quiet.floor).second) return refuse(at, "G4", floor + " is accounted for already");
    kept_[at] = quiet;
  }

  void judge_summary(std::size_t at, const Summarise& summarise) {
    const bool touched = !input_.posts.empty() || !input_.edits.empty() || !input_.restored.empty();
    if (!touched) return refuse(at, "G11", "no new floor");
    if (has_summary_) return refuse(at, "G12", "a second summary");
    if (summarise.cites.empty()) return refuse(at, "G12", "cites nothing");
    const Summary summary{.text = summarise.text, .rev = input_.revision, .cites = ascending(summarise.cites)};
    if (const auto faults = summary_faults(floors_, summary); !faults.empty()) {
      return refuse(at, faults.front().gate, faults.front().what);
    }
    has_summary_ = true;
    kept_[at] = Summarise{.text = summary.text, .cites = summary.cites};
  }

  /// In revision 1 an entry may account for nothing; but no floor becomes Quiet while such an entry rests on it.
  void give_open_floors_to_entries_without() {
    each<Append>([&](std::size_t at, const Append& drafted) {
      if (!kept_[at] || !drafted.floors.empty() || drafted.corrects) return;
      auto& append = std::get<Append>(*kept_[at]);
      for (const Floor floor : candidate_of(input_, append).cites) {
        if (floors_.in_batch(floor) && accounted_.insert(floor).second) append.floors.push_back(floor);
      }
      append.floors = ascending(std::move(append.floors));
    });
  }

  const BatchInput& input_;
  const Draft& draft_;
  KnownFloors floors_;
  OfferChains offers_;
  KnownTexts texts_{};
  KnownTexts corrections_{};                      // those of this draft
  std::int64_t accepted_ = 0;                     // entries, each of which takes the next seq
  std::vector<std::optional<Operation>> kept_{};  // by index in the draft
  std::set<Floor> accounted_{};
  std::map<Floor, EntrySeq> plain_{};  // the last entry without a deal that cites the floor
  std::set<Floor> repeated_{};         // floors of entries that repeat others
  bool has_summary_ = false;
  Judged judged_{};
};

}  // namespace

Entry candidate_of(const BatchInput& input, const Append& append) {
  Entry entry{.seq = input.next_seq,
              .section = append.section,
              .rev = input.revision,
              .text = append.text,
              .floors = ascending(append.floors),
              .links = append.links,
              .evidence = append.evidence,
              .deal = append.deal};
  for (const Evidence& piece : append.evidence) entry.cites.push_back(piece.floor);
  entry.cites = ascending(std::move(entry.cites));
  if (append.corrects) {
    entry.marker = {.kind = Marker::Kind::corrected, .first = *append.corrects, .last = *append.corrects};
  } else if (input.revision > kFirst && entry.floors.empty()) {
    for (const Post& post : input.posts) {
      if (std::binary_search(entry.cites.begin(), entry.cites.end(), post.floor)) entry.floors.push_back(post.floor);
    }
    entry.floors = ascending(std::move(entry.floors));
  }
  return entry;
}

Judged judge(const BatchInput& input, const Draft& draft) {
  return Trial(input, draft).run();
}

}  // namespace gailou::digest
