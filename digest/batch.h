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

struct PendingFloor {
  PostId id{};
  Floor floor{};
  Instant created_at{};
  Instant first_seen{};
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

/// When to look again although nothing new arrives: the earliest time at which take_prefix could answer otherwise;
/// nothing if never.
std::optional<Instant> settles_at(const std::vector<PendingFloor>& pending, const SettleSettings& settings,
                                  Instant now);

}  // namespace gailou::digest
