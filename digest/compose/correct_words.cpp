#include "digest/compose/correct_words.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "digest/compose/prose.h"
#include "digest/compose/wording.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kUncutUnits = 70;    // of both together: up to this the sentences stand whole
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

Rewording rewording_of(std::string_view before, std::string_view after) {
  const auto whole = Rewording{.subject = {}, .before = quotable(before), .after = quotable(after)};
  if (units(before) + units(after) <= kUncutUnits) return whole;
  const auto a = clauses_of(before);
  const auto b = clauses_of(after);
  const auto shorter = std::min(a.size(), b.size());
  const auto same = [](std::string_view x, std::string_view y) { return core_of(x) == core_of(y); };
  std::size_t front = 0;
  while (front < shorter && same(a[front], b[front])) ++front;
  std::size_t back = 0;
  while (back + front < shorter && same(a[a.size() - 1 - back], b[b.size() - 1 - back])) ++back;
  // A part that was put in or taken out shows beside one that stayed.
  const bool is_empty = front + back == shorter;
  const auto is_bare = [&](const auto& clauses) {
    std::size_t length = 0;
    for (std::size_t i = front; i + back < clauses.size(); ++i) length += units(clauses[i]);
    return length < kBareUnits;
  };
  if (front > 0 && (is_empty || is_bare(a) || is_bare(b))) --front;
  if (is_empty && front + back == shorter && back > 0) --back;
  if (front + back >= shorter) return whole;
  Rewording cut{.subject = {},
                .before = quotable(slice(before, a, front, back)),
                .after = quotable(slice(after, b, front, back))};
  if (front > 0 && units(b[0]) <= kSubjectUnits) cut.subject = quotable(b[0]);
  return cut;
}

std::string was_and_is(const std::vector<Rewording>& changes, Language language) {
  std::string text;
  std::string last;
  for (const auto& change : changes) {
    if (!text.empty()) text += language == Language::zh ? "；" : "; ";
    if (change.subject != last) text += subject_of(change, language);
    last = change.subject;
    if (language == Language::zh) {
      text += "原为“" + change.before + "”，现改为“" + change.after + "”";
    } else {
      text += "“" + change.before + "” is now “" + change.after + "”";
    }
  }
  return text + (language == Language::zh ? "。" : ".");
}

std::string is_now(const std::vector<Rewording>& changes, Language language) {
  std::string text;
  for (const auto& change : changes) {
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
