#include "daemon/cli/width.h"

#include <algorithm>
#include <memory>
#include <vector>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "digest/text/normalize.h"

namespace gailou::cli {

namespace {

struct Cluster {
  std::string text{};
  int width = 0;
};

int width_of(UChar32 c, int ambiguous) {
  const auto category = u_charType(c);
  const bool joins = category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR ||
                     category == U_CONTROL_CHAR;
  if (joins) return 0;
  if (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION) != 0) return 2;
  switch (u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH)) {
    case U_EA_WIDE:
    case U_EA_FULLWIDTH:
      return 2;
    case U_EA_AMBIGUOUS:
      return ambiguous;
    default:
      return 1;
  }
}

// A cluster is as wide as its widest character; the variation selector for emoji makes it 2.
int width_of_cluster(const icu::UnicodeString& cluster, int ambiguous) {
  int width = 0;
  for (int32_t i = 0; i < cluster.length(); i = cluster.moveIndex32(i, 1)) {
    const UChar32 c = cluster.char32At(i);
    width = std::max(width, c == 0xFE0F ? 2 : width_of(c, ambiguous));
  }
  return width;
}

std::vector<Cluster> clusters_of(std::string_view text, int ambiguous) {
  const std::string valid = digest::repair_utf8(text);
  const icu::UnicodeString units = icu::UnicodeString::fromUTF8(valid);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> borders(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  std::vector<Cluster> clusters;
  if (U_FAILURE(status)) return clusters;
  borders->setText(units);
  int32_t start = borders->first();
  for (int32_t end = borders->next(); end != icu::BreakIterator::DONE; start = end, end = borders->next()) {
    const icu::UnicodeString piece = units.tempSubStringBetween(start, end);
    Cluster cluster{.width = width_of_cluster(piece, ambiguous)};
    piece.toUTF8String(cluster.text);
    clusters.push_back(std::move(cluster));
  }
  return clusters;
}

}  // namespace

int display_width(std::string_view text, int ambiguous) {
  int width = 0;
  for (const Cluster& cluster : clusters_of(text, ambiguous)) width += cluster.width;
  return width;
}

std::string cut_to(std::string_view text, int columns, int ambiguous) {
  const std::vector<Cluster> clusters = clusters_of(text, ambiguous);
  int total = 0;
  for (const Cluster& cluster : clusters) total += cluster.width;
  if (total <= columns) return std::string(text);
  // "…" is itself of ambiguous width.
  const int room = columns - ambiguous;
  std::string made;
  int width = 0;
  for (const Cluster& cluster : clusters) {
    if (width + cluster.width > room) break;
    made += cluster.text;
    width += cluster.width;
  }
  return room < 0 ? "" : made + "…";
}

}  // namespace gailou::cli
