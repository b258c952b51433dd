// The last look at a step before the store takes it.
#include <map>
#include <set>

#include "digest/compose/gates.h"
#include "digest/compose/judge.h"
#include "digest/compose/known_floors.h"
#include "digest/deals/faults.h"

namespace gailou::digest {
namespace {

constexpr Revision kFirstRevision{1};

/// What stands in a step, gate by gate, as lines.
class Inspection {
 public:
  Inspection(const BatchInput& input, const Step& step) : input_(input), step_(step), floors_(input), offers_(input) {}

  std::vector<std::string> run() {
    check_identity();
    for (const Entry& entry : step_.entries) {
      for (const GateFault& fault : entry_faults(floors_, entry)) say(fault, entry_id(entry.seq));
      check_marker(entry);
      if (!entry.deal) continue;
      for (const GateFault& fault : offers_.faults(floors_, entry)) say(fault, entry_id(entry.seq));
      offers_.add(entry);
    }
    check_accounting();
    check_summary();
    return std::move(lines_);
  }

 private:
  void say(const GateFault& fault, const std::string& where) {
    lines_.push_back(std::string(fault.gate) + " " + where + ": " + fault.what);
  }

  bool is_touched() const { return !input_.posts.empty() || !input_.edits.empty() || !input_.restored.empty(); }

  void check_identity() {
    if (step_.revision != input_.revision) say({"G10", "is not the revision to be written"}, "step");
    if (step_.generated_at != input_.taken_at) say({"G10", "is not dated when the batch was taken"}, "step");
    if (!step_.tombstones.empty()) say({"G5", "withdraws, which an engine's step never does"}, "step");
    if (!is_touched() && !step_.entries.empty()) say({"G11", "nothing new, yet an entry"}, "step");
    EntrySeq expected = input_.next_seq;
    for (const Entry& entry : step_.entries) {
      if (entry.seq != expected) say({"G10", "id out of order"}, entry_id(entry.seq));
      if (entry.rev != input_.revision) say({"G10", "has another revision"}, entry_id(entry.seq));
      ++expected.value;
    }
  }

  void check_marker(const Entry& entry) {
    if (entry.marker.kind == Marker::Kind::corrected) return;  // the gates have looked at it
    Marker wanted;
    if (input_.revision > kFirstRevision) {
      if (entry.floors.empty())
        return say({"G8", "accounts for no floor that its marker could name"}, entry_id(entry.seq));
      wanted = {.kind = Marker::Kind::added, .first = entry.floors.front(), .last = entry.floors.back()};
    }
    if (entry.marker != wanted) {
      say({"G8", "marker " + to_string(entry.marker) + " instead of " + to_string(wanted)}, entry_id(entry.seq));
    }
  }

  void check_accounting() {
    std::set<Floor> owned;
    for (const Entry& entry : step_.entries) owned.insert(entry.floors.begin(), entry.floors.end());
    std::set<Floor> quiet;
    for (const NothingNew& item : step_.nothing_new) {
      const std::string where = "#" + std::to_string(item.floor.value);
      if (name_of(item.reason).empty()) say({"G1", "unknown reason"}, where);
      if (!floors_.in_batch(item.floor)) say({"G4", "nothing new, but not in the batch"}, where);
      if (owned.contains(item.floor)) say({"G4", "both in an entry and in nothing_new"}, where);
      if (!quiet.insert(item.floor).second) say({"G4", "twice in nothing_new"}, where);
    }
    for (const Floor floor : floors_.batch()) {
      if (!owned.contains(floor) && !quiet.contains(floor)) {
        say({"G4", "not accounted for"}, "#" + std::to_string(floor.value));
      }
    }
  }

  void check_summary() {
    if (!step_.summary) {
      if (input_.summary.rev == Revision{}) say({"G12", "there is none yet and the step brings none"}, "summary");
      return;
    }
    if (step_.summary->rev != input_.revision) say({"G12", "has another revision"}, "summary");
    if (step_.summary->text == input_.summary.text) say({"G12", "rev raised, text unchanged"}, "summary");
    if (!is_touched() && input_.summary.rev != Revision{}) {
      say({"G11", "no new floor, yet another summary"}, "summary");
    }
    for (const GateFault& fault : summary_faults(floors_, *step_.summary)) say(fault, "summary");
  }

  const BatchInput& input_;
  const Step& step_;
  KnownFloors floors_;
  OfferChains offers_;
  std::vector<std::string> lines_{};
};

}  // namespace

std::vector<std::string> step_faults(const BatchInput& input, const Step& step) {
  return Inspection(input, step).run();
}

}  // namespace gailou::digest
