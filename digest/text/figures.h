// Numbers and names in a text, and whether each of them stands in its sources: 22万 = 220,000 = 220K, H20 is not H200.
// The same verdicts as digest_check.py's figure_faults.
#pragma once

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gailou::digest {

/// Every number and every Latin or alphanumeric name of `text` that stands in none of `sources`: "number 22万", "name
/// H20". `counts` are figures that "N 人" or "N 楼" may use without a source (how many floors or authors are cited).
std::vector<std::string> figure_faults(std::string_view text, const std::vector<std::string>& sources,
                                       const std::set<std::size_t>& counts = {});

/// A source scanned once, for many texts against the same floors.
class FigureSource {
 public:
  explicit FigureSource(std::string_view text);
  bool has_figure(double key) const;  // key: as figure_key makes it
  bool has_name(std::string_view name) const;

 private:
  std::string words_{};            // normalised, lower case
  std::vector<double> figures_{};  // keys, ascending
};

/// The same as above, but a figure or name that only arises where two sources meet is in none of them.
std::vector<std::string> figure_faults(std::string_view text, std::span<const FigureSource* const> sources,
                                       const std::set<std::size_t>& counts);

/// Values of the numbers in `text`, as canonical strings ("220000"), in order of appearance.
std::vector<std::string> numbers(std::string_view text);

/// Latin words that carry a capital or a digit; in Chinese prose every Latin word of four letters or more.
std::vector<std::string> names(std::string_view text);

}  // namespace gailou::digest
