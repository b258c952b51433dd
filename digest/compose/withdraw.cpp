#include "digest/compose/withdraw.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <set>
#include <utility>

#include "digest/compose/append.h"
#include "digest/compose/extract.h"
#include "digest/compose/gates.h"
#include "digest/compose/judge.h"
#include "digest/compose/known_floors.h"
#include "digest/compose/known_texts.h"
#include "digest/compose/prose.h"
#include "digest/compose/reading.h"
#include "digest/deals/restate.h"
#include "digest/deals/state.h"
#include "digest/text/chars.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"
#include "digest/text/sentences.h"
#include "digest/text/similar.h"

namespace gailou::digest {
namespace {

constexpr double kRestsOn = 0.7;           // of the shorter one's trigrams: a sentence says what a quote says
constexpr double kTouches = 0.3;           // the same of a deleted floor's quote, to be on the safe side
constexpr std::size_t kRunChars = 10;      // G9: as many in a row may stand in no deleted floor alone
constexpr std::size_t kJoinedUnits = 110;  // what several floors still say stands in one entry up to this

bool stands_among(const std::vector<Floor>& floors, Floor floor) {
  return std::find(floors.begin(), floors.end(), floor) != floors.end();
}

/// The lowest deleted floor of those; nothing if none was deleted.
std::optional<Floor> first_deleted(const std::vector<Floor>& cites, const std::vector<Floor>& deleted) {
  const auto at = std::find_if(cites.begin(), cites.end(), [&](Floor floor) { return stands_among(deleted, floor); });
  return at == cites.end() ? std::nullopt : std::optional(*at);
}

Entry tombstone_of(const Entry& entry, Floor floor, Language language) {
  return {.seq = entry.seq,
          .section = entry.section,
          .rev = entry.rev,
          .marker = {.kind = Marker::Kind::withdrawn, .first = floor, .last = floor},
          .text = std::string(tombstone_in(language)),
          .floors = entry.floors};
}

/// Letters, digits and Chinese characters alone, lower case.
std::string letters_of(std::string_view text) {
  std::u32string out;
  for (const char32_t c : squash32(text)) {
    if (is_word(c)) out.push_back(c);
  }
  return to_u8(out);
}

/// How much of the sentence stands in the quotations, by trigrams.
double share_of(std::string_view sentence, const std::vector<std::string>& quotes) {
  const auto own = trigrams(letters_of(sentence));
  std::set<std::uint64_t> quoted;
  for (const auto& quote : quotes) {
    const auto grams = trigrams(letters_of(quote));
    quoted.insert(grams.begin(), grams.end());
  }
  const auto shared = std::count_if(own.begin(), own.end(), [&](std::uint64_t gram) { return quoted.contains(gram); });
  return static_cast<double>(shared) / static_cast<double>(own.size());
}

std::vector<std::string> quotes_of(const std::vector<Evidence>& evidence) {
  std::vector<std::string> quotes;
  for (const Evidence& piece : evidence) quotes.push_back(piece.quote);
  return quotes;
}

/// What a remaining floor still says of an entry.
struct Remnant {
  Floor floor{};
  std::vector<std::string> sentences{};
  std::vector<Evidence> evidence{};
};

/// Says again, entry by entry, what doesn't rest on a deleted floor.
class Restating {
 public:
  /// `offers`: what is said again of offers.
  Restating(const Withdrawal& withdrawal, const std::vector<Entry>& offers)
      : withdrawal_(withdrawal), input_(input_of(withdrawal)), known_(input_) {
    for (const auto* entries : {&withdrawal.standing, &offers}) {
      for (const Entry& entry : *entries) texts_.add(entry.text);
    }
    for (const Post& post : withdrawal.remaining) earlier_.add(post);
  }

  /// The gates' view of it: the remaining floors may be cited and corrected.
  static BatchInput input_of(const Withdrawal& withdrawal) {
    BatchInput input;
    input.source = withdrawal.source;
    input.title = withdrawal.title;
    input.revision = withdrawal.revision;
    input.taken_at = withdrawal.taken_at;
    input.next_seq = withdrawal.next_seq;
    input.context = withdrawal.remaining;
    input.settings = withdrawal.settings;
    for (const Post& post : withdrawal.remaining) input.restored.push_back(post.floor);
    return input;
  }

  /// Seqs go on from `next`.
  std::vector<Entry> of(const Entry& entry, EntrySeq next) {
    std::vector<Entry> out;
    std::vector<Remnant> remnants;
    for (const Floor floor : told_by(entry)) {
      auto remnant = remnant_of(entry, floor);
      if (!remnant.sentences.empty()) remnants.push_back(std::move(remnant));
    }
    for (const auto& together : packed(remnants)) {
      auto made = made_of(entry, together);
      if (!made) continue;
      made->seq = EntrySeq{next.value + std::ssize(out)};
      texts_.add(made->text);
      out.push_back(std::move(*made));
    }
    return out;
  }

 private:
  /// Remaining floors that the entry was there to tell of; others it only answered, and they have entries of their own.
  std::vector<Floor> told_by(const Entry& entry) const {
    std::set<Floor> told(entry.floors.begin(), entry.floors.end());
    if (entry.marker.kind == Marker::Kind::corrected) told.insert(entry.cites.begin(), entry.cites.end());
    if (!entry.cites.empty()) told.insert(entry.cites.back());
    std::vector<Floor> floors;
    for (const Floor floor : told) {
      if (known_.find(floor) != nullptr && !stands_among(withdrawal_.deleted, floor)) floors.push_back(floor);
    }
    return floors;
  }

  Remnant remnant_of(const Entry& entry, Floor floor) const {
    Remnant remnant{.floor = floor};
    const std::string& text = known_.find(floor)->text;
    for (const Evidence& piece : entry.evidence) {
      const bool stands = piece.floor == floor && text.find(norm(piece.quote)) != std::string::npos;
      if (stands) remnant.evidence.push_back(piece);
    }
    const auto quotes = quotes_of(remnant.evidence);
    for (auto& sentence : sentences(entry.text)) {
      if (!quotes.empty() && share_of(sentence, quotes) >= kRestsOn && is_free_of_deleted(entry, sentence, text))
        remnant.sentences.push_back(std::move(sentence));
    }
    // One sentence tells of both: then the floor's own words do, as far as they were quoted.
    if (remnant.sentences.empty()) remnant.sentences = quoted_sentences(floor, remnant.evidence);
    return remnant;
  }

  std::vector<std::string> quoted_sentences(Floor floor, const std::vector<Evidence>& evidence) const {
    std::vector<std::string> found;
    const Post& post = *std::find_if(withdrawal_.remaining.begin(), withdrawal_.remaining.end(),
                                     [&](const Post& one) { return one.floor == floor; });
    for (auto& sentence : read_floor(post, earlier_).sentences) {
      const auto words = letters_of(sentence.text);
      const bool is_quoted = std::any_of(evidence.begin(), evidence.end(), [&](const Evidence& piece) {
        const auto quote = letters_of(piece.quote);
        return words.find(quote) != std::string::npos || quote.find(words) != std::string::npos;
      });
      if (is_quoted && sentence.whole) found.push_back(std::move(sentence.text));
    }
    return found;
  }

  /// No words, and no number, of a floor that is gone. `alive`: the text of the floor that the sentence is from.
  bool is_free_of_deleted(const Entry& entry, std::string_view sentence, std::string_view alive) const {
    for (const std::int64_t floor : named_floors(sentence)) {
      if (stands_among(withdrawal_.deleted, Floor{floor})) return false;
    }
    if (alive.find(norm(sentence)) != std::string_view::npos) return true;
    return std::none_of(entry.evidence.begin(), entry.evidence.end(), [&](const Evidence& piece) {
      if (!stands_among(withdrawal_.deleted, piece.floor)) return false;
      return share_of(sentence, {piece.quote}) >= kTouches || shares_a_run(sentence, norm(piece.quote), alive);
    });
  }

  static bool shares_a_run(std::string_view sentence, std::string_view gone, std::string_view alive) {
    const std::u32string words = norm32(sentence);
    for (std::size_t i = 0; i + kRunChars <= words.size(); ++i) {
      const auto run = to_u8(std::u32string_view(words).substr(i, kRunChars));
      if (gone.find(run) != std::string_view::npos && alive.find(run) == std::string_view::npos) return true;
    }
    return false;
  }

  static std::size_t length_of(const Remnant& remnant) {
    std::size_t length = 0;
    for (const auto& sentence : remnant.sentences) length += units(sentence);
    return length;
  }

  static std::vector<std::vector<Remnant>> packed(const std::vector<Remnant>& remnants) {
    std::vector<std::vector<Remnant>> packs;
    std::size_t length = 0;
    for (const Remnant& remnant : remnants) {
      length += length_of(remnant);
      if (packs.empty() || length > kJoinedUnits) {
        packs.emplace_back();
        length = length_of(remnant);
      }
      packs.back().push_back(remnant);
    }
    return packs;
  }

  std::optional<Entry> made_of(const Entry& entry, const std::vector<Remnant>& remnants) const {
    Append append{.section = entry.section, .corrects = remnants.front().floor};
    std::vector<Part> parts;
    for (const Remnant& remnant : remnants) {
      for (const auto& sentence : remnant.sentences) parts.push_back({.text = sentence});
      append.evidence.insert(append.evidence.end(), remnant.evidence.begin(), remnant.evidence.end());
    }
    append.text = joined(parts);
    if (known_.authors().contains(name_prefix(append.text))) append.text = without_first_colon(append.text);
    append.links.push_back({.rel = Link::Rel::updates, .entry = entry_id(entry.seq)});
    Entry made = candidate_of(input_, append);
    if (texts_.have_like(made.text) || !entry_faults(known_, made).empty()) return std::nullopt;
    return made;
  }

  const Withdrawal& withdrawal_;
  BatchInput input_;
  KnownFloors known_;
  EarlierFloors earlier_{};
  KnownTexts texts_{};
};

/// What other floors hold of the offers that lose entries.
std::vector<Entry> offers_again(const Withdrawal& withdrawal) {
  const bool has_offers = std::any_of(withdrawal.affected.begin(), withdrawal.affected.end(),
                                      [](const Entry& entry) { return entry.deal.has_value(); });
  if (!has_offers) return {};
  auto input = Restating::input_of(withdrawal);
  input.similar = withdrawal.chains;
  for (const Entry& entry : withdrawal.affected) {
    if (const auto floor = first_deleted(entry.cites, withdrawal.deleted))
      input.similar.push_back(tombstone_of(entry, *floor, withdrawal.settings.language));
  }
  std::sort(input.similar.begin(), input.similar.end(), [](const Entry& a, const Entry& b) { return a.seq < b.seq; });
  for (const Chain& chain : chains(withdrawal.chains)) {
    Offer offer{.state = state_of(chain), .sources = sources_of(chain), .floors = cites_of(chain)};
    for (const Entry* entry : chain) offer.entries.push_back(entry->seq);
    input.offers.push_back(std::move(offer));
  }
  Draft draft;
  for (Append& append : offers_left(input, withdrawal.affected)) draft.operations.emplace_back(std::move(append));
  return append(input, judge(input, draft)).entries;
}

/// Are the floors told of that are left of those that the entry was there to tell of?
bool is_told_among(const std::vector<Entry>& again, const Entry& entry, const std::vector<Floor>& deleted) {
  auto own = entry.floors;
  if (entry.marker.kind == Marker::Kind::corrected) own.push_back(entry.marker.first);
  std::erase_if(own, [&](Floor floor) { return stands_among(deleted, floor); });
  return std::all_of(own.begin(), own.end(), [&](Floor floor) {
    return std::any_of(again.begin(), again.end(), [&](const Entry& one) { return stands_among(one.cites, floor); });
  });
}

}  // namespace

Step withdraw(const Withdrawal& withdrawal) {
  Step step{.revision = withdrawal.revision, .generated_at = withdrawal.taken_at};
  step.entries = offers_again(withdrawal);
  const auto offers = step.entries;
  Restating restating(withdrawal, offers);
  for (const Entry& entry : withdrawal.affected) {
    const auto floor = first_deleted(entry.cites, withdrawal.deleted);
    assert(floor && "an entry is withdrawn only for a floor that it cites");
    if (!floor) continue;
    step.tombstones.push_back(tombstone_of(entry, *floor, withdrawal.settings.language));
    if (entry.deal && is_told_among(offers, entry, withdrawal.deleted)) continue;
    const EntrySeq next{withdrawal.next_seq.value + std::ssize(step.entries)};
    for (Entry& again : restating.of(entry, next)) step.entries.push_back(std::move(again));
  }
  if (first_deleted(withdrawal.summary.cites, withdrawal.deleted)) {
    Summary plain{.text = fallback_summary(withdrawal.title, withdrawal.settings.language), .rev = withdrawal.revision};
    // The same words under a new revision would be no change.
    if (plain.text != withdrawal.summary.text) step.summary = std::move(plain);
  }
  return step;
}

}  // namespace gailou::digest
