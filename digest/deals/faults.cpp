#include "digest/deals/faults.h"

#include <algorithm>
#include <functional>

#include "digest/deals/named_days.h"
#include "digest/deals/scan.h"
#include "digest/deals/state.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using GateFaults = std::vector<GateFault>;
using Text = std::u32string_view;

constexpr std::size_t kOfferUnitsMax = 30;
constexpr std::size_t kTermsOfDealMax = 50;
constexpr std::size_t kDealCharsMax = 2000;

bool is_blank_text(std::string_view text) {
  return norm(text).empty();
}

bool ascends_strictly(const std::vector<Floor>& floors) {
  return std::is_sorted(floors.begin(), floors.end(), std::less_equal<>{});
}

/// Of G1 but the section: fields that are there have to say something.
void check_fields(const Deal& deal, GateFaults& faults) {
  const auto length = units(deal.offer);
  if (length < 1 || length > kOfferUnitsMax) faults.push_back({"G1", "deal.offer wants a short name"});
  if (name_of(deal.status).empty()) faults.push_back({"G1", "deal.status"});
  if (!deal.amount.empty() && is_blank_text(deal.amount)) faults.push_back({"G1", "deal.amount"});
  if (deal.terms.size() > kTermsOfDealMax || std::any_of(deal.terms.begin(), deal.terms.end(), is_blank_text))
    faults.push_back({"G1", "deal.terms"});
  if (!deal.starts.empty() && !day_of(deal.starts)) faults.push_back({"G1", "deal.starts"});
  if (!deal.ends.empty() && !day_of(deal.ends)) faults.push_back({"G1", "deal.ends"});
  const auto starts = day_of(deal.starts);
  const auto ends = day_of(deal.ends);
  if (starts && ends && *ends < *starts) faults.push_back({"G1", "deal ends before it starts"});
  const auto& points = deal.data_points;
  if (!ascends_strictly(points.success) || !ascends_strictly(points.failure) || !ascends_strictly(points.pending))
    faults.push_back({"G1", "deal.data_points not ascending and unique"});
  std::size_t size = deal.offer.size() + deal.amount.size();
  for (const auto& term : deal.terms) size += term.size();
  if (size > kDealCharsMax) faults.push_back({"G1", "deal is too long"});
}

std::string figures_of(const Deal& deal) {
  std::string all = deal.offer + " ; " + deal.amount;
  for (const auto& term : deal.terms) all += " ; " + term;
  return all;
}

/// How long a written form of that day is at `at`: "5/28", "05-28", "2026 年 5 月 28"; 0 if there is none.
std::size_t written_day(Text text, std::size_t at, const std::chrono::year_month_day& date) {
  const auto before = char_before(text, at);
  if (is_latin_digit(before) || before == U'/') return 0;
  const auto month_and_day = [&](Scan scan) -> std::size_t {
    const auto month = scan.digits(1, 2);
    if (!month || static_cast<unsigned>(*month) != static_cast<unsigned>(date.month())) return 0;
    Scan sign = scan;
    if (!sign.one_of(U"/-")) {
      sign.word(U" ");
      if (!sign.word(U"月")) return 0;
      sign.word(U" ");
    }
    const auto day = sign.digits(1, 2);
    if (!day || static_cast<unsigned>(*day) != static_cast<unsigned>(date.day())) return 0;
    if (is_latin_digit(sign.peek()) || sign.peek() == U'/') return 0;
    return sign.at() - at;
  };
  Scan with_year(text, at);
  const auto year = with_year.digits(4, 4);
  if (year && *year == static_cast<int>(date.year())) {
    bool apart = false;
    while (with_year.one_of(U"-/.年 ")) apart = true;
    if (const auto length = apart ? month_and_day(with_year) : 0; length > 0) return length;
  }
  return month_and_day(Scan(text, at));
}

/// The text without the days that the chain has resolved.
std::string without_days(std::string_view prose, const std::set<std::string>& days_known) {
  auto text = norm32(prose);
  for (const auto& name : days_known) {
    const auto day = day_of(name);
    if (!day) continue;
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
      const auto length = written_day(text, at, std::chrono::year_month_day{*day});
      if (length == 0) {
        out.push_back(text[at++]);
      } else {
        out.push_back(U' ');
        at += length;
      }
    }
    text = std::move(out);
  }
  return to_u8(text);
}

void note_days(const Deal& deal, std::set<std::string>& days_known) {
  for (const auto& field : {deal.starts, deal.ends}) {
    if (day_of(field)) days_known.insert(field.substr(0, 10));
  }
}

}  // namespace

std::vector<GateFault> deal_shape_faults(const Entry& entry) {
  GateFaults faults;
  if (!entry.deal) return faults;
  if (entry.section != "deals") faults.push_back({"G1", "deal outside the section deals"});
  check_fields(*entry.deal, faults);
  return faults;
}

OfferChains::OfferChains(const BatchInput& input) : input_(input) {
  for (const auto* posts : {&input.context, &input.posts}) {
    for (const Post& post : *posts) {
      if (post.state == PostState::visible) posts_[post.floor] = &post;
    }
  }
  for (const Entry& entry : input.similar) {
    if (entry.deal && entry.marker.kind != Marker::Kind::withdrawn) add(entry);
  }
  for (const Offer& offer : input.offers) {
    const auto key = offer_key(offer.state.offer);
    auto& known = chains_[key];
    known.state = offer.state;
    known.floors.insert(offer.floors.begin(), offer.floors.end());
    note_days(offer.state, known.days);
    known.fields.emplace_back(figures_of(offer.state));  // was checked when it was written
    for (const EntrySeq seq : offer.entries) {
      note(known, seq);
      offer_of_[entry_id(seq)] = key;
    }
  }
}

const OfferChains::Known* OfferChains::chain_of(const Deal& deal) const {
  const auto at = chains_.find(offer_key(deal.offer));
  return at == chains_.end() || at->second.ids.empty() ? nullptr : &at->second;
}

void OfferChains::note(Known& known, EntrySeq seq) {
  known.first = known.ids.empty() ? seq : std::min(known.first, seq);
  known.last = std::max(known.last, seq);
  known.ids.insert(entry_id(seq));
}

void OfferChains::link(Append& append) const {
  const Known* chain = append.deal ? chain_of(*append.deal) : nullptr;
  if (chain == nullptr) return;
  for (const EntrySeq seq : {chain->first, chain->last}) {
    const Link link{.rel = Link::Rel::updates, .entry = entry_id(seq), .floor = {}};
    if (std::find(append.links.begin(), append.links.end(), link) == append.links.end()) append.links.push_back(link);
  }
}

void OfferChains::add(const Entry& entry) {
  const auto key = offer_key(entry.deal->offer);
  auto& known = chains_[key];
  if (known.ids.empty()) known.state = Deal{.offer = entry.deal->offer};
  add_to(known.state, *entry.deal);
  note(known, entry.seq);
  offer_of_[entry_id(entry.seq)] = key;
  known.floors.insert(entry.cites.begin(), entry.cites.end());
  note_days(*entry.deal, known.days);
  for (const auto& field : {entry.deal->starts, entry.deal->ends}) {
    if (auto hour = hour_of(field)) known.hours.insert(std::move(*hour));
  }
  for (const auto& piece : entry.evidence) known.quotes.emplace_back(piece.quote);
}

void OfferChains::check_sources(const KnownFloors& floors, const Entry& entry, const Known* chain,
                                std::vector<GateFault>& faults) const {
  std::vector<const FigureSource*> sources{&floors.title()};
  std::set<Floor> rests_on(entry.cites.begin(), entry.cites.end());
  std::set<std::string> authors;
  for (const Floor floor : entry.cites) {
    const auto* facts = floors.find(floor);
    if (facts == nullptr) continue;
    sources.push_back(&facts->author_figures);
    authors.insert(facts->author);
  }
  if (chain != nullptr) {
    rests_on.insert(chain->floors.begin(), chain->floors.end());
    for (const auto& quote : chain->quotes) sources.push_back(&quote);
    for (const auto& fields : chain->fields) sources.push_back(&fields);
  }
  for (const Floor floor : rests_on) {
    if (const auto* facts = floors.find(floor)) sources.push_back(&facts->figures);
  }
  for (const auto& what : figure_faults(figures_of(*entry.deal), sources, {}))
    faults.push_back({"G6", "deal: " + what + " not in the floors of its chain"});
  const auto& points = entry.deal->data_points;
  std::set<std::size_t> counts{entry.cites.size(), authors.size()};
  for (const auto* point : {&points.success, &points.failure, &points.pending}) counts.insert(point->size());
  auto days_known = chain == nullptr ? std::set<std::string>{} : chain->days;
  note_days(*entry.deal, days_known);
  for (const auto& what : figure_faults(without_days(entry.text, days_known), sources, counts))
    faults.push_back({"G6", what + " not in the cited floors"});
}

void OfferChains::check_days(const Entry& entry, const Known* chain, std::vector<GateFault>& faults) const {
  for (const auto& field : {entry.deal->starts, entry.deal->ends}) {
    const auto day = day_of(field);
    if (!day) continue;
    bool said = chain != nullptr && chain->days.contains(field.substr(0, 10));
    const auto hour = hour_of(field);
    bool hour_said = !hour || (chain != nullptr && chain->hours.contains(*hour));
    for (const Floor floor : entry.cites) {
      const auto at = posts_.find(floor);
      if (at == posts_.end()) continue;
      const Post& post = *at->second;
      const auto text = text_of(post.body);
      for (const auto& when : {std::optional(post.created_at), post.updated_at}) {
        if (!said && when) said = days_in(text, local_day(*when, input_.settings.zone)).contains(*day);
      }
      hour_said = hour_said || hours_in(text).contains(*hour);
    }
    if (!said) faults.push_back({"G6", "deal: day " + field + " not in the floors of its chain"});
    if (!hour_said) faults.push_back({"G6", "deal: hour of " + field + " in no floor"});
  }
}

void OfferChains::check_chain(const Entry& entry, const Known* chain, std::vector<GateFault>& faults) const {
  bool updates_chain = chain == nullptr;
  const auto key = offer_key(entry.deal->offer);
  for (const Link& link : entry.links) {
    if (link.rel != Link::Rel::updates || link.entry.empty()) continue;
    if (chain != nullptr && chain->ids.contains(link.entry)) updates_chain = true;
    const auto other = offer_of_.find(link.entry);
    if (other != offer_of_.end() && other->second != key)
      faults.push_back({"G15", "updates " + link.entry + ", which is another offer"});
  }
  if (!updates_chain) faults.push_back({"G15", "the offer was named before, but no updates link to it"});
  if (chain == nullptr) return;
  const Deal& was = chain->state;
  const Deal& now = *entry.deal;
  const auto changed = [](const auto& before, const auto& after) {
    return !before.empty() && !after.empty() && before != after;
  };
  const bool changes = now.status != was.status || changed(was.amount, now.amount) || changed(was.terms, now.terms) ||
                       changed(was.starts, now.starts) || changed(was.ends, now.ends);
  const bool may = entry.marker.kind == Marker::Kind::corrected || entry.rev == Revision{1};
  if (changes && !may) faults.push_back({"G15", "a field of the deal changed without a 更正"});
  const auto text = to_u8(lower(norm32(entry.text)));
  const auto says_one = [&](std::string_view zh, std::string_view en) {
    return text.find(zh) != std::string::npos || text.find(en) != std::string::npos;
  };
  if (now.status == DealStatus::expired && was.status != DealStatus::expired && !says_one("已失效", "expired"))
    faults.push_back({"G15", "offer turned expired, the text does not say 已失效"});
  if (now.status == DealStatus::alive && was.status == DealStatus::expired && !says_one("已恢复", "back"))
    faults.push_back({"G15", "offer turned alive again, the text does not say 已恢复"});
}

std::vector<GateFault> OfferChains::faults(const KnownFloors& floors, const Entry& entry) const {
  auto faults = deal_shape_faults(entry);
  if (!entry.deal || !faults.empty()) return faults;
  for (const auto* point :
       {&entry.deal->data_points.success, &entry.deal->data_points.failure, &entry.deal->data_points.pending}) {
    for (const Floor floor : *point) {
      if (!std::binary_search(entry.cites.begin(), entry.cites.end(), floor))
        faults.push_back({"G2", "deal counts #" + std::to_string(floor.value) + ", which the entry does not cite"});
    }
  }
  const Known* chain = chain_of(*entry.deal);
  check_sources(floors, entry, chain, faults);
  check_days(entry, chain, faults);
  check_chain(entry, chain, faults);
  return faults;
}

}  // namespace gailou::digest
