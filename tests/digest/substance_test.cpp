// What a floor is worth and why one is passed over.
#include "digest/compose/substance.h"

#include <gtest/gtest.h>

#include "digest/compose/quarrel.h"
#include "tests/support/readings.h"

namespace gailou::digest {
namespace {

using tests::reading_of;

std::string reason(const std::string& text, const Surroundings& around = {}) {
  const auto found = contentless(standard_pack(), reading_of(text), around);
  return found ? std::string(name_of(*found)) : "substance";
}

double worth(const std::string& text, const Surroundings& around = {}) {
  return worth_of(standard_pack(), reading_of(text), around);
}

struct Case {
  const char* text;
  const char* reason;
};

TEST(Substance, a_floor_without_any_is_named_by_its_kind) {
  const Case cases[] = {
      {"", "short"},
      {"好", "short"},
      {"路过", "short"},
      {"今天天气真好", "short"},
      {"/uploads/short-url/a.png?dl=1", "image"},
      {"看图 /uploads/short-url/a.png?dl=1", "image"},
      {"https://a.example/b", "link"},
      {"看这个 https://a.example/b", "link"},
      {"谢谢", "thanks"},
      {"感谢楼主的分享，辛苦了", "thanks"},
      {"mark", "thanks"},
      {"+1", "thanks"},
      {"Thanks for the write-up!", "thanks"},
      {"congrats", "thanks"},
      {"哈哈哈", "meme"},
      {"笑死我了", "meme"},
      {"lol", "meme"},
      {"还能申请吗？", "question"},
      {"请问这个要多久", "question"},
      {"大家都用什么", "question"},
      {"有什么好的办法吗", "question"},
      {"Is it still available?", "question"},
      {"How long does it take?", "question"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(reason(text), expected) << text;
}

TEST(Substance, a_floor_that_says_something_has_some) {
  for (const char* text : {
           "机房一期共有 3 万张 H100",
           "年费 $95，首年免",
           "建议直接换成 Zed，看 diff 很快",
           "官方宣布限额翻倍",
           "实测 3 天到账",
           "谢谢，我按这个方法 3 天就到账 $200 了",
           "哈哈，实测 3 天到账 $200，比上次快了 5 天",
           "这个说法不成立，官方没有宣布",
           "The release is planned for May 20 with 15 fixes.",
           "I'd suggest switching to Postgres 16, it fixed our 30% slowdown.",
           "请问 3 月开的卡，年费 $95 和 $250 返现是同一个月记账的吗？客服说 5 月才有",
       }) {
    EXPECT_EQ(reason(text), "substance") << text;
  }
}

TEST(Substance, quantities_in_characters_are_news_too) {
  for (const char* text : {"猫粮涨了两成，超市的人说还要涨", "炖了三个小时，肉还是硬的", "退租押金只退了一半"})
    EXPECT_EQ(reason(text), "substance") << text;
  EXPECT_GT(worth("押金只退了一半"), worth("押金只退了一些"));
}

TEST(Substance, the_forum_s_own_order_is_off_topic) {
  for (const char* text : {"歪楼了，版主移一下吧", "楼上已警告，再吵删楼", "This is getting off-topic, moved here.",
                           "Could a moderator split this from the other thread? It is really off topic now."})
    EXPECT_EQ(reason(text), "offtopic") << text;
  EXPECT_EQ(reason("Off topic, but the 2.4 release fixes 13 of the 20 crashes in the tracker."), "substance");
}

TEST(Substance, a_thrust_put_as_a_question_tells_nothing) {
  Surroundings around;
  around.near = feature_keys("这台 dealer 加价 2000");
  EXPECT_NE(reason("加价 2000，你是 dealer 派来的吧", around), "substance");
  EXPECT_NE(reason("你家 Costco 是开在月球上吗"), "substance");
  EXPECT_EQ(reason("加价 3500，你那台 XLE 是 FWD 的吧", around), "substance");
}

TEST(Substance, signs_of_joking_are_known) {
  for (const char* text : {"嗑瓜子看你们聊", "绷不住了", "这是玩梗吧 🐶", "just kidding", "小板凳已备好"})
    EXPECT_EQ(reason(text), "meme") << text;
}

TEST(Substance, a_quip_only_names) {
  EXPECT_NE(reason("打印机叫的是 Windows 的魂"), "substance");
  EXPECT_EQ(reason("打印机要换 Windows 11 的驱动"), "substance");
}

TEST(Substance, a_long_floor_always_has_some) {
  std::string chatter;
  for (int i = 0; i < 20; ++i) chatter += "真的好呀";
  EXPECT_EQ(reason(chatter), "substance");
  EXPECT_EQ(reason("谢谢" + chatter), "substance");
  EXPECT_EQ(reason(chatter + "？"), "substance");
}

TEST(Substance, an_image_is_named_before_a_link_and_a_joke) {
  EXPECT_EQ(reason("哈哈 /uploads/a.png"), "image");
  EXPECT_EQ(reason("https://a.example/b /uploads/a.png"), "image");
  EXPECT_EQ(reason("哈哈 https://a.example/b"), "link");
}

TEST(Substance, thanks_beside_a_picture_are_thanks) {
  EXPECT_EQ(reason("谢谢 /uploads/a.png"), "thanks");
}

TEST(Substance, few_words_beside_a_picture_have_to_be_worth_more) {
  EXPECT_EQ(reason("二期大概共 40 张卡"), "substance");
  EXPECT_EQ(reason("二期大概共 40 张卡 /uploads/a.png"), "image");
}

// --- what it stands among
TEST(Substance, a_short_answer_that_disagrees_is_no_bare_question) {
  const std::string text = "那二期通电了没呢？";
  EXPECT_EQ(reason(text), "question");
  EXPECT_NE(reason(text, {.answers = true, .disagreement = kDisagrees}), "question");
}

TEST(Substance, what_was_just_said_is_no_news) {
  const Surroundings near{.near = feature_keys("11% 和 H100")};
  EXPECT_LT(worth("利用率 11% 的 H100", near), worth("利用率 11% 的 H100"));
  EXPECT_EQ(reason("11% 的 H100 啊", near), "short");
  EXPECT_EQ(reason("11% 的 H100 啊"), "substance");
}

TEST(Substance, what_the_title_names_is_no_news_either) {
  const auto title = feature_keys("H100 涨到 99 刀");
  EXPECT_LT(worth("机房里的 H100", {.title = &title}), worth("机房里的 H100"));
  EXPECT_LT(worth("现在 99 刀", {.title = &title}), worth("现在 99 刀"));
  EXPECT_DOUBLE_EQ(worth("机房在孟菲斯", {.title = &title}), worth("机房在孟菲斯"));
}

TEST(Substance, a_first_hand_report_is_worth_more_as_an_answer) {
  EXPECT_GT(worth("我的也到账了", {.answers = true}), worth("我的也到账了"));
  EXPECT_DOUBLE_EQ(worth("机房在孟菲斯", {.answers = true}), worth("机房在孟菲斯"));
}

TEST(Substance, disagreement_is_worth_something_once_it_is_sure) {
  EXPECT_GT(worth("机房在孟菲斯", {.disagreement = kDisagrees}), worth("机房在孟菲斯"));
  EXPECT_DOUBLE_EQ(worth("机房在孟菲斯", {.disagreement = kDisagrees - 0.01}), worth("机房在孟菲斯"));
}

// --- order
struct Better {
  const char* more;
  const char* less;
};

TEST(Substance, worth_orders_floors_as_a_reader_would) {
  const Better pairs[] = {
      {"机房有 30000 张卡", "机房有很多的卡"},                      // a figure
      {"机房有 300 张卡，电价 6 分", "机房有 300 张卡，电价便宜"},  // two
      {"机房里是 Blackwell", "机房里是新出的"},                     // a name
      {"建议换一家机房", "想换另一家机房"},                         // advice
      {"官方确认了机房的事", "有人说起了机房的事"},                 // who decides
      {"实测机房能跑", "大概机房能跑"},                             // first hand
      {"机房的说法不成立", "机房的说法很有趣"},                     // a dispute
      {"有羊毛，机房送卡", "有意思，机房送卡"},                     // an offer
      {"不过机房没通电", "还有机房没通电"},                         // contrast
      {"机房没通电呢", "哈哈哈没通电"},                             // no laughter
      {"机房通电了吧", "确实通电了吧"},                             // no echo
      {"Postgres and Redis are slow", "databases and caches are slow"},
      {"it takes 30 minutes", "it takes some minutes"},
  };
  for (const auto& [more, less] : pairs) EXPECT_GT(worth(more), worth(less)) << more << " / " << less;
}

TEST(Substance, a_thing_named_twice_counts_once) {
  EXPECT_NEAR(worth("机房有 30 张 H100，三十张都是新的"), worth("机房有 30 张 H100，30 张 H100 是新的"), 0.15);
}

TEST(Substance, figures_of_before_add_up_to_a_bound) {
  const Surroundings near{.near = feature_keys("11 12 13 14 15 16 17 18")};
  EXPECT_NEAR(worth("11 12 13 14 15 16 17 18", near) - worth("11 12", near), 6 * 0.05, 1e-9);
}

TEST(Substance, a_quip_that_only_drops_names_is_worth_half) {
  const auto quip = worth("马斯克和 Grok 的 Optimus");
  const auto answer = worth("马斯克和 Grok 的 Optimus", {.answers = true});
  EXPECT_LT(quip, answer);
  EXPECT_GT(worth("马斯克的 Grok 有 30 台"), quip);
}

TEST(Substance, latin_words_are_news_among_chinese_ones_only) {
  EXPECT_GT(worth("机房用 ethernet fabric topology"), worth("they use ethernet fabric topology"));
}

TEST(Substance, the_words_of_a_pack_decide) {
  const auto pack = extended_pack("[thanks]\n三克油\n").value();
  const auto reading = reading_of(std::string("三克油楼主"));
  EXPECT_EQ(contentless(pack, reading, {}), Reason::thanks);
  EXPECT_EQ(contentless(standard_pack(), reading, {}), Reason::too_short);
}

TEST(Substance, worth_is_the_same_whatever_was_read_before) {
  const auto once = worth("机房有 30 张 H100");
  worth("另外一楼");
  EXPECT_DOUBLE_EQ(worth("机房有 30 张 H100"), once);
}

TEST(Substance, a_reading_without_sentences_is_handled) {
  const Reading nothing;
  EXPECT_EQ(contentless(standard_pack(), nothing, {}), Reason::too_short);
  EXPECT_DOUBLE_EQ(worth_of(standard_pack(), nothing, {}), 0);
  Reading picture;
  picture.has_image = true;
  EXPECT_EQ(contentless(standard_pack(), picture, {}), Reason::image);
  Reading smile;
  smile.has_emoji = true;
  EXPECT_EQ(contentless(standard_pack(), smile, {}), Reason::meme);
}

}  // namespace
}  // namespace gailou::digest
