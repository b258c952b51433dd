#include "digest/deals/reader.h"

#include <algorithm>
#include <set>

#include "digest/deals/about.h"
#include "digest/deals/amounts.h"
#include "digest/deals/offers.h"
#include "digest/deals/period.h"
#include "digest/deals/scan.h"
#include "digest/deals/state.h"
#include "digest/deals/telling.h"
#include "digest/deals/words.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr Revision kFirstRevision{1};
constexpr Floor kFirstFloor{1};
constexpr std::size_t kReportUnits = 80;  // of a report that is taken as a whole
constexpr std::size_t kSmallTalkUnits = 30;
constexpr std::size_t kAnnouncementUnits = 120;
constexpr std::size_t kOffersOfReport = 4;  // a floor that names more compares, it doesn't report

std::u32string small_text(const Reading& reading) {
  std::u32string text;
  for (const auto& sentence : reading.sentences) text += norm32(sentence.text) + U"\n";
  return small_form(text);
}

std::vector<OfferClause> clauses_of(const Reading& reading) {
  std::vector<OfferClause> clauses;
  for (std::size_t i = 0; i < reading.sentences.size(); ++i) add_clauses(reading.sentences[i].text, i, clauses);
  return clauses;
}

bool is_among(const std::vector<Floor>& floors, Floor floor) {
  return std::find(floors.begin(), floors.end(), floor) != floors.end();
}

bool has_told(const Deal& state, Floor floor) {
  const auto& points = state.data_points;
  return is_among(points.success, floor) || is_among(points.failure, floor) || is_among(points.pending, floor);
}

void add_point(Deal& deal, Heard::Point point, Floor floor) {
  if (point == Heard::Point::success) deal.data_points.success = {floor};
  if (point == Heard::Point::failure) deal.data_points.failure = {floor};
  if (point == Heard::Point::pending) deal.data_points.pending = {floor};
}

bool is_for_few(const Deal& state) {
  std::u32string all = small_form(norm32(state.offer));
  for (const auto& term : state.terms) all += U"\n" + small_form(norm32(term));
  return says(all, DealWord::chosen_few);
}

bool says_changed(const std::vector<OfferClause>& clauses) {
  return std::any_of(clauses.begin(), clauses.end(), [](const OfferClause& clause) {
    return !clause.asks && says(clause.text, DealWord::changed) && !says(clause.text, DealWord::hearsay);
  });
}

/// The end that a report names for an offer, if it may count: a first one, or one said to be another than before.
std::string new_end(const Deal& state, const std::vector<OfferClause>& clauses, Day on, std::string_view zone) {
  for (const auto& clause : clauses) {
    if (clause.asks || says(clause.text, DealWord::hearsay) || says(clause.text, DealWord::asking)) continue;
    const auto period = period_in(clause.text, on, zone);
    if (period.ends.empty() || period.ends.substr(0, 10) == std::string_view(state.ends).substr(0, 10)) continue;
    if (state.ends.empty() || says_changed(clauses)) return period.ends;
  }
  return {};
}

/// The amount that a report says it is now.
std::string new_amount(const Deal& state, const std::vector<OfferClause>& clauses) {
  const auto before = figures_in(small_form(norm32(state.amount)));
  const bool is_first = state.amount.empty();
  if (!is_first && (before.empty() || !says_changed(clauses))) return {};
  for (const auto& clause : clauses) {
    if (clause.asks || says(clause.text, DealWord::hearsay) || says(clause.text, DealWord::was)) continue;
    const auto amount = amount_in(clause.text);
    if (!amount || amount->giving < (is_first ? 1 : 3)) continue;
    if (!is_first && amount->kind != before.back().kind) continue;
    const auto text = to_u8(std::u32string_view(clause.text).substr(amount->begin, amount->end - amount->begin));
    if (numbers(text) != numbers(state.amount)) return text;
  }
  return {};
}

std::vector<std::size_t> sorted_unique(std::vector<std::size_t> places) {
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

/// All of a short floor; of a longer one the sentences that tell.
std::vector<std::size_t> group_of(const Reading& reading, const std::vector<std::size_t>& telling, bool whole) {
  std::size_t sum = 0;
  for (const auto& sentence : reading.sentences) sum += sentence.units;
  if (!whole || sum > kReportUnits) return sorted_unique(telling);
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < reading.sentences.size(); ++i) all.push_back(i);
  return all;
}

/// What stands around announcements without a figure ("开个合集") is nothing to be told beside them.
void add_small_talk(const Reading& reading, std::vector<std::size_t>& used) {
  std::vector<std::size_t> rest;
  std::size_t sum = 0;
  bool has_figure = false;
  for (std::size_t i = 0; i < reading.sentences.size(); ++i) {
    if (std::find(used.begin(), used.end(), i) != used.end()) continue;
    const auto& sentence = reading.sentences[i];
    rest.push_back(i);
    sum += sentence.units;
    has_figure |= std::any_of(sentence.text.begin(), sentence.text.end(), [](char c) { return c >= '0' && c <= '9'; });
  }
  if (!has_figure && sum < kSmallTalkUnits) used.insert(used.end(), rest.begin(), rest.end());
}

}  // namespace

std::vector<SaidLine> said_lines(const Reading& reading) {
  std::vector<SaidLine> lines;
  for (const auto& sentence : reading.sentences)
    lines.push_back({.text = sentence.text, .line = sentence.line, .item = sentence.item});
  return lines;
}

std::vector<std::size_t> telling_sentences(const Reading& reading, const std::vector<std::size_t>& sentences) {
  std::size_t sum = 0;
  for (const auto index : sentences) sum += reading.sentences[index].units;
  if (sum <= kAnnouncementUnits) return sentences;
  std::vector<std::size_t> out;
  sum = 0;
  for (const auto index : sentences) {
    const auto& sentence = reading.sentences[index];
    const auto small = small_form(norm32(sentence.text));
    const bool tells =
        !figures_in(small).empty() || says(small, DealWord::condition) || says(small, DealWord::end_behind);
    if (!tells || !sentence.whole || sum + sentence.units > kAnnouncementUnits) continue;
    sum += sentence.units;
    out.push_back(index);
  }
  return out;
}

DealReader::DealReader(const BatchInput& input, const Scene& scene)
    : input_(input), scene_(scene), offers_(input), about_deals_(is_about_deals(input.title)) {
  for (const auto* posts : {&input.context, &input.posts}) {
    for (const Post& post : *posts) posts_[post.floor.value] = &post;
  }
}

OfferScene DealReader::scene_of(const Post& post, bool edited) const {
  const auto at = edited ? post.updated_at.value_or(post.created_at) : post.created_at;
  return {.on = local_day(at, input_.settings.zone),
          .zone = input_.settings.zone,
          .opening = post.floor == kFirstFloor,
          .about_deals = about_deals_ || offers_.size() > 0,
          .replies = post.reply_to && *post.reply_to != kFirstFloor};
}

DealReader::Read DealReader::read(const Post& post, const Reading& reading) {
  Read out;
  announce(post, reading, out);
  if (out.entries.empty()) report(post, reading, out);
  out.sentences = sorted_unique(std::move(out.sentences));
  return out;
}

OfferTrace DealReader::seen(const Post& post, const Reading& reading) const {
  OfferTrace trace;
  const auto small = small_text(reading);
  for (const auto& figure : figures_in(small)) {
    if (figure.giving > 0)
      trace.amounts.push_back(to_u8(std::u32string_view(small).substr(figure.begin, figure.end - figure.begin)));
  }
  for (const auto place : meant_by(post, reading, small)) {
    if (!offers_[place].state.offer.empty()) trace.known.push_back(offers_[place].state.offer);
  }
  return trace;
}

void DealReader::tell(Append& entry, Floor floor, bool changes) {
  entry.section = "deals";
  entry.floors = {floor};
  if (changes && input_.revision > kFirstRevision) entry.corrects = floor;
  std::vector<Floor> cites;
  for (const auto& piece : entry.evidence) cites.push_back(piece.floor);
  std::sort(cites.begin(), cites.end());
  cites.erase(std::unique(cites.begin(), cites.end()), cites.end());
  offers_.tell(*entry.deal, floor, cites);
}

void DealReader::rest(Append& entry, const KnownOffer& offer, Floor floor) const {
  std::set<Floor> wanted(offer.sources.opener.begin(), offer.sources.opener.end());
  const auto want = [&wanted](const std::vector<Floor>& floors) { wanted.insert(floors.begin(), floors.end()); };
  if (entry.deal->status == offer.state.status) want(offer.sources.status);
  if (!entry.deal->amount.empty()) want(offer.sources.amount);
  if (!entry.deal->ends.empty()) want(offer.sources.ends);
  wanted.erase(floor);
  for (const Floor one : wanted) {
    if (auto words = words_of(one, offer)) entry.evidence.push_back(std::move(*words));
  }
}

/// The sentence that names the offer, else the first that can be shown.
std::optional<Evidence> DealReader::words_of(Floor floor, const KnownOffer& offer) const {
  const auto at = posts_.find(floor.value);
  if (at == posts_.end() || at->second->state != PostState::visible) return std::nullopt;
  const auto reading = read_floor(*at->second, {});
  std::optional<Evidence> found;
  for (const auto& sentence : reading.sentences) {
    auto pieces = verbatim_pieces(sentence.text, reading.stored);
    if (pieces.empty()) continue;
    const bool names = !named_in(small_form(norm32(sentence.text)), {offer.keys}).empty();
    if (!found || names) found = Evidence{.floor = floor, .quote = std::move(pieces.front())};
    if (names) return found;
  }
  return found;
}

void DealReader::announce(const Post& post, const Reading& reading, Read& out) {
  // Most floors give nothing away: what costs time is for those that do.
  const auto figures = figures_in(small_text(reading));
  if (std::none_of(figures.begin(), figures.end(), [](const Figure& figure) { return figure.giving > 0; })) return;
  // A first floor that was edited before we read it says what held when it was.
  const bool edited = post.floor == kFirstFloor && post.forum_version > 1;
  for (auto& offer : offers_in(said_lines(reading), scene_of(post, edited))) {
    if (offers_.same_as(offer.deal)) {
      if (auto again = renewed(post, reading, offer)) {
        out.entries.push_back(std::move(*again));
        const auto group = telling_sentences(reading, offer.sentences);
        out.sentences.insert(out.sentences.end(), group.begin(), group.end());
      }
      continue;
    }
    const auto group = telling_sentences(reading, offer.sentences);
    auto entry = told(reading, post, group, scene_, "", input_.settings.max_entry);
    if (!entry) continue;
    entry->deal = std::move(offer.deal);
    tell(*entry, post.floor, false);
    out.entries.push_back(std::move(*entry));
    out.sentences.insert(out.sentences.end(), group.begin(), group.end());
  }
  if (!out.entries.empty()) add_small_talk(reading, out.sentences);
}

std::vector<std::size_t> DealReader::meant_by(const Post& post, const Reading& reading,
                                              std::u32string_view small) const {
  if (auto named = offers_.named_in(small); !named.empty()) return named;
  std::vector<Floor> answered = reading.quoted;
  if (post.reply_to) answered.insert(answered.begin(), *post.reply_to);
  for (const Floor floor : answered) {
    auto cited = offers_.cited_by(floor);
    if (cited.size() == 1) return cited;
    const auto at = posts_.find(floor.value);
    if (!cited.empty() || at == posts_.end() || floor == kFirstFloor) continue;
    auto named = offers_.named_in(small_form(norm32(own_text_of(at->second->body))));
    if (named.size() == 1) return named;
  }
  if (const auto awaited = offers_.awaited_by(post.author)) return {*awaited};
  // A thread about one offer: who answers nobody answers its first floor.
  const bool to_topic = answered.empty() || (answered.size() == 1 && answered.front() == kFirstFloor);
  const bool is_the_topic = !offers_.named_in(small_form(norm32(input_.title))).empty();
  if (to_topic && is_the_topic && offers_.size() == 1 && offers_.cited_by(kFirstFloor).size() == 1) return {0};
  return {};
}

void DealReader::report(const Post& post, const Reading& reading, Read& out) {
  if (offers_.size() == 0 || reading.sentences.empty()) return;
  const auto small = small_text(reading);
  if (says(small, DealWord::spam)) return;
  const auto by_name = offers_.named_in(small);
  const auto meant = meant_by(post, reading, small);
  if (meant.empty() || meant.size() > kOffersOfReport) return;
  report_of(meant, post, reading, !by_name.empty(), out);
}

void DealReader::report_of(const std::vector<std::size_t>& meant, const Post& post, const Reading& reading,
                           bool by_name, Read& out) {
  const auto clauses = clauses_of(reading);
  for (const std::size_t place : meant) {
    std::vector<OfferClause> own;
    if (meant.size() == 1) {
      own = clauses;
    } else {
      // A clause that names one of them is about it, and so are those that follow and name none.
      bool about = false;
      for (const auto& clause : clauses) {
        const auto named = offers_.named_in(clause.text);
        if (!named.empty()) about = named.size() == 1 && named.front() == place;
        if (about) own.push_back(clause);
      }
    }
    report_on(place, post, reading, own, by_name, out);
  }
}

bool DealReader::was_doubted_by(Floor floor) const {
  const auto at = posts_.find(floor.value);
  if (at == posts_.end()) return false;
  std::vector<OfferClause> clauses;
  add_clauses(own_text_of(at->second->body), 0, clauses);
  const auto life = heard_in(clauses, false).life;
  return life == Heard::Life::doubted || life == Heard::Life::supposed || life == Heard::Life::over;
}

void DealReader::report_on(std::size_t place, const Post& post, const Reading& reading,
                           const std::vector<OfferClause>& clauses, bool by_name, Read& out) {
  const Deal& state = offers_[place].state;
  const auto heard = heard_in(clauses, is_for_few(state));
  Deal deal{.offer = state.offer, .status = state.status};
  News news;
  const bool may_turn = take_ == Take::all;
  if (!has_told(state, post.floor) && take_ != Take::missing) news.point = heard.point;
  add_point(deal, news.point, post.floor);
  const bool dead = state.status == DealStatus::expired;
  const bool confirmed =
      state.status == DealStatus::unclear || (heard.second && post.reply_to && was_doubted_by(*post.reply_to));
  const bool sure = by_name || (post.reply_to && offers_.cited_by(*post.reply_to).size() == 1);
  if (!may_turn) {
    // What was said since stands.
  } else if (sure && !dead && (heard.life == Heard::Life::over || (heard.life == Heard::Life::supposed && confirmed))) {
    deal.status = DealStatus::expired;
    news.died = true;
  } else if (sure && !dead && heard.life == Heard::Life::supposed) {
    deal.status = DealStatus::unclear;
    news.doubted = state.status != DealStatus::unclear;
  } else if (heard.life == Heard::Life::back && state.status != DealStatus::alive) {
    deal.status = DealStatus::alive;
    news.came_back = true;
  } else if (heard.life == Heard::Life::lives && state.status == DealStatus::unclear) {
    deal.status = DealStatus::alive;
    news.came_back = true;
  }
  std::vector<std::size_t> telling = heard.sentences;
  if (by_name && !news.died && heard.point != Heard::Point::failure) {
    if (may_turn || state.ends.empty())
      deal.ends = new_end(state, clauses, local_day(post.created_at, input_.settings.zone), input_.settings.zone);
    if (may_turn || state.amount.empty()) deal.amount = new_amount(state, clauses);
    if (!deal.ends.empty()) news.ends_now = deal.ends;
    if (!deal.ends.empty()) news.ends_was = state.ends;
    news.amount_now = deal.amount;
    if (!deal.amount.empty()) news.amount_was = state.amount;
    if (!deal.ends.empty() || !deal.amount.empty()) {
      for (const auto& clause : clauses) telling.push_back(clause.sentence);
    }
  }
  const bool changes =
      deal.status != state.status || (!deal.ends.empty() && !state.ends.empty()) || !deal.amount.empty();
  if (!changes && news.point == Heard::Point::none && deal.ends.empty()) return;
  const auto group = group_of(reading, telling, true);
  auto entry = told(reading, post, group, scene_, lead_of(news, state.offer, by_name, input_.settings.language),
                    input_.settings.max_entry);
  if (!entry) return;
  entry->deal = std::move(deal);
  rest(*entry, offers_[place], post.floor);
  tell(*entry, post.floor, changes);
  out.entries.push_back(std::move(*entry));
  out.sentences.insert(out.sentences.end(), group.begin(), group.end());
}

Reading without(const Reading& reading, const std::vector<std::size_t>& sentences) {
  Reading rest = reading;
  rest.sentences.clear();
  rest.units = 0;
  for (std::size_t i = 0; i < reading.sentences.size(); ++i) {
    if (std::binary_search(sentences.begin(), sentences.end(), i)) continue;
    rest.sentences.push_back(reading.sentences[i]);
    rest.units += reading.sentences[i].units;
  }
  return rest;
}

}  // namespace gailou::digest
