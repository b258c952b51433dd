#include "digest/text/normalize.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "digest/text/chars.h"

namespace gailou::digest {
namespace {

constexpr char32_t kReplacement = 0xfffd;

/// The next character of `text` at `at`, which moves on; U+FFFD for each piece that is no UTF-8.
char32_t next_char(std::string_view text, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(bytes, at, text.size(), c);
  return static_cast<char32_t>(c);
}

/// How many bytes from `at` on are ASCII and not NUL.
std::size_t ascii_run(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] != '\0' && static_cast<unsigned char>(text[end]) < 0x80) ++end;
  return end - at;
}

void append_u8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return;
  }
  std::uint8_t bytes[U8_MAX_LENGTH];
  int length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  for (int i = 0; i < length; ++i) out.push_back(static_cast<char>(bytes[i]));
}

bool is_invisible(char32_t c) {
  return (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff || c == 0xad;
}

char32_t straight(char32_t c) {
  if (c == 0x2018 || c == 0x2019) return U'\'';
  if (c == 0x201c || c == 0x201d) return U'"';
  return c;
}

/// What norm does after NFKC, one character at a time: a blank is written only before the next visible character.
class Folded {
 public:
  explicit Folded(std::size_t expected) { out_.reserve(expected); }

  void add(char32_t c) {
    if (is_cjk(c)) return write(c);
    if (is_invisible(c)) return;
    if (is_space(c)) {
      blank_ = true;
      return;
    }
    write(straight(c));
  }
  std::u32string take() { return std::move(out_); }

 private:
  void write(char32_t c) {
    if (blank_ && !out_.empty()) out_.push_back(U' ');
    blank_ = false;
    out_.push_back(c);
  }

  std::u32string out_{};
  bool blank_ = false;
};

std::u32string fold_composed(const icu::UnicodeString& wide) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(status);
  assert(U_SUCCESS(status));
  const icu::UnicodeString composed = nfkc->normalize(wide, status);
  assert(U_SUCCESS(status));
  const std::u16string_view units16(composed.getBuffer(), static_cast<std::size_t>(composed.length()));
  Folded folded(units16.size());
  for (std::size_t at = 0; at < units16.size();) {
    const char32_t c = units16[at];
    const bool pair = (c & 0xfc00) == 0xd800;  // ICU's strings made from UTF-8 hold no half pairs
    folded.add(pair ? 0x10000 + ((c - 0xd800) << 10) + (units16[at + 1] - 0xdc00U) : c);
    at += pair ? 2 : 1;
  }
  return folded.take();
}

/// Whether NFKC leaves the character as it is, whatever plain ones stand beside it. Most of what forums say is; the
/// rest goes to ICU.
bool is_plain(char32_t c) {
  return c < 0x80 || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x3001 && c <= 0x3003) ||
         (c >= 0x3008 && c <= 0x3011) || (c >= 0x3041 && c <= 0x3096) || (c >= 0x30a1 && c <= 0x30fa) || c == 0xb7 ||
         (c >= 0x2013 && c <= 0x2015) || (c >= 0x2018 && c <= 0x2022) || (c >= 0x1f300 && c <= 0x1f64f) ||
         (c >= 0x1f900 && c <= 0x1f9ff) || is_invisible(c);
}

bool is_fullwidth_ascii(char32_t c) {
  return c >= 0xff01 && c <= 0xff5e;
}

/// Nothing if the text holds what only ICU can tell.
std::optional<std::u32string> fold_plain(std::string_view text) {
  Folded folded(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (const auto byte = static_cast<unsigned char>(text[at]); byte < 0x80) {
      folded.add(byte);
      ++at;
      continue;
    }
    const char32_t c = next_char(text, at);
    if (is_plain(c) || c == 0x3000) {
      folded.add(c);
    } else if (is_fullwidth_ascii(c)) {
      folded.add(c - 0xff01 + U'!');
    } else if (c == 0x2026) {
      for (int i = 0; i < 3; ++i) folded.add(U'.');
    } else {
      return std::nullopt;
    }
  }
  return folded.take();
}

}  // namespace

std::string repair_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    // Whole answers of a forum come this way and most of each is ASCII: copied by the run.
    const std::size_t run = ascii_run(bytes, at);
    out.append(bytes, at, run);
    at += run;
    if (at == bytes.size()) break;
    const char32_t c = next_char(bytes, at);
    append_u8(out, c == 0 || U_IS_UNICODE_NONCHAR(c) ? kReplacement : c);
  }
  return out;
}

std::u32string norm32(std::string_view text) {
  if (auto folded = fold_plain(text)) return std::move(*folded);
  assert(text.size() < INT32_MAX);
  return fold_composed(icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}));
}

std::string norm(std::string_view text) {
  return to_u8(norm32(text));
}

std::u32string squash32(std::string_view text) {
  std::u32string dense = norm32(text);
  std::erase(dense, U' ');
  return lower(dense);
}

std::string squash(std::string_view text) {
  return to_u8(squash32(text));
}

std::size_t units(std::string_view text) {
  std::size_t count = 0;
  bool in_run = false;
  for (const char32_t c : norm32(text)) {
    const bool cjk = is_cjk(c);
    const bool run = !cjk && is_word(c);
    if (cjk || (run && !in_run)) ++count;
    in_run = run;
  }
  return count;
}

bool is_cjk(char32_t c) {
  return (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0x3040 && c <= 0x30ff);
}

std::u32string to_u32(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) out.push_back(next_char(text, at));
  return out;
}

std::string to_u8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : text) append_u8(out, c);
  return out;
}

}  // namespace gailou::digest
