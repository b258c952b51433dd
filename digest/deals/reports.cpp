#include "digest/deals/reports.h"

#include <algorithm>
#include <array>

#include "digest/deals/scan.h"
#include "digest/deals/words.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

constexpr std::size_t kNegationReach = 10;

bool ends_asking(Text text) {
  while (!text.empty() && (is_space(text.back()) || text.back() == U')')) text.remove_suffix(1);
  static constexpr auto kEnds = std::to_array<Text>({U"?", U"吗", U"么", U"不呀", U"行不", U"了没"});
  return std::any_of(kEnds.begin(), kEnds.end(), [&](Text end) { return text.ends_with(end); });
}

bool parts(Text text, std::size_t at) {
  static constexpr Text kEnds = U",。;!?、\n";
  if (kEnds.find(text[at]) == Text::npos) return false;
  const bool in_figure = text[at] == U',' && is_digit_at(text, at + 1) && at > 0 && is_digit_at(text, at - 1);
  return !in_figure;
}

/// A word of the table that nothing just before it denies or puts off.
bool plainly_says(Text text, DealWord kind) {
  static constexpr auto kDenials =
      std::to_array<Text>({U"没", U"未",     U"不",    U"别",      U"等",      U"求",  U"想",  U"才",    U"先",
                           U"会", U"能不能", U"要",    U"nothing", U"none",    U"not", U"n't", U"never", U"no",
                           U"if", U"when",   U"after", U"until",   U"haven't", U"get", U"be",  U"如果",  U"怎么"});
  for (auto at = find_deal_word(text, kind); at != Text::npos; at = find_deal_word(text, kind, at + 1)) {
    const auto from = at > kNegationReach ? at - kNegationReach : 0;
    const auto front = text.substr(from, at - from);
    const bool denied = std::any_of(kDenials.begin(), kDenials.end(), [&](Text word) {
      const auto place = find_word(front, word);
      return place != Text::npos && front.size() - place - word.size() <= (is_latin(word.front()) ? 3U : 1U);
    });
    if (!denied) return true;
  }
  return false;
}

// What one does to get something, in one character; said of what is done, it is a report.
constexpr Text kGetting = U"抢领拍充办订买装扣拿中薅囤凑用续兑冲";
constexpr Text kPaying = U"付花扣省充减";
constexpr Text kResults = U"到着上好成掉下";

bool denied_at(Text text, std::size_t at) {
  static constexpr Text kDenied = U"没未不别想要能可会再先才等求该快";
  for (std::size_t back = 1; back <= 2 && back <= at; ++back) {
    if (kDenied.find(text[at - back]) != Text::npos) return true;
  }
  return false;
}

/// 充好了, 抢到一张, 买了两桶, 实付 450, 省了60: it is done, and by whom says so.
bool says_it_is_done(Text text) {
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const bool gets = kGetting.find(text[at]) != Text::npos;
    const bool pays = kPaying.find(text[at]) != Text::npos;
    if ((!gets && !pays) || denied_at(text, at)) continue;
    auto rest = text.substr(at + 1);
    const bool has_result = kResults.find(rest.front()) != Text::npos;
    if (has_result) rest.remove_prefix(1);
    const bool is_over = !rest.empty() && (rest.front() == U'了' || rest.front() == U'啦');
    if (is_over) rest.remove_prefix(1);
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    static constexpr Text kCounts = U"一二两俩三几台件张份桶双";
    const bool counts = !rest.empty() && (is_latin_digit(rest.front()) || kCounts.find(rest.front()) != Text::npos);
    if (gets && ((has_result && is_over) || (has_result && (rest.empty() || counts)) || (is_over && counts)))
      return true;
    if (pays && (is_over || at == 0 || text[at - 1] == U'实') && !rest.empty() && is_latin_digit(rest.front()))
      return true;
  }
  return false;
}

/// 没抢着, 一次没中, 转不了, 付不上: it could not be done.
bool says_it_failed(Text text) {
  static constexpr Text kTrying = U"抢领拍充办开换订买装扣入收拿中薅凑用续兑转付下登申弹减叠刷";
  static constexpr Text kReached = U"到着上成中见动";
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    if (kTrying.find(text[at]) == Text::npos) continue;
    if (at >= 2 && text[at - 2] == text[at]) continue;  // 领没领: a question
    const bool not_yet = at >= 1 && (text[at - 1] == U'没' || text[at - 1] == U'未');
    if (not_yet && (kReached.find(text[at + 1]) != Text::npos || text[at] == U'中')) return true;
    const auto rest = text.substr(at + 1);
    if (rest.front() == U'不' && rest.size() > 1 && Text(U"到了上着成动进出").find(rest[1]) != Text::npos) return true;
  }
  return text.ends_with(U"没中");
}

// Of verbs in English those that a report begins with, or goes on with.
constexpr auto kDoneVerbs = std::to_array<Text>(
    {U"ordered", U"clipped", U"ported", U"moved", U"booked", U"signed up", U"switched", U"activated", U"transferred",
     U"registered", U"redeemed", U"renewed", U"joined", U"bought", U"used it", U"enrolled", U"got mine"});

bool begins_with_what_was_done(Text text) {
  for (const Text front :
       {Text(U"i just "), Text(U"i "), Text(U"just "), Text(U"finally "), Text(U"ok "), Text(U"also ")}) {
    if (text.starts_with(front)) text.remove_prefix(front.size());
  }
  return std::any_of(kDoneVerbs.begin(), kDoneVerbs.end(),
                     [&](Text verb) { return text.starts_with(verb) && stands_at(text, 0, verb); });
}

struct Tally {
  bool sold_out = false;  // there was none left for who came
  bool received = false;
  bool done = false;
  bool failed = false;
  bool waiting = false;
  bool over = false;
  bool asked_over = false;
  bool back = false;
  bool still = false;
  bool hedged = false;
  bool local = false;
  bool everywhere = false;
  bool second = false;
  bool asks = false;
};

/// 地址一换补贴就没了: it is lost to who does so.
bool is_lost_to_one(Text text) {
  const auto lost = text.find(U"就没");
  if (lost == Text::npos) return false;
  const auto if_at = text.substr(0, lost).rfind(U'一');
  return if_at != Text::npos && lost - if_at <= 6;
}

bool is_of_the_moment(Text text) {
  static constexpr auto kWords =
      std::to_array<Text>({U"抢光", U"抢完", U"领完", U"秒没", U"秒空", U"抢空", U"名额没了"});
  return std::any_of(kWords.begin(), kWords.end(), [&](Text word) { return text.find(word) != Text::npos; });
}

std::u32string without_neutral(Text text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto length = word_length_at(text, at, DealWord::neutral);
    out.push_back(length > 0 ? U' ' : text[at]);
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

/// Returns whether the clause says anything of a report or of life and death.
bool weigh(const OfferClause& clause, bool few, Tally& tally) {
  const auto plain = without_neutral(clause.text);
  const Text text = plain;
  const bool is_hearsay = says(text, DealWord::hearsay);
  const bool asks = clause.asks || says(text, DealWord::asking);
  tally.second |= says(text, DealWord::second);
  tally.everywhere |= says(text, DealWord::everywhere);
  if (is_hearsay) return false;
  bool any = false;
  const auto note = [&any](bool& flag, bool here) {
    flag |= here;
    any |= here;
  };
  const bool over = (asks ? says(text, DealWord::over) : plainly_says(text, DealWord::over)) &&
                    !says(text, DealWord::elsewhere) && !is_lost_to_one(text);
  if (asks) {
    note(tally.asked_over, over);
    tally.asks = true;
    return any;
  }
  note(tally.over, over);
  tally.sold_out |= over && is_of_the_moment(text);
  if (over) {
    tally.hedged |= says(text, DealWord::hedge);
    tally.local |= says(text, DealWord::local);
  }
  const bool back = plainly_says(text, DealWord::back);
  note(tally.back, back);
  note(tally.still, plainly_says(text, DealWord::still));
  note(tally.received, plainly_says(text, DealWord::received));
  note(tally.failed, says(text, DealWord::failed) || says_it_failed(text) || is_lost_to_one(text) ||
                         (few && says(text, DealWord::had_not)));
  note(tally.waiting, says(text, DealWord::waiting));
  note(tally.done, (!back && !over && plainly_says(text, DealWord::done)) || says_it_is_done(text) ||
                       begins_with_what_was_done(text));
  return any;
}

Heard::Point point_of(const Tally& tally) {
  if (tally.received) return Heard::Point::success;
  if (tally.failed) return Heard::Point::failure;
  if (tally.waiting) return Heard::Point::pending;
  if (tally.done) return Heard::Point::success;
  return Heard::Point::none;
}

Heard::Life life_of(const Tally& tally) {
  if (tally.asked_over) return Heard::Life::doubted;
  if (tally.back) return Heard::Life::back;
  // Nothing left at eight sharp is bad luck; more may come tomorrow.
  if (tally.over && tally.failed && tally.sold_out) return Heard::Life::untold;
  if (tally.over && tally.local && !tally.everywhere) return Heard::Life::untold;
  if (tally.over) return tally.hedged ? Heard::Life::supposed : Heard::Life::over;
  if (tally.still) return Heard::Life::lives;
  return Heard::Life::untold;
}

}  // namespace

void add_clauses(std::string_view sentence, std::size_t index, std::vector<OfferClause>& clauses) {
  const auto text = small_form(norm32(sentence));
  const bool asks = ends_asking(text);
  std::size_t from = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && !parts(text, at)) continue;
    auto piece = Text(text).substr(from, at - from);
    from = at + 1;
    while (!piece.empty() && is_space(piece.front())) piece.remove_prefix(1);
    if (piece.empty()) continue;
    const bool own_mark = (at < text.size() && text[at] == U'?') || ends_asking(piece);
    // A question at the end of a sentence is its last clause's; a short sentence asks as a whole.
    clauses.push_back(
        {.text = std::u32string(piece), .sentence = index, .asks = own_mark || (asks && text.size() < 14)});
  }
}

Heard heard_in(const std::vector<OfferClause>& clauses, bool few) {
  Heard out;
  Tally tally;
  for (const auto& clause : clauses) {
    if (!weigh(clause, few, tally)) continue;
    if (out.sentences.empty() || out.sentences.back() != clause.sentence) out.sentences.push_back(clause.sentence);
  }
  out.point = point_of(tally);
  out.life = life_of(tally);
  out.second = tally.second;
  // "没了,点进去 404" of who hasn't been told: a report of the link is none of the reporter's luck.
  if (out.life == Heard::Life::doubted && out.point != Heard::Point::failure) out.point = Heard::Point::none;
  return out;
}

}  // namespace gailou::digest
