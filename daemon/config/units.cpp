#include "daemon/config/units.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace gailou::config {

namespace {

struct Unit {
  std::string_view name;
  long long factor;
};

// Longest names first where one ends in another: "ms" before "s".
constexpr std::array<Unit, 5> kDurations{{{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
constexpr std::array<Unit, 4> kSizes{{{"GiB", 1LL << 30}, {"MiB", 1LL << 20}, {"KiB", 1LL << 10}, {"B", 1}}};

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<long long> whole(std::string_view digits) {
  long long number = 0;
  if (!all_digits(digits)) return std::nullopt;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::string plain(double number) {
  std::array<char, 32> buffer{};
  const auto [end, fault] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return fault == std::errc{} ? std::string(buffer.data(), end) : std::string("0");
}

}  // namespace

std::string to_text(digest::Duration length) {
  const long long ms = length.count();
  if (ms == 0) return "0s";
  std::string text;
  for (const Unit& unit : kDurations) {
    if (ms % unit.factor == 0) text = std::to_string(ms / unit.factor) + std::string(unit.name);
  }
  return text;
}

std::optional<std::size_t> parse_size(std::string_view text) {
  const auto unit = std::ranges::find_if(kSizes, [text](const Unit& each) { return text.ends_with(each.name); });
  if (unit == kSizes.end()) return std::nullopt;
  const auto number = whole(text.substr(0, text.size() - unit->name.size()));
  if (!number || *number > std::numeric_limits<long long>::max() / unit->factor) return std::nullopt;
  return static_cast<std::size_t>(*number * unit->factor);
}

std::string size_text(std::size_t bytes) {
  for (const Unit& unit : kSizes) {
    const auto factor = static_cast<std::size_t>(unit.factor);
    if (bytes >= factor && bytes % factor == 0) return std::to_string(bytes / factor) + std::string(unit.name);
  }
  return "0B";
}

std::optional<double> parse_rate(std::string_view text) {
  if (text.size() < 3 || text[text.size() - 2] != '/') return std::nullopt;
  const auto number = parse_share(text.substr(0, text.size() - 2));
  if (!number || *number <= 0) return std::nullopt;
  switch (text.back()) {
    case 's':
      return *number;
    case 'm':
      return *number / 60;
    case 'h':
      return *number / 3600;
    default:
      return std::nullopt;
  }
}

std::string rate_text(double per_second) {
  const auto is_whole = [](double number) { return std::abs(number - std::round(number)) < 1e-9 * number; };
  if (is_whole(per_second)) return plain(std::round(per_second)) + "/s";
  if (is_whole(per_second * 60)) return plain(std::round(per_second * 60)) + "/m";
  if (is_whole(per_second * 3600)) return plain(std::round(per_second * 3600)) + "/h";
  return plain(per_second) + "/s";
}

std::optional<unsigned> parse_mode(std::string_view text) {
  if (text.size() < 3 || text.size() > 4) return std::nullopt;
  unsigned mode = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  if (fault != std::errc{} || end != text.data() + text.size() || mode > 0777) return std::nullopt;
  return mode;
}

std::string mode_text(unsigned mode) {
  std::string text = "0000";
  for (std::size_t digit = 4; digit-- > 0; mode /= 8) text[digit] = static_cast<char>('0' + mode % 8);
  return text;
}

std::optional<std::size_t> parse_count(std::string_view text) {
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  const auto number = whole(text);
  if (!number) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

std::optional<double> parse_share(std::string_view text) {
  const bool plain_digits = std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  if (text.empty() || !plain_digits || text.size() > 20) return std::nullopt;
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string share_text(double share) {
  return plain(share);
}

}  // namespace gailou::config
