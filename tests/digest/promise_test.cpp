// Which sentences of a floor promise most: each rule against the same sentence without it.
#include "digest/compose/promise.h"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/readings.h"

namespace gailou::digest {
namespace {

using tests::reading_of;
using tests::reading_of_lines;

double alone(const std::string& text) {
  const auto reading = reading_of_lines(std::vector<std::string>{text});
  return promise_of(standard_pack(), reading, 0);
}

double at(const std::vector<std::string>& sentences, std::size_t index) {
  const auto reading = reading_of_lines(sentences);
  EXPECT_EQ(reading.sentences.size(), sentences.size());
  return promise_of(standard_pack(), reading, index);
}

struct Better {
  const char* more;
  const char* less;
};

TEST(Promise, sentences_are_told_apart_by_what_they_hold) {
  const Better pairs[] = {
      {"机房里有 300 张新的加速卡", "机房里有很多张新的加速卡"},
      {"机房里有 300 张卡和 20 台车", "机房里有 300 张卡和很多台车"},
      {"机房里用的是 Blackwell 和 Hopper", "机房里用的是最新出的和旧卡"},
      {"建议大家等到月底再去机房", "打算自己等到月底再去机房"},
      {"机房后来还是通上了电", "机房当时还是通上了电"},
      {"三个机房合计通了两路电", "三个机房分别通了两路电"},
      {"但机房里面还没有通上电呢", "而机房里面还没有通上电呢"},
      {"官方的机房今天就通上电了", "他们的机房今天就通上电了"},
      {"这个机房的说法完全不成立", "这个机房的说法完全能成立"},
      {"机房里面今天就通上电了呢", "机房里面今天就通上电了？"},
      {"大家看到的机房还没有通电", "你们看到的机房还没有通电"},
      {"机房通电以后再说吧，再说", "机房通电以后再说吧，哈哈"},
      {"机房在孟菲斯，一共三栋楼", "如题，见谅，机房在孟菲斯"},
      {"The cluster was moved to Dallas in May", "The cluster was moved to somewhere in may"},
      {"The cluster holds 300 nodes today", "The cluster holds several nodes today"},
      {"The cluster holds several nodes", "Hope this helps with the cluster"},
  };
  for (const auto& [more, less] : pairs) EXPECT_GT(alone(more), alone(less)) << more << " / " << less;
}

TEST(Promise, a_longer_sentence_promises_more_up_to_a_bound) {
  const auto of_units = [](std::size_t units) {
    std::string text;
    for (std::size_t i = 0; i < units; ++i) text += "机";
    return alone(text);
  };
  EXPECT_LT(of_units(3), of_units(6));
  EXPECT_LT(of_units(6), of_units(10));
  EXPECT_LT(of_units(10), of_units(30));
  EXPECT_DOUBLE_EQ(of_units(50), of_units(58));
}

TEST(Promise, the_first_of_a_floor_s_sentences_promises_most) {
  const std::string same = "机房里面还要再等一阵子才行";
  const std::vector<std::string> floor(6, same);
  for (std::size_t i = 1; i < floor.size(); ++i) EXPECT_GT(at(floor, 0), at(floor, i)) << i;
  EXPECT_GT(at(floor, 2), at(floor, 4));
  EXPECT_GT(at(floor, 4), at(floor, 5));
}

TEST(Promise, a_sentence_counts_less_the_more_there_are_beside_it) {
  const std::string same = "机房里面还要再等一阵子才行";
  EXPECT_GT(alone(same), at({2, same}, 0));
  EXPECT_GT(at({2, same}, 0), at({10, same}, 0));
  EXPECT_GT(at({10, same}, 0), at({40, same}, 0));
}

TEST(Promise, figures_make_up_for_a_place_at_the_end) {
  const std::string dull = "机房里面还要再等一阵子才行";
  std::vector<std::string> floor(4, dull);
  floor[3] = "机房里有 300 张卡和 20 台 H100，电价 6.5 美分";
  EXPECT_GT(at(floor, 3), at(floor, 0));
}

TEST(Promise, figures_beyond_four_add_nothing) {
  const std::string four = "编号是 11 12 13 14 的机柜都在";
  const std::string more = "编号是 11 12 13 14 15 的柜都在";
  const auto a = reading_of_lines(std::vector<std::string>{four}).sentences[0].units;
  const auto b = reading_of_lines(std::vector<std::string>{more}).sentences[0].units;
  ASSERT_EQ(a, b);
  EXPECT_DOUBLE_EQ(alone(four), alone(more));
}

TEST(Promise, an_item_of_a_list_promises_more_than_a_line_of_prose) {
  auto reading = reading_of_lines(std::vector<std::string>{"机房里面还要再等一阵子才行"});
  const auto prose = promise_of(standard_pack(), reading, 0);
  reading.sentences[0].item = true;
  EXPECT_GT(promise_of(standard_pack(), reading, 0), prose + 0.5);
}

TEST(Promise, latin_words_promise_something_among_chinese_ones_only) {
  const std::vector<std::string> mixed = {"机房里面还要再等一阵子才行", "the fabric is slow and the storage too"};
  const std::vector<std::string> latin = {"we still have to wait for the room",
                                          "the fabric is slow and the storage too"};
  const double in_chinese = at(mixed, 1) - at({mixed[0], "is on and to of it by at be"}, 1);
  const double in_latin = at(latin, 1) - at({latin[0], "is on and to of it by at be"}, 1);
  EXPECT_GT(in_chinese, in_latin);
}

TEST(Promise, it_is_of_the_sentence_and_its_place_whatever_the_others_say) {
  const std::string last = "机房里有 300 张新的加速卡";
  EXPECT_DOUBLE_EQ(at({"今天天气真的很好", last}, 1), at({"另有 20 台 H100 在路上", last}, 1));
}

TEST(Promise, whatever_is_read_it_is_a_number) {
  for (const std::string& text : {std::string("x"), std::string("？"), std::string("😀 好"), std::string(90'000, 'x'),
                                  std::string("不 不 不 不 不 不 300 300"), std::string("\x01\x02 z")}) {
    const auto reading = reading_of_lines(std::vector<std::string>{text});
    for (std::size_t i = 0; i < reading.sentences.size(); ++i)
      EXPECT_TRUE(std::isfinite(promise_of(standard_pack(), reading, i))) << text.substr(0, 20);
  }
}

TEST(Promise, the_words_of_a_pack_decide) {
  const auto pack = extended_pack("[aside]\n纯属路过\n").value();
  const auto reading = reading_of_lines(std::vector<std::string>{"纯属路过说两件事"});
  EXPECT_LT(promise_of(pack, reading, 0), promise_of(standard_pack(), reading, 0) + 1e-9);
  EXPECT_LT(promise_of(pack, reading, 0), promise_of(Pack{}, reading, 0));
}

TEST(IsChinese, two_neighbouring_characters_make_a_sentence_chinese) {
  const auto chinese = [](const std::string& text) {
    return is_chinese(reading_of_lines(std::vector<std::string>{text}).sentences.at(0));
  };
  EXPECT_TRUE(chinese("机房在 Memphis"));
  EXPECT_TRUE(chinese("the 机房 is new"));
  EXPECT_FALSE(chinese("the room is new"));
  EXPECT_FALSE(chinese("300 H100"));
}

}  // namespace
}  // namespace gailou::digest
