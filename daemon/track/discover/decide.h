// What the rules say about a forum's lists: which topics to add or to propose, which of the added ones to let go of.
// Pure: the same facts give the same answer, and carrying it out leaves nothing to do.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/forum/source.h"
#include "daemon/track/discover/score.h"
#include "daemon/track/discover/settings.h"
#include "digest/ids.h"
#include "digest/time.h"

namespace gailou::track::discover {

/// A thread of the source as the store has it.
struct Known {
  digest::ThreadId id{};
  digest::TopicId topic{};
  std::string added_by{};                      // the rule's name; empty = by hand
  std::optional<digest::Instant> let_go_at{};  // by its rule
  bool paused = false;                         // by a rule or by hand
  digest::Instant last_post{};                 // when it was added, if later or if nothing is known
};

struct Facts {
  std::vector<forum::ListedTopic> topics{};
  std::vector<Known> known{};
  std::set<digest::TopicId> removed{};  // by hand
  digest::Instant now{};
};

/// How a topic stands.
enum class Standing {
  open,     // it can be proposed
  tracked,  // or was let go of and hasn't woken up
  removed,  // somebody didn't want it
  ended,    // closed, archived or off the lists
  quiet,    // hardly anything goes on in it
};

struct Found {
  forum::ListedTopic topic{};
  Figures figures{};
  Standing standing = Standing::open;
  std::string rule{};  // the first that it fits, in the order of the configuration; empty = none
};

/// All topics, the highest score first. With rules that want something, what fits one of them isn't quiet.
std::vector<Found> judge(const std::vector<Rule>& rules, const Facts& facts, const Memory& memory);

/// Whether a topic fits everything that a rule asks for.
bool fits(const Rule& rule, const forum::ListedTopic& topic, const Figures& figures);

struct Addition {
  digest::TopicId topic{};
  std::string rule{};
  std::string title{};
  double score = 0;
  bool is_back = false;  // it was let go of and has woken up
};

struct LettingGo {
  digest::ThreadId id{};
  std::string rule{};
  digest::Duration silence{};
};

struct Decision {
  std::vector<Addition> add{};
  std::vector<Addition> propose{};
  std::vector<LettingGo> let_go{};
};

/// Never one that is tracked or was removed by hand, never more than max_threads of a rule. A rule lets go of what it
/// added itself, once that has been silent for asleep_after; of threads of a rule that is no longer in
/// the configuration nobody lets go. What was let go of is taken back after a later post that fits again.
Decision decide(const std::vector<Rule>& rules, const Facts& facts, const std::vector<Found>& found);

}  // namespace gailou::track::discover
