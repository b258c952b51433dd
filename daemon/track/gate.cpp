#include "daemon/track/gate.h"

#include <algorithm>

namespace gailou::track {
namespace {

using digest::Duration;
using digest::Instant;
using forum::TopicRow;

/// Polls that an answer must save on average to be worth its own request.
constexpr double kWorth = 2;
/// How much of the average one answer is.
constexpr double kWeight = 0.25;
/// So that a forum that has calmed down is noticed.
constexpr double kQuietShareLeast = 0.1;
/// Looks before a thread without a row is asked about again: it may be unlisted, or in a muted category.
constexpr int kUnlistedLooks = 8;
constexpr Duration kShortPause = std::chrono::minutes{10};
constexpr Duration kLongPause = std::chrono::hours{24};

bool is_open(const GateState& gate, Instant now) {
  return !gate.closed_until || *gate.closed_until <= now;
}

/// What both a row and a topic page tell.
bool agree(const TopicRow& a, const TopicRow& b) {
  return a.posts_count == b.posts_count && a.last_posted_at == b.last_posted_at && a.closed == b.closed &&
         a.archived == b.archived && a.title == b.title;
}

TopicRow row_of(const digest::ThreadHeader& header) {
  return {.posts_count = header.posts_count,
          .highest = header.highest,
          .last_posted_at = header.last_posted_at,
          .title = header.title,
          .closed = header.closed,
          .archived = header.archived};
}

}  // namespace

double passed_of(const GateCandidate& candidate, Instant now) {
  if (candidate.due <= now) return 1;
  if (candidate.interval <= Duration::zero()) return 0;
  return 1 - static_cast<double>((candidate.due - now).count()) / static_cast<double>(candidate.interval.count());
}

bool may_be_checked(const GateMemory& memory) {
  return memory.row && memory.checked <= kIntervalsPerLook - 2 && memory.unlisted_looks == 0;
}

std::vector<std::size_t> gate_members(const std::vector<GateCandidate>& candidates, const GateState& gate,
                                      Instant now) {
  std::vector<std::size_t> members;
  if (!is_open(gate, now)) return members;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    // What is due in the second half of its interval comes along: a row costs nothing.
    if (candidates[i].eligible && passed_of(candidates[i], now) >= 0.5) members.push_back(i);
  }
  const auto by_due = [&](std::size_t a, std::size_t b) { return candidates[a].due < candidates[b].due; };
  std::ranges::stable_sort(members, by_due);
  if (members.size() > forum::kRowsPerRequest) members.resize(forum::kRowsPerRequest);
  double spared = 0;
  for (const auto member : members) spared += passed_of(candidates[member], now) * gate.quiet_share;
  if (spared < kWorth) members.clear();
  return members;
}

bool is_quiet(const GateMemory& memory, const TopicRow& row) {
  if (!memory.row || !agree(*memory.row, row)) return false;
  // A list's highest floor counts what a page's doesn't (discourse-wire, topic page): compared among rows alone.
  return !memory.from_list || (memory.row->highest == row.highest && memory.row->bumped_at == row.bumped_at);
}

void note_quiet(GateMemory& memory, TopicRow row, double passed) {
  memory.checked += passed;
  memory.row = std::move(row);
  memory.from_list = true;
}

void note_unlisted(GateMemory& memory) {
  memory.unlisted_looks = kUnlistedLooks;
}

void note_row(GateMemory& memory, TopicRow row) {
  memory.pending = std::move(row);
}

void note_look(GateMemory& memory, const digest::ThreadHeader& header) {
  const auto seen = row_of(header);
  memory.checked = 0;
  if (memory.unlisted_looks > 0) --memory.unlisted_looks;
  // A page out of a cache may be older than the row that asked for it: then the row isn't done with.
  if (memory.pending && agree(*memory.pending, seen)) {
    memory.row = std::move(memory.pending);
    memory.from_list = true;
  } else if (!memory.row || memory.pending || !agree(*memory.row, seen)) {
    memory.row = seen;
    memory.from_list = false;
  }
  memory.pending.reset();
}

void note_answer(GateState& gate, std::size_t asked, std::size_t quiet, std::size_t listed, Instant now) {
  if (asked == 0) return;
  const double share = static_cast<double>(quiet) / static_cast<double>(asked);
  gate.quiet_share = std::max(kQuietShareLeast, gate.quiet_share * (1 - kWeight) + share * kWeight);
  // Most are missing: this forum's list doesn't take the question.
  if (listed * 2 < asked) close_gate(gate, true, now);
}

void close_gate(GateState& gate, bool lasting, Instant now) {
  gate.closed_until = now + (lasting ? kLongPause : kShortPause);
  gate.quiet_share = GateState{}.quiet_share;
}

}  // namespace gailou::track
