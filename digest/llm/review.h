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
  std::vector<digest::Floor> floors{};    // the model may write about these, ascending
  std::vector<digest::Floor> open{};      // of them: still to be accounted for
  std::vector<digest::Append> written{};  // accepted before, in this batch: not to be repeated, counted per floor
};

struct Fault {
  std::size_t operation = 0;  // index in the answer's ops
  std::string rule{};         // "V13"
  std::string what{};         // for the repair round and the ledger; printable, one line
};

struct Review {
  Verdict verdict = Verdict::accept;   // never retry
  std::vector<std::string> rules{};    // unique, in the order of their numbers
  std::vector<std::size_t> dropped{};  // indices, ascending
  std::vector<Fault> faults{};
  digest::Draft kept{};                  // operations that passed
  std::vector<digest::Floor> open{};     // of asked.open: in no operation that passed (V24)
  std::vector<digest::Floor> lazy{};     // called nothing although they are long (V26)
  std::vector<digest::Floor> again{};    // floors of dropped operations that may be written about once more
  std::vector<digest::Floor> flagged{};  // floors that carry injection cues (V22)
};

/// Visible floors that may be cited are those of `input`: posts and context. Entries are those of `similar` and
/// `recent`.
Review review(const digest::BatchInput& input, const Asked& asked, std::string_view content);

/// Floors that the answer's evidence, summary and links name, ascending; none if it isn't an answer. For who has to
/// find those that `input` lacks. At most 256.
std::vector<digest::Floor> floors_named(std::string_view content);

/// The user message of the repair round: which operations were refused and why, which floors are open.
std::string repair_request(const Review& review, std::string_view canary);

}  // namespace gailou::llm
