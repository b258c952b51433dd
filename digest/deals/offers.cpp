#include "digest/deals/offers.h"

#include <algorithm>
#include <array>
#include <optional>

#include "digest/deals/amounts.h"
#include "digest/deals/offer_name.h"
#include "digest/deals/period.h"
#include "digest/deals/scan.h"
#include "digest/deals/words.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

constexpr std::size_t kOffersMax = 40;  // of one floor
constexpr std::size_t kTermsMax = 6;
constexpr std::size_t kTermUnits = 30;       // a longer clause tells a story
constexpr std::size_t kSegmentChars = 1200;  // what follows isn't looked at
constexpr std::size_t kHeadingUnits = 8;
constexpr int kEnough = 4;  // see `weight`

struct Segment {
  std::u32string text{};   // normal form
  std::u32string small{};  // small form of it
  std::vector<std::size_t> sentences{};
  std::size_t line = 0;  // of the last of them
  bool item = false;
};

void add_to(Segment& segment, const SaidLine& said, std::size_t index) {
  if (segment.text.size() > kSegmentChars) return;
  // Pieces of one line may have been one clause: a blank between Chinese words ends a sentence too.
  if (!segment.text.empty()) segment.text.push_back(said.line == segment.line ? U' ' : U'\n');
  segment.line = said.line;
  segment.text += norm32(said.text);
  segment.sentences.push_back(index);
  segment.item |= said.item;
}

/// A line that begins an offer of a list: a name in front and what one gets.
bool is_head(const std::u32string& line) {
  const auto small = small_form(line);
  const auto amount = amount_in(small);
  if (!amount) return false;
  const auto name = offer_name(line, amount->begin, false);
  return !name.empty() && !name_keys(name).empty();
}

/// "Capital One 360:" above what it offers: a name, short, with no figure given.
bool is_heading(const std::u32string& line) {
  if (units(to_u8(line)) > kHeadingUnits || amount_in(small_form(line))) return false;
  const auto name = offer_name(line, line.size(), false);
  const auto last = line.empty() ? U'\0' : line.back();
  return !name.empty() && !name_keys(name).empty() && Text(U"。.!?;").find(last) == Text::npos;
}

struct Lines {
  std::vector<std::u32string> text{};
  std::vector<bool> item{};
};

Lines lines_of(const std::vector<SaidLine>& sentences) {
  Lines lines;
  for (const auto& said : sentences) {
    if (lines.text.size() <= said.line) {
      lines.text.resize(said.line + 1);
      lines.item.resize(said.line + 1);
    }
    auto& line = lines.text[said.line];
    if (!line.empty()) line.push_back(U' ');
    line += norm32(said.text);
    if (said.item) lines.item[said.line] = true;
  }
  return lines;
}

/// Of each line: does it begin an offer?
std::vector<bool> heads_of(const Lines& lines) {
  std::vector<bool> heads;
  for (std::size_t i = 0; i < lines.text.size(); ++i) {
    const bool above_amount = i + 1 < lines.text.size() && is_heading(lines.text[i]) &&
                              amount_in(small_form(lines.text[i + 1])) && !is_head(lines.text[i + 1]);
    heads.push_back(lines.item[i] || is_head(lines.text[i]) || above_amount);
  }
  return heads;
}

/// Cuts the sentences where `begins` says so; what stands before the first cut belongs to none.
std::vector<Segment> cut(const std::vector<SaidLine>& sentences, const std::vector<bool>& begins) {
  std::vector<Segment> out;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (begins[i]) out.emplace_back();
    const bool spam = says(small_form(norm32(sentences[i].text)), DealWord::spam);
    if (!out.empty() && !spam) add_to(out.back(), sentences[i], i);
  }
  return out;
}

/// Lines of a list one by one, each with the lines behind it that begin none; of prose that opens several offers the
/// sentences; else the floor as a whole.
std::vector<Segment> segments_of(const std::vector<SaidLine>& sentences, bool opening) {
  const auto heads = heads_of(lines_of(sentences));
  std::vector<bool> by_line;
  std::vector<bool> by_sentence;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const auto line = sentences[i].line;
    by_line.push_back(heads[line] && (i == 0 || sentences[i - 1].line != line));
    by_sentence.push_back(is_head(norm32(sentences[i].text)));
  }
  std::vector<Segment> out;
  if (std::count(heads.begin(), heads.end(), true) >= 2) {
    out = cut(sentences, by_line);
  } else if (opening && std::count(by_sentence.begin(), by_sentence.end(), true) >= 2) {
    out = cut(sentences, by_sentence);
  } else {
    out.emplace_back();
    for (std::size_t i = 0; i < sentences.size(); ++i) add_to(out.back(), sentences[i], i);
  }
  for (auto& segment : out) segment.small = small_form(segment.text);
  return out;
}

/// Of "8,000", not of "$325,90 天内".
bool parts_thousands(Text text, std::size_t at) {
  if (text[at] != U',' || at == 0 || !is_latin_digit(text[at - 1])) return false;
  for (std::size_t i = 1; i <= 3; ++i) {
    if (!is_digit_at(text, at + i)) return false;
  }
  return !is_digit_at(text, at + 4);
}

bool is_question(Text small) {
  while (!small.empty() && (is_space(small.back()) || small.back() == U'。')) small.remove_suffix(1);
  return small.ends_with(U"?") || small.ends_with(U"吗") || small.ends_with(U"么");
}

/// 平时 79, usually $79.99, it was $1,299: so the other figure is a better one.
bool tells_usual_price(Text small) {
  static constexpr auto kUsual =
      std::to_array<Text>({U"平时", U"平常", U"原价", U"日常价", U"usually", U"normally", U"regularly", U"reg.",
                           U"it was", U"was $", U"down from", U"list price"});
  for (const Text word : kUsual) {
    const auto at = find_word(small, word, 0);
    if (at == Text::npos) continue;
    const auto behind = small.substr(at + word.size(), 6);
    if (word.ends_with(U'$') || std::any_of(behind.begin(), behind.end(), is_latin_digit)) return true;
  }
  return false;
}

/// How much speaks for an offer beside its name and its amount.
int weight(const Segment& segment, const Figure& amount, const Period& period, const std::vector<std::string>& terms,
           const OfferScene& scene) {
  int score = 0;
  if (!period.ends.empty()) score += 3;
  if (!period.starts.empty()) score += 1;
  score += static_cast<int>(std::min<std::size_t>(terms.size(), 2));
  if (says(segment.small, DealWord::offer)) score += 1;
  if (scene.about_deals) score += 1;
  if (segment.item && scene.opening) score += 1;
  if (amount.giving >= 3) score += 1;
  if (tells_usual_price(segment.small)) score += 3;
  if (amount.giving >= 3 && scene.about_deals && says(segment.small, DealWord::offer)) score += 1;
  if (amount.giving >= 1 && segment.item && scene.opening && scene.about_deals) score += 1;
  return score;
}

bool is_talk(const Segment& segment, const OfferScene& scene) {
  if (says(segment.small, DealWord::spam)) return true;
  if (is_question(segment.small)) return true;
  if (says(segment.small, DealWord::no_offer) && !scene.opening) return true;
  const auto hearsay = find_deal_word(segment.small, DealWord::hearsay);
  if (hearsay != Text::npos && !scene.opening) return true;
  return false;
}

bool find_own(Text small, Text word) {
  return is_cjk(word.front())
             ? small.find(word) != Text::npos
             : small.starts_with(word) || small.find(std::u32string(U" ") + std::u32string(word)) != Text::npos;
}

/// Somebody tells how it went: such a floor opens nothing.
bool is_report(const Segment& segment, bool announces) {
  static constexpr auto kOwn = std::to_array<Text>({U"我", U"俺", U"i ", U"i'", U"my "});
  const bool is_own = std::any_of(kOwn.begin(), kOwn.end(), [&](Text word) { return find_own(segment.small, word); });
  if (announces && !is_own) return false;
  return says(segment.small, DealWord::received) || says(segment.small, DealWord::failed) ||
         says(segment.small, DealWord::waiting);
}

bool has_brand_in(std::string_view name) {
  return std::any_of(name.begin(), name.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

/// Where the amount begins with what belongs to it: 满 $75 返 $15, 加赠 25%.
std::size_t amount_begin(const Segment& segment, const Figure& amount) {
  auto begin = amount.begin;
  const auto front = Text(segment.small).substr(0, begin);
  for (const Text word : {Text(U"加赠"), Text(U"多给"), Text(U"立减"), Text(U"返现")}) {
    auto bare = front;
    while (bare.ends_with(U' ')) bare.remove_suffix(1);
    if (bare.ends_with(word) && amount.kind == Figure::Kind::rate) begin = bare.size() - word.size();
  }
  const auto figures = figures_in(segment.small);
  for (const auto& figure : figures) {
    if (figure.end > amount.begin || amount.begin - figure.end > 4 || amount.kind != Figure::Kind::money) continue;
    const auto between = Text(segment.small).substr(figure.end, amount.begin - figure.end);
    const auto before = Text(segment.small).substr(0, figure.begin);
    const bool pays = between.find(U'返') != Text::npos || between.find(U'减') != Text::npos;
    if (between == U"减") begin = figure.begin;
    for (std::size_t gap = 0; pays && gap < 2 && gap < before.size(); ++gap) {
      if (before[before.size() - 1 - gap] == U'满') begin = before.size() - 1 - gap;
    }
  }
  return begin;
}

/// "消费满 $1,000 送 20k": the part in front of the amount, if it asks for a figure.
Text what_is_asked(Text clause, std::size_t amount_at) {
  auto front = clause.substr(0, amount_at);
  for (bool again = true; again && !front.empty();) {
    again = false;
    while (!front.empty() && is_space(front.back())) front.remove_suffix(1);
    for (std::size_t length = std::min<std::size_t>(front.size(), 4); length > 0 && !again; --length) {
      if (!is_deal_word(front.substr(front.size() - length), DealWord::gives)) continue;
      front.remove_suffix(length);
      again = true;
    }
  }
  const bool has_figure = std::any_of(front.begin(), front.end(), [](char32_t c) { return is_latin_digit(c); });
  return has_figure && says(small_form(front), DealWord::asks) ? front : Text{};
}

std::optional<Announced> announced(const Segment& segment, const OfferScene& scene) {
  if (segment.text.empty() || is_talk(segment, scene)) return std::nullopt;
  const auto amount = amount_in(segment.small);
  if (!amount) return std::nullopt;
  auto name = offer_name(segment.text, amount->begin);
  const auto keys = name_keys(name);
  if (keys.empty() || std::all_of(keys.begin(), keys.end(), [](const NameKey& key) { return key.weak || key.inner; }))
    return std::nullopt;
  const auto period = period_in(segment.small, scene.on, scene.zone);
  const auto begin = amount_begin(segment, *amount);
  const auto terms = terms_in(segment.text, begin, amount->end);
  const bool listed = segment.item || scene.opening;
  // Where nobody speaks of offers, what is given and until when make one.
  const bool announces =
      !period.ends.empty() && amount->giving >= 3 && (scene.about_deals || says(segment.small, DealWord::offer));
  if (!has_brand_in(name) && !listed && !scene.about_deals && !announces) return std::nullopt;
  if (!listed && is_report(segment, announces)) return std::nullopt;
  if (scene.replies && period.ends.empty()) return std::nullopt;
  if (weight(segment, *amount, period, terms, scene) < kEnough) return std::nullopt;
  Announced out{.sentences = segment.sentences};
  out.deal.offer = std::move(name);
  out.deal.amount = to_u8(Text(segment.text).substr(begin, amount->end - begin));
  out.deal.starts = period.starts;
  out.deal.ends = period.ends;
  out.deal.terms = terms;
  if (says(segment.small, DealWord::over) && listed) out.deal.status = DealStatus::expired;
  return out;
}

}  // namespace

std::vector<std::string> terms_in(std::u32string_view text, std::size_t amount_begin, std::size_t amount_end) {
  static constexpr Text kEnds = U",。;!?\n()、";
  std::vector<std::string> out;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= text.size() && out.size() < kTermsMax; ++at) {
    const bool stop = at < text.size() && text[at] == U'.' && (at + 1 == text.size() || is_space(text[at + 1]));
    if (at < text.size() && !stop && (kEnds.find(text[at]) == Text::npos || parts_thousands(text, at))) continue;
    auto clause = text.substr(from, at - from);
    // Of the clause that tells the amount only what has to be done for it.
    const bool tells_amount = from < amount_end && amount_begin < at;
    if (tells_amount) clause = what_is_asked(clause, amount_begin > from ? amount_begin - from : 0);
    from = at + 1;
    while (!clause.empty() && is_space(clause.front())) clause.remove_prefix(1);
    while (!clause.empty() && is_space(clause.back())) clause.remove_suffix(1);
    const auto small = small_form(clause);
    static constexpr auto kTalk = std::to_array<Text>({U"tell us", U"i'll", U"my threads", U"i'm", U"我"});
    if (std::any_of(kTalk.begin(), kTalk.end(), [&](Text word) { return small.find(word) != std::u32string::npos; }))
      continue;
    if (clause.size() < 2 || (!says(small, DealWord::condition) && !says(small, DealWord::chosen_few))) continue;
    auto term = to_u8(clause);
    if (units(term) > kTermUnits || std::find(out.begin(), out.end(), term) != out.end()) continue;
    out.push_back(std::move(term));
  }
  return out;
}

std::vector<Announced> offers_in(const std::vector<SaidLine>& sentences, const OfferScene& scene) {
  std::vector<Announced> out;
  for (const auto& segment : segments_of(sentences, scene.opening)) {
    if (out.size() == kOffersMax) break;
    if (auto offer = announced(segment, scene)) out.push_back(std::move(*offer));
  }
  return out;
}

}  // namespace gailou::digest
