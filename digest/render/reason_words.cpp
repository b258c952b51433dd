#include "digest/render/reason_words.h"

#include <algorithm>
#include <array>

namespace gailou::render {
namespace {

using digest::Reason;

struct ReasonWords {
  Reason reason;
  std::string_view zh;
  std::string_view en;
};

constexpr auto kWords = std::to_array<ReasonWords>({{Reason::too_short, "太短", "too short"},
                                                    {Reason::thanks, "附和", "thanks"},
                                                    {Reason::meme, "玩笑", "joke"},
                                                    {Reason::question, "提问", "question"},
                                                    {Reason::image, "图片", "image"},
                                                    {Reason::link, "链接", "link"},
                                                    {Reason::duplicate, "重复", "repeat"},
                                                    {Reason::offtopic, "跑题", "off topic"},
                                                    {Reason::deleted, "已删除", "deleted"},
                                                    {Reason::other, "其他", "other"}});

}  // namespace

std::string_view reason_word(Reason reason, digest::Language language) {
  const auto found =
      std::find_if(kWords.begin(), kWords.end(), [&](const ReasonWords& row) { return row.reason == reason; });
  if (found == kWords.end()) return {};
  return language == digest::Language::en ? found->en : found->zh;
}

}  // namespace gailou::render
