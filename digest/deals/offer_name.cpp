#include "digest/deals/offer_name.h"

#include <algorithm>
#include <array>

#include "digest/deals/name_words.h"
#include "digest/deals/scan.h"
#include "digest/deals/words.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;
using Token = NameWord;

constexpr std::size_t kNameUnits = 16;   // a name is short; the schema's limit is 30
constexpr std::size_t kChineseLead = 6;  // characters in front of a brand that belong to it
constexpr std::size_t kChineseTail = 9;  // and behind it
constexpr std::size_t kRunsOfName = 2;   // of capitals in English prose

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

/// Of a longer run what stands before the first word that only joins or says when: 交话费的看这里, 永辉超市周三会员日.
Text what_is_named(Text run) {
  static constexpr auto kStops =
      std::to_array<Text>({U"的",   U"了",   U"看",   U"周一", U"周二",   U"周三", U"周四", U"周五", U"周六",
                           U"周日", U"周末", U"今",   U"明天", U"会员日", U"专场", U"活动", U"大促", U"这",
                           U"那",   U"从",   U"现在", U"扫",   U"付款",   U"充值", U"一起", U"又",   U"还"});
  static constexpr Text kPointing = U"这那我你他她它";
  if (run.empty() || kPointing.find(run.front()) != Text::npos) return {};
  static constexpr Text kNumerals = U"一二两三四五六七八九十百千万几";
  const auto number = run.find_first_not_of(kNumerals);
  if (number == Text::npos || run.substr(number).starts_with(U"以上")) return {};
  if (run.starts_with(U"交") && run.size() > 3) run.remove_prefix(1);
  if (run.size() > 3 && run.ends_with(U"里")) run.remove_suffix(1);
  for (std::size_t at = 2; at < run.size(); ++at) {
    if (std::any_of(kStops.begin(), kStops.end(), [&](Text stop) { return run.substr(at).starts_with(stop); }))
      return run.substr(0, at);
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
  auto tokens = name_words(clause);
  const bool chinese = std::any_of(tokens.begin(), tokens.end(), [](const Token& token) { return !token.latin; });
  if (chinese) return tokens;
  static constexpr auto kOpenings = std::to_array<Text>({U"first up", U"heads up", U"next up", U"also"});
  const auto small_clause = small_form(clause);
  for (const Text opening : kOpenings) {
    if (Text(small_clause).find(opening) != Text::npos && clause.size() <= opening.size() + 2) return {};
  }
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
      auto words = without_fillers(what_is_named(without_fillers(run)));
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

bool names_something(const std::vector<Piece>& pieces) {
  std::u32string all;
  for (const auto& piece : pieces) all += piece.text + U" ";
  const auto keys = name_keys(to_u8(all));
  return std::any_of(keys.begin(), keys.end(), [](const NameKey& key) { return !key.weak && !key.inner; });
}

/// Where prices are told, the shop or the thing stands in a clause of its own, in front: 永辉超市,玉米油只要 59.9.
constexpr std::size_t kShopUnits = 6;
constexpr std::size_t kShopClause = 14;

bool is_a_heading(Text clause) {
  static constexpr Text kTalk = U"我你他她不没吗呢吧啊是有想";
  return clause.size() <= kShopClause && clause.find_first_of(kTalk) == Text::npos;
}

/// Names of the clauses before the last, as far as they are needed.
std::vector<Piece> headings(const std::vector<Text>& clauses, bool is_needed) {
  std::vector<Piece> out;
  for (std::size_t i = 0; i + 1 < clauses.size(); ++i) {
    if (!is_needed && (i > 0 || !is_a_heading(clauses[i]))) break;
    auto pieces = pieces_of(clauses[i]);
    if (pieces.empty() || pieces.front().text.size() < 2) continue;
    if (!is_needed) pieces.resize(1);
    for (auto& piece : pieces) out.push_back(std::move(piece));
    if (!is_needed && units(joined_name(out)) > kShopUnits) return {};
    if (is_needed && names_something(out)) break;
  }
  return out;
}

std::ptrdiff_t brands_in(const std::vector<Piece>& pieces) {
  return std::count_if(pieces.begin(), pieces.end(), [](const Piece& piece) { return piece.brand; });
}

bool has_strong_brand(const std::vector<Piece>& pieces) {
  return std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
    return piece.brand && !is_deal_word(small_form(piece.text), DealWord::weak_name);
  });
}

bool has_brand(const std::vector<Piece>& pieces) {
  return std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) { return piece.brand; });
}

}  // namespace

std::string offer_name(std::u32string_view text, std::size_t amount_at, bool with_headings) {
  const auto clauses = clauses_before(text, amount_at);
  std::vector<Piece> lead;
  std::vector<Piece> last;
  const bool is_chinese = std::any_of(clauses.begin(), clauses.end(),
                                      [](Text clause) { return std::any_of(clause.begin(), clause.end(), is_cjk); });
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    auto pieces = pieces_of(clauses[i]);
    if (i + 1 == clauses.size()) {
      last = std::move(pieces);
    } else if (lead.empty() && has_brand(pieces) && (has_strong_brand(pieces) || !is_chinese)) {
      lead = std::move(pieces);
    }
  }
  if (lead.empty() && with_headings) {
    const bool says_nothing = !names_something(last);
    if (says_nothing || (is_chinese && !has_strong_brand(last))) {
      auto front = headings(clauses, says_nothing);
      if (!front.empty()) front.front().glued = false;
      if (!front.empty() && !last.empty()) last.front().glued = false;
      last.insert(last.begin(), front.begin(), front.end());
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

}  // namespace gailou::digest
