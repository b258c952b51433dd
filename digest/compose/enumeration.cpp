#include "digest/compose/enumeration.h"

#include <algorithm>
#include <optional>
#include <string>

namespace gailou::digest {
namespace {

constexpr std::size_t kListItemsMin = 3;
constexpr std::size_t kListItemsMax = 40;

bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_ascii_word(char c) {
  return is_ascii_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Mark {
  std::size_t at = 0;   // where the number begins
  std::size_t end = 0;  // behind its mark
};

/// "2)" at that place. A number in the middle of a word or a figure ("H2)", "1.5") marks nothing.
std::optional<Mark> numbered_mark(std::string_view line, std::size_t at, int number) {
  const auto digits = std::to_string(number);
  if (!line.substr(at).starts_with(digits)) return std::nullopt;
  if (at > 0 && (is_ascii_word(line[at - 1]) || line[at - 1] == '.' || line[at - 1] == '#')) return std::nullopt;
  const auto behind = at + digits.size();
  for (const std::string_view mark : {")", "）", "、", "．"}) {
    if (line.substr(behind).starts_with(mark)) return Mark{at, behind + mark.size()};
  }
  if (line.substr(behind).starts_with(". ")) return Mark{at, behind + 2};
  const bool stop = behind + 1 < line.size() && line[behind] == '.' && !is_ascii_word(line[behind + 1]);
  return stop ? std::optional(Mark{at, behind + 1}) : std::nullopt;
}

std::optional<Mark> circled_mark(std::string_view line, std::size_t at, int number) {
  constexpr std::string_view kCircles = "①②③④⑤⑥⑦⑧⑨⑩";
  if (number > 10) return std::nullopt;
  const auto circle = kCircles.substr(static_cast<std::size_t>(number - 1) * 3, 3);
  return line.substr(at).starts_with(circle) ? std::optional(Mark{at, at + 3}) : std::nullopt;
}

template <class Find>
std::vector<Mark> marks_from(std::string_view line, int first, Find find) {
  std::vector<Mark> marks;
  int number = first;
  for (std::size_t at = 0; at < line.size() && marks.size() < kListItemsMax; ++at) {
    const auto mark = find(line, at, number);
    if (!mark) continue;
    marks.push_back(*mark);
    ++number;
    at = mark->end - 1;
  }
  return marks;
}

std::string_view unblanked(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

Enumeration enumeration_of(std::string_view line) {
  std::vector<Mark> best;
  for (const int first : {1, 2}) {
    for (auto& marks : {marks_from(line, first, numbered_mark), marks_from(line, first, circled_mark)}) {
      if (marks.size() > best.size()) best = marks;
    }
    if (best.size() >= kListItemsMin) break;
  }
  if (best.size() < kListItemsMin) return {.before = line};
  Enumeration list{.before = unblanked(line.substr(0, best.front().at))};
  for (std::size_t i = 0; i < best.size(); ++i) {
    const auto end = i + 1 < best.size() ? best[i + 1].at : line.size();
    list.items.push_back(unblanked(line.substr(best[i].end, end - best[i].end)));
  }
  return list;
}

}  // namespace gailou::digest
