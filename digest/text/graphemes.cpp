#include "digest/text/graphemes.h"

#include <algorithm>
#include <memory>

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace gailou::digest {
namespace {

/// Where characters end; null if ICU has lost its data.
std::unique_ptr<icu::BreakIterator> cluster_borders() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> borders(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  return U_FAILURE(status) ? nullptr : std::move(borders);
}

/// At most `bytes` of it, ending between two characters.
std::string_view whole_characters(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

}  // namespace

std::string first_graphemes(std::string_view text, std::size_t count, std::size_t bytes_max) {
  // A cluster that is cut off here doesn't fit either, and four bytes more show whether one ends at the bound.
  const auto head = whole_characters(text, bytes_max + 4);
  const auto units = icu::UnicodeString::fromUTF8({head.data(), static_cast<int32_t>(head.size())});
  const auto borders = cluster_borders();
  if (!borders) return std::string(whole_characters(head, bytes_max));
  borders->setText(units);
  std::string out;
  int32_t start = borders->first();
  for (std::size_t taken = 0; taken < count; ++taken) {
    const int32_t end = borders->next();
    if (end == icu::BreakIterator::DONE) break;
    std::string cluster;
    units.tempSubStringBetween(start, end).toUTF8String(cluster);
    if (out.size() + cluster.size() > bytes_max) break;
    out += cluster;
    start = end;
  }
  return out;
}

}  // namespace gailou::digest
