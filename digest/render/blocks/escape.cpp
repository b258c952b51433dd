#include "digest/render/blocks/escape.h"

#include <algorithm>

#include "digest/text/marks.h"

namespace gailou::render {
namespace {

enum class Sort { keep, blank, drop };

struct Glyph {
  std::string_view bytes{};
  Sort sort = Sort::keep;
};

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

/// What stands at `at`: a control, a blank, a reordering mark, or one byte of anything else. All that is told apart is
/// recognised by its bytes, which in UTF-8 are never part of another character.
Glyph glyph_at(std::string_view text, std::size_t at) {
  const unsigned a = byte_at(text, at);
  if (a == ' ' || (a >= '\t' && a <= '\r')) return {text.substr(at, 1), Sort::blank};
  if (a < 0x20 || a == 0x7F) return {text.substr(at, 1), Sort::drop};
  const unsigned b = byte_at(text, at + 1);
  if (a == 0xC2 && b == 0x85) return {text.substr(at, 2), Sort::blank};
  if (a == 0xC2 && b >= 0x80 && b < 0xA0) return {text.substr(at, 2), Sort::drop};
  const unsigned c = byte_at(text, at + 2);
  if (a == 0xE2 && b == 0x80 && (c == 0xA8 || c == 0xA9)) return {text.substr(at, 3), Sort::blank};
  if (a == 0xE2 && b == 0x80 && c >= 0xAA && c <= 0xAE) return {text.substr(at, 3), Sort::drop};
  if (a == 0xE2 && b == 0x81 && c >= 0xA6 && c <= 0xA9) return {text.substr(at, 3), Sort::drop};
  return {text.substr(at, 1), Sort::keep};
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Index of the character that would make a block of this line: "#", "-", "+", "=", or the point of "1." and "1)".
std::size_t block_mark(std::string_view line) {
  if (line.empty()) return std::string_view::npos;
  if (std::string_view("#-+=").find(line.front()) != std::string_view::npos) return 0;
  const auto digits = static_cast<std::size_t>(std::find_if_not(line.begin(), line.end(), is_digit) - line.begin());
  const bool numbered = digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
  return numbered ? digits : std::string_view::npos;
}

/// GitHub turns "http://…" and "www.…" into links by themselves; a backslash at the right place stops it.
bool starts_autolink(std::string_view line, std::size_t at) {
  if (line[at] == ':') return line.substr(at).starts_with("://");
  if (line[at] != '.' || at < 3) return false;
  const auto before = line.substr(at - 3, 3);
  return std::all_of(before.begin(), before.end(), [](char c) { return c == 'w' || c == 'W'; });
}

void append_html_character(std::string& out, char c) {
  if (c == '&') {
    out += "&amp;";
  } else if (c == '<') {
    out += "&lt;";
  } else if (c == '>') {
    out += "&gt;";
  } else if (!is_control(c)) {
    out += c;
  }
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const Glyph glyph = glyph_at(text, at);
    at += glyph.bytes.size();
    if (glyph.sort == Sort::blank) gap = true;
    if (glyph.sort != Sort::keep) continue;
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out += glyph.bytes;
  }
  return out;
}

void append_html_text(std::string& out, std::string_view text) {
  const auto thinned = digest::thinned_marks(text);
  for (const char c : thinned ? std::string_view(*thinned) : text) append_html_character(out, c);
}

void append_html_attribute(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '"') {
      out += "&quot;";
    } else if (c == '\'') {
      out += "&#39;";
    } else {
      append_html_character(out, c);
    }
  }
}

void append_markdown_text(std::string& out, std::string_view text) {
  constexpr std::string_view kSpecial = "\\`*_[]<>&~|$";
  if (text.empty()) return;
  const std::string line = one_line(text);
  const bool leading = glyph_at(text, 0).sort == Sort::blank;
  const bool trailing = text.back() == ' ' || text.back() == '\n';
  if (leading && !out.empty() && out.back() != ' ') out += ' ';
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (kSpecial.find(line[at]) != std::string_view::npos || starts_autolink(line, at)) out += '\\';
    out += line[at];
  }
  if (trailing && !line.empty()) out += ' ';
}

std::string guarded_markdown_line(std::string line, bool paragraph) {
  while (line.ends_with(' ')) line.pop_back();
  const std::size_t mark = paragraph ? block_mark(line) : std::string::npos;
  if (mark != std::string::npos) line.insert(mark, 1, '\\');
  // "# C #": marks at a heading's end would be taken for its closing sequence.
  if (line.ends_with('#') && !line.ends_with("\\#")) line.insert(line.size() - 1, 1, '\\');
  return line;
}

std::string markdown_fence(std::string_view text, std::size_t at_least) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(std::max(longest + 1, at_least), '`');
}

}  // namespace gailou::render
