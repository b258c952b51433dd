#include "digest/text/faults.h"

#include <algorithm>
#include <array>
#include <utility>

#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::pair<char32_t, char32_t> kPairs[] = {{U'(', U')'},   {U'[', U']'},   {U'{', U'}'},   {U'「', U'」'},
                                                    {U'『', U'』'}, {U'《', U'》'}, {U'【', U'】'}, {U'〈', U'〉'}};
constexpr std::u32string_view kClosers = U"\"')]」』》】";  // what may follow the end of a sentence

constexpr std::size_t kNameMax = 30;  // characters of a name before a colon

bool is_one_of(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

std::u32string_view without_closers(std::u32string_view text) {
  while (!text.empty() && is_one_of(kClosers, text.back())) text.remove_suffix(1);
  return text;
}

void bracket_faults(std::u32string_view text, std::vector<std::string>& bad) {
  std::u32string wanted;
  for (const char32_t c : text) {
    const auto* opened =
        std::find_if(std::begin(kPairs), std::end(kPairs), [&](const auto& p) { return p.first == c; });
    if (opened != std::end(kPairs)) {
      wanted.push_back(opened->second);
      continue;
    }
    if (std::none_of(std::begin(kPairs), std::end(kPairs), [&](const auto& p) { return p.second == c; })) continue;
    const bool matches = !wanted.empty() && wanted.back() == c;
    if (!wanted.empty()) wanted.pop_back();
    if (matches) continue;
    bad.push_back("unbalanced " + to_u8({&c, 1}));
    break;
  }
  if (!wanted.empty()) bad.push_back("unclosed, wants " + to_u8({&wanted.back(), 1}));
}

/// "(#12," or a bare "#" at the end: a citation that was cut off.
bool has_dangling_citation(std::u32string_view text) {
  if (text.ends_with(U'#')) return true;
  if (text.ends_with(U',')) text.remove_suffix(1);
  while (!text.empty() && is_decimal(text.back())) text.remove_suffix(1);
  if (text.ends_with(U'#')) text.remove_suffix(1);
  return text.ends_with(U'(');
}

bool has_markup(std::string_view text) {
  static constexpr auto kMarks =
      std::to_array<std::string_view>({"&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "[quote", "[/quote"});
  const auto is_in = [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; };
  if (std::any_of(kMarks.begin(), kMarks.end(), is_in)) return true;
  const auto last_end = text.rfind('>');
  if (last_end == std::string_view::npos) return false;
  for (auto at = text.find('<'); at < last_end; at = text.find('<', at + 1)) {
    const std::size_t name = text[at + 1] == '/' ? at + 2 : at + 1;
    if (name < last_end && is_latin(static_cast<unsigned char>(text[name]))) return true;
  }
  return false;
}

bool has_control(std::string_view text) {
  const std::u32string chars = to_u32(text);
  return std::any_of(chars.begin(), chars.end(),
                     [](char32_t c) { return c < 0x20 || c == 0x7f || c == 0xfffd || c == 0x2028 || c == 0x2029; });
}

bool has_upload_path(std::string_view text) {
  static constexpr auto kPaths = std::to_array<std::string_view>({"/uploads/", "upload://", "?dl=1"});
  return std::any_of(kPaths.begin(), kPaths.end(),
                     [&](std::string_view path) { return text.find(path) != std::string_view::npos; });
}

}  // namespace

std::vector<std::string> whole_faults(std::string_view text) {
  const std::u32string whole = norm32(text);
  std::vector<std::string> bad;
  bracket_faults(whole, bad);
  if (std::count(whole.begin(), whole.end(), U'"') % 2 != 0) bad.emplace_back("odd number of quotation marks");
  if (has_dangling_citation(whole)) bad.emplace_back("dangling citation");
  const auto bare = without_closers(whole);
  if (bare.ends_with(U"...")) {
    bad.emplace_back("ends in an ellipsis");
  } else if (bare.empty() || !is_one_of(U"。!?.;", bare.back())) {
    bad.emplace_back("does not end as a sentence");
  }
  const bool stops = whole.ends_with(U'。') || whole.ends_with(U'.');
  if (stops && whole.size() > 1 && is_one_of(U",、:-–(", whole[whole.size() - 2])) {
    bad.emplace_back("cut before the full stop");
  }
  return bad;
}

std::vector<std::string> clean_faults(std::string_view text, const std::set<std::string>& authors) {
  std::vector<std::string> bad;
  if (has_control(text)) bad.emplace_back("control or replacement character");
  if (has_markup(text)) bad.emplace_back("markup");
  if (has_upload_path(text)) bad.emplace_back("raw upload path");
  const std::string name = name_prefix(text);
  if (!name.empty() && authors.contains(name)) bad.push_back("starts with a quote prefix (" + name + ":)");
  return bad;
}

std::string name_prefix(std::string_view text) {
  const std::u32string whole = norm32(text);
  std::size_t end = 0;
  while (end < whole.size() && end <= kNameMax && whole[end] != U':' && !is_space(whole[end])) ++end;
  if (end == 0 || end > kNameMax || end >= whole.size() || whole[end] != U':') return {};
  const std::size_t words = end + 1 < whole.size() && is_space(whole[end + 1]) ? end + 2 : end + 1;
  if (words >= whole.size() || is_space(whole[words])) return {};
  return to_u8(std::u32string_view(whole).substr(0, end));
}

}  // namespace gailou::digest
