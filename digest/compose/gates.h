// The gates as far as one entry or one summary decides them: who may be cited, what must stand in it, how it is
// written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/known_floors.h"

namespace gailou::digest {

struct GateFault {
  std::string_view gate{};  // "G6"
  std::string what{};
};

inline constexpr std::size_t kEntryUnitsMin = 4;
inline constexpr std::size_t kEntryUnitsMax = 160;
inline constexpr std::size_t kSummaryUnitsMin = 10;
inline constexpr std::size_t kSummaryUnitsMax = 200;
// Units don't bound a text: a word is one, however long.
inline constexpr std::size_t kTextCharsMax = 2000;

/// G15: the link leads to an entry before `seq`, or to a floor that we know.
std::optional<GateFault> link_fault(const KnownFloors& floors, const Link& link, EntrySeq seq);

/// G1–G4, G6–G8 (but the marker), G13–G15. Links may lead to whatever stands before `entry.seq`.
std::vector<GateFault> entry_faults(const KnownFloors& floors, const Entry& entry);

/// G7, G12, G14. Without cites everything in it must stand in the title.
std::vector<GateFault> summary_faults(const KnownFloors& floors, const Summary& summary);

}  // namespace gailou::digest
