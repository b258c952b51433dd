// By which words of its name an offer is called, and which offers a text calls.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "digest/deals/name_words.h"
#include "digest/deals/offer_name.h"
#include "digest/deals/scan.h"
#include "digest/deals/words.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;
using Token = NameWord;

constexpr std::size_t kPrefix = 2;      // of a Chinese name, by which it is called too
constexpr std::size_t kShortTalk = 60;  // characters

bool is_chinese_word(Text word) {
  return !word.empty() && is_cjk(word.front());
}

std::vector<std::u32string> chinese_parts(Text run) {
  static constexpr auto kGeneric =
      std::to_array<Text>({U"开户", U"开卡", U"新户", U"新客", U"礼卡", U"邮件", U"活动", U"优惠", U"里程转", U"转",
                           U"卡", U"店里", U"消费", U"会员", U"官方", U"旗舰店", U"自营", U"翻新", U"专区"});
  std::vector<std::u32string> parts;
  std::u32string part;
  for (std::size_t at = 0; at < run.size();) {
    const auto generic =
        std::find_if(kGeneric.begin(), kGeneric.end(), [&](Text word) { return run.substr(at).starts_with(word); });
    if (generic == kGeneric.end()) {
      part.push_back(run[at++]);
      continue;
    }
    if (part.size() >= kPrefix) parts.push_back(part);
    part.clear();
    at += generic->size();
  }
  if (part.size() >= kPrefix) parts.push_back(part);
  return parts;
}

/// What a Chinese name is called by: all of it, its front (the brand), its back (the thing).
std::vector<std::u32string> words_of_chinese(const std::u32string& part) {
  std::vector<std::u32string> words{part};
  if (part.size() > kPrefix + 1) words.push_back(part.substr(0, kPrefix));
  if (part.size() == 2 * kPrefix) words.push_back(part.substr(kPrefix));
  if (part.size() > 2 * kPrefix) {
    words.push_back(part.substr(0, kPrefix + 1));
    words.push_back(part.substr(part.size() - kPrefix - 1));
  }
  return words;
}

void add_key(std::vector<NameKey>& keys, std::u32string word, bool weak) {
  const auto same = [&](const NameKey& key) { return key.word == word; };
  if (std::none_of(keys.begin(), keys.end(), same)) keys.push_back({.word = std::move(word), .weak = weak});
}

void add_inner(std::vector<NameKey>& keys, std::u32string word) {
  static constexpr Text kJoining = U"的了在有是我你他这那就也都看里个和与或送给到从为";
  const bool joins = std::any_of(word.begin(), word.end(), [](char32_t c) { return kJoining.find(c) != Text::npos; });
  const auto same = [&](const NameKey& key) { return key.word == word; };
  if (joins || is_deal_word(word, DealWord::weak_name) || std::any_of(keys.begin(), keys.end(), same)) return;
  keys.push_back({.word = std::move(word), .inner = true});
}

bool stands_in(Text text, const NameKey& key) {
  return find_word(text, key.word) != Text::npos;
}

}  // namespace

std::vector<NameKey> name_keys(std::string_view offer) {
  const auto name = norm32(offer);
  std::vector<NameKey> keys;
  std::vector<NameKey> inner;
  std::u32string initials;
  std::size_t last_end = 0;
  const auto end_run = [&] {
    if (initials.size() >= 2 && !is_deal_word(initials, DealWord::no_name) && initials != U"us" && initials != U"so")
      keys.push_back({.word = initials, .initials = true});
    initials.clear();
  };
  for (const auto& token : name_words(name)) {
    const auto run = Text(name).substr(token.begin, token.end - token.begin);
    if (token.latin) {
      const auto word = small_form(run);
      if (token.begin > last_end + 1) end_run();
      initials.push_back(word.front());
      const auto letters = std::count_if(word.begin(), word.end(), is_latin);
      const bool generic = is_deal_word(word, DealWord::no_name) || (is_latin_digit(word.front()) && letters < 3);
      if (word.size() >= 2 && !is_deal_word(word, DealWord::no_name))
        add_key(keys, word, generic || is_deal_word(word, DealWord::weak_name));
      last_end = token.end;
    } else {
      end_run();
      for (std::size_t i = 0; i + 1 < run.size(); ++i) add_inner(inner, std::u32string(run.substr(i, kPrefix)));
      for (auto& part : chinese_parts(run)) {
        for (auto& word : words_of_chinese(part)) {
          const bool weak = is_deal_word(word, DealWord::weak_name);
          add_key(keys, std::move(word), weak);
        }
      }
    }
  }
  end_run();
  for (auto& key : inner) {
    const auto same = [&](const NameKey& other) { return other.word == key.word; };
    if (std::none_of(keys.begin(), keys.end(), same)) keys.push_back(std::move(key));
  }
  return keys;
}

std::vector<std::size_t> named_in(std::u32string_view text, const std::vector<std::vector<NameKey>>& offers) {
  std::map<std::u32string, std::size_t> holders;
  for (const auto& keys : offers) {
    for (const auto& key : keys) ++holders[key.word];
  }
  std::vector<std::size_t> named;
  std::vector<std::size_t> inside;
  std::vector<std::pair<std::size_t, std::size_t>> shared;  // how many words, whose
  for (std::size_t i = 0; i < offers.size(); ++i) {
    std::size_t within = 0;
    std::size_t own = 0;
    std::size_t common = 0;
    std::size_t weak = 0;
    for (const auto& key : offers[i]) {
      if (!stands_in(text, key)) continue;
      if (key.inner || (key.weak && is_chinese_word(key.word))) within += holders[key.word] == 1 ? 1U : 0U;
      if (key.inner) continue;
      if (key.weak)
        ++weak;
      else
        ++(holders[key.word] == 1 ? own : common);
    }
    if (within > 0) inside.push_back(i);
    if (own > 0)
      named.push_back(i);
    else if (common > 0 || weak >= 2)
      shared.emplace_back(2 * common + weak, i);
  }
  if (!named.empty()) return named;
  // By a piece of its name, in few words: 花卡 of 移动花卡宝藏版, 美团那个.
  if (shared.empty()) return inside.size() == 1 && text.size() <= kShortTalk ? inside : named;
  std::sort(shared.rbegin(), shared.rend());
  if (shared.size() == 1 || shared[0].first > shared[1].first) return {shared[0].second};
  return {};
}

bool may_be_same(const std::vector<NameKey>& a, const std::vector<NameKey>& b) {
  std::set<std::u32string> left;
  std::set<std::u32string> right;
  for (const auto& key : a) {
    if (!key.weak && !key.initials && !key.inner) left.insert(key.word);
  }
  for (const auto& key : b) {
    if (!key.weak && !key.initials && !key.inner) right.insert(key.word);
  }
  if (left.empty() || right.empty()) return false;
  const auto within = [](const auto& small, const auto& large) {
    return std::all_of(small.begin(), small.end(), [&](const auto& word) { return large.contains(word); });
  };
  return within(left, right) || within(right, left);
}

std::string name_said_in(std::string_view offer, std::string_view text) {
  const auto name = norm32(offer);
  const auto said = small_form(norm32(text));
  std::u32string out;
  std::size_t last_end = 0;
  for (const auto& token : name_words(name)) {
    const auto run = Text(name).substr(token.begin, token.end - token.begin);
    if (find_word(said, small_form(run), 0) == Text::npos) continue;
    if (!out.empty() && token.begin > last_end) out.push_back(U' ');
    out += run;
    last_end = token.end;
  }
  auto part = to_u8(out);
  const auto keys = name_keys(part);
  const bool names = std::any_of(keys.begin(), keys.end(), [](const NameKey& key) { return !key.weak; });
  return names ? part : std::string();
}

}  // namespace gailou::digest
