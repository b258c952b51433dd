// The judge of a model's answer: rules V6–V9 and V11–V28 of gailou.ops/1.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "digest/llm/reply.h"
#include "digest/operation.h"

namespace gailou::llm {

/// What an answer is held against, beside the batch.
struct Asked {
  std::string canary{};
  std::vector<digest::Floor> floors{};    // ascending. What the contract calls the batch: the model may write about
                                          // these. Floors of the batch that need no asking may be among them
  std::vector<digest::Floor> open{};      // of them: still to be accounted for
  std::vector<digest::Append> written{};  // accepted before, in this batch: not to be repeated, counted per floor
  digest::Floor last{};                   // the highest floor that may be cited; unset: the last of `floors`
};

struct Fault {
  std::size_t operation = 0;  // index in the answer's ops
  std::string rule{};         // "V13"
  std::string what{};         // for the repair round and the ledger; printable, one line
};

struct Review {
  Verdict verdict = Verdict::accept;     // never retry or fallback
  std::vector<std::string> rules{};      // unique, in the order of their numbers
  std::vector<std::size_t> dropped{};    // indices, ascending
  std::vector<Fault> faults{};           // why they were dropped; of V21 what was left out of one that wasn't
  std::string whole{};                   // V7–V9: what is wrong with all of the answer; then nothing is kept
  digest::Draft kept{};                  // operations that passed: entries, at most one summary, quiets of open floors
  std::vector<digest::Floor> open{};     // of asked.open: in no operation that passed (V24)
  std::vector<digest::Floor> lazy{};     // of asked.open: called nothing although they are long (V26); not in `kept`
  std::vector<digest::Floor> again{};    // of asked.floors: those of operations whose faults ask for a repair
  std::vector<digest::Floor> flagged{};  // of asked.floors: they carry injection cues (V22)
};

/// Visible floors that may be cited are those of `input`: posts and context. Entries are those of `similar` and
/// `recent`; links may lead to any entry before input.next_seq. An `update` becomes an Append that corrects the first
/// floor that its target cites.
///
/// The second round is the same judgement: `floors` are then open, lazy and again of the first one, `open` its open and
/// lazy ones, `written` what it kept, `last` stays.
Review review(const digest::BatchInput& input, const Asked& asked, std::string_view content);

/// Floors that the answer's evidence, summary and links name, ascending; none if it isn't an answer. For who has to
/// find those that `input` lacks. At most 256.
std::vector<digest::Floor> floors_named(std::string_view content);

/// The user message of the repair round: which operations were refused and why, which floors are open. Of what was
/// refused no more than 80 units are said again.
std::string repair_request(const Review& review, std::string_view canary,
                           digest::Language language = digest::Language::zh);

}  // namespace gailou::llm
