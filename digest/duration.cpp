#include "digest/duration.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace gailou::digest {
namespace {

// Longest names first where one ends in another: "ms" before "s".
constexpr std::array<std::pair<std::string_view, long long>, 5> kUnits{
    {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

// A century: no length of time that anybody means is longer, and sums with an Instant stay far from overflow.
constexpr long long kMost = 100LL * 365 * 86'400'000;

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  const auto unit = std::ranges::find_if(kUnits, [text](const auto& each) { return text.ends_with(each.first); });
  if (unit == kUnits.end()) return std::nullopt;
  const std::string_view digits = text.substr(0, text.size() - unit->first.size());
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  long long number = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (fault != std::errc{} || number > kMost / unit->second) return std::nullopt;
  return Duration{number * unit->second};
}

}  // namespace gailou::digest
