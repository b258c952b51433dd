// Days that a text names, in figures or in words, read on a certain day: 6/30, 6月30号, Jun 30, 明天, 下周三, 月底,
// Memorial Day.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "digest/deals/day.h"

namespace gailou::digest {

struct NamedDay {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<Day> readings{};  // never empty; the likeliest first, more of them rather than fewer
  bool span = false;            // counted from now ("3 天内"): as often a length of time as a day
};

/// `text` in normal and small form. In order of appearance; of those that overlap the surest first.
std::vector<NamedDay> named_days(std::u32string_view text, Day on);

/// Every day that the text may name.
std::set<Day> days_in(std::string_view text, Day on);

/// Clock times that the text names: "23:59".
std::set<std::string> hours_in(std::string_view text);

}  // namespace gailou::digest
