#include "digest/compose/polarity.h"

#include <algorithm>
#include <array>
#include <string>

#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Text = std::u32string_view;

constexpr Text kNegations = U"不没未别";
constexpr Text kBetween = U"是有会能用要该再";  // may stand between a negation and what it denies

/// Common to any talk, or only the end of a longer word.
constexpr auto kIdle = std::to_array<Text>(
    {U"知道", U"可以", U"觉得", U"时候", U"现在", U"需要", U"问题", U"什么", U"怎么", U"这个", U"那个",
     U"就是", U"还是", U"想要", U"喜欢", U"应该", U"可能", U"一样", U"一定", U"一直", U"已经", U"的话",
     U"的人", U"过的", U"到的", U"再说", U"看到", U"过来", U"出来", U"起来", U"下来", U"直接", U"还有",
     U"要我", U"要你", U"有人", U"一个", U"要是", U"得不", U"的是", U"我是", U"你是", U"他是", U"算的",
     U"说的", U"了吗", U"好了", U"了解", U"必要", U"办法", U"事情", U"意思"});

bool is_idle(Text pair) {
  return std::find(kIdle.begin(), kIdle.end(), pair) != kIdle.end();
}

bool is_pair_at(Text text, std::size_t at) {
  return at + 1 < text.size() && is_cjk(text[at]) && is_cjk(text[at + 1]);
}

}  // namespace

FeatureKeys denied_in(std::string_view text) {
  const auto chars = norm32(text);
  const Text whole = chars;
  FeatureKeys denied;
  const auto add = [&](std::size_t at) {
    if (!is_pair_at(whole, at) || is_idle(whole.substr(at, 2))) return;
    const bool again = kNegations.find(whole[at]) != Text::npos || kNegations.find(whole[at + 1]) != Text::npos;
    if (!again) denied.merge(feature_keys(to_u8(whole.substr(at, 2))));
  };
  for (std::size_t i = 0; i + 2 < whole.size(); ++i) {
    // "是不是", "有没有": the question denies nothing.
    const bool asks = i > 0 && whole[i - 1] == whole[i + 1];
    if (kNegations.find(whole[i]) == Text::npos || asks) continue;
    add(i + 1);
    if (kBetween.find(whole[i + 1]) != Text::npos) add(i + 2);
  }
  return denied;
}

bool are_opposed(const FeatureKeys& said, const FeatureKeys& denied, const FeatureKeys& other_said,
                 const FeatureKeys& other_denied) {
  const auto says = [](const FeatureKeys& all, const FeatureKeys& not_these, std::uint64_t key) {
    return all.contains(key) && !not_these.contains(key);
  };
  return std::any_of(denied.begin(), denied.end(),
                     [&](std::uint64_t key) { return says(other_said, other_denied, key); }) ||
         std::any_of(other_denied.begin(), other_denied.end(),
                     [&](std::uint64_t key) { return says(said, denied, key); });
}

}  // namespace gailou::digest
