#include "digest/deals/offer_name.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "digest/deals/scan.h"
#include "digest/deals/words.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

constexpr std::size_t kNameUnits = 16;   // a name is short; the schema's limit is 30
constexpr std::size_t kChineseLead = 6;  // characters in front of a brand that belong to it
constexpr std::size_t kChineseTail = 9;  // and behind it
constexpr std::size_t kRunsOfName = 2;   // of capitals in English prose
constexpr std::size_t kPrefix = 2;       // of a Chinese name, by which it is called too

bool is_name_latin(char32_t c) {
  return is_latin(c) || is_latin_digit(c);
}

struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool latin = false;
};

/// Runs of Latin letters and digits (with what joins them), and runs of Chinese characters.
std::vector<Token> tokens_of(Text text) {
  std::vector<Token> out;
  for (std::size_t at = 0; at < text.size();) {
    const bool latin = is_name_latin(text[at]);
    if (!latin && !is_cjk(text[at])) {
      ++at;
      continue;
    }
    auto end = at + 1;
    const auto joins = [&](std::size_t i) {
      return Text(U"-.'&+").find(text[i]) != Text::npos && i + 1 < text.size() && is_name_latin(text[i + 1]);
    };
    while (end < text.size() && (latin ? is_name_latin(text[end]) || joins(end) : is_cjk(text[end]))) ++end;
    out.push_back({.begin = at, .end = end, .latin = latin});
    at = end;
  }
  return out;
}

/// A Latin word that can name something: no figure, none of the words that all offers use.
bool is_brand(Text text, const Token& token) {
  if (!token.latin) return false;
  const auto word = small_form(text.substr(token.begin, token.end - token.begin));
  if (word.size() < 2 || is_deal_word(word, DealWord::no_name)) return false;
  const bool has_letter = std::any_of(word.begin(), word.end(), [](char32_t c) { return is_latin(c); });
  if (!has_letter) return false;
  // "75k", "20w", "1.5kg": a figure with its scale or unit.
  const auto letters = static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_latin));
  const bool figure = is_latin_digit(word.front()) && letters <= 2;
  return !figure;
}

/// Fillers at both ends taken off a run of Chinese.
Text without_fillers(Text run) {
  for (bool again = true; again && !run.empty();) {
    again = false;
    for (std::size_t length = std::min<std::size_t>(run.size(), 5); length > 0; --length) {
      if (is_deal_word(run.substr(0, length), DealWord::filler)) {
        run.remove_prefix(length);
        again = true;
        break;
      }
      if (is_deal_word(run.substr(run.size() - length), DealWord::filler)) {
        run.remove_suffix(length);
        again = true;
        break;
      }
    }
  }
  return run;
}

struct Piece {
  std::u32string text{};
  bool glued = false;  // no blank before it in the text
  bool brand = false;
};

/// In English prose names have capitals or digits; what follows one without is no more of the name.
std::vector<Token> name_tokens(Text clause) {
  auto tokens = tokens_of(clause);
  const bool chinese = std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return !token.latin; });
  if (chinese) return tokens;
  const auto is_name = [&](const Token& token) {
    const bool capital = is_latin_upper(clause[token.begin]) || clause.substr(token.begin, 2) == U"iP" ||
                         clause.substr(token.begin, 2) == U"eB";
    return is_brand(clause, token) && capital;
  };
  // "Woot has the Bose QC45": who sells and what is sold.
  std::vector<Token> names;
  std::size_t runs = 0;
  for (std::size_t i = 0; i < tokens.size() && runs <= kRunsOfName; ++i) {
    const bool goes_on =
        !names.empty() && i > 0 && names.back().end == tokens[i - 1].end && tokens[i].begin <= tokens[i - 1].end + 1;
    const bool digits = is_latin_digit(clause[tokens[i].begin]);
    if (!is_name(tokens[i]) && !(digits && goes_on)) continue;
    if (!goes_on && ++runs > kRunsOfName) break;
    names.push_back(tokens[i]);
  }
  return names;
}

/// The pieces of a name in one clause.
std::vector<Piece> pieces_of(Text clause) {
  const auto tokens = name_tokens(clause);
  const auto first_brand =
      std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) { return is_brand(clause, token); });
  const bool english = std::all_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.latin; });
  std::vector<Piece> out;
  std::size_t last_end = 0;
  for (auto it = tokens.begin(); it != tokens.end(); ++it) {
    const auto run = clause.substr(it->begin, it->end - it->begin);
    const bool joined = Text(U":+&/").find(char_before(clause, it->begin)) != Text::npos && it->begin > 0;
    Piece piece{.glued = it->begin == last_end && last_end > 0, .brand = is_brand(clause, *it)};
    if (it->latin) {
      if (!piece.brand && !is_deal_word(small_form(run), DealWord::offer)) {
        const auto small = small_form(run);
        const bool figure = is_latin_digit(small.front());
        if (is_deal_word(small, DealWord::no_name) && small != U"typ") continue;
        if (figure && !english) {
          // Between Chinese words a figure ends the name: what follows is how much.
          if (first_brand != tokens.end() ? it > first_brand : !out.empty()) break;
          continue;
        }
        if (!figure && small != U"typ") continue;
      }
      piece.text = std::u32string(run);
    } else {
      auto words = without_fillers(run);
      const bool lead = first_brand != tokens.end() && it < first_brand;
      if (words.empty() || words.size() > (lead ? kChineseLead : kChineseTail)) {
        if (lead || out.empty() || words.empty()) continue;
        break;
      }
      piece.glued &= words.data() == run.data();
      piece.text = std::u32string(words);
    }
    if (joined && !out.empty()) piece.text.insert(piece.text.begin(), clause[it->begin - 1]);
    piece.glued |= joined;
    out.push_back(std::move(piece));
    last_end = it->end;
  }
  return out;
}

std::string joined_name(const std::vector<Piece>& pieces) {
  std::string name;
  for (const auto& piece : pieces) {
    const auto word = to_u8(piece.text);
    const auto longer = name.empty() ? word : name + (piece.glued ? "" : " ") + word;
    if (units(longer) > kNameUnits) break;
    name = longer;
  }
  return name;
}

/// Clauses of the text up to the amount.
std::vector<Text> clauses_before(Text text, std::size_t amount_at) {
  static constexpr Text kEnds = U",。;!?\n()—【】[]|";
  std::vector<Text> out;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= amount_at && at <= text.size(); ++at) {
    const bool end = at == amount_at || at == text.size() || kEnds.find(text[at]) != Text::npos;
    if (!end) continue;
    if (at > from) out.push_back(text.substr(from, at - from));
    from = at + 1;
  }
  return out;
}

/// What stands behind the amount in its clause.
Text clause_behind(Text text, std::size_t amount_at) {
  auto behind = text.substr(std::min(amount_at, text.size()));
  std::size_t end = 0;
  while (end < behind.size()) {
    const bool in_figure = behind[end] == U',' && is_digit_at(behind, end + 1);
    if (!in_figure && Text(U",。;!?\n().").find(behind[end]) != Text::npos && !is_digit_at(behind, end + 1)) break;
    ++end;
  }
  return behind.substr(0, end);
}

std::ptrdiff_t brands_in(const std::vector<Piece>& pieces) {
  return std::count_if(pieces.begin(), pieces.end(), [](const Piece& piece) { return piece.brand; });
}

bool has_brand(const std::vector<Piece>& pieces) {
  return std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) { return piece.brand; });
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

bool stands_in(Text text, const NameKey& key) {
  return find_word(text, key.word) != Text::npos;
}

}  // namespace

std::string offer_name(std::u32string_view text, std::size_t amount_at) {
  const auto clauses = clauses_before(text, amount_at);
  std::vector<Piece> lead;
  std::vector<Piece> last;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    auto pieces = pieces_of(clauses[i]);
    if (i + 1 == clauses.size()) {
      last = std::move(pieces);
    } else if (lead.empty() && has_brand(pieces)) {
      lead = std::move(pieces);
    }
  }
  // "Citi 又出一个,TYP 转 Virgin Atlantic 加赠 30%": who offers stands before what.
  if (!lead.empty() && brands_in(lead) <= 1) {
    std::erase_if(lead, [](const Piece& piece) { return !piece.brand; });
    lead.insert(lead.end(), last.begin(), last.end());
  }
  auto name = lead.empty() ? std::move(last) : std::move(lead);
  // "Amex Offer: get $120 back at Dell": what it is good for may stand behind.
  if (brands_in(name) == 1) {
    const auto behind = clause_behind(text, amount_at);
    for (const auto& token : name_tokens(behind)) {
      if (!is_brand(behind, token) || !is_latin_upper(behind[token.begin])) continue;
      name.push_back({.text = std::u32string(behind.substr(token.begin, token.end - token.begin)), .brand = true});
      break;
    }
  }
  return joined_name(name);
}

std::vector<NameKey> name_keys(std::string_view offer) {
  const auto name = norm32(offer);
  std::vector<NameKey> keys;
  std::u32string initials;
  std::size_t last_end = 0;
  const auto end_run = [&] {
    if (initials.size() >= 2 && !is_deal_word(initials, DealWord::no_name) && initials != U"us" && initials != U"so")
      keys.push_back({.word = initials, .initials = true});
    initials.clear();
  };
  for (const auto& token : tokens_of(name)) {
    const auto run = Text(name).substr(token.begin, token.end - token.begin);
    if (token.latin) {
      const auto word = small_form(run);
      if (token.begin > last_end + 1) end_run();
      initials.push_back(word.front());
      const bool generic = is_deal_word(word, DealWord::no_name) || is_latin_digit(word.front());
      if (word.size() >= 2 && !is_deal_word(word, DealWord::no_name))
        add_key(keys, word, generic || is_deal_word(word, DealWord::weak_name));
      last_end = token.end;
    } else {
      end_run();
      for (auto& part : chinese_parts(run)) {
        for (auto& word : words_of_chinese(part)) {
          const bool weak = is_deal_word(word, DealWord::weak_name);
          add_key(keys, std::move(word), weak);
        }
      }
    }
  }
  end_run();
  return keys;
}

std::vector<std::size_t> named_in(std::u32string_view text, const std::vector<std::vector<NameKey>>& offers) {
  std::map<std::u32string, std::size_t> holders;
  for (const auto& keys : offers) {
    for (const auto& key : keys) ++holders[key.word];
  }
  std::vector<std::size_t> named;
  std::vector<std::pair<std::size_t, std::size_t>> shared;  // how many words, whose
  for (std::size_t i = 0; i < offers.size(); ++i) {
    std::size_t own = 0;
    std::size_t common = 0;
    std::size_t weak = 0;
    for (const auto& key : offers[i]) {
      if (!stands_in(text, key)) continue;
      if (key.weak)
        ++weak;
      else
        ++(holders[key.word] == 1 ? own : common);
    }
    if (own > 0)
      named.push_back(i);
    else if (common > 0 || weak >= 2)
      shared.emplace_back(2 * common + weak, i);
  }
  if (!named.empty() || shared.empty()) return named;
  std::sort(shared.rbegin(), shared.rend());
  if (shared.size() == 1 || shared[0].first > shared[1].first) return {shared[0].second};
  return {};
}

bool may_be_same(const std::vector<NameKey>& a, const std::vector<NameKey>& b) {
  std::set<std::u32string> left;
  std::set<std::u32string> right;
  for (const auto& key : a) {
    if (!key.weak && !key.initials) left.insert(key.word);
  }
  for (const auto& key : b) {
    if (!key.weak && !key.initials) right.insert(key.word);
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
  for (const auto& token : tokens_of(name)) {
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
