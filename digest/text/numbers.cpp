#include "digest/text/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <limits>
#include <utility>

#include "digest/text/chars.h"

namespace gailou::digest {
namespace {

/// Latin letters, and the Turkish i's that stand for one when case is ignored.
bool is_letter_of_any_case(char32_t c) {
  return is_latin(c) || c == 0x130 || c == 0x131;
}

bool joins_a_figure(char32_t c) {
  return is_letter_of_any_case(c) || is_latin_digit(c);
}

std::size_t skip_blanks(std::u32string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

std::size_t skip_digits(std::u32string_view text, std::size_t at) {
  while (at < text.size() && is_decimal(text[at])) ++at;
  return at;
}

/// Behind ".5" at `at`; `at` itself where no fraction stands.
std::size_t skip_fraction(std::u32string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != U'.') return at;
  const std::size_t end = skip_digits(text, at + 1);
  return end == at + 1 ? at : end;
}

/// Behind ",000,000" at `at`.
std::size_t skip_groups(std::u32string_view text, std::size_t at) {
  const auto is_group = [&](std::size_t comma) {
    return comma + 3 < text.size() && text[comma] == U',' && is_decimal(text[comma + 1]) &&
           is_decimal(text[comma + 2]) && is_decimal(text[comma + 3]);
  };
  while (is_group(at)) at += 4;
  return at;
}

/// The value of digits of any script, with commas and one full stop.
double value_of(std::u32string_view figure) {
  std::string digits;
  digits.reserve(figure.size());
  for (const char32_t c : figure) {
    if (c == U',') continue;
    digits.push_back(c == U'.' ? '.' : static_cast<char>('0' + decimal_value(c)));
  }
  double value = 0;
  const auto [stop, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (ec == std::errc::result_out_of_range) {
    const bool large = digits.find_first_not_of('0') < digits.find('.');
    return large ? std::numeric_limits<double>::infinity() : 0;
  }
  return value;
}

/// The figure at `at`, which moves behind it; nothing if no digit stands there.
std::optional<double> read_figure(std::u32string_view text, std::size_t& at) {
  const std::size_t digits_end = skip_digits(text, at);
  if (digits_end == at) return std::nullopt;
  const std::size_t end = skip_fraction(text, skip_groups(text, digits_end));
  const double value = value_of(text.substr(at, end - at));
  at = end;
  if (at < text.size() && text[at] == U'+') ++at;
  return value;
}

/// "- $6": the upper end of a range; `at` moves only if there is one.
std::optional<double> read_upper_end(std::u32string_view text, std::size_t& at) {
  static constexpr std::u32string_view kDashes = U"-–—~至到";
  std::size_t ahead = skip_blanks(text, at);
  if (ahead >= text.size() || kDashes.find(text[ahead]) == std::u32string_view::npos) return std::nullopt;
  ahead = skip_blanks(text, ahead + 1);
  if (ahead < text.size() && text[ahead] == U'$') ++ahead;
  const auto value = read_figure(text, ahead);
  if (value) at = ahead;
  return value;
}

using Magnitude = std::pair<std::u32string_view, double>;

// Longer words before those that they begin with.
constexpr Magnitude kHan[] = {{U"万亿", 1e12}, {U"千万", 1e7}, {U"百万", 1e6}, {U"亿", 1e8},
                              {U"万", 1e4},    {U"千", 1e3},   {U"百", 1e2}};
constexpr Magnitude kLatin[] = {{U"million", 1e6}, {U"billion", 1e9}, {U"trillion", 1e12}, {U"bn", 1e9}, {U"mn", 1e6},
                                {U"k", 1e3},       {U"m", 1e6},       {U"b", 1e9},         {U"t", 1e12}};

bool same_letter(char32_t in_text, char32_t wanted) {
  if (wanted == U'i' && (in_text == 0x130 || in_text == 0x131)) return true;
  return in_text == wanted || (is_latin_upper(in_text) && in_text + (U'a' - U'A') == wanted);
}

/// The magnitude at `at`, which moves behind it; 1 if none stands there.
double read_magnitude(std::u32string_view text, std::size_t& at) {
  for (const auto& [word, value] : kHan) {
    if (!text.substr(at).starts_with(word)) continue;
    at += word.size();
    return value;
  }
  for (const auto& [word, value] : kLatin) {
    const auto here = text.substr(at, word.size());
    if (!std::equal(here.begin(), here.end(), word.begin(), word.end(), same_letter)) continue;
    const std::size_t end = at + word.size();
    if (end < text.size() && joins_a_figure(text[end])) continue;
    at = end;
    // A word spelt with a Turkish i ends the figure like the magnitude it looks like, but is worth nothing.
    const bool plain = std::all_of(here.begin(), here.end(), is_latin);
    return plain ? value : 1;
  }
  return 1;
}

bool begins_inside_a_word(std::u32string_view text, std::size_t at) {
  return at > 0 && (text[at - 1] == U'.' || joins_a_figure(text[at - 1]));
}

/// Whether one to three Latin letters stand before `at`, as in "H100" or "FP4".
bool is_model_number(std::u32string_view text, std::size_t at) {
  std::size_t letters = 0;
  while (letters < at && letters < 4 && is_latin(text[at - 1 - letters])) ++letters;
  return letters >= 1 && letters <= 3;
}

}  // namespace

std::vector<Number> find_numbers(std::u32string_view text) {
  std::vector<Number> found;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_decimal(text[at]) || begins_inside_a_word(text, at)) {
      ++at;
      continue;
    }
    Number number{.begin = at};
    number.first = *read_figure(text, at);
    number.second = read_upper_end(text, at);
    at = skip_blanks(text, at);
    number.multiplier = read_magnitude(text, at);
    number.end = at;
    found.push_back(number);
  }
  return found;
}

std::vector<double> find_bare_figures(std::u32string_view text) {
  std::vector<double> found;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = is_decimal(text[at]) && (at == 0 || (text[at - 1] != U'.' && !is_decimal(text[at - 1])));
    if (!begins) {
      ++at;
      continue;
    }
    const std::size_t digits_end = skip_digits(text, at);
    const std::size_t end = skip_fraction(text, digits_end);
    if (end > digits_end || !is_model_number(text, at)) found.push_back(value_of(text.substr(at, end - at)));
    at = end;
  }
  return found;
}

std::string figure_name(double value) {
  std::array<char, 32> name{};
  std::snprintf(name.data(), name.size(), "%.10g", value);
  return name.data();
}

double figure_key(double value) {
  // Whole numbers below 1e10 are their own keys.
  if (value < 1e10 && value == static_cast<double>(static_cast<long long>(value))) return value;
  const std::string name = figure_name(value);
  double key = 0;
  const auto [stop, ec] = std::from_chars(name.data(), name.data() + name.size(), key);
  return ec == std::errc{} ? key : value;
}

std::u32string without_floor_names(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text[at] == U'#' ? skip_digits(text, at + 1) : at;
    const bool named = end > at + 1;
    out.push_back(named ? U' ' : text[at]);
    at = named ? end : at + 1;
  }
  return out;
}

}  // namespace gailou::digest
