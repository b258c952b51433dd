#include "digest/text/chars.h"

#include <algorithm>

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace gailou::digest {
namespace {

UChar32 code_point(char32_t c) {
  return static_cast<UChar32>(c);
}

}  // namespace

bool is_space(char32_t c) {
  if (c < 0x80) return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20);
  return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
         c == 0x202f || c == 0x205f || c == 0x3000;
}

bool is_word(char32_t c) {
  if (c < 0x80) return is_latin(c) || is_latin_digit(c) || c == U'_';
  if (c >= 0x4e00 && c <= 0x9fff) return true;  // the bulk of the texts; the blocks' last few are letters or unassigned
  if ((U_MASK(u_charType(code_point(c))) & U_GC_L_MASK) != 0) return true;
  return u_getIntPropertyValue(code_point(c), UCHAR_NUMERIC_TYPE) != U_NT_NONE;
}

bool is_decimal(char32_t c) {
  if (c < 0x80) return is_latin_digit(c);
  return u_charType(code_point(c)) == U_DECIMAL_DIGIT_NUMBER;
}

int decimal_value(char32_t c) {
  return u_charDigitValue(code_point(c));
}

namespace {

/// ASCII, general punctuation, and the CJK blocks up to the last ideograph: nothing there has a case but ASCII's
/// letters.
bool has_no_case_but_ascii(char32_t c) {
  return c < 0x80 || (c >= 0x2000 && c <= 0x206f) || (c >= 0x2e80 && c <= 0x9fff);
}

}  // namespace

std::u32string lower(std::u32string_view text) {
  std::u32string out(text);
  if (std::all_of(out.begin(), out.end(), has_no_case_but_ascii)) {
    for (char32_t& c : out) {
      if (is_latin_upper(c)) c += U'a' - U'A';
    }
    return out;
  }
  icu::UnicodeString wide;
  for (const char32_t c : text) wide.append(code_point(c));
  wide.toLower(icu::Locale::getRoot());
  out.clear();
  for (int32_t at = 0; at < wide.length(); at = wide.moveIndex32(at, 1)) {
    out.push_back(static_cast<char32_t>(wide.char32At(at)));
  }
  return out;
}

}  // namespace gailou::digest
