#include "digest/compose/features.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "digest/text/chars.h"
#include "digest/text/normalize.h"
#include "digest/text/numbers.h"

namespace gailou::digest {
namespace {

using Kind = Feature::Kind;

constexpr std::u32string_view kCommonWords[] = {
    U"the",   U"an",   U"of",   U"to",    U"in",    U"is",      U"on",     U"for",   U"and",   U"or",
    U"it",    U"that", U"this", U"with",  U"as",    U"be",      U"are",    U"was",   U"were",  U"at",
    U"by",    U"from", U"not",  U"but",   U"you",   U"your",    U"we",     U"our",   U"they",  U"he",
    U"she",   U"if",   U"so",   U"do",    U"does",  U"can",     U"will",   U"just",  U"have",  U"has",
    U"had",   U"its",  U"than", U"then",  U"there", U"their",   U"them",   U"what",  U"which", U"who",
    U"when",  U"how",  U"all",  U"any",   U"more",  U"most",    U"only",   U"into",  U"out",   U"up",
    U"no",    U"yes",  U"been", U"being", U"would", U"could",   U"should", U"about", U"also",  U"these",
    U"those", U"me",   U"my",   U"some",  U"very",  U"because", U"am",     U"us"};

/// FNV-1a over the characters, begun by the kind, so that a word is never taken for a pair.
std::uint64_t key_of(char32_t kind, std::u32string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U ^ kind;
  for (const char32_t c : text) hash = (hash ^ c) * 0x100000001b3U;
  return hash;
}

bool is_currency(char32_t c) {
  return c == U'$' || c == U'¥' || c == U'€' || c == U'£';
}

void add_figures(const std::u32string& text, std::vector<Feature>& out) {
  for (const auto& number : find_numbers(text)) {
    const bool paid = number.begin > 0 && is_currency(text[number.begin - 1]);
    const bool rate = number.end < text.size() && text[number.end] == U'%';
    const bool measured = paid || rate || number.multiplier >= 1e4;
    const auto kind = measured ? Kind::measured_figure : Kind::figure;
    const auto add = [&](double value) {
      const auto name = figure_name(value * number.multiplier);
      out.push_back({key_of(U'#', std::u32string(name.begin(), name.end())), kind});
    };
    add(number.first);
    if (number.second) add(*number.second);
  }
}

bool is_word_char(char32_t c) {
  return !is_cjk(c) && (is_word(c) || c == U'.' || c == U'-');
}

/// `first`: it opens the sentence, so that one capital at its front makes no name.
void add_word(std::u32string_view word, bool first, std::vector<Feature>& out) {
  while (!word.empty() && !is_word(word.back())) word.remove_suffix(1);
  while (!word.empty() && !is_word(word.front())) word.remove_prefix(1);
  const auto is_letter = [](char32_t c) { return is_word(c) && !is_decimal(c) && c != U'_'; };
  if (word.size() < 2 || std::none_of(word.begin(), word.end(), is_letter)) return;
  const auto low = lower(word);
  if (std::find(std::begin(kCommonWords), std::end(kCommonWords), low) != std::end(kCommonWords)) return;
  const bool name = std::any_of(word.begin() + (first ? 1 : 0), word.end(),
                                [](char32_t c) { return is_latin_upper(c) || is_decimal(c); });
  out.push_back({key_of(U'w', low), name ? Kind::name : Kind::word});
}

}  // namespace

std::vector<Feature> features_of(std::string_view text) {
  const auto chars = norm32(text);
  std::vector<Feature> out;
  add_figures(chars, out);
  for (std::size_t i = 0; i < chars.size();) {
    if (is_cjk(chars[i])) {
      if (i + 1 < chars.size() && is_cjk(chars[i + 1]))
        out.push_back({key_of(U'p', std::u32string_view(chars).substr(i, 2)), Kind::pair});
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < chars.size() && is_word_char(chars[end])) ++end;
    if (end > i) add_word(std::u32string_view(chars).substr(i, end - i), i == 0, out);
    i = std::max(end, i + 1);
  }
  return out;
}

FeatureKeys feature_keys(std::string_view text) {
  FeatureKeys keys;
  for (const auto& feature : features_of(text)) keys.insert(feature.key);
  return keys;
}

FeatureCounts count_features(const std::vector<Feature>& features) {
  std::set<std::uint64_t> figures;
  std::set<std::uint64_t> names;
  std::set<std::uint64_t> latin;
  for (const auto& feature : features) {
    if (feature.kind == Kind::figure || feature.kind == Kind::measured_figure) figures.insert(feature.key);
    if (feature.kind == Kind::name) names.insert(feature.key);
    if (feature.kind == Kind::name || feature.kind == Kind::word) latin.insert(feature.key);
  }
  return {.figures = figures.size(), .names = names.size(), .latin = latin.size()};
}

}  // namespace gailou::digest
