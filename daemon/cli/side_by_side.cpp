#include "daemon/cli/side_by_side.h"

#include <algorithm>
#include <utility>

#include "daemon/cli/width.h"
#include "digest/text/graphemes.h"

namespace gailou::cli {

namespace {

constexpr std::string_view kBar = " │ ";
constexpr int kBarColumns = 3;
constexpr int kHalfMin = 10;

/// What stands first: a character with its accents, or one of many bytes piece by piece.
std::string_view first_cluster(std::string_view text) {
  constexpr std::size_t kClusterBytesMax = 256;
  const std::size_t bytes = digest::first_graphemes(text, 1, kClusterBytesMax).size();
  if (bytes > 0) return text.substr(0, bytes);
  std::size_t end = 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return text.substr(0, end);
}

/// Where a line that would become too long is broken: behind its last blank, if that leaves half of it.
std::string take_rest(std::string& line, int columns, int ambiguous) {
  const auto blank = line.rfind(' ');
  if (blank == std::string::npos || display_width(line.substr(0, blank), ambiguous) < columns / 2) return {};
  std::string rest = line.substr(blank + 1);
  line.resize(blank);
  return rest;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, int columns, int ambiguous) {
  std::vector<std::string> lines;
  std::string line;
  int width = 0;
  for (; !text.empty(); text.remove_prefix(first_cluster(text).size())) {
    const std::string_view cluster = first_cluster(text);
    const int more = display_width(cluster, ambiguous);
    if (width + more > columns && !line.empty()) {
      if (cluster == " ") {
        lines.push_back(std::exchange(line, {}));
        width = 0;
        continue;
      }
      std::string rest = take_rest(line, columns, ambiguous);
      lines.push_back(std::exchange(line, std::move(rest)));
      width = display_width(line, ambiguous);
    }
    line += cluster;
    width += more;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string side_by_side(const std::vector<std::string>& left, const std::vector<std::string>& right, int columns,
                         int ambiguous) {
  const int half = std::max(kHalfMin, (columns - kBarColumns) / 2);
  std::string text;
  for (std::size_t at = 0; at < std::max(left.size(), right.size()); ++at) {
    const auto a = wrapped(at < left.size() ? left[at] : "", half, ambiguous);
    const auto b = wrapped(at < right.size() ? right[at] : "", half, ambiguous);
    for (std::size_t line = 0; line < std::max(a.size(), b.size()); ++line) {
      const std::string begin = line < a.size() ? a[line] : "";
      const int gap = std::max(0, half - display_width(begin, ambiguous));
      text += begin + std::string(static_cast<std::size_t>(gap), ' ') + std::string(kBar);
      if (line < b.size()) text += b[line];
      text += "\n";
    }
  }
  return text;
}

}  // namespace gailou::cli
