// Text made fit for an entry: what is taken out, how sentences are joined and ended.
#include "digest/compose/prose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/text/faults.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string prose(std::string_view text) {
  return plain_prose(text, [](std::int64_t floor) { return floor == 7; });
}

std::string joint(const std::vector<std::string>& texts) {
  std::vector<Part> parts;
  for (const auto& text : texts) parts.push_back({.text = text, .follows = true, .same_line = true});
  return joined(parts);
}

TEST(Prose, addresses_and_upload_paths_go) {
  EXPECT_EQ(prose("看 https://a.example/b?c=1;d#e 这个"), "看 这个");
  EXPECT_EQ(prose("看 HTTPS://A.example/b 和 WWW.a.example 和 Upload://x.png 这个"), "看 和 和 这个");
  EXPECT_EQ(prose("HTTPS://A.EXAMPLE 这个"), "这个");
  EXPECT_EQ(prose("图 /uploads/x/y.png?dl=1 和 upload://z.jpeg"), "图 和 ");
  EXPECT_EQ(prose("(见 www.example.com)"), "(见 )");
}

TEST(Prose, lines_stay_and_what_cannot_be_seen_goes) {
  EXPECT_EQ(prose("一\n二"), "一\n二");
  EXPECT_EQ(prose("a\x01\x1b[31mb"), "a [31mb");
  EXPECT_EQ(prose("左\xE2\x80\xAE右\xE2\x80\x8B下"), "左右下");
}

TEST(Prose, what_looks_like_markup_is_written_in_full_width) {
  for (const std::string text : {"vector<int> v", "a </b> c>", "x &lt; y", "[quote=1] z", "1 < 2 > 0"})
    EXPECT_THAT(clean_faults(prose(text), {}), IsEmpty()) << prose(text);
  EXPECT_EQ(prose("1 < 2"), "1 < 2");
}

TEST(Prose, a_floor_is_named_only_if_it_is_known) {
  EXPECT_EQ(prose("反驳#7的说法"), "反驳#7的说法");
  EXPECT_EQ(prose("反驳#8的说法"), "反驳8楼的说法");
  EXPECT_EQ(prose("反驳#8楼"), "反驳8楼");
  EXPECT_EQ(prose("see #8 there"), "see 8 there");
  EXPECT_EQ(prose("C#7"), "C# 7");
  EXPECT_EQ(prose("如(#7)所说"), "如(7)所说");
  EXPECT_THAT(named_floors(prose("新增#7 ##9 #\xE2\x80\x8B"
                                 "9 ＃９ #① #٥ #?dl=15")),
              IsEmpty());
}

TEST(Prose, floors_named_are_found_in_every_script) {
  EXPECT_THAT(named_floors("见#12和＃５,还有#12"), ElementsAre(12, 5));
}

TEST(Prose, sentences_are_joined_by_what_ended_them) {
  EXPECT_EQ(joint({"没出局呀", "马上上市"}), "没出局呀，马上上市。");
  EXPECT_EQ(joint({"没出局呀。", "马上上市。"}), "没出局呀。马上上市。");
  EXPECT_EQ(joint({"没出局吗?", "马上上市!"}), "没出局吗？马上上市！");
  EXPECT_EQ(joint({"It works.", "Really?", "Yes"}), "It works. Really? Yes.");
}

TEST(Prose, sentences_from_different_places_are_not_run_together) {
  EXPECT_EQ(joined({{.text = "一期没有通电"}, {.text = "三期已经完工"}}), "一期没有通电。三期已经完工。");
}

TEST(Prose, a_joint_never_makes_one_figure_of_two) {
  EXPECT_EQ(joint({"总共 30", "000 张"}), "总共 30。000 张。");
}

TEST(Prose, the_end_is_clean_whatever_it_was) {
  for (const std::string text : {"还有很多……", "还有很多...", "还有很多、", "还有很多：", "还有很多 -", "还有很多 (",
                                 "还有很多#", "还有很多。。。", "还有很多,", "还有很多——", "还有很多 “"})
    EXPECT_EQ(joint({text}), "还有很多。") << text;
}

TEST(Prose, pluses_of_names_and_figures_stay_at_the_end) {
  EXPECT_EQ(joint({"我只会 C++"}), "我只会 C++。");
  EXPECT_EQ(joint({"利用率有 40%+"}), "利用率有 40%+。");
}

TEST(Prose, punctuation_of_chinese_is_in_full_width_but_not_in_figures) {
  EXPECT_EQ(joint({"开卡 100k UR,3 个月内消费 $8,000,年费 $95,截至 5/28"}),
            "开卡 100k UR，3 个月内消费 $8,000，年费 $95，截至 5/28。");
  EXPECT_EQ(joint({"时间是 10:30,地点:北京"}), "时间是 10:30，地点：北京。");
  EXPECT_EQ(joint({"a, b; c"}), "a, b; c.");
}

TEST(Prose, emoji_are_left_out) {
  EXPECT_EQ(joined({Part{.text = "🏦 US Bank 发了 ✅ 整整 $450"}}), "US Bank 发了整整 $450。");
  EXPECT_EQ(joined({Part{.text = "BMO ☠️ $400, 要去网点领码"}}), "BMO $400，要去网点领码。");
  EXPECT_EQ(joined({Part{.text = "👨‍👩‍👧 1️⃣"}}), "1.");
}

TEST(Prose, what_does_not_pair_becomes_a_blank) {
  for (const std::string text :
       {"未(闭合的话", "闭合)的话", "“引号的话", "《书名】的话", "﹁竖排的话", "（(错）位的)话〉"}) {
    const auto out = joint({text});
    EXPECT_THAT(whole_faults(out), IsEmpty()) << out;
  }
  EXPECT_EQ(joint({"(闭合的)话"}), "(闭合的)话。");
}

TEST(Prose, the_front_is_cut_between_words) {
  EXPECT_EQ(first_units("共有 220,000 张 H100 卡", 100), "共有 220,000 张 H100 卡");
  EXPECT_EQ(first_units("共有 GPT-5.5 很多", 3), "共有");
  EXPECT_EQ(first_units("one two three", 2), "one two");
  EXPECT_EQ(first_units(std::string(5000, 'x'), 10), "");
  EXPECT_LE(to_u32(first_units("好" + std::string(5000, ' ') + "的", 10)).size(), kSentenceChars);
}

TEST(Prose, a_leading_conjunction_goes) {
  EXPECT_EQ(without_conjunction("而且，还不支持"), "还不支持");
  EXPECT_EQ(without_conjunction("However, it works"), "it works");
  EXPECT_EQ(without_conjunction("它还不支持"), "它还不支持");
}

TEST(Prose, a_name_in_front_is_addressed_and_not_quoted) {
  EXPECT_EQ(name_prefix(without_first_colon("甲：你说得不对")), "");
  EXPECT_EQ(without_first_colon("甲: 你说: 对"), "甲， 你说: 对");
}

TEST(Prose, where_english_meets_english_the_stop_is_english) {
  EXPECT_EQ(joined({{.text = "目前的消息是 it helps our customers"}, {.text = "Second, the limit is gone"}}),
            "目前的消息是 it helps our customers. Second, the limit is gone.");
  EXPECT_EQ(joined({{.text = "他们用的是 Colossus"}, {.text = "GPU 有 10 万块"}}),
            "他们用的是 Colossus。GPU 有 10 万块。");
  EXPECT_EQ(joined({{.text = "限额翻倍"}, {.text = "Second, the limit is gone"}}),
            "限额翻倍。Second, the limit is gone.");
}

}  // namespace
}  // namespace gailou::digest
