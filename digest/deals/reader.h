// Floors to entries about offers: what is announced, how it went for whom, what is over, back or changed. Each floor
// is read on its own against the offers as they stand, which is what makes batch size irrelevant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/finish.h"
#include "digest/compose/trace.h"
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

  /// What `read` goes by, for whoever asks why.
  OfferTrace seen(const Post& post, const Reading& reading) const;

  /// What a floor that was told before makes of offers, and the sentences that say so.
  struct Again {
    std::vector<Append> entries{};  // corrections of that floor
    std::vector<std::string> sentences{};
  };
  /// Corrections for an edited floor: the offers that its new text changes, one each, with what it says of them now;
  /// and those that it adds, under a line that says so where nothing but offers was told of the floor.
  Again edited(const Edit& edit);
  /// What the floor says of offers that was withdrawn with it and can be read again.
  Again restored(const Post& post);

  /// How much of what a floor says counts: all; no turn of the offer's fate, and of its fields those that it lacks,
  /// where a later floor has spoken since; these fields alone.
  enum class Take { all, unless_said, missing };
  struct Left {
    std::string offer{};
    Take take = Take::all;
    EntrySeq was{};  // a withdrawn entry of it
  };
  /// What a floor that stays says of offers that lose others.
  std::vector<Append> left(const Post& post, const std::vector<Left>& offers);
  /// A name by which floors still speak of an offer, though no entry does.
  void expect(const std::string& name) { offers_.expect(name); }

 private:
  std::vector<std::size_t> meant_by(const Post& post, const Reading& reading, std::u32string_view small) const;
  void announce(const Post& post, const Reading& reading, Read& out);
  void report(const Post& post, const Reading& reading, Read& out);
  /// Adds the entry and the sentences that it says to `out`; nothing if the clauses say nothing new of the offer.
  void report_on(std::size_t place, const Post& post, const Reading& reading, const std::vector<OfferClause>& clauses,
                 bool by_name, Read& out);
  bool was_doubted_by(Floor floor) const;
  void tell(Append& entry, Floor floor, bool changes);
  /// An entry that goes on with an offer cites what it rests on besides: who opened it, who turned it, and whose words
  /// are changed. When one of these is withdrawn, so is the entry.
  void rest(Append& entry, const KnownOffer& offer, Floor floor) const;
  std::optional<Evidence> words_of(Floor floor, const KnownOffer& offer) const;
  struct Page;  // a floor that was told before
  std::optional<Append> changed(const Page& page, const Announced& now, std::size_t place, const Deal& change,
                                std::string_view where);
  std::optional<Append> renewed(const Page& page, const Announced& now, std::size_t place);
  std::optional<Append> renewed(const Post& post, const Reading& reading, const Announced& now);
  void add_offers(const Page& page, std::vector<Announced> offers, Again& out);
  void lead_over(const Page& page, Again& out) const;
  bool has_plain_entry(Floor floor) const;
  std::vector<EntrySeq> tombstones_of(Floor floor) const;
  void restore_announced(const Page& page, Again& out);
  std::vector<Announced> announced_again(const Page& page) const;
  std::optional<Announced> announced_in(const Page& page, std::size_t place) const;
  void restore(const Page& page, const Announced& now, std::optional<std::size_t> place, Again& out);
  void restore_reports(const Page& page, Again& out);
  void report_of(const std::vector<std::size_t>& meant, const Post& post, const Reading& reading, bool by_name,
                 Read& out);
  OfferScene scene_of(const Post& post, bool edited) const;

  const BatchInput& input_;
  const Scene& scene_;
  KnownOffers offers_;
  std::map<std::int64_t, const Post*> posts_{};
  bool about_deals_ = false;
  Take take_ = Take::all;
};

std::vector<SaidLine> said_lines(const Reading& reading);

/// Of an announcement as much as an entry holds: where it is long, what has figures or conditions.
std::vector<std::size_t> telling_sentences(const Reading& reading, const std::vector<std::size_t>& sentences);

/// The reading without those sentences.
Reading without(const Reading& reading, const std::vector<std::size_t>& sentences);

}  // namespace gailou::digest
