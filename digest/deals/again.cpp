// Floors that were told before: an edited one is compared offer by offer, and only what its new text changes of one is
// told, or adds; one that can be read again after it was withdrawn brings its offers back.
#include <algorithm>
#include <iterator>
#include <utility>

#include "digest/deals/offers.h"
#include "digest/deals/reader.h"
#include "digest/deals/state.h"
#include "digest/deals/telling.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr Floor kOpening{1};
constexpr Revision kFirst{1};
constexpr std::string_view kDealSection = "deals";

/// What the new text of a floor says of an offer otherwise than the old one did; fields that stay the same are empty.
Deal changes_of(const Deal& before, const Deal& after, const Deal& state) {
  Deal out{.offer = state.offer, .status = state.status};
  const auto take = [](std::string& into, const std::string& was, const std::string& now, const std::string& known) {
    if (!now.empty() && now != was && now != known) into = now;
  };
  if (numbers(before.amount) != numbers(after.amount)) take(out.amount, before.amount, after.amount, state.amount);
  take(out.starts, before.starts, after.starts, state.starts);
  take(out.ends, before.ends, after.ends, state.ends);
  if (!after.terms.empty() && after.terms != before.terms && after.terms != state.terms) out.terms = after.terms;
  if (after.status != before.status && after.status != state.status) out.status = after.status;
  return out;
}

bool says_nothing(const Deal& change, const Deal& state) {
  return change.status == state.status && change.amount.empty() && change.terms.empty() && change.starts.empty() &&
         change.ends.empty();
}

News news_of(const Deal& change, const Deal& state) {
  News news;
  news.died = change.status == DealStatus::expired && state.status != DealStatus::expired;
  news.came_back = change.status == DealStatus::alive && state.status != DealStatus::alive;
  if (!change.ends.empty()) news.ends_was = state.ends;
  news.ends_now = change.ends;
  if (!change.amount.empty()) news.amount_was = state.amount;
  for (const auto& term : change.terms) news.terms_now += (news.terms_now.empty() ? "" : "、") + term;
  news.amount_now = change.amount;
  return news;
}

/// Of a change only what fills an empty field.
void leave_what_is_said(Deal& change, const Deal& state) {
  change.status = state.status;
  if (!state.amount.empty()) change.amount.clear();
  if (!state.terms.empty()) change.terms.clear();
  if (!state.starts.empty()) change.starts.clear();
  if (!state.ends.empty()) change.ends.clear();
}

/// Makes a correction of it that goes on with a tombstone, if there is one.
void correct(Append& entry, Floor floor, EntrySeq tombstone) {
  entry.corrects = floor;
  entry.floors.clear();
  if (tombstone != EntrySeq{})
    entry.links.push_back({.rel = Link::Rel::updates, .entry = entry_id(tombstone), .floor = {}});
}

std::string where(Floor floor, Language language) {
  if (language == Language::en) return floor == kOpening ? "First floor edited: " : "Edited: ";
  return floor == kOpening ? "首楼已改：" : "原楼已改：";
}

std::string offers_were_added(Floor floor, Language language) {
  if (language == Language::en)
    return floor == kOpening ? "First floor edited, with more offers: " : "Edited, with offers: ";
  return floor == kOpening ? "首楼已改，新增了优惠：" : "原楼已改，新增了优惠：";
}

bool has_offer(const std::vector<Announced>& offers, const Deal& deal) {
  return std::any_of(offers.begin(), offers.end(),
                     [&](const Announced& one) { return offer_key(one.deal.offer) == offer_key(deal.offer); });
}

}  // namespace

/// As it stands now, read.
struct DealReader::Page {
  const Post& post;
  Reading reading{};

  void add_sentences(const std::vector<std::size_t>& group, Again& out) const {
    for (const auto index : group) out.sentences.push_back(reading.sentences[index].text);
  }
};

DealReader::Again DealReader::edited(const Edit& edit) {
  Again out;
  const auto at = posts_.find(edit.floor.value);
  if (at == posts_.end() || input_.revision == kFirst) return out;
  const Page page{.post = *at->second, .reading = read_floor(*at->second, {})};
  Post old = page.post;
  old.body = edit.before;
  const auto was = offers_in(said_lines(read_floor(old, {})), scene_of(old, false));
  std::vector<Announced> added;
  for (auto& now : offers_in(said_lines(page.reading), scene_of(page.post, true))) {
    const auto place = offers_.same_as(now.deal);
    if (!place) {
      if (!has_offer(was, now.deal)) added.push_back(std::move(now));
      continue;
    }
    const auto same = std::find_if(
        was.begin(), was.end(), [&](const Announced& announced) { return offers_.same_as(announced.deal) == place; });
    const bool is_its_own =
        std::binary_search(offers_[*place].floors.begin(), offers_[*place].floors.end(), edit.floor);
    if (same == was.end() && !is_its_own) continue;
    const auto change = changes_of(same == was.end() ? Deal{} : same->deal, now.deal, offers_[*place].state);
    auto entry = changed(page, now, *place, change, where(edit.floor, input_.settings.language));
    if (!entry) continue;
    page.add_sentences(now.sentences, out);
    out.entries.push_back(std::move(*entry));
  }
  add_offers(page, std::move(added), out);
  return out;
}

std::optional<Append> DealReader::changed(const Page& page, const Announced& now, std::size_t place, const Deal& change,
                                          std::string_view front) {
  const Deal& state = offers_[place].state;
  if (says_nothing(change, state)) return std::nullopt;
  const auto lead = lead_of(news_of(change, state), state.offer, false, input_.settings.language);
  if (lead.empty()) return std::nullopt;
  auto entry = told_alone(page.reading, page.post, now.sentences, std::string(front) + lead);
  if (!entry) return entry;
  entry->deal = change;
  rest(*entry, offers_[place], page.post.floor);
  tell(*entry, page.post.floor, true);
  entry->floors.clear();
  return entry;
}

/// Offers that nobody knew: the floor is accounted for already, so each is a correction of it.
void DealReader::add_offers(const Page& page, std::vector<Announced> offers, Again& out) {
  Again made;
  for (auto& offer : offers) {
    const auto group = telling_sentences(page.reading, offer.sentences);
    auto entry = told(page.reading, page.post, group, scene_, "", input_.settings.max_entry);
    if (!entry) continue;
    entry->deal = std::move(offer.deal);
    tell(*entry, page.post.floor, true);
    entry->floors.clear();
    page.add_sentences(group, made);
    made.entries.push_back(std::move(*entry));
  }
  if (made.entries.empty()) return;
  if (!has_plain_entry(page.post.floor)) lead_over(page, made);
  std::move(made.entries.begin(), made.entries.end(), std::back_inserter(out.entries));
  std::move(made.sentences.begin(), made.sentences.end(), std::back_inserter(out.sentences));
}

/// An offer can't go on with an entry about another one: a line of its own stands between them. It leads to what was
/// told of the floor last, else to what was told before it.
void DealReader::lead_over(const Page& page, Again& out) const {
  const Entry* target = nullptr;
  for (const Entry& entry : input_.similar) {
    if (entry.marker.kind == Marker::Kind::withdrawn || entry.cites.empty()) continue;
    const auto near = [&](const Entry& one) {
      return std::pair(one.cites.front() <= page.post.floor, one.cites.front());
    };
    if (target == nullptr || near(entry) >= near(*target)) target = &entry;
  }
  if (target == nullptr) return;
  std::string lead = offers_were_added(page.post.floor, input_.settings.language);
  std::string names;
  for (const auto& entry : out.entries)
    names += (names.empty() ? "" : input_.settings.language == Language::en ? ", " : "、") + entry.deal->offer;
  Append line = out.entries.front();
  line.deal.reset();
  line.links = {{.rel = Link::Rel::updates, .entry = entry_id(target->seq), .floor = {}}};
  line.text = lead + names + (input_.settings.language == Language::en ? "." : "。");
  line.evidence.clear();
  for (const auto& entry : out.entries)
    line.evidence.insert(line.evidence.end(), entry.evidence.begin(), entry.evidence.end());
  out.entries.insert(out.entries.begin(), std::move(line));
}

bool DealReader::has_plain_entry(Floor floor) const {
  return std::any_of(input_.similar.begin(), input_.similar.end(), [&](const Entry& entry) {
    if (entry.marker.kind == Marker::Kind::withdrawn || entry.deal) return false;
    return std::find(entry.cites.begin(), entry.cites.end(), floor) != entry.cites.end();
  });
}

/// An offer that had ended is announced once more, with a later end.
std::optional<Append> DealReader::renewed(const Page& page, const Announced& now, std::size_t place) {
  const Deal& state = offers_[place].state;
  const auto ended = day_of(state.ends);
  const auto ends = day_of(now.deal.ends);
  if (!ended || !ends || *ends <= *ended || *ended >= local_day(page.post.created_at, input_.settings.zone)) return {};
  auto change = changes_of({}, now.deal, state);
  change.status = DealStatus::alive;
  const auto lead = lead_of(news_of(change, state), state.offer, false, input_.settings.language);
  auto entry = told(page.reading, page.post, telling_sentences(page.reading, now.sentences), scene_, lead,
                    input_.settings.max_entry);
  if (!entry) return entry;
  entry->deal = std::move(change);
  rest(*entry, offers_[place], page.post.floor);
  tell(*entry, page.post.floor, true);
  return entry;
}

std::optional<Append> DealReader::renewed(const Post& post, const Reading& reading, const Announced& now) {
  const auto place = offers_.same_as(now.deal);
  return place ? renewed(Page{.post = post, .reading = reading}, now, *place) : std::nullopt;
}

DealReader::Again DealReader::restored(const Post& post) {
  Again out;
  if (input_.revision == kFirst) return out;
  const Page page{.post = post, .reading = read_floor(post, {})};
  restore_announced(page, out);
  if (out.entries.empty()) restore_reports(page, out);
  // Told in the same order as before; what is left over leads to the last.
  const auto tombstones = tombstones_of(post.floor);
  for (std::size_t i = 0; i < out.entries.size(); ++i) {
    const auto was = tombstones.empty() ? EntrySeq{} : tombstones[std::min(i, tombstones.size() - 1)];
    correct(out.entries[i], post.floor, was);
  }
  return out;
}

/// Tombstones that account for the floor; those of offers where there are some.
std::vector<EntrySeq> DealReader::tombstones_of(Floor floor) const {
  std::vector<EntrySeq> of_offers;
  std::vector<EntrySeq> all;
  for (const Entry& entry : input_.similar) {
    const bool is_its = entry.marker.kind == Marker::Kind::withdrawn &&
                        std::find(entry.floors.begin(), entry.floors.end(), floor) != entry.floors.end();
    if (!is_its) continue;
    all.push_back(entry.seq);
    if (entry.section == kDealSection) of_offers.push_back(entry.seq);
  }
  return of_offers.empty() ? all : of_offers;
}

void DealReader::restore_announced(const Page& page, Again& out) {
  for (const auto& now : announced_again(page)) restore(page, now, offers_.same_as(now.deal), out);
}

std::vector<Announced> DealReader::announced_again(const Page& page) const {
  const bool edited = page.post.floor == kOpening && page.post.forum_version > 1;
  return offers_in(said_lines(page.reading), scene_of(page.post, edited));
}

std::optional<Announced> DealReader::announced_in(const Page& page, std::size_t place) const {
  for (auto& now : announced_again(page)) {
    if (offers_.same_as(now.deal) == place) return now;
  }
  return std::nullopt;
}

void DealReader::restore(const Page& page, const Announced& now, std::optional<std::size_t> place, Again& out) {
  Deal deal = now.deal;
  std::string lead;
  if (place) {
    const Deal& state = offers_[*place].state;
    deal = changes_of({}, now.deal, state);
    if (take_ != Take::all) leave_what_is_said(deal, state);
    if (offers_[*place].floors.empty()) deal.status = now.deal.status;
    if (says_nothing(deal, state)) return;
    const auto news = news_of(deal, state);
    const News life{.died = news.died, .came_back = news.came_back};
    lead = lead_of(life, state.offer, false, input_.settings.language);
  }
  const auto group = telling_sentences(page.reading, now.sentences);
  auto entry = told(page.reading, page.post, group, scene_, lead, input_.settings.max_entry);
  if (!entry) return;
  entry->deal = std::move(deal);
  if (place) rest(*entry, offers_[*place], page.post.floor);
  tell(*entry, page.post.floor, true);
  page.add_sentences(group, out);
  out.entries.push_back(std::move(*entry));
}

std::vector<Append> DealReader::left(const Post& post, const std::vector<Left>& offers) {
  const Page page{.post = post, .reading = read_floor(post, {})};
  Again out;
  for (const Left& one : offers) {
    const auto place = offers_.place(one.offer);
    if (!place) continue;
    take_ = one.take;
    const auto before = out.entries.size();
    Read read;
    report_of({*place}, post, page.reading, true, read);
    std::move(read.entries.begin(), read.entries.end(), std::back_inserter(out.entries));
    if (const auto now = announced_in(page, *place)) restore(page, *now, place, out);
    for (auto i = before; i < out.entries.size(); ++i) correct(out.entries[i], post.floor, one.was);
  }
  take_ = Take::all;
  return std::move(out.entries);
}

void DealReader::restore_reports(const Page& page, Again& out) {
  Read read;
  report(page.post, page.reading, read);
  page.add_sentences(read.sentences, out);
  out.entries = std::move(read.entries);
}

}  // namespace gailou::digest
