#include "digest/text/marks.h"

#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace gailou::digest {
namespace {

bool is_mark(UChar32 c) {
  return c >= 0 && (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0;
}

/// The next character; -1 for bytes that are none.
UChar32 next_character(std::string_view text, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  UChar32 c = 0;
  U8_NEXT(bytes, at, text.size(), c);
  return c;
}

}  // namespace

std::optional<std::string> thinned_marks(std::string_view text) {
  std::optional<std::string> thinned;
  std::size_t run = 0;
  std::size_t kept = 0;  // what is before it stands in `thinned`, or need not
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    run = is_mark(next_character(text, at)) ? run + 1 : 0;
    if (run <= kMarksMax) continue;
    if (!thinned) thinned.emplace();
    thinned->append(text.substr(kept, start - kept));
    kept = at;
  }
  if (thinned) thinned->append(text.substr(kept));
  return thinned;
}

}  // namespace gailou::digest
