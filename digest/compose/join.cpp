// Sentences made one text: the punctuation between them, the end, and pairs that don't pair.
#include <algorithm>
#include <array>

#include "digest/compose/prose.h"
#include "digest/text/chars.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

constexpr std::size_t kShortUnits = 14;  // lines up to this read as parts of one sentence

bool is_one_of(char32_t c, Text set) {
  return set.find(c) != Text::npos;
}

/// Marks behind which the sentence is over; what a colon announced may have been taken out.
bool is_stop(char32_t c) {
  return is_one_of(c, U"。.；;…：:");
}
bool is_loud(char32_t c) {
  return is_one_of(c, U"？！?!");
}
/// What no text may end with before its full stop.
bool is_weak_end(char32_t c) {
  return is_space(c) || is_stop(c) || is_one_of(c, U",，、:：·-–—~～−•|/\\#＃*^_=+<＜([{（［「『《【〈“");
}
bool is_weak_start(char32_t c) {
  return is_space(c) || is_stop(c) || is_loud(c) || is_one_of(c, U",，、:：·–—•|*^=>＞)）]］}」』》】〉”");
}

/// Emoji and dingbats: what they say, the words say.
bool is_pictograph(char32_t c) {
  return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF);
}
/// What follows a character and changes its look.
bool is_modifier(char32_t c) {
  return c == 0xFE0F || c == 0x200D || c == 0x20E3 || (c >= 0xE0020 && c <= 0xE007F);
}

std::u32string without_pictographs(std::u32string text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (is_modifier(c)) continue;
    if (is_pictograph(c)) {
      if (!out.empty() && out.back() != U' ') out.push_back(U' ');
    } else if (c != U' ' || (!out.empty() && out.back() != U' ')) {
      out.push_back(c);
    }
  }
  return out;
}

struct Bare {
  std::u32string text{};
  bool loud = false;  // ends in a question or exclamation mark, which is kept
  bool full = false;  // ended in a full stop, which is not
};

/// One trailing mark of weak ends may be a plus, as in "C++" or "40%+": it stays when a letter stands before it.
bool is_kept_end(Text text) {
  return text.size() > 1 && text.back() == U'+' && !is_space(text[text.size() - 2]);
}

Bare bare(std::string_view text) {
  Bare out;
  const auto chars = without_pictographs(to_u32(text));
  Text rest = chars;
  while (!rest.empty() && is_weak_start(rest.front())) rest.remove_prefix(1);
  while (!rest.empty() && is_weak_end(rest.back()) && !is_kept_end(rest)) {
    out.full |= is_stop(rest.back());
    rest.remove_suffix(1);
  }
  while (rest.size() > 1 && is_loud(rest.back()) &&
         (is_loud(rest[rest.size() - 2]) || is_weak_end(rest[rest.size() - 2])))
    rest.remove_suffix(1);
  out.loud = !rest.empty() && is_loud(rest.back());
  out.text = std::u32string(rest);
  return out;
}

/// A blank between two Chinese characters was left by markup.
void close_up(std::u32string& text) {
  for (std::size_t i = 1; i + 1 < text.size();) {
    if (text[i] == U' ' && is_cjk(text[i - 1]) && is_cjk(text[i + 1]))
      text.erase(i, 1);
    else
      ++i;
  }
}

/// "000" of "1,000": three digits and no more.
bool opens_group(const std::u32string& text, std::size_t at) {
  std::size_t digits = 0;
  while (at + digits < text.size() && is_latin_digit(text[at + digits])) ++digits;
  return digits == 3;
}

bool is_widened(const std::u32string& text, std::size_t at, std::size_t before) {
  const char32_t next = at + 1 < text.size() ? text[at + 1] : U' ';
  if (is_latin_digit(text[at - 1]) && is_latin_digit(next)) return text[at] == U',' && !opens_group(text, at + 1);
  const bool before_chinese = next == U' ' && at + 2 < text.size() && is_cjk(text[at + 2]);
  if (is_cjk(text[before - 1]) || is_cjk(next) || before_chinese || is_one_of(text[before - 1], U"”）」》】"))
    return true;
  return text[at] == U',' && next != U' ';  // "100k UR,3 个月": no English comma, which a blank follows
}

/// ASCII punctuation of Chinese text in full width: the same to every comparison, and it reads better.
void widen(std::u32string& text) {
  constexpr Text kNarrow = U",:;?!";
  constexpr Text kWide = U"，：；？！";
  if (std::none_of(text.begin(), text.end(), is_cjk)) return;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const auto which = kNarrow.find(text[i]);
    if (which == Text::npos) continue;
    std::size_t before = i;
    while (before > 0 && text[before - 1] == U' ') --before;
    if (before == 0 || !is_widened(text, i, before)) continue;
    text[i] = kWide[which];
    text.erase(before, i - before);
    i = before;
    if (i + 1 < text.size() && text[i + 1] == U' ') text.erase(i + 1, 1);
  }
}

/// One Chinese character is enough: what is Latin in such a sentence are names and figures.
bool reads_chinese(Text text) {
  return std::any_of(text.begin(), text.end(), is_cjk);
}

/// "…有消息说 it helps customers" and "Second, …" meet in English, whatever language the first began in.
bool meet_in_chinese(Text before, Text next) {
  return reads_chinese(before) && (is_cjk(before.back()) || reads_chinese(next));
}

void add_joint(std::u32string& out, const Bare& before, const Bare& next, const Part& part) {
  const bool wide = meet_in_chinese(before.text, next.text);
  if (before.loud) {
    if (!wide) out.push_back(U' ');
    return;
  }
  const bool flows = part.follows && !before.full &&
                     (part.same_line || units(to_u8(before.text)) + units(to_u8(next.text)) <= 2 * kShortUnits);
  const bool capital = !part.same_line && is_latin_upper(next.text.front());  // another line, another sentence
  const bool figures = is_decimal(before.text.back()) && is_decimal(next.text.front());
  if (!flows || figures || capital)
    out += wide ? U"。" : U". ";
  else
    out += wide ? U"，" : U", ";
}

bool pairs_up(std::string_view text) {
  const auto faults = whole_faults(text);
  return std::none_of(faults.begin(), faults.end(),
                      [](const std::string& fault) { return fault.starts_with("un") || fault.starts_with("odd"); });
}

/// Every bracket and double quote, whatever its width, made a blank.
std::u32string without_pairs(Text text) {
  constexpr Text kPairs = U"()[]{}「」『』《》【】〈〉\"";
  std::u32string out;
  for (const char32_t c : text) {
    const auto folded = norm32(to_u8(Text(&c, 1)));
    const bool pair = std::any_of(folded.begin(), folded.end(), [&](char32_t f) { return is_one_of(f, kPairs); });
    const bool blank = pair || c == U' ';
    if (blank && (out.empty() || out.back() == U' ')) continue;
    out.push_back(blank ? U' ' : c);
  }
  return out;
}

/// `last`: the last sentence, whose language the end has.
void add_end(std::u32string& out, const Bare& last) {
  if (last.loud || out.empty()) return;
  out += reads_chinese(last.text) ? U"。" : U".";
}

}  // namespace

std::string joined(const std::vector<Part>& parts) {
  std::u32string out;
  Bare last;
  for (const auto& part : parts) {
    auto next = bare(part.text);
    if (next.text.empty()) continue;
    if (!out.empty()) add_joint(out, last, next, part);
    out += next.text;
    last = std::move(next);
  }
  close_up(out);
  widen(out);
  if (!pairs_up(to_u8(out))) {
    auto whole = bare(to_u8(without_pairs(out)));
    out = whole.text;
    last = whole;
  }
  add_end(out, last);
  return to_u8(out);
}

std::string_view without_conjunction(std::string_view text) {
  static constexpr auto kWords = std::to_array<std::string_view>({"但是",
                                                                  "不过",
                                                                  "而且",
                                                                  "所以",
                                                                  "因此",
                                                                  "另外",
                                                                  "然后",
                                                                  "还有",
                                                                  "并且",
                                                                  "可是",
                                                                  "于是",
                                                                  "此外",
                                                                  "同时，",
                                                                  "此外，",
                                                                  "However, ",
                                                                  "But ",
                                                                  "And ",
                                                                  "So ",
                                                                  "Also, ",
                                                                  "Furthermore, ",
                                                                  "Moreover, ",
                                                                  "Therefore, ",
                                                                  "In other words, ",
                                                                  "Then ",
                                                                  "Besides, "});
  for (const auto word : kWords) {
    if (!text.starts_with(word)) continue;
    auto rest = text.substr(word.size());
    while (rest.starts_with("，") || rest.starts_with(",") || rest.starts_with(" "))
      rest.remove_prefix(rest.starts_with("，") ? 3 : 1);
    return rest;
  }
  return text;
}

std::string without_first_colon(std::string_view text) {
  const auto chars = to_u32(text);
  std::u32string out;
  bool done = false;
  for (const char32_t c : chars) {
    const bool colon = !done && norm32(to_u8(Text(&c, 1))) == U":";
    done |= colon;
    out.push_back(colon ? U'，' : c);
  }
  return to_u8(out);
}

}  // namespace gailou::digest
