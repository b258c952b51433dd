#include "digest/compose/wording.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

/// Words that may come and go without a change of matter. The longest that fits is taken first.
constexpr auto kIdleWords = std::to_array<Text>(
    {U"但是", U"不过", U"然后", U"所以", U"因为", U"因此", U"而且", U"以及", U"还有", U"或者", U"如果",
     U"虽然", U"觉得", U"感觉", U"认为", U"应该", U"其实", U"已经", U"现在", U"目前", U"这个", U"那个",
     U"这些", U"那些", U"我们", U"你们", U"他们", U"自己", U"大家", U"楼主", U"什么", U"怎么", U"这样",
     U"那样", U"非常", U"比较", U"真的", U"一下", U"一些", U"有点", U"谢谢", U"感谢", U"多谢", U"补充",
     U"更新", U"编辑", U"修改", U"另外", U"对了", U"顺便", U"总之", U"哈哈", U"嘿嘿", U"呵呵", U"挺",
     U"很",   U"太",   U"的",   U"了",   U"吧",   U"啊",   U"呢",   U"吗",   U"呀",   U"哦",   U"嘛",
     U"哈",   U"也",   U"都",   U"就",   U"还",   U"又",   U"才",   U"再",   U"与",   U"和",   U"及",
     U"跟",   U"着",   U"过",   U"得",   U"地",   U"之",   U"此",   U"这",   U"那",   U"我",   U"你",
     U"他",   U"她",   U"它",   U"们",   U"个",   U"嗯",   U"哎",   U"唉",   U"嘿"});

constexpr auto kIdleLatin = std::to_array<Text>(
    {U"the",    U"a",    U"an",   U"of",     U"to",   U"in",   U"is",   U"on",     U"for",  U"and",   U"or",
     U"it",     U"that", U"this", U"with",   U"as",   U"be",   U"are",  U"was",    U"were", U"at",    U"by",
     U"but",    U"so",   U"do",   U"does",   U"just", U"have", U"has",  U"had",    U"its",  U"then",  U"there",
     U"also",   U"i",    U"we",   U"you",    U"my",   U"me",   U"your", U"very",   U"some", U"about", U"really",
     U"thanks", U"thx",  U"edit", U"update", U"ps",   U"lol",  U"haha", U"please", U"pls",  U"now",   U"hi"});

/// One of these alone turns a statement round, or says another time, place or measure.
constexpr Text kTelling =
    U"不没无未非别勿莫否禁停废开关涨跌升降增减前后早晚多少高低内外大小免仅只限必须新旧年月周天日时一二两三四五六七八九"
    U"十半"
    U"百千万亿倍折买卖入出输赢真假全各每";

// A longer word may have two letters wrong.
constexpr std::size_t kTypoWord = 4;
constexpr std::size_t kLongWord = 8;

bool is_inside_figure(Text text, std::size_t at) {
  constexpr Text kMarks = U".,/:-–";
  return kMarks.find(text[at]) != Text::npos && at > 0 && at + 1 < text.size() && is_latin_digit(text[at - 1]) &&
         is_latin_digit(text[at + 1]);
}

bool is_letter(char32_t c) {
  return is_word(c) && !is_cjk(c) && !is_latin_digit(c);
}

/// Dollars are meant where nothing else is said: "$95", "95 刀" and "95 美元" are one.
std::size_t dollar_length(Text rest) {
  for (const Text word : {Text(U"$"), Text(U"刀"), Text(U"美元"), Text(U"美金"), Text(U"usd")}) {
    if (rest.starts_with(word)) return word.size();
  }
  return 0;
}

std::u32string lower_norm(std::string_view text) {
  return lower(norm32(text));
}

using Tokens = std::vector<std::u32string>;

std::size_t run_length(Text text, std::size_t at) {
  std::size_t end = at + 1;
  if (is_latin_digit(text[at])) {
    while (end < text.size() && (is_latin_digit(text[end]) || is_inside_figure(text, end))) ++end;
  } else if (is_letter(text[at])) {
    while (end < text.size() && (is_letter(text[end]) || text[end] == U'\'')) ++end;
  }
  return end - at;
}

/// A Chinese character, a word, a figure without its commas, or a sign that a figure needs.
Tokens tokens_of(std::string_view sentence) {
  const auto text = lower_norm(sentence);
  Tokens tokens;
  for (std::size_t at = 0; at < text.size();) {
    if (const auto dollar = dollar_length(Text(text).substr(at)); dollar > 0) {
      at += dollar;
    } else if (is_word(text[at])) {
      const auto length = run_length(text, at);
      auto token = text.substr(at, length);
      if (is_latin_digit(token.front())) std::erase(token, U',');
      if (token == U"w" && !tokens.empty() && is_latin_digit(tokens.back().back())) token = U"万";
      tokens.push_back(std::move(token));
      at += length;
    } else {
      if (Text(U"%¥€£").find(text[at]) != Text::npos) tokens.emplace_back(1, text[at]);
      ++at;
    }
  }
  return tokens;
}

/// What one wording has and the other hasn't, at one place.
struct Hunk {
  Tokens before{};
  Tokens after{};
};

/// From a longest common subsequence: hunks are as small as can be.
std::vector<Hunk> hunks_of(const Tokens& a, const Tokens& b) {
  std::vector<std::vector<std::uint16_t>> common(a.size() + 1, std::vector<std::uint16_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      const int best = a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
      common[i][j] = static_cast<std::uint16_t>(best);
    }
  }
  std::vector<Hunk> hunks;
  Hunk hunk;
  const auto close = [&] {
    if (!hunk.before.empty() || !hunk.after.empty()) hunks.push_back(std::move(hunk));
    hunk = {};
  };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      close();
      ++i;
      ++j;
    } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      hunk.before.push_back(a[i++]);
    } else {
      hunk.after.push_back(b[j++]);
    }
  }
  close();
  return hunks;
}

std::u32string chinese_of(const Tokens& tokens) {
  std::u32string text;
  for (const auto& token : tokens) {
    if (is_cjk(token.front())) text += token;
  }
  return text;
}

std::u32string without_idle(Text text) {
  std::u32string out;
  while (!text.empty()) {
    const auto idle =
        std::find_if(kIdleWords.begin(), kIdleWords.end(), [&](Text word) { return text.starts_with(word); });
    if (idle == kIdleWords.end()) out.push_back(text.front());
    text.remove_prefix(idle == kIdleWords.end() ? 1 : idle->size());
  }
  return out;
}

bool has_telling(Text text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return kTelling.find(c) != Text::npos; });
}

bool differs_in_chinese(const Hunk& hunk) {
  auto before = chinese_of(hunk.before);
  auto after = chinese_of(hunk.after);
  const bool is_one_each = before.size() <= 1 && after.size() <= 1;
  if (is_one_each) return has_telling(before) || has_telling(after);
  before = without_idle(before);
  after = without_idle(after);
  std::u32string sorted_before = before;
  std::u32string sorted_after = after;
  std::sort(sorted_before.begin(), sorted_before.end());
  std::sort(sorted_after.begin(), sorted_after.end());
  if (sorted_before == sorted_after) return false;  // turned round, or nothing but idle words
  return std::max(before.size(), after.size()) > 1 || has_telling(before) || has_telling(after);
}

std::size_t edit_distance(Text a, Text b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

bool is_typo(Text a, Text b) {
  const auto shorter = std::min(a.size(), b.size());
  if (shorter < kTypoWord || std::max(a.size(), b.size()) > 40) return false;
  return edit_distance(a, b) <= (shorter >= kLongWord ? 2U : 1U);
}

Tokens words_in(const Tokens& tokens) {
  Tokens words;
  for (const auto& token : tokens) {
    if (!is_letter(token.front())) continue;
    if (std::find(kIdleLatin.begin(), kIdleLatin.end(), Text(token)) == kIdleLatin.end()) words.push_back(token);
  }
  return words;
}

bool differs_in_words(const Hunk& hunk) {
  const auto before = words_in(hunk.before);
  auto after = words_in(hunk.after);
  for (const auto& word : before) {
    const auto same = std::find_if(after.begin(), after.end(),
                                   [&](const auto& other) { return other == word || is_typo(word, other); });
    if (same == after.end()) return true;
    after.erase(same);
  }
  return !after.empty();
}

/// Figures and their signs.
bool differs_in_figures(const Hunk& hunk) {
  const auto figures = [](const Tokens& tokens) {
    Tokens found;
    for (const auto& token : tokens) {
      if (!is_cjk(token.front()) && !is_letter(token.front())) found.push_back(token);
    }
    return found;
  };
  return figures(hunk.before) != figures(hunk.after);
}

}  // namespace

std::u32string core_of(std::string_view text) {
  const auto chars = lower_norm(text);
  std::u32string core;
  for (std::size_t i = 0; i < chars.size(); ++i) {
    const bool inside = chars[i] != U',' && is_inside_figure(chars, i);
    if (is_word(chars[i]) || chars[i] == U'%' || inside) core.push_back(chars[i]);
  }
  return core;
}

bool differ_in_substance(std::string_view before, std::string_view after) {
  const auto hunks = hunks_of(tokens_of(before), tokens_of(after));
  return std::any_of(hunks.begin(), hunks.end(), [](const Hunk& hunk) {
    return differs_in_figures(hunk) || differs_in_words(hunk) || differs_in_chinese(hunk);
  });
}

}  // namespace gailou::digest
