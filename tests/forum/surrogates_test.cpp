// Half characters in JSON spoil themselves, never the page they stand in.
#include "daemon/forum/discourse/surrogates.h"

#include <gtest/gtest.h>

#include "daemon/forum/discourse/topic_list.h"
#include "daemon/forum/discourse/wire.h"

namespace gailou::forum::discourse {
namespace {

using digest::TopicId;

const Asked kSeven{.topic = TopicId{7}, .origin = "https://forum.example"};

TEST(Surrogates, whole_pairs_and_other_escapes_stay) {
  for (const char* whole : {"", "a", R"("\ud83d\ude00")", R"("\uD83D\uDE00\n\"\\\/")", R"("\u4e2d")", R"("\\ud83d")",
                            R"("\\\\ud83d")", R"("\ufffd")", R"("\ue000\ud7ff")"})
    EXPECT_EQ(mend_surrogates(whole), whole);
}

TEST(Surrogates, a_half_is_lost_and_nothing_else) {
  EXPECT_EQ(mend_surrogates(R"("a\ud83dz")"), R"("a\ufffdz")");
  EXPECT_EQ(mend_surrogates(R"("a\uDE00z")"), R"("a\ufffdz")");
  EXPECT_EQ(mend_surrogates(R"("\ud83d\ud83d\ude00")"), R"("\ufffd\ud83d\ude00")");
  EXPECT_EQ(mend_surrogates(R"("\ude00\ud83d")"), R"("\ufffd\ufffd")");
  EXPECT_EQ(mend_surrogates(R"("\ud83d\u0041")"), R"("\ufffd\u0041")");
  EXPECT_EQ(mend_surrogates(R"("\ud83d\\ude00")"), R"("\ufffd\\ude00")");
  EXPECT_EQ(mend_surrogates(R"("\\\ud83d")"), R"("\\\ufffd")");
}

TEST(Surrogates, what_breaks_off_is_left_to_the_parser) {
  for (const char* cut : {"\"\\", "\"\\u", "\"\\ud8", "\"\\ud83", "\"\\uzzzz\"", "\"\\u-001\"", "\"\\u 123\""})
    EXPECT_EQ(mend_surrogates(cut), cut);
  EXPECT_EQ(mend_surrogates(R"("\ud83d\ude)"), R"("\ufffd\ude)");
}

TEST(Surrogates, one_post_with_half_a_character_leaves_the_page_readable) {
  const auto page =
      posts_from(R"({"id":7,"post_stream":{"posts":[)"
                 R"({"id":1,"post_number":1,"username":"a\udc00b","cooked":"<p>看\ud83d吧</p>"},)"
                 R"({"id":2,"post_number":2,"username":"u","cooked":"<p>好\ud83d\ude00</p>","raw":"\ud83d"}]}})",
                 kSeven);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->posts.size(), 2U);
  EXPECT_EQ(digest::text_of(page->posts[0].body), "看\uFFFD吧");
  EXPECT_EQ(page->posts[0].author, "a\uFFFDb");
  EXPECT_EQ(digest::text_of(page->posts[1].body), "好\U0001F600");
}

TEST(Surrogates, a_title_with_half_a_character_is_a_title) {
  const auto rows = rows_from(R"({"topic_list":{"topics":[{"id":7,"title":"题\ud83d"}]}})", {TopicId{7}});
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->at(0).title, "题\uFFFD");
}

TEST(Surrogates, a_key_with_half_a_character_is_an_unknown_key) {
  EXPECT_TRUE(topic_from(R"({"id":7,"\ud83d":1,"post_stream":{"posts":[]}})", kSeven));
}

}  // namespace
}  // namespace gailou::forum::discourse
