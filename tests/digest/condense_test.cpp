// What a long sentence loses, and what it keeps whatever its length.
#include "digest/compose/condense.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/finish.h"
#include "digest/text/normalize.h"
#include "tests/support/readings.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using tests::plain_post;
using tests::reading_of;
using tests::reading_of_lines;
using tests::texts_of;

std::vector<std::string> condensed(const std::string& sentence) {
  auto reading = reading_of_lines({sentence});
  condense(standard_pack(), reading);
  return texts_of(reading);
}

TEST(Condense, a_trailing_clause_that_tells_nothing_goes) {
  EXPECT_THAT(condensed("新机房 3 号通电，一共装了 1,200 台，真香"), ElementsAre("新机房 3 号通电，一共装了 1,200 台"));
  EXPECT_THAT(condensed("押金 2,000 块扣了 1,850，哈哈哈太真实了"), ElementsAre("押金 2,000 块扣了 1,850"));
}

TEST(Condense, rhetoric_before_the_fact_goes) {
  EXPECT_THAT(condensed("你看看你，我们这边 3 号就通电了，装了 1,200 台"),
              ElementsAre("我们这边 3 号就通电了，装了 1,200 台"));
}

TEST(Condense, a_negation_a_turn_a_condition_and_a_doubt_stay) {
  for (const char* text : {"新机房 3 号通电一共装了 1,200 台，没通风", "新机房 3 号通电一共装了 1,200 台，但很吵",
                           "新机房 3 号通电一共装了 1,200 台，不保真", "新机房 3 号通电一共装了 1,200 台，据说",
                           "新机房 3 号通电一共装了 1,200 台，仅限三楼", "除非停电，新机房 3 号通电装 1,200 台"})
    EXPECT_THAT(condensed(text), ElementsAre(text));
}

TEST(Condense, a_question_stays_whole) {
  EXPECT_THAT(condensed("新机房 3 号通电一共装了 1,200 台，真香？"),
              ElementsAre("新机房 3 号通电一共装了 1,200 台，真香？"));
}

TEST(Condense, a_short_sentence_and_an_english_one_stay_whole) {
  EXPECT_THAT(condensed("3 号通电，真香"), ElementsAre("3 号通电，真香"));
  EXPECT_THAT(condensed("The new room got its power on the third of May with 1,200 machines, yum, yum"),
              ElementsAre("The new room got its power on the third of May with 1,200 machines, yum, yum"));
}

TEST(Condense, a_sentence_without_anything_else_stays) {
  EXPECT_THAT(condensed("师傅人客气，递水，陪聊，走路，看戏"), ElementsAre(testing::_));
}

TEST(Condense, both_sides_of_a_gap_are_verbatim_and_two_sentences) {
  const std::string text = "新机房 3 号通电装了 1,200 台，你看，我们 5 号搬过去 40 台";
  const auto post = plain_post(5, "甲", text);
  auto reading = reading_of(post);
  condense(standard_pack(), reading);
  ASSERT_THAT(texts_of(reading), ElementsAre("新机房 3 号通电装了 1,200 台", "我们 5 号搬过去 40 台"));
  EXPECT_FALSE(reading.sentences[0].apart);
  EXPECT_TRUE(reading.sentences[1].apart);
  const auto entry = finished(reading, post, {0, 1}, Scene{});
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->text, "新机房 3 号通电装了 1,200 台。我们 5 号搬过去 40 台。");
  EXPECT_EQ(entry->evidence.size(), 2U);
}

TEST(Condense, counts_what_is_left) {
  auto reading = reading_of_lines({"新机房 3 号通电，一共装了 1,200 台，真香"});
  const auto before = reading.sentences[0].features.size();
  condense(standard_pack(), reading);
  EXPECT_EQ(reading.sentences[0].units, units(reading.sentences[0].text));
  EXPECT_LT(reading.sentences[0].features.size(), before);
}

TEST(Condense, a_second_time_it_changes_nothing) {
  auto reading =
      reading_of_lines({"新机房 3 号通电，一共装了 1,200 台，真香", "你看看你，我们这边 3 号就通电了，装了 1,200 台"});
  condense(standard_pack(), reading);
  const auto once = texts_of(reading);
  condense(standard_pack(), reading);
  EXPECT_EQ(texts_of(reading), once);
}

TEST(Condense, what_a_sentence_loses_hangs_on_itself_alone) {
  const std::string one = "新机房 3 号通电，一共装了 1,200 台，真香";
  auto alone = reading_of_lines({one});
  auto among = reading_of_lines({"今天停电了", one, "大家保重"});
  condense(standard_pack(), alone);
  condense(standard_pack(), among);
  EXPECT_EQ(among.sentences[1].text, alone.sentences[0].text);
}

}  // namespace
}  // namespace gailou::digest
