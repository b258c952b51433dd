// Figures in normalised text: where they stand and what they are worth.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gailou::digest {

/// A number, or a range of two ("5-6 billion"), with its unit of magnitude.
struct Number {
  double first = 0;
  std::optional<double> second{};
  double multiplier = 1;
  std::size_t begin = 0;
  std::size_t end = 0;  // behind the magnitude, or the blanks where one could stand
};

/// In order of appearance; none begins inside a Latin word or behind a full stop ("v4", the 7 of "4.7").
std::vector<Number> find_numbers(std::u32string_view text);

/// Digit runs as such, also those inside a range or a list with commas; but not the 100 of "H100" or the 4 of "FP4".
std::vector<double> find_bare_figures(std::u32string_view text);

/// Rounded to ten significant digits: figures are the same if their keys are.
double figure_key(double value);
/// "220000", "1.75e+12"
std::string figure_name(double value);

/// "#65" of prose as one blank: a floor's name is no figure.
std::u32string without_floor_names(std::u32string_view text);

}  // namespace gailou::digest
