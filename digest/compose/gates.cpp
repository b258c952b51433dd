#include "digest/compose/gates.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>

#include "digest/text/chars.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Faults = std::vector<GateFault>;

// A quote shorter than this is evidence of nothing, unless it is all that the floor says.
constexpr std::size_t kQuoteCharsMin = 4;
constexpr std::size_t kEvidenceMax = 1000;  // pieces an entry may carry
constexpr std::size_t kLinksMax = 100;

std::string number_of(Floor floor) {
  return "#" + std::to_string(floor.value);
}

bool ascends(const std::vector<Floor>& floors) {
  return std::is_sorted(floors.begin(), floors.end(), std::less_equal<>{});
}

bool has(const std::vector<Floor>& floors, Floor floor) {
  return std::find(floors.begin(), floors.end(), floor) != floors.end();
}

/// "#65" in prose. A number that is no floor's of any thread is the largest there is.
std::vector<Floor> floors_named(std::u32string_view prose) {
  std::vector<Floor> named;
  for (auto at = prose.find(U'#'); at != std::u32string_view::npos; at = prose.find(U'#', at + 1)) {
    std::string digits;
    for (auto i = at + 1; i < prose.size() && is_decimal(prose[i]); ++i) {
      digits.push_back(static_cast<char>('0' + decimal_value(prose[i])));
    }
    if (digits.empty()) continue;
    auto value = std::numeric_limits<std::int64_t>::max();
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    named.push_back(Floor{value});
  }
  return named;
}

/// Markers and trailing cites are the writers' to add.
bool writes_a_marker(std::u32string_view prose) {
  for (const std::u32string_view mark : {U"新增#", U"更正#", U"撤回#"}) {
    if (prose.find(mark) != std::u32string_view::npos) return true;
  }
  for (auto at = prose.find(U"(#"); at != std::u32string_view::npos; at = prose.find(U"(#", at + 1)) {
    if (at + 2 < prose.size() && is_decimal(prose[at + 2])) return true;
  }
  return false;
}

/// Controls of the second block, and those that turn the direction of what follows.
bool has_hidden_control(std::u32string_view text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) {
    return (c >= 0x80 && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  });
}

void check_length(std::string_view text, std::string_view gate, std::size_t least, std::size_t most, Faults& faults) {
  const std::size_t length = units(text);
  if (length < least || length > most) faults.push_back({gate, std::to_string(length) + " units"});
  if (to_u32(text).size() > kTextCharsMax) faults.push_back({gate, "too many characters"});
}

void check_text(const KnownFloors& floors, std::string_view text, Faults& faults) {
  for (auto& what : whole_faults(text)) faults.push_back({"G7", std::move(what)});
  for (auto& what : clean_faults(text, floors.authors())) faults.push_back({"G14", std::move(what)});
}

void check_writing(const KnownFloors& floors, std::string_view text, const std::vector<Floor>& cites,
                   const std::vector<Link>& links, Faults& faults) {
  check_text(floors, text, faults);
  if (has_hidden_control(to_u32(text))) faults.push_back({"G14", "hidden control character"});
  const std::u32string prose = norm32(text);
  if (writes_a_marker(prose)) faults.push_back({"G8", "writes a marker or a citation itself"});
  for (const Floor floor : floors_named(prose)) {
    const bool linked =
        std::any_of(links.begin(), links.end(), [&](const Link& l) { return l.entry.empty() && l.floor == floor; });
    if (!linked && !has(cites, floor)) {
      faults.push_back({"G8", "prose names " + number_of(floor) + ", neither cited nor linked"});
    }
  }
}

void check_cites(const KnownFloors& floors, const Entry& entry, Faults& faults) {
  if (entry.cites.empty()) faults.push_back({"G2", "cites nothing"});
  if (!ascends(entry.cites) || !ascends(entry.floors)) faults.push_back({"G2", "floors not ascending and unique"});
  // What is corrected may have been said long ago; but something must have happened to a floor that it cites.
  const bool corrects = entry.marker.kind == Marker::Kind::corrected;
  bool of_batch = false;
  for (const Floor floor : entry.cites) {
    of_batch |= corrects ? floors.is_touched(floor) : floors.in_batch(floor);
    if (floors.find(floor) == nullptr) {
      faults.push_back({"G2", "cites " + number_of(floor) + ", which is not in the batch or its context"});
    }
  }
  if (!of_batch) faults.push_back({"G2", "cites no floor of the batch"});
  for (const Floor floor : entry.floors) {
    if (!has(entry.cites, floor)) faults.push_back({"G2", "accounts for " + number_of(floor) + ", not cited"});
    if (!floors.in_batch(floor)) faults.push_back({"G4", "accounts for old floor " + number_of(floor)});
  }
}

void check_quote(const KnownFloors& floors, const Entry& entry, const Evidence& piece, Faults& faults) {
  if (!has(entry.cites, piece.floor)) {
    faults.push_back({"G3", "evidence from " + number_of(piece.floor) + ", not cited"});
    return;
  }
  const FloorFacts* floor = floors.find(piece.floor);
  if (floor == nullptr) return;  // said by G2
  const std::string quote = norm(piece.quote);
  if (quote.empty() || floor->text.find(quote) == std::string::npos) {
    faults.push_back({"G3", "quote not in " + number_of(piece.floor)});
  } else if (to_u32(quote).size() < kQuoteCharsMin && quote != floor->text) {
    faults.push_back({"G3", "quote too short"});
  }
}

void check_evidence(const KnownFloors& floors, const Entry& entry, Faults& faults) {
  if (entry.evidence.size() > kEvidenceMax) {
    faults.push_back({"G3", "too many pieces of evidence"});
    return;
  }
  std::set<Floor> quoted;
  for (const Evidence& piece : entry.evidence) {
    check_quote(floors, entry, piece, faults);
    quoted.insert(piece.floor);
  }
  for (const Floor floor : entry.cites) {
    if (!quoted.contains(floor)) faults.push_back({"G3", "no evidence for " + number_of(floor)});
  }
}

void check_figures(const KnownFloors& floors, const Entry& entry, Faults& faults) {
  std::vector<const FigureSource*> sources{&floors.title()};
  std::set<std::string> authors;
  for (const Floor floor : entry.cites) {
    const FloorFacts* facts = floors.find(floor);
    if (facts == nullptr) continue;
    sources.push_back(&facts->figures);
    sources.push_back(&facts->author_figures);
    if (entry.marker.kind == Marker::Kind::corrected && facts->earlier) sources.push_back(&*facts->earlier);
    authors.insert(facts->author);
  }
  // How many floors or people speak may be said without a floor that counts them.
  const std::set<std::size_t> counts{entry.cites.size(), authors.size()};
  for (const std::string& what : figure_faults(entry.text, sources, counts)) {
    faults.push_back({"G6", what + " not in the cited floors"});
  }
}

void check_links(const KnownFloors& floors, const Entry& entry, Faults& faults) {
  if (entry.links.size() > kLinksMax) faults.push_back({"G15", "too many links"});
  for (const Link& link : entry.links) {
    if (auto fault = link_fault(floors, link, entry.seq)) faults.push_back(std::move(*fault));
  }
}

/// 更正 leads to what it updates; one of the two rests on the floor that it names.
void check_correction(const KnownFloors& floors, const Entry& entry, Faults& faults) {
  if (entry.marker.kind != Marker::Kind::corrected) return;
  if (entry.rev == Revision{1}) faults.push_back({"G8", "更正 in revision 1"});
  bool updates = false;
  bool cited = has(entry.cites, entry.marker.first);
  for (const Link& link : entry.links) {
    if (link.rel != Link::Rel::updates || link.entry.empty()) continue;
    updates = true;
    cited = cited || floors.entry_cites(link.entry, entry.marker.first);
  }
  if (!cited) {
    faults.push_back({"G8", "更正" + number_of(entry.marker.first) + ", which neither it nor its target cites"});
  }
  if (!updates) faults.push_back({"G15", "更正 without a link to the entry that it updates"});
}

bool is_section(std::string_view key) {
  return std::any_of(std::begin(kSections), std::end(kSections), [&](const Section& s) { return s.key == key; });
}

}  // namespace

std::optional<GateFault> link_fault(const KnownFloors& floors, const Link& link, EntrySeq seq) {
  if (name_of(link.rel).empty()) return GateFault{"G15", "unknown rel"};
  if (link.entry.empty()) {
    if (floors.find(link.floor) != nullptr) return std::nullopt;
    return GateFault{"G15", "links to " + number_of(link.floor) + ", no floor that we know"};
  }
  // A digest has every entry from e1 to its last, in one spelling each.
  const auto target = parse_entry_id(link.entry);
  if (target && *target < seq && entry_id(*target) == link.entry) return std::nullopt;
  return GateFault{"G15", "links to what is not an earlier entry"};
}

std::vector<GateFault> entry_faults(const KnownFloors& floors, const Entry& entry) {
  Faults faults;
  if (!is_section(entry.section)) faults.push_back({"G1", "unknown section"});
  check_length(entry.text, "G13", kEntryUnitsMin, kEntryUnitsMax, faults);
  if (!faults.empty()) return faults;  // what follows costs more the longer the text is
  check_cites(floors, entry, faults);
  check_evidence(floors, entry, faults);
  if (!entry.deal) check_figures(floors, entry, faults);  // of an offer: against its chain, in deals/faults
  check_writing(floors, entry.text, entry.cites, entry.links, faults);
  check_links(floors, entry, faults);
  check_correction(floors, entry, faults);
  return faults;
}

std::vector<GateFault> summary_faults(const KnownFloors& floors, const Summary& summary) {
  Faults faults;
  check_length(summary.text, "G12", kSummaryUnitsMin, kSummaryUnitsMax, faults);
  if (!faults.empty()) return faults;
  if (!ascends(summary.cites)) faults.push_back({"G12", "cites not ascending and unique"});
  std::vector<const FigureSource*> sources{&floors.title()};
  for (const Floor floor : summary.cites) {
    if (const FloorFacts* facts = floors.find(floor)) {
      sources.push_back(&facts->figures);
    } else {
      faults.push_back({"G12", "cites " + number_of(floor) + ", which is not in the batch or its context"});
    }
  }
  for (const std::string& what : figure_faults(summary.text, sources, {})) {
    faults.push_back({"G12", what + " not in the source"});
  }
  // What holds of a title alone is ours, and may hold what the title holds.
  if (summary.cites.empty()) {
    check_text(floors, summary.text, faults);
  } else {
    check_writing(floors, summary.text, summary.cites, {}, faults);
  }
  return faults;
}

}  // namespace gailou::digest
