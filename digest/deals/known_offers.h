// The offers of a thread as they stand while a batch is read: what is known of each, and which of them a floor means.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/deals/offer_name.h"
#include "digest/deals/reports.h"
#include "digest/operation.h"

namespace gailou::digest {

struct KnownOffer {
  Deal state{};
  std::vector<NameKey> keys{};
  std::vector<Floor> floors{};  // that its entries cite
  OfferSources sources{};
};

class KnownOffers {
 public:
  explicit KnownOffers(const BatchInput& input);

  std::size_t size() const { return offers_.size(); }
  const KnownOffer& operator[](std::size_t place) const { return offers_[place]; }

  /// The offer that an announcement of this name and amount means, if it stands already.
  std::optional<std::size_t> same_as(const Deal& announced) const;
  /// By name; `text` in small form.
  std::vector<std::size_t> named_in(std::u32string_view text) const;
  /// By its whole name.
  std::optional<std::size_t> place(std::string_view name) const;
  /// The offers whose entries cite that floor.
  std::vector<std::size_t> cited_by(Floor floor) const;
  /// The only offer from which that author still waits for something.
  std::optional<std::size_t> awaited_by(std::string_view author) const;

  /// A floor whose author may be asked for.
  void note_author(Floor floor, std::string_view author) { authors_[floor.value] = author; }
  /// What an entry of that floor says: opens an offer or goes on with one. `cites`: all that the entry rests on.
  void tell(const Deal& deal, Floor floor, const std::vector<Floor>& cites);
  /// A name for what floors still speak of, though no entry does.
  void expect(const std::string& name) { place_of(name); }

 private:
  std::size_t place_of(const std::string& name);

  std::vector<KnownOffer> offers_{};
  std::vector<std::vector<NameKey>> keys_{};
  std::map<std::string, std::size_t> place_{};  // by offer_key
  std::map<std::int64_t, std::string> authors_{};
};

}  // namespace gailou::digest
