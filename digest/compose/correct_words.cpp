#include "digest/compose/correct_words.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "digest/compose/prose.h"
#include "digest/compose/wording.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kUncutUnits = 60;    // of both together: up to this the sentences stand whole
constexpr std::size_t kSubjectUnits = 16;  // of what stands in front of the parts that differ
constexpr std::size_t kBareUnits = 8;      // parts shorter than this take the part before them along

/// Parts between commas, each with the mark behind it.
std::vector<std::string_view> clauses_of(std::string_view sentence) {
  static constexpr auto kMarks = std::to_array<std::string_view>({"，", "；", "：", ", ", "; ", ": "});
  std::vector<std::string_view> clauses;
  std::size_t from = 0;
  for (std::size_t at = 0; at < sentence.size();) {
    const auto mark =
        std::find_if(kMarks.begin(), kMarks.end(), [&](auto one) { return sentence.substr(at).starts_with(one); });
    if (mark == kMarks.end()) {
      ++at;
      continue;
    }
    at += mark->size();
    clauses.push_back(sentence.substr(from, at - from));
    from = at;
  }
  if (from < sentence.size()) clauses.push_back(sentence.substr(from));
  return clauses;
}

std::string_view slice(std::string_view sentence, const std::vector<std::string_view>& clauses, std::size_t front,
                       std::size_t back) {
  const char* begin = clauses[front].data();
  const auto& last = clauses[clauses.size() - back - 1];
  return sentence.substr(static_cast<std::size_t>(begin - sentence.data()),
                         static_cast<std::size_t>(last.data() + last.size() - begin));
}

bool ends_like_a_sentence(std::string_view text) {
  for (const std::string_view mark : {"。", "！", "？", ".", "!", "?"}) {
    if (text.ends_with(mark)) return true;
  }
  return false;
}

std::string list_of(const std::vector<std::string>& quoted, Language language) {
  std::string text;
  for (const auto& one : quoted) {
    if (!text.empty()) text += language == Language::zh ? "、" : ", ";
    text += "“" + one + "”";
  }
  return text;
}

std::string subject_of(const Rewording& change, Language language) {
  if (change.subject.empty()) return {};
  return language == Language::zh ? "“" + change.subject + "”一项" : "“" + change.subject + "”: ";
}

}  // namespace

std::string quotable(std::string_view sentence) {
  std::string text = joined({Part{.text = sentence}});
  for (const std::string_view mark : {"。", "."}) {
    if (text.ends_with(mark)) text.resize(text.size() - mark.size());
  }
  std::u32string out;
  bool open = false;
  for (const char32_t c : to_u32(text)) {
    if (c == U'“' || (c == U'"' && !open)) {
      out.push_back(U'‘');
      open = true;
    } else if (c == U'”' || c == U'"') {
      out.push_back(U'’');
      open = false;
    } else {
      out.push_back(c);
    }
  }
  return to_u8(out);
}

namespace {

/// "RTX 4090：" in front of what is said of it.
bool is_heading(std::string_view clause) {
  return (clause.ends_with("：") || clause.ends_with(": ")) && units(clause) <= kSubjectUnits;
}

/// Parts of two wordings, and how many at either end are the same.
struct Clauses {
  std::string_view before{};
  std::string_view after{};
  std::vector<std::string_view> a{};
  std::vector<std::string_view> b{};
  std::size_t front = 0;
  std::size_t back = 0;
};

Clauses compared(std::string_view before, std::string_view after) {
  Clauses both{.before = before, .after = after, .a = clauses_of(before), .b = clauses_of(after)};
  const auto shorter = std::min(both.a.size(), both.b.size());
  const auto same = [](std::string_view x, std::string_view y) { return core_of(x) == core_of(y); };
  while (both.front < shorter && same(both.a[both.front], both.b[both.front])) ++both.front;
  while (both.back + both.front < shorter &&
         same(both.a[both.a.size() - 1 - both.back], both.b[both.b.size() - 1 - both.back]))
    ++both.back;
  // A part that was put in or taken out shows beside one that stayed.
  const auto is_empty = [&] { return both.front + both.back == shorter; };
  const auto is_bare = [&](const auto& clauses) {
    std::size_t length = 0;
    for (std::size_t i = both.front; i + both.back < clauses.size(); ++i) length += units(clauses[i]);
    return length < kBareUnits;
  };
  const bool is_told = both.front == 1 && is_heading(both.b[0]);
  if (both.front > 0 && !is_told && (is_bare(both.a) || is_bare(both.b))) --both.front;
  if (is_empty() && both.back > 0) --both.back;
  if (is_empty() && both.front > 0) --both.front;
  return both;
}

std::string subject_in(const Clauses& both) {
  return both.front > 0 && is_heading(both.b[0]) ? quotable(both.b[0]) : std::string{};
}

bool is_bound(char32_t left, char32_t right) {
  const auto is_run = [](char32_t c) { return is_word(c) && !is_cjk(c); };
  return is_run(left) && is_run(right);
}

/// What belongs to the figure in front of it: " 瓦", "%", " GB".
std::size_t unit_length(std::u32string_view rest) {
  constexpr std::u32string_view kUnits =
      U"%元块刀万亿千百个张台次天日周月年岁时分秒点瓦兆度米斤克升寸倍折成人位名楼条页词层号版笔卡";
  const std::size_t blank = !rest.empty() && is_space(rest.front()) ? 1 : 0;
  std::size_t end = blank;
  bool is_unit = blank == 0;  // " GB" is one, " and" is not
  while (end < rest.size() && is_latin(rest[end])) is_unit |= is_latin_upper(rest[end++]);
  if (end > blank) return is_unit ? end : 0;
  if (end < rest.size() && kUnits.find(rest[end]) != std::u32string_view::npos) ++end;
  return end == blank ? 0 : end;
}

/// The words of `before` that `after` hasn't, with the unit behind a figure; whole words and figures.
std::string differing_words(std::string_view before, std::string_view after) {
  const auto a = to_u32(before);
  const auto b = to_u32(after);
  const auto shorter = std::min(a.size(), b.size());
  std::size_t front = 0;
  while (front < shorter && a[front] == b[front]) ++front;
  std::size_t back = 0;
  while (back + front < shorter && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  std::size_t end = a.size() - back;
  while (front > 0 && front < a.size() && (is_bound(a[front - 1], a[front]) || a[front - 1] == U'$')) --front;
  while (end > 0 && end < a.size() && is_bound(a[end - 1], a[end])) ++end;
  if (end > front && is_latin_digit(a[end - 1])) end += unit_length(std::u32string_view(a).substr(end));
  // One Chinese character more on a short piece: "也能" is "也能用".
  if (end - front <= 3 && end > front && end < a.size() && is_cjk(a[end - 1]) && is_cjk(a[end])) ++end;
  return quotable(to_u8(std::u32string_view(a).substr(front, end - front)));
}

std::string words_taken_back(const Clauses& both) {
  const bool pairs = both.a.size() == both.b.size();
  if (!pairs) return differing_words(both.before, both.after);
  std::string words;
  for (std::size_t i = both.front; i + both.back < both.a.size(); ++i) {
    if (core_of(both.a[i]) == core_of(both.b[i])) continue;
    const auto own = differing_words(both.a[i], both.b[i]);
    if (own.empty()) continue;
    words += (words.empty() ? "" : "”、“") + own;
  }
  return words;
}

/// Parts that were taken out while the others stay as they were; empty if something else has changed too.
std::string parts_lost(std::string_view before, std::string_view after) {
  std::string lost;
  const auto b = clauses_of(after);
  std::size_t kept = 0;
  for (const auto clause : clauses_of(before)) {
    if (kept < b.size() && core_of(clause) == core_of(b[kept])) {
      ++kept;
    } else {
      lost += clause;
    }
  }
  return kept == b.size() ? quotable(lost) : std::string{};
}

}  // namespace

std::vector<Rewording> rewordings_of(std::string_view before, std::string_view after) {
  const auto both = compared(before, after);
  if (const auto lost = parts_lost(before, after); !lost.empty()) return {{.subject = {}, .before = lost, .after = {}}};
  std::vector<Rewording> told;
  const Rewording whole{.subject = {}, .before = quotable(before), .after = quotable(after)};
  if (units(before) + units(after) <= kUncutUnits) told.push_back(whole);
  const bool has_parts = both.front + both.back < std::min(both.a.size(), both.b.size());
  const auto now = has_parts ? slice(after, both.b, both.front, both.back) : after;
  const auto subject = has_parts ? subject_in(both) : std::string{};
  if (has_parts && both.front + both.back > 0) {
    told.push_back(
        {.subject = subject, .before = quotable(slice(before, both.a, both.front, both.back)), .after = quotable(now)});
  }
  if (const auto words = words_taken_back(both); !words.empty()) {
    told.push_back({.subject = subject, .before = words, .after = quotable(now)});
  }
  if (told.empty()) told.push_back(whole);
  return told;
}

std::string was_and_is(const std::vector<Rewording>& changes, Language language) {
  std::string text;
  std::string last;
  for (const auto& change : changes) {
    if (!text.empty()) text += language == Language::zh ? "；" : "; ";
    if (change.subject != last) text += subject_of(change, language);
    last = change.subject;
    if (change.after.empty()) {
      text += language == Language::zh ? "原有的“" + change.before + "”已从楼中删去"
                                       : "“" + change.before + "” was taken out of the post";
    } else if (language == Language::zh) {
      text += "原为“" + change.before + "”，现改为“" + change.after + "”";
    } else {
      text += "was “" + change.before + "”, now “" + change.after + "”";
    }
  }
  return text + (language == Language::zh ? "。" : ".");
}

std::string is_now(const std::vector<Rewording>& changes, Language language) {
  std::string text;
  for (const auto& change : changes) {
    if (change.after.empty()) continue;
    if (!text.empty()) text += language == Language::zh ? "；" : "; ";
    text += subject_of(change, language);
    text += language == Language::zh ? "现改为“" + change.after + "”" : "this part now says “" + change.after + "”";
  }
  return text + (language == Language::zh ? "。" : ".");
}

std::string is_gone(const std::vector<std::string>& sentences, Language language) {
  const auto list = list_of(sentences, language);
  return language == Language::zh ? "原有的" + list + "已从楼中删去。" : list + " was taken out of the post.";
}

std::string is_new(std::string_view text, Language language) {
  std::string whole = (language == Language::zh ? "现补充：" : "now added: ") + std::string(text);
  if (!ends_like_a_sentence(whole)) whole += language == Language::zh ? "。" : ".";
  return whole;
}

std::string is_all_that_is_left(std::string_view text, Language language) {
  const auto quoted = "“" + std::string(text) + "”";
  return language == Language::zh ? "原文已由作者删改，现只写" + quoted + "。"
                                  : quoted + " is all that is left of the post.";
}

std::string is_rewritten(std::string_view text, Language language) {
  return (language == Language::zh ? "全文已改写，现称：" : "the post was rewritten and now says: ") +
         std::string(text);
}

}  // namespace gailou::digest
