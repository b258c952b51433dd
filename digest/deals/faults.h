// The gates of entries that tell of an offer: the shape of the deal, what its figures and days rest on, and whether its
// chain holds together. The same verdicts as digest_check.py.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "digest/compose/gates.h"
#include "digest/compose/known_floors.h"
#include "digest/operation.h"
#include "digest/text/figures.h"

namespace gailou::digest {

/// G1: the form of an entry's deal.
std::vector<GateFault> deal_shape_faults(const Entry& entry);

/// The chains of a thread as they stand before an entry is added.
class OfferChains {
 public:
  /// `input` has to outlive it.
  explicit OfferChains(const BatchInput& input);

  /// Links the operation to the first and the last entry of its offer's chain: where one of those between is withdrawn,
  /// the chain still holds.
  void link(Append& append) const;
  /// G1, G2, G6 and G15 of an entry with a deal.
  std::vector<GateFault> faults(const KnownFloors& floors, const Entry& entry) const;
  void add(const Entry& entry);

 private:
  struct Known {
    Deal state{};
    std::set<std::string> ids{};
    EntrySeq first{};
    EntrySeq last{};
    std::set<Floor> floors{};            // cited
    std::set<std::string> days{};        // of all its fields, "2026-05-28"
    std::set<std::string> hours{};       // "23:59"
    std::vector<FigureSource> fields{};  // of its state
    std::vector<FigureSource> quotes{};  // evidence of its entries
  };
  void check_sources(const KnownFloors& floors, const Entry& entry, const Known* chain,
                     std::vector<GateFault>& faults) const;
  void check_days(const Entry& entry, const Known* chain, std::vector<GateFault>& faults) const;
  void check_chain(const Entry& entry, const Known* chain, std::vector<GateFault>& faults) const;
  static void note(Known& known, EntrySeq seq);
  const Known* chain_of(const Deal& deal) const;

  const BatchInput& input_;
  std::map<std::string, Known> chains_{};          // by offer_key
  std::map<std::string, std::string> offer_of_{};  // entry id -> offer_key
  std::map<Floor, const Post*> posts_{};
};

}  // namespace gailou::digest
