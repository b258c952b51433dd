// The beginning of a text, counted as readers do.
#include "digest/text/graphemes.h"

#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

constexpr std::size_t kRoom = 1000;

TEST(Graphemes, so_many_characters_are_taken) {
  EXPECT_EQ(first_graphemes("算力会不会涨价", 3, kRoom), "算力会");
  EXPECT_EQ(first_graphemes("abc", 3, kRoom), "abc");
  EXPECT_EQ(first_graphemes("ab", 3, kRoom), "ab");
  EXPECT_EQ(first_graphemes("", 3, kRoom), "");
  EXPECT_EQ(first_graphemes("abc", 0, kRoom), "");
}

TEST(Graphemes, what_readers_see_as_one_counts_once) {
  struct Case {
    std::string_view text;
    std::string_view first;
  };
  constexpr Case kCases[] = {
      {"e\xCC\x81x", "e\xCC\x81"},                    // a letter with an accent of its own
      {"👩‍👩‍👧x", "👩‍👩‍👧"},  // a family, joined
      {"🇨🇳🇺🇸", "🇨🇳"},                                 // flags, in pairs
      {"👍🏽x", "👍🏽"},                      // a thumb and its skin
      {"각x", "각"},                                  // a Hangul syllable in parts
      {"\r\nx", "\r\n"},
  };
  for (const auto& [text, first] : kCases) EXPECT_EQ(first_graphemes(text, 1, kRoom), first);
}

TEST(Graphemes, one_character_of_any_length_is_bounded_by_bytes) {
  std::string zalgo = "a";
  for (int i = 0; i < 50'000; ++i) zalgo += "\xCC\x81";
  EXPECT_EQ(first_graphemes("x" + zalgo, 40, kRoom), "x");
  EXPECT_LE(first_graphemes(zalgo, 40, kRoom).size(), kRoom);
  std::string family = "好";
  for (int i = 0; i < 1000; ++i) family += "👩‍";
  EXPECT_EQ(first_graphemes(family, 40, kRoom), "好");
}

TEST(Graphemes, the_bound_in_bytes_falls_between_two_characters) {
  const std::string text(3000, 'x');
  EXPECT_EQ(first_graphemes(text, 5000, kRoom).size(), kRoom);
  std::string chinese;
  for (int i = 0; i < 1000; ++i) chinese += "算";
  EXPECT_EQ(first_graphemes(chinese, 5000, kRoom).size(), 999u);
  EXPECT_EQ(first_graphemes(chinese, 333, kRoom).size(), 999u);
  EXPECT_EQ(first_graphemes(chinese, 5000, 2), "");
}

}  // namespace
}  // namespace gailou::digest
