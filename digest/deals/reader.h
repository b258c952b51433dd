// Floors to entries about offers: what is announced, how it went for whom, what is over, back or changed. Each floor
// is read on its own against the offers as they stand, which is what makes batch size irrelevant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "digest/compose/finish.h"
#include "digest/deals/known_offers.h"
#include "digest/deals/offers.h"
#include "digest/operation.h"

namespace gailou::digest {

class DealReader {
 public:
  /// Of the draft that `input` is for; both have to outlive it.
  DealReader(const BatchInput& input, const Scene& scene);

  struct Read {
    std::vector<Append> entries{};         // of section deals, with a deal each
    std::vector<std::size_t> sentences{};  // of the reading, that they say; ascending
  };
  /// What the floor says of offers. Its entries are told: later floors are read against them.
  Read read(const Post& post, const Reading& reading);

  /// Corrections for an edited floor: the offers that its new text changes, one each, with what it says of them now.
  std::vector<Append> edited(const Edit& edit);

 private:
  std::vector<std::size_t> meant_by(const Post& post, const Reading& reading, std::u32string_view small) const;
  void announce(const Post& post, const Reading& reading, Read& out);
  void report(const Post& post, const Reading& reading, Read& out);
  /// Adds the entry and the sentences that it says to `out`; nothing if the clauses say nothing new of the offer.
  void report_on(std::size_t place, const Post& post, const Reading& reading, const std::vector<Clause>& clauses,
                 bool by_name, Read& out);
  bool was_doubted_by(Floor floor) const;
  void tell(Append& entry, Floor floor, bool changes);
  OfferScene scene_of(const Post& post, bool edited) const;

  const BatchInput& input_;
  const Scene& scene_;
  KnownOffers offers_;
  std::map<std::int64_t, const Post*> posts_{};
  bool about_deals_ = false;
};

std::vector<SaidLine> said_lines(const Reading& reading);

/// The reading without those sentences.
Reading without(const Reading& reading, const std::vector<std::size_t>& sentences);

}  // namespace gailou::digest
