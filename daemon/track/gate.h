// One request that answers for many threads: whether asking the gate saves requests, whom to ask about, and what a row
// says of its thread. Pure.
//
// A row that equals the last one means that nothing was posted: the thread needs no poll of its own. It doesn't tell of
// edits and withdrawals, so every so many checks a thread is looked at itself.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "daemon/forum/source.h"
#include "digest/thread.h"
#include "digest/time.h"

namespace gailou::track {

/// A thread is looked at itself at least every so many of its intervals.
inline constexpr double kIntervalsPerLook = 4;

/// What the gate is compared with, one per thread.
struct GateMemory {
  std::optional<forum::TopicRow> row{};      // as of the last look at the thread
  bool from_list = false;                    // `row` is one of the gate's: its `highest` and `bumped_at` count too
  std::optional<forum::TopicRow> pending{};  // said that something changed; believed once a look agrees with it
  double checked = 0;                        // intervals that the gate has stood for since the last look
  int unlisted_looks = 0;                    // looks to go before the gate is asked about it again: it had no row
};

/// Whether the gate pays for a source at present.
struct GateState {
  double quiet_share = 0.75;                      // of the rows asked for, those that saved a poll; a moving average
  std::optional<digest::Instant> closed_until{};  // the forum has no gate, or it failed
};

struct GateCandidate {
  bool eligible = false;  // may be judged by a row: complete, not failing, no poll asked for, checks left
  digest::Instant due{};
  digest::Duration interval{};  // between its last poll and `due`
};

bool may_be_checked(const GateMemory& memory);

/// The threads to ask about, those due first and then those due soon, at most a page of rows; empty: the gate would not
/// save a request.
std::vector<std::size_t> gate_members(const std::vector<GateCandidate>& candidates, const GateState& gate,
                                      digest::Instant now);

/// Whether the row says that nothing happened since the last look.
bool is_quiet(const GateMemory& memory, const forum::TopicRow& row);

/// A quiet row stood for a look, after `passed` of the thread's interval.
void note_quiet(GateMemory& memory, forum::TopicRow row, double passed);

/// How much of its interval a thread has behind it, at most 1: so much of a poll is spared if its row is quiet.
double passed_of(const GateCandidate& candidate, digest::Instant now);

/// The gate had no row of it: that says nothing of the thread.
void note_unlisted(GateMemory& memory);

/// A row that isn't quiet: what a look must confirm.
void note_row(GateMemory& memory, forum::TopicRow row);

/// A look at the thread itself has succeeded.
void note_look(GateMemory& memory, const digest::ThreadHeader& header);

/// The gate has answered: `asked` threads, of which `quiet` need no poll and `listed` had a row.
void note_answer(GateState& gate, std::size_t asked, std::size_t quiet, std::size_t listed, digest::Instant now);

/// The gate can't be used for a while: `lasting` where the forum offers none.
void close_gate(GateState& gate, bool lasting, digest::Instant now);

}  // namespace gailou::track
