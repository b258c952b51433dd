#include "digest/text/strip.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "digest/text/blanks.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kParagraphsMax = 2000;

constexpr std::array<std::string_view, 22> kLineTags = {
    "article", "aside", "blockquote", "br", "dd", "details", "div", "dt",      "h1", "h2", "h3",
    "h4",      "h5",    "h6",         "hr", "li", "p",       "pre", "section", "tr", "ul", "summary"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The lower-case name of the tag whose '<' stands at `at`, with '/' in front for a closing one.
std::string tag_name(std::string_view html, std::size_t at) {
  std::string name;
  std::size_t i = at + 1;
  if (i < html.size() && html[i] == '/') {
    name += '/';
    ++i;
  }
  for (; i < html.size() && name.size() < 16 && (is_letter(html[i]) || (html[i] >= '0' && html[i] <= '9')); ++i)
    name += lower(html[i]);
  return name;
}

bool starts_tag(std::string_view html, std::size_t at) {
  if (at + 1 >= html.size()) return false;
  const char next = html[at + 1];
  return is_letter(next) || next == '/' || next == '!' || next == '?';
}

/// Finds each needle from a growing position: once it isn't there any more, that isn't looked up again.
class Finder {
 public:
  Finder(std::string_view text, std::string_view needle) : text_(text), needle_(needle) {}
  std::size_t from(std::size_t at) {
    if (found_ != std::string_view::npos && (found_ < at || !looked_)) found_ = text_.find(needle_, at);
    looked_ = true;
    return found_;
  }

 private:
  std::string_view text_;
  std::string_view needle_;
  std::size_t found_ = 0;
  bool looked_ = false;
};

class Stripper {
 public:
  explicit Stripper(std::string_view html) : html_(html), lowered_(html) {
    std::transform(lowered_.begin(), lowered_.end(), lowered_.begin(), lower);
  }

  std::string run() {
    while (at_ < html_.size()) {
      if (html_[at_] == '<' && starts_tag(html_, at_)) {
        tag();
      } else if (html_[at_] == '&') {
        entity();
      } else {
        out_ += html_[at_++];
      }
    }
    return std::move(out_);
  }

 private:
  void tag() {
    const bool is_comment = html_.substr(at_, 4) == "<!--";
    const std::size_t end = is_comment ? comment_end_.from(at_) : tag_end_.from(at_);
    if (end == std::string_view::npos) {
      out_ += html_[at_++];
      return;
    }
    const std::string name = tag_name(html_, at_);
    at_ = end + (is_comment ? 3 : 1);
    if (name == "script") at_ = past(script_end_);
    if (name == "style") at_ = past(style_end_);
    const std::string_view bare = std::string_view(name).substr(name.starts_with('/') ? 1 : 0);
    if (std::find(kLineTags.begin(), kLineTags.end(), bare) != kLineTags.end()) out_ += '\n';
    if (bare == "td" || bare == "th" || bare == "img") out_ += ' ';
  }

  /// Unclosed, the rest is kept: text matters more than a script's leavings.
  std::size_t past(Finder& closing) {
    const std::size_t found = closing.from(at_);
    return found == std::string_view::npos ? at_ : found;
  }

  void entity() {
    constexpr std::size_t kEntityMax = 10;
    const std::string_view window = html_.substr(at_, kEntityMax);
    const std::size_t end = window.find(';');
    const char32_t c = end == std::string_view::npos ? 0 : decoded(window.substr(1, end - 1));
    if (c == 0) {
      out_ += html_[at_++];
      return;
    }
    out_ += to_u8(std::u32string(1, c));
    at_ += end + 1;
  }

  static char32_t decoded(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, char32_t>, 6> kNamed = {
        {{"amp", U'&'}, {"lt", U'<'}, {"gt", U'>'}, {"quot", U'"'}, {"apos", U'\''}, {"nbsp", U' '}}};
    for (const auto& [known, c] : kNamed) {
      if (known == name) return c;
    }
    if (name.size() < 2 || name[0] != '#') return 0;
    const bool is_hex = lower(name[1]) == 'x';
    std::uint32_t value = 0;
    for (const char digit : name.substr(is_hex ? 2 : 1)) {
      const char d = lower(digit);
      const bool is_decimal = d >= '0' && d <= '9';
      if (!is_decimal && !(is_hex && d >= 'a' && d <= 'f')) return 0;
      value = value * (is_hex ? 16U : 10U) + static_cast<std::uint32_t>(is_decimal ? d - '0' : d - 'a' + 10);
    }
    const bool is_character = value >= 0x20 && value < 0x110000 && (value < 0xD800 || value > 0xDFFF);
    return is_character ? static_cast<char32_t>(value) : 0;
  }

  std::string_view html_;
  std::string lowered_;  // of the same length: for tags' names
  std::size_t at_ = 0;
  std::string out_{};
  Finder tag_end_{html_, ">"};
  Finder comment_end_{html_, "-->"};
  Finder script_end_{lowered_, "</script"};
  Finder style_end_{lowered_, "</style"};
};

void add_line(Body& body, std::string line) {
  if (line.empty()) return;
  if (body.blocks.size() < kParagraphsMax) {
    body.blocks.push_back(Block{.spans = {Span{.text = std::move(line)}}});
  } else {
    body.blocks.back().spans.front().text += " " + line;
  }
}

}  // namespace

Body strip_tags(std::string_view html) {
  const std::string text = Stripper(html).run();
  Body body{.too_complex = true};
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    add_line(body, collapse_blanks(std::string_view(text).substr(from, end - from)));
    from = end + 1;
  }
  return body;
}

}  // namespace gailou::digest
