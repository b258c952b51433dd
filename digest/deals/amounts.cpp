#include "digest/deals/amounts.h"

#include <algorithm>
#include <array>
#include <span>

#include "digest/deals/scan.h"
#include "digest/deals/words.h"
#include "digest/text/chars.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

constexpr Text kSigns = U"$¥￥€£";
constexpr auto kMoneyUnits = std::to_array<Text>(
    {U"刀", U"美元", U"美金", U"元", U"块钱", U"块", U"usd", U"dollars", U"bucks", U"rmb", U"镑", U"欧", U"刀乐"});
constexpr auto kPointUnits = std::to_array<Text>({U"ultimate rewards", U"membership rewards", U"ur", U"mr", U"typ",
                                                  U"ty", U"点数", U"点", U"积分", U"开卡分", U"分", U"里程", U"里",
                                                  U"points", U"point", U"pts", U"miles", U"mile", U"avios"});
constexpr auto kDataUnits = std::to_array<Text>({U"gb", U"g流量", U"g"});
constexpr auto kRateUnits = std::to_array<Text>({U"%", U"折", U"倍", U"x"});
constexpr auto kScales = std::to_array<Text>({U"k", U"w", U"万", U"千", U"m"});
constexpr auto kWholeWords =
    std::to_array<Text>({U"半价", U"买一送一", U"买1送1", U"买2送1", U"买二送一", U"bogo", U"half price", U"half off"});

/// Digits with commas and a fraction; moves on.
bool number(Scan& scan) {
  if (!scan.digits(1, 9)) return false;
  for (;;) {
    Scan ahead = scan;
    if (!(ahead.word(U",") && ahead.digits(3, 3)) || is_latin_digit(ahead.peek())) break;
    scan = ahead;
  }
  Scan ahead = scan;
  if (ahead.word(U".") && ahead.digits(1, 2)) scan = ahead;
  return true;
}

bool unit_ahead(Scan& scan, std::span<const Text> units_known) {
  Scan ahead = scan;
  ahead.blanks();
  for (const Text unit : units_known) {
    Scan behind = ahead;
    if (!behind.word(unit)) continue;
    const bool goes_on = is_latin(unit.back()) && (is_latin(behind.peek()) || is_latin_digit(behind.peek()));
    if (goes_on) continue;
    scan = behind;
    return true;
  }
  return false;
}

/// "满 75 返 15": bare figures between such words are money.
bool stands_between_asking_and_giving(Text text, std::size_t begin) {
  auto front = text.substr(0, begin);
  while (!front.empty() && is_space(front.back())) front.remove_suffix(1);
  static constexpr auto kBare =
      std::to_array<Text>({U"满", U"返", U"立减", U"减", U"到手", U"到手价", U"券后", U"低至", U"只要", U"现在",
                           U"实付", U"折后", U"仅需", U"秒杀价", U"现价", U"史低", U"拍下", U"降到", U"只卖"});
  return std::any_of(kBare.begin(), kBare.end(), [&](Text word) { return front.ends_with(word); });
}

/// "88 一年", "6.9 一杯": a bare figure before what one gets of it is money.
bool is_each(Text back) {
  while (!back.empty() && is_space(back.front())) back.remove_prefix(1);
  static constexpr auto kEach = std::to_array<Text>(
      {U"一年", U"一个月", U"一杯", U"一台", U"一件", U"一箱", U"一张", U"一份", U"包邮", U"/年", U"/月"});
  return std::any_of(kEach.begin(), kEach.end(), [&](Text word) { return back.starts_with(word); });
}

/// Points come by the hundreds; "11 点" and "30 分" are on a clock.
bool is_many(Text text, std::size_t digits_at) {
  std::size_t digits = 0;
  for (auto at = digits_at; is_digit_at(text, at) || (at < text.size() && text[at] == U','); ++at) {
    if (text[at] != U',') ++digits;
  }
  return digits >= 3;
}

/// Of telephone and network: what one pays a month is what the offer is.
bool speaks_of_a_plan(Text text) {
  static constexpr auto kPlans =
      std::to_array<Text>({U"流量", U"套餐", U"宽带", U"入网", U"通话", U"首年", U"合约", U"号卡"});
  return std::any_of(kPlans.begin(), kPlans.end(), [&](Text word) { return text.find(word) != Text::npos; });
}

bool is_monthly(Text front, Text back) {
  static constexpr auto kBefore = std::to_array<Text>({U"月租", U"月费", U"每月", U"首年", U"月付"});
  static constexpr auto kBehind = std::to_array<Text>({U"/月", U"一个月", U"每月", U"一月"});
  while (front.ends_with(U' ')) front.remove_suffix(1);
  return std::any_of(kBefore.begin(), kBefore.end(), [&](Text word) { return front.ends_with(word); }) ||
         std::any_of(kBehind.begin(), kBehind.end(), [&](Text word) { return back.starts_with(word); });
}

std::optional<Figure> figure_at(Text text, std::size_t at) {
  const char32_t before = char_before(text, at);
  if (is_latin(before) || is_latin_digit(before) || before == U'.' || before == U'/' || before == U'#')
    return std::nullopt;
  if (before == U',' && at > 1 && is_digit_at(text, at - 2)) return std::nullopt;
  Scan scan(text, at);
  const bool has_sign = scan.one_of(kSigns);
  if (has_sign) scan.blanks();
  if (!has_sign && kSigns.find(before) != Text::npos && before != 0) return std::nullopt;
  const auto digits_at = scan.at();
  if (!number(scan)) return std::nullopt;
  const bool is_long = scan.at() - digits_at > 12;
  Scan scaled = scan;
  bool has_scale = false;
  for (const Text scale : kScales) {
    Scan ahead = scan;
    if (scale == U"万") ahead.blanks();
    if (!ahead.word(scale) || is_latin(ahead.peek()) || is_latin_digit(ahead.peek())) continue;
    scaled = ahead;
    has_scale = true;
    break;
  }
  if (scaled.peek() == U'/' || is_long) {
    Scan rest = scaled;
    rest.word(U"/");
    if (is_latin_digit(rest.peek()) || is_long) return std::nullopt;
  }
  Figure out{.begin = at};
  Scan end = scaled;
  if (has_sign) {
    out.kind = Figure::Kind::money;
  } else if (!has_scale && unit_ahead(end, kRateUnits)) {
    out.kind = Figure::Kind::rate;
  } else if (unit_ahead(end, kPointUnits) && (has_scale || is_many(text, digits_at))) {
    out.kind = Figure::Kind::points;
  } else if (!has_scale && speaks_of_a_plan(text) && unit_ahead(end, kDataUnits)) {
    out.kind = Figure::Kind::points;
  } else if (unit_ahead(end, kMoneyUnits)) {
    out.kind = Figure::Kind::money;
  } else if (has_scale) {
    out.kind = Figure::Kind::points;
  } else if (stands_between_asking_and_giving(text, at) || is_each(text.substr(end.at()))) {
    out.kind = Figure::Kind::money;
  } else {
    return std::nullopt;
  }
  out.end = end.at();
  return out;
}

constexpr Text kClauseEnds = U"。;!?\n(";

Text clause_before(Text text, std::size_t begin) {
  auto front = text.substr(0, begin);
  // A comma ends a clause, unless it parts digits.
  for (auto at = front.size(); at > 0; --at) {
    const char32_t c = front[at - 1];
    const bool in_digits = c == U',' && at >= 2 && is_digit_at(front, at - 2) && is_digit_at(front, at);
    if ((c == U',' && !in_digits) || kClauseEnds.find(c) != Text::npos) return front.substr(at);
  }
  return front;
}

/// Blanks and pictures.
Text without_signs_behind(Text text) {
  const auto is_sign = [](char32_t c) {
    return is_space(c) || (c >= 0x2190 && !is_word(c) && c < 0x3000) || c >= 0x1f000 || c == 0xfe0f;
  };
  while (!text.empty() && is_sign(text.back())) text.remove_suffix(1);
  return text;
}

int giving(Text text, const Figure& figure) {
  const auto front = without_signs_behind(clause_before(text, figure.begin));
  auto back = text.substr(figure.end, 24);
  while (!back.empty() && is_space(back.front())) back.remove_prefix(1);
  int score = 0;
  if (figure.kind == Figure::Kind::money && speaks_of_a_plan(text) && is_monthly(front, back)) return 5;
  const bool gives = ends_in(front, DealWord::gives, 0);
  const bool asks = ends_in(front, DealWord::asks, 0);
  if (gives) score += 3;
  static constexpr auto kFinal =
      std::to_array<Text>({U"到手", U"到手价", U"券后", U"实付", U"折后", U"到手仅", U"到手只要"});
  if (std::any_of(kFinal.begin(), kFinal.end(), [&](Text word) { return front.ends_with(word); })) score += 2;
  if (asks && !gives) score -= 4;
  if (!gives && !asks && ends_in(front, DealWord::asks, 4)) score -= 2;
  if (begins_in(back, DealWord::asked, 0)) score -= 5;
  if (begins_in(back, DealWord::given, 0)) score += 3;
  if (figure.kind == Figure::Kind::rate && text.substr(figure.begin, figure.end - figure.begin).ends_with(U"折"))
    score += 3;
  // Right behind a name, with nothing else in front: "BMO $400".
  if (!gives && !asks && !front.empty() && score == 0) {
    const char32_t last = front.back();
    if (is_latin(last) || last == U'-' || last == U'—' || last == U':') score += 1;
  }
  if (figure.kind == Figure::Kind::points && score >= 0) score += 1;
  return score;
}

}  // namespace

std::vector<Figure> figures_in(std::u32string_view text) {
  std::vector<Figure> out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto whole =
        std::find_if(kWholeWords.begin(), kWholeWords.end(), [&](Text word) { return stands_at(text, at, word); });
    if (whole != kWholeWords.end()) {
      out.push_back({.begin = at, .end = at + whole->size(), .kind = Figure::Kind::rate, .giving = 4});
      at += whole->size() - 1;
      continue;
    }
    auto figure = figure_at(text, at);
    if (!figure) continue;
    figure->giving = giving(text, *figure);
    at = figure->end - 1;
    out.push_back(*figure);
  }
  return out;
}

std::optional<Figure> amount_in(std::u32string_view text) {
  const auto figures = figures_in(text);
  const Figure* best = nullptr;
  for (const auto& figure : figures) {
    if (figure.giving > 0 && (best == nullptr || figure.giving > best->giving + 1)) best = &figure;
  }
  return best == nullptr ? std::nullopt : std::optional(*best);
}

}  // namespace gailou::digest
