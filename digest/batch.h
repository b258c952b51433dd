// When and how much of the pending floors is digested: pure decisions on values.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "digest/post.h"

namespace gailou::digest {

struct SettleSettings {
  std::size_t settle_floors = 8;
  Duration settle_age = std::chrono::minutes{10};
  Duration edit_grace = std::chrono::minutes{5};
};

inline constexpr std::size_t kBatchFloorsMax = 2000;
inline constexpr std::size_t kBatchChangesMax = 64;  // changed floors that one batch takes along

struct PendingFloor {
  PostId id{};
  Floor floor{};
  Instant created_at{};
  Instant first_seen{};
};

/// A digested floor that was edited since, or that can be read again after its entries were withdrawn.
struct ChangedFloor {
  PostId id{};
  Floor floor{};
  Instant seen{};  // when the last change was seen, by our clock
};

/// Why a batch may be taken before it has settled.
enum class Urgency {
  normal,
  first_fetch,  // the complete first fetch is the first batch
  now,          // `gailou digest --now`; the edit grace is waived as well
};

/// The prefix of `pending` (ascending by floor) that may be digested now; empty = wait. The edit grace or the bound
/// that leaves a floor out leaves all higher ones out with it.
std::vector<PendingFloor> take_prefix(const std::vector<PendingFloor>& pending, const SettleSettings& settings,
                                      Urgency urgency, Instant now);

/// Those of `changed` that a batch takes along: whose author has left them alone for the edit grace. A batch
/// `with_floors` has them anyway; without, one of them must have waited for the settle age as well, so that several
/// edits make one revision. At most kBatchChangesMax, the first ones.
std::vector<ChangedFloor> take_changed(const std::vector<ChangedFloor>& changed, const SettleSettings& settings,
                                       Urgency urgency, Instant now, bool with_floors);

/// When to look again although nothing new arrives: the earliest time at which take_prefix could answer otherwise;
/// nothing if never.
std::optional<Instant> settles_at(const std::vector<PendingFloor>& pending, const SettleSettings& settings,
                                  Instant now);
/// The same of take_changed without floors.
std::optional<Instant> changes_settle_at(const std::vector<ChangedFloor>& changed, const SettleSettings& settings,
                                         Instant now);

}  // namespace gailou::digest
