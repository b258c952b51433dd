#include "daemon/cli/paint.h"

#include <algorithm>
#include <iterator>

#include "digest/digest.h"

namespace gailou::cli {

namespace {

constexpr std::string_view kItem = "  • ";

bool is_title(std::string_view line) {
  if (line == "内容摘要" || line == "原始内容") return true;
  if (line.starts_with("--- 第 ") && line.ends_with(" ---")) return true;
  // "1. 关键信息"
  const std::size_t dot = line.find(". ");
  return dot == 1 && std::ranges::any_of(digest::kSections, [&](const digest::Section& section) {
           return section.title == line.substr(3);
         });
}

/// "  • 新增#59:the text": up to the colon, if a marker stands there.
std::string_view marker_in(std::string_view line) {
  if (!line.starts_with(kItem)) return {};
  const std::string_view rest = line.substr(kItem.size());
  const std::string_view marker = rest.substr(0, rest.find(':'));
  return digest::parse_marker(marker) ? marker : std::string_view{};
}

std::string bold_line(std::string_view line, const Paint& paint) {
  if (is_title(line)) return paint.bold(line);
  const std::string_view marker = marker_in(line);
  if (marker.empty()) return std::string(line);
  return std::string(kItem) + paint.bold(marker) + std::string(line.substr(kItem.size() + marker.size()));
}

}  // namespace

bool wants_colour(std::string_view flag, bool terminal, const ColourHabits& habits) {
  if (flag == "never") return false;
  if (flag == "always" || habits.forced) return true;
  return terminal && !habits.refused;
}

std::string Paint::wrapped(std::string_view text, std::string_view begin) const {
  if (!on_ || text.empty()) return std::string(text);
  return std::string(begin) + std::string(text) + "\x1b[0m";
}

std::string with_bold_titles(std::string_view text, const Paint& paint) {
  if (!paint.on()) return std::string(text);
  std::string made;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    made += bold_line(text.substr(0, end), paint);
    if (end < text.size()) made += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return made;
}

}  // namespace gailou::cli
