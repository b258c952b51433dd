// iCalendar's content lines (RFC 5545, 3.1): escaping, folding, line ends. Knows nothing of what they say.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace gailou::render {

/// A TEXT value: backslash, semicolon, comma and line breaks escaped, a tab a blank, other control characters dropped.
std::string calendar_text(std::string_view text);

class CalendarLines {
 public:
  /// "NAME:value", the value as it is: dates, words of the standard, URLs. Control characters are dropped.
  void plain(std::string_view name, std::string_view value);
  /// "NAME:value" with a TEXT value.
  void text(std::string_view name, std::string_view value);

  std::string take() { return std::move(bytes_); }

 private:
  /// In lines of at most 75 octets, cut between characters; a continuation begins with a blank, which counts.
  void folded(std::string_view line);

  std::string bytes_{};
};

}  // namespace gailou::render
