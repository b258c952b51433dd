// A floor as it is read: whose words are whose.
#include "digest/compose/reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/readings.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::plain_post;
using tests::texts_of;

const Post kAsked = plain_post(3, "甲",
                               "The kernel module fails to build on 6.8 because the header moved. "
                               "I had to pin it.");

Reading answer(const std::string& text, std::int64_t to = 3) {
  EarlierFloors earlier;
  earlier.add(kAsked);
  auto post = plain_post(7, "乙", text);
  post.reply_to = Floor{to};
  return read_floor(post, earlier);
}

TEST(Reading, words_of_the_floor_that_is_answered_are_not_the_answerer_s) {
  const auto reading = answer(
      "The kernel module fails to build on 6.8 because the header moved.\n"
      "The patch in the tracker fixes that, I run it on two machines.");
  EXPECT_THAT(texts_of(reading), ElementsAre("The patch in the tracker fixes that, I run it on two machines."));
  EXPECT_THAT(reading.quoted, ElementsAre(Floor{3}));
  EXPECT_LT(reading.units, 15U);
}

TEST(Reading, a_few_words_two_people_may_say_alike) {
  EXPECT_EQ(answer("I had to pin it. Same with the 6.7 series here.").sentences.size(), 2U);
}

TEST(Reading, words_of_a_floor_that_is_not_answered_stay) {
  const auto reading = answer("The kernel module fails to build on 6.8 because the header moved.", 2);
  EXPECT_EQ(reading.sentences.size(), 1U);
  EXPECT_THAT(reading.quoted, IsEmpty());
}

TEST(Reading, a_floor_of_nothing_but_repeated_words_says_nothing) {
  const auto reading = answer("The kernel module fails to build on 6.8 because the header moved.");
  EXPECT_THAT(reading.sentences, IsEmpty());
  EXPECT_EQ(reading.units, 0U);
}

TEST(EarlierFloors, a_floor_that_was_not_seen_has_no_text) {
  EarlierFloors earlier;
  earlier.add(kAsked);
  EXPECT_TRUE(earlier.normal_text_of(Floor{3}).starts_with("The kernel module"));
  EXPECT_EQ(earlier.normal_text_of(Floor{4}), "");
}

}  // namespace
}  // namespace gailou::digest
