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
      std::to_array<Text>({U"没",    U"未",     U"不",      U"别",  U"等",  U"求",    U"想",  U"才", U"先",
                           U"会",    U"能不能", U"要",      U"not", U"n't", U"never", U"no",  U"if", U"when",
                           U"after", U"until",  U"haven't", U"get", U"be",  U"如果",  U"怎么"});
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

struct Tally {
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
bool weigh(const Clause& clause, bool few, Tally& tally) {
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
  const bool over =
      (asks ? says(text, DealWord::over) : plainly_says(text, DealWord::over)) && !says(text, DealWord::elsewhere);
  if (asks) {
    note(tally.asked_over, over);
    tally.asks = true;
    return any;
  }
  note(tally.over, over);
  if (over) {
    tally.hedged |= says(text, DealWord::hedge);
    tally.local |= says(text, DealWord::local);
  }
  note(tally.back, plainly_says(text, DealWord::back));
  note(tally.still, plainly_says(text, DealWord::still));
  note(tally.received, plainly_says(text, DealWord::received));
  note(tally.failed, says(text, DealWord::failed) || (few && says(text, DealWord::had_not)));
  note(tally.waiting, says(text, DealWord::waiting));
  note(tally.done, plainly_says(text, DealWord::done));
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
  if (tally.over && tally.local && !tally.everywhere) return Heard::Life::untold;
  if (tally.over) return tally.hedged ? Heard::Life::supposed : Heard::Life::over;
  if (tally.still) return Heard::Life::lives;
  return Heard::Life::untold;
}

}  // namespace

void add_clauses(std::string_view sentence, std::size_t index, std::vector<Clause>& clauses) {
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

Heard heard_in(const std::vector<Clause>& clauses, bool few) {
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
