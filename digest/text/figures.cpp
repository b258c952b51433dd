#include "digest/text/figures.h"

#include <algorithm>
#include <map>

#include "digest/text/chars.h"
#include "digest/text/normalize.h"
#include "digest/text/numbers.h"

namespace gailou::digest {
namespace {

using Sources = std::span<const FigureSource* const>;

/// "30,000,150K" may be a list; of more commas than this it is taken for none, so that the search stays small.
constexpr std::size_t kListCommasMax = 40;

bool known(Sources sources, double value) {
  const double key = figure_key(value);
  return std::any_of(sources.begin(), sources.end(), [&](const auto* source) { return source->has_figure(key); });
}

bool all_known(Sources sources, std::u32string_view piece) {
  const auto found = find_numbers(piece);
  return std::all_of(found.begin(), found.end(), [&](const Number& number) {
    return known(sources, number.first * number.multiplier) &&
           (!number.second || known(sources, *number.second * number.multiplier));
  });
}

/// Can this run of digits and commas be cut at commas into figures that all occur? Each cut has a known figure on its
/// left; the last one on both sides.
bool is_list(Sources sources, std::u32string_view raw) {
  std::vector<std::size_t> starts{0};
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == U',') starts.push_back(i + 1);
  }
  if (starts.size() < 2 || starts.size() > kListCommasMax) return false;
  // can[i]: what begins at starts[i] can be cut. From the back, so that no part is tried twice.
  std::vector<bool> can(starts.size(), false);
  for (std::size_t i = starts.size() - 1; i-- > 0;) {
    for (std::size_t j = i + 1; j < starts.size() && !can[i]; ++j) {
      const bool rest = can[j] || all_known(sources, raw.substr(starts[j]));
      can[i] = rest && all_known(sources, raw.substr(starts[i], starts[j] - 1 - starts[i]));
    }
  }
  return can[0];
}

/// "3 人", "5 楼": how many people or floors speak is counted, not quoted.
bool counts_people_or_floors(std::u32string_view body, std::u32string_view raw) {
  static constexpr std::u32string_view kCounted = U"人位名楼条";
  for (auto at = body.find(raw); at != std::u32string_view::npos; at = body.find(raw, at + 1)) {
    std::size_t next = at + raw.size();
    while (next < body.size() && is_space(body[next])) ++next;
    if (next < body.size() && kCounted.find(body[next]) != std::u32string_view::npos) return true;
  }
  return false;
}

/// A text's numbers against its sources.
class NumberCheck {
 public:
  NumberCheck(std::string_view text, Sources sources, const std::set<std::size_t>& counts)
      : body_(without_floor_names(norm32(text))), prose_(norm32(to_u8(body_))), sources_(sources) {
    for (const std::size_t count : counts) counts_.insert(static_cast<double>(count));
  }

  std::vector<std::string> faults() {
    std::vector<std::string> bad;
    for (const Number& number : find_numbers(prose_)) {
      auto raw = std::u32string_view(prose_).substr(number.begin, number.end - number.begin);
      while (is_space(raw.back())) raw.remove_suffix(1);
      if (!stands(number.first * number.multiplier, raw)) bad.push_back("number " + to_u8(raw));
      if (number.second && !stands(*number.second * number.multiplier, raw)) bad.push_back("number " + to_u8(raw));
    }
    return bad;
  }

 private:
  bool stands(double value, std::u32string_view raw) {
    if (known(sources_, value) || is_list(sources_, raw)) return true;
    if (!counts_.contains(figure_key(value))) return false;
    const auto [seen, is_new] = counted_.try_emplace(raw, false);
    if (is_new) seen->second = counts_people_or_floors(body_, raw);
    return seen->second;
  }

  std::u32string body_;
  std::u32string prose_;  // body_ normalised once more: what the floors' names parted may compose
  Sources sources_;
  std::set<double> counts_{};
  std::map<std::u32string_view, bool> counted_{};  // each way of writing is looked up once
};

}  // namespace

FigureSource::FigureSource(std::string_view text) {
  const std::u32string prose = norm32(text);
  words_ = to_u8(lower(prose));
  for (const Number& number : find_numbers(prose)) {
    for (const auto& value : {std::optional(number.first), number.second}) {
      if (!value) continue;
      figures_.push_back(figure_key(*value * number.multiplier));
      figures_.push_back(figure_key(*value));
    }
  }
  for (const double value : find_bare_figures(prose)) figures_.push_back(figure_key(value));
  std::sort(figures_.begin(), figures_.end());
  figures_.erase(std::unique(figures_.begin(), figures_.end()), figures_.end());
}

bool FigureSource::has_figure(double key) const {
  return std::binary_search(figures_.begin(), figures_.end(), key);
}

std::vector<std::string> figure_faults(std::string_view text, std::span<const FigureSource* const> sources,
                                       const std::set<std::size_t>& counts) {
  std::vector<std::string> bad = NumberCheck(text, sources, counts).faults();
  for (const std::string& name : names(to_u8(without_floor_names(norm32(text))))) {
    const bool found =
        std::any_of(sources.begin(), sources.end(), [&](const auto* source) { return source->has_name(name); });
    if (!found) bad.push_back("name " + name);
  }
  return bad;
}

std::vector<std::string> figure_faults(std::string_view text, const std::vector<std::string>& sources,
                                       const std::set<std::size_t>& counts) {
  std::string joined;
  for (const std::string& source : sources) {
    if (&source != &sources.front()) joined += " \n ";
    joined += source;
  }
  const FigureSource whole(joined);
  const FigureSource* const only[] = {&whole};
  return figure_faults(text, std::span<const FigureSource* const>(only), counts);
}

std::vector<std::string> numbers(std::string_view text) {
  std::vector<std::string> values;
  for (const Number& number : find_numbers(norm32(text))) {
    values.push_back(figure_name(number.first * number.multiplier));
    if (number.second) values.push_back(figure_name(*number.second * number.multiplier));
  }
  return values;
}

}  // namespace gailou::digest
