// The judge of drafts: every rule of the gates G1–G15 that can be decided on one step, before anything is written.
#pragma once

#include <string>
#include <vector>

#include "digest/operation.h"

namespace gailou::digest {

/// Why an operation was dropped, or what of it: a link that leads nowhere is dropped alone (G15).
struct Refusal {
  std::size_t operation = 0;  // index in the draft
  std::string gate{};         // "G6"; "repeat" for an entry that says again what another says
  std::string what{};
};

struct Judged {
  std::vector<Operation> accepted{};
  std::vector<Refusal> refused{};
};

/// The entry of an Append as it would be written: cites from its evidence, floors ascending; no marker but 更正.
Entry candidate_of(const BatchInput& input, const Append& append);

/// Drops what breaks a gate; what is left accounts for every floor of the batch exactly once: a floor that no accepted
/// operation accounts for becomes Quiet with Reason::other. Where an entry and a Quiet claim one floor the entry wins;
/// of two entries the first, unless that leaves the other without any floor for its marker. An Append that nearly
/// repeats a live entry of `similar` or an accepted one becomes Quiet, Reason::duplicate, for its floors. After
/// revision 1 an Append without floors accounts for those of the batch that it cites, unless it corrects. `accepted`
/// keeps the draft's order; what the judge adds stands behind.
Judged judge(const BatchInput& input, const Draft& draft);

/// All faults of a step about to be committed, as "G6 e12: number 22万 not in the cited floors". Empty = may be
/// written. The last check before the store: a fault here is a bug of ours.
std::vector<std::string> step_faults(const BatchInput& input, const Step& step);

}  // namespace gailou::digest
