#include "digest/compose/quantities.h"

#include <algorithm>
#include <array>

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

constexpr Text kDigits = U"一二三四五六七八九两几";
constexpr Text kNumerals = U"零一二三四五六七八九十百千万亿两几";
constexpr Text kScales = U"百千万亿";

bool is_in(Text set, char32_t c) {
  return set.find(c) != Text::npos;
}

/// What is counted. "个" alone counts nothing ("一个", "几个"), "个月" does.
bool counts_something(Text rest) {
  static constexpr auto kUnits = std::to_array<Text>(
      {U"成",   U"倍",   U"小时", U"分钟", U"秒", U"天", U"周",   U"个月", U"个小时", U"个星期", U"年", U"块", U"刀",
       U"美元", U"美金", U"元",   U"毛",   U"折", U"岁", U"公里", U"英里", U"米",     U"斤",     U"度", U"平"});
  return std::any_of(kUnits.begin(), kUnits.end(), [rest](Text unit) { return rest.starts_with(unit); });
}

/// "千万", "万一", "百般": numerals that count nothing.
bool counts_nothing(Text run) {
  return run == U"千万" || run == U"万一" || run == U"十万八千" || run == U"万千";
}

}  // namespace

std::size_t count_quantities(Text text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(U"一半")) {
      ++count;
      at += 2;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_in(kNumerals, text[end])) ++end;
    if (end == at) {
      ++at;
      continue;
    }
    const auto run = text.substr(at, end - at);
    const bool scaled = run.size() > 1 && is_in(kDigits, run.front()) &&
                        std::any_of(run.begin(), run.end(), [](char32_t c) { return is_in(kScales, c); });
    const bool ordinal = at > 0 && text[at - 1] == U'第';
    if (!counts_nothing(run) && !ordinal && (scaled || counts_something(text.substr(end)))) ++count;
    at = end;
  }
  return count;
}

}  // namespace gailou::digest
