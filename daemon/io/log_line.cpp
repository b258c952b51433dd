#include "daemon/io/log_line.h"

#include <cstdint>

namespace gailou::io::log {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t c = kReplacement;
  std::size_t size = 1;  // bytes read
};

/// The character at the start of `text`; a byte that starts none is U+FFFD.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {.c = lead, .size = 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {};
  char32_t c = lead & (0xffu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    c = (c << 6) | (byte(i) & 0x3fu);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (c < kSmallest[size] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return {};
  return {.c = c, .size = size};
}

/// Characters that a terminal or a log viewer acts on, or that reorder or hide what stands beside them.
bool is_acting(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) ||       // C0, DEL, C1
         c == 0x061c || c == 0x200e || c == 0x200f ||  // marks of direction
         (c >= 0x202a && c <= 0x202e) ||               // embeddings and overrides
         (c >= 0x2066 && c <= 0x2069) ||               // isolates
         c == 0x2028 || c == 0x2029 ||                 // line and paragraph separator
         (c >= 0xe0000 && c <= 0xe007f);               // tags
}

void append_hex(std::string& out, char32_t c, int digits_min) {
  constexpr char kDigits[] = "0123456789abcdef";
  int digits = digits_min;
  while (digits < 6 && (c >> (4 * digits)) != 0) ++digits;
  for (int i = digits - 1; i >= 0; --i) out += kDigits[(c >> (4 * i)) & 15];
}

/// `text` with each character for which `acts` holds written by `append_acting`.
template <class Acts, class AppendActing>
std::string escape(std::string_view text, Acts acts, AppendActing append_acting) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (next.c == kReplacement) {
      out += "\xEF\xBF\xBD";
    } else if (acts(next.c)) {
      append_acting(out, next.c);
    } else {
      out += text.substr(0, next.size);
    }
    text.remove_prefix(next.size);
  }
  return out;
}

void append_braced(std::string& out, char32_t c) {
  out += "\\u{";
  append_hex(out, c, 1);
  out += '}';
}

void append_line_escape(std::string& out, char32_t c) {
  switch (c) {
    case '\n':
      out += "\\n";
      break;
    case '\t':
      out += "\\t";
      break;
    case '\r':
      out += "\\r";
      break;
    default:
      append_braced(out, c);
  }
}

void append_logfmt_value(std::string& out, std::string_view text) {
  const auto acts = [](char32_t c) { return is_acting(c) || c == '"' || c == '\\'; };
  const auto append_acting = [](std::string& to, char32_t c) {
    if (c == '"' || c == '\\') {
      to += {'\\', static_cast<char>(c)};
    } else {
      append_line_escape(to, c);
    }
  };
  const std::string value = escape(text, acts, append_acting);
  const bool plain = !value.empty() && value.find_first_of(" \"=\\") == std::string::npos;
  out += plain ? value : '"' + value + '"';
}

void append_json_string(std::string& out, std::string_view text) {
  const auto acts = [](char32_t c) { return is_acting(c) || c == '"' || c == '\\'; };
  const auto append_acting = [](std::string& to, char32_t c) {
    if (c == '"' || c == '\\') {
      to += {'\\', static_cast<char>(c)};
      return;
    }
    if (c > 0xffff) {  // a surrogate pair
      to += "\\u";
      append_hex(to, 0xd800 + ((c - 0x10000) >> 10), 4);
      c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    to += "\\u";
    append_hex(to, c, 4);
  };
  out += '"';
  out += escape(text, acts, append_acting);
  out += '"';
}

/// A field's name as logfmt and the journal can take it.
std::string safe_key(std::string_view key) {
  std::string safe;
  for (const char c : key) {
    const bool fits =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    safe += fits ? c : '_';
  }
  return safe.empty() ? "_" : safe;
}

}  // namespace

std::string_view name_of(Level level) {
  switch (level) {
    case Level::error:
      return "error";
    case Level::warn:
      return "warn";
    case Level::info:
      return "info";
    case Level::debug:
      return "debug";
    case Level::trace:
      return "trace";
  }
  return "info";
}

std::string cut(std::string_view text) {
  if (text.size() <= kValueBytesMax) return std::string(text);
  std::size_t end = kValueBytesMax;
  while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xc0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string one_line(std::string_view text) {
  return escape(text, is_acting, append_line_escape);
}

std::string printable(std::string_view text) {
  return escape(text, is_acting, [](std::string& out, char32_t c) {
    if (c == '\n' || c == '\t') {
      out += static_cast<char>(c);
    } else {
      append_braced(out, c);
    }
  });
}

std::string logfmt_line(digest::Instant at, Level level, std::string_view event, std::string_view message,
                        std::initializer_list<Field> fields) {
  std::string line = "ts=" + digest::to_iso(at) + " level=" + std::string(name_of(level)) + " event=";
  append_logfmt_value(line, event);
  line += " msg=";
  append_logfmt_value(line, message);
  for (const Field& field : fields) {
    line += ' ';
    line += safe_key(field.key);
    line += '=';
    append_logfmt_value(line, cut(field.value));
  }
  return line;
}

std::string json_line(digest::Instant at, Level level, std::string_view event, std::string_view message,
                      std::initializer_list<Field> fields) {
  std::string line =
      "{\"ts\":\"" + digest::to_iso(at) + "\",\"level\":\"" + std::string(name_of(level)) + "\",\"event\":";
  append_json_string(line, event);
  line += ",\"msg\":";
  append_json_string(line, message);
  for (const Field& field : fields) {
    line += ",\"" + safe_key(field.key) + "\":";
    append_json_string(line, cut(field.value));
  }
  line += '}';
  return line;
}

}  // namespace gailou::io::log
