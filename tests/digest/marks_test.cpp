// A letter keeps the marks that scripts give it, and loses a heap of them.
#include "digest/text/marks.h"

#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

std::string heap(std::size_t marks) {
  std::string text = "Z";
  for (std::size_t i = 0; i < marks; ++i) text += i % 2 == 0 ? "\xCC\xB6" : "\xD2\x89";
  return text;
}

TEST(Marks, what_people_write_stays_as_it_is) {
  for (const std::string_view text :
       {"", "plain", "第 62 楼：涨到 $120 了。", "é̂", "ผู้ใหญ่บ้าน", "בְּרֵאשִׁ֖ית בָּרָ֣א", "ཧཱུྃ",
        "👩‍👩‍👧‍👦🏳️‍🌈❤️", "हिन्दी", "Tiếng Việt", "\xFF\xFE\x80 no UTF-8 \xE4\xB8"}) {
    EXPECT_EQ(thinned_marks(text), std::nullopt) << text;
  }
  EXPECT_EQ(thinned_marks(heap(kMarksMax)), std::nullopt);
}

TEST(Marks, a_heap_is_thinned_and_nothing_else) {
  EXPECT_EQ(thinned_marks("前 " + heap(240) + "后"), "前 " + heap(kMarksMax) + "后");
  EXPECT_EQ(thinned_marks(heap(9) + heap(9)), heap(8) + heap(8));
  EXPECT_EQ(thinned_marks(heap(100'000)), heap(kMarksMax));
}

}  // namespace
}  // namespace gailou::digest
