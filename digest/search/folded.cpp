#include "digest/search/folded.h"

#include <cassert>
#include <cstdint>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "digest/text/chars.h"

namespace gailou::digest {
namespace {

// More marks on one letter than any script writes: the rest begin a piece of their own.
constexpr int kMarksMax = 16;

UChar32 read(std::string_view text, std::size_t& at) {
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(text.data()), at, text.size(), c);
  return c;
}

const icu::Normalizer2& folding() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* instance = icu::Normalizer2::getNFKCCasefoldInstance(status);
  assert(U_SUCCESS(status));
  return *instance;
}

const icu::Normalizer2& decomposing() {
  UErrorCode status = U_ZERO_ERROR;
  const auto* instance = icu::Normalizer2::getNFDInstance(status);
  assert(U_SUCCESS(status));
  return *instance;
}

bool is_accented_latin(UChar32 c) {
  return (c >= 0xc0 && c <= 0x24f) || (c >= 0x1e00 && c <= 0x1eff);
}

bool is_accent(UChar32 c) {
  return c >= 0x300 && c <= 0x36f;
}

UChar32 without_accents(UChar32 c) {
  icu::UnicodeString parts;
  while (is_accented_latin(c) && decomposing().getRawDecomposition(c, parts)) c = parts.char32At(0);
  return c;
}

/// Han ideographs of the main block and most signs around them are as they are.
bool is_settled(UChar32 c) {
  return c >= 0x4e00 && c <= 0x9fff;
}

/// No character that begins with this byte joins the one before it: ASCII, and U+4000 to U+9FFF.
bool begins_anew(unsigned char byte) {
  return byte < 0x80 || (byte >= 0xe4 && byte <= 0xe9);
}

}  // namespace

void FoldedChars::fill() {
  begin_ = at_;
  count_ = 0;
  given_ = 0;
  const UChar32 first = read(text_, at_);
  if (first < 0x80 || is_settled(first)) {
    if (is_settled(first) || at_ == text_.size() || begins_anew(static_cast<unsigned char>(text_[at_]))) {
      const auto c = static_cast<char32_t>(first);
      piece_[count_++] = is_latin_upper(c) ? c + (U'a' - U'A') : c;
      return;
    }
  }
  icu::UnicodeString piece(first);
  for (int marks = 0; marks < kMarksMax && at_ < text_.size(); ++marks) {
    std::size_t after = at_;
    const UChar32 c = read(text_, after);
    if (folding().hasBoundaryBefore(c)) break;
    piece.append(c);
    at_ = after;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString folded = folding().normalize(piece, status);
  assert(U_SUCCESS(status));
  for (std::int32_t i = 0; i < folded.length() && count_ < kPieceMax; i = folded.moveIndex32(i, 1)) {
    const UChar32 c = without_accents(folded.char32At(i));
    if (!is_accent(c)) piece_[count_++] = static_cast<char32_t>(c);
  }
}

bool FoldedChars::next(FoldedChar& out) {
  if (given_ == count_) {
    if (at_ >= text_.size()) return false;
    fill();
  }
  out = {.c = given_ < count_ ? piece_[given_++] : U'\0', .begin = begin_, .end = at_};
  return true;
}

}  // namespace gailou::digest
