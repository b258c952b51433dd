// What is taken out of a floor's own text before it is cut into sentences.
#include "digest/compose/prose.h"

#include <algorithm>
#include <array>

#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

/// What the normal form drops: "#" and a digit with one of these between them would be a floor's name after all.
bool is_invisible(char32_t c) {
  return (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff || c == 0xad;
}

/// Direction marks and overrides: they reorder what stands around them on the reader's page.
bool is_direction(char32_t c) {
  return c == 0x061c || (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfffd || c == 0x2028 || c == 0x2029;
}

bool is_ascii_graph(char32_t c) {
  return c > 0x20 && c < 0x7f;
}

/// Looked at for every character of a text: hence no `lower`.
bool is_letter_of(char32_t small, char32_t c) {
  return c == small || (is_latin_upper(c) && c + (U'a' - U'A') == small);
}

/// The length of an address or upload path at the front; 0 if there is none.
std::size_t address_length(Text text) {
  static constexpr auto kStarts =
      std::to_array<Text>({U"http://", U"https://", U"ftp://", U"www.", U"/uploads/", U"upload://"});
  const auto starts = [&](Text start) {
    return text.size() >= start.size() && std::equal(start.begin(), start.end(), text.begin(), is_letter_of);
  };
  if (std::none_of(kStarts.begin(), kStarts.end(), starts)) return 0;
  std::size_t end = 0;
  while (end < text.size() && is_ascii_graph(text[end])) ++end;
  while (end > 0 && (text[end - 1] == U',' || text[end - 1] == U'.' || text[end - 1] == U';' || text[end - 1] == U')' ||
                     text[end - 1] == U']' || text[end - 1] == U'"'))
    --end;
  return end;
}

/// "<b", "</b": what a tag begins with.
bool opens_tag(Text text) {
  if (text.size() < 2 || text[0] != U'<') return false;
  const auto name = text[1] == U'/' && text.size() > 2 ? text[2] : text[1];
  return is_latin(name);
}

/// "&lt;" and other names of characters, "[quote".
bool opens_code(Text text) {
  static constexpr auto kCodes =
      std::to_array<Text>({U"&amp;", U"&lt;", U"&gt;", U"&quot;", U"&nbsp;", U"[quote", U"[/quote"});
  return std::any_of(kCodes.begin(), kCodes.end(), [&](Text code) { return text.starts_with(code); });
}

/// "#" of any width before what the normal form makes a digit.
bool opens_floor_name(Text text) {
  if (text.size() < 2 || (text[0] != U'#' && text[0] != U'＃' && text[0] != U'﹟')) return false;
  if (is_decimal(text[1])) return true;
  const auto folded = text[1] < 0x80 ? std::u32string{} : norm32(to_u8(text.substr(1, 1)));
  return !folded.empty() && is_decimal(folded[0]);
}

/// Lines stay; what else can't be seen becomes a blank or goes.
std::u32string without_hidden(Text text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (is_direction(c) || is_invisible(c)) continue;
    out.push_back(is_control(c) && c != U'\n' ? U' ' : c);
  }
  return out;
}

/// The characters of a text, copied one by one with what has to change.
class Cleaner {
 public:
  Cleaner(Text in, const std::function<bool(std::int64_t)>& is_floor) : in_(in), is_floor_(is_floor) {}

  std::u32string run() {
    while (at_ < in_.size()) step();
    return std::move(out_);
  }

 private:
  void step();
  void floor_name();
  char32_t last() const { return out_.empty() ? U' ' : out_.back(); }
  void blank() {
    if (last() != U' ' && last() != U'\n') out_.push_back(U' ');
    ++at_;
  }

  Text in_;
  const std::function<bool(std::int64_t)>& is_floor_;
  std::u32string out_{};
  std::size_t at_ = 0;
};

void Cleaner::step() {
  const char32_t c = in_[at_];
  const auto rest = in_.substr(at_);
  if (c == U' ') {
    blank();
  } else if (const auto length = address_length(rest); length > 0) {
    at_ += length - 1;
    blank();
  } else if (rest.starts_with(U"?dl=1")) {
    at_ += 4;
    blank();
  } else if (opens_floor_name(rest)) {
    floor_name();
  } else if (opens_tag(rest)) {
    out_.push_back(U'＜');
    ++at_;
  } else if (opens_code(rest)) {
    out_.push_back(c == U'&' ? U'＆' : U'［');
    ++at_;
  } else {
    out_.push_back(c);
    ++at_;
  }
}

/// "#59": kept if it is a floor; else without its mark, or the mark set apart where it belongs to a name ("C#12").
void Cleaner::floor_name() {
  std::size_t end = at_ + 1;
  std::int64_t number = 0;
  while (end < in_.size() && is_latin_digit(in_[end]) && end - at_ < 10) {
    number = number * 10 + (in_[end] - U'0');
    ++end;
  }
  const bool plain = in_[at_] == U'#' && end > at_ + 1 && (end == in_.size() || !is_decimal(in_[end]));
  // "(#59)" and "新增#59" are what the writers of entries add; prose must not look like them.
  const bool cites = last() == U'(' || last() == U'（' || last() == U'增' || last() == U'正' || last() == U'回';
  const bool within = (is_word(last()) && !is_cjk(last())) || last() == U'#' || last() == U'＃';  // "C#12", "##12"
  if (plain && !cites && !within && number > 0 && is_floor_(number)) {
    out_ += in_.substr(at_, end - at_);
  } else if (within) {
    out_ += U"# ";
    end = at_ + 1;
  } else {
    if (end == at_ + 1) ++end;  // a digit of another script
    out_ += in_.substr(at_ + 1, end - at_ - 1);
    const bool chinese =
        is_cjk(last()) || (end < in_.size() && is_cjk(in_[end])) || is_cjk(at_ > 0 ? in_[at_ - 1] : U' ');
    if (chinese && plain && !(end < in_.size() && (in_[end] == U'楼' || in_[end] == U'层'))) out_.push_back(U'楼');
  }
  at_ = end;
}

}  // namespace

std::string plain_prose(std::string_view own, const std::function<bool(std::int64_t)>& is_floor) {
  const auto visible = without_hidden(to_u32(own));
  return to_u8(Cleaner(visible, is_floor).run());
}

std::vector<std::int64_t> named_floors(std::string_view text) {
  const auto chars = norm32(text);
  std::vector<std::int64_t> out;
  for (std::size_t i = 0; i + 1 < chars.size(); ++i) {
    if (chars[i] != U'#' || !is_decimal(chars[i + 1])) continue;
    std::int64_t number = 0;
    for (auto j = i + 1; j < chars.size() && is_decimal(chars[j]) && j - i < 12; ++j)
      number = number * 10 + decimal_value(chars[j]);
    if (std::find(out.begin(), out.end(), number) == out.end()) out.push_back(number);
  }
  return out;
}

std::string first_units(std::string_view text, std::size_t limit) {
  const auto chars = to_u32(text);
  std::size_t count = 0;
  std::size_t good = 0;  // up to here the text may be cut
  for (std::size_t i = 0; i < chars.size() && i <= kSentenceChars; ++i) {
    const bool letter = is_word(chars[i]);
    const bool starts = is_cjk(chars[i]) || (letter && (i == 0 || !is_word(chars[i - 1]) || is_cjk(chars[i - 1])));
    // A name or figure may hold dots and hyphens: it is cut only at a blank or beside a Chinese character.
    const bool boundary = i == 0 || is_cjk(chars[i]) || is_cjk(chars[i - 1]) || is_space(chars[i]);
    if (boundary && count <= limit) good = i;
    if (starts && ++count > limit) break;
  }
  if (count <= limit && chars.size() <= kSentenceChars) good = chars.size();
  auto front = chars.substr(0, good);
  while (!front.empty() && is_space(front.back())) front.pop_back();
  return to_u8(front);
}

}  // namespace gailou::digest
