// Structure found again in flat text.
#include "digest/text/plain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

using testing::ElementsAre;

const std::vector<EarlierFloor> kEarlier = {
    {.floor = 1, .author = "privater", .text = "Anthropic 将租用全部算力容量。 涉及超过 300 兆瓦 (MW) 的计算能力,很多"},
    {.floor = 5, .author = "收束观测者", .text = "不能很方便地看细节 看代码不方便"},
    {.floor = 7, .author = "privater", .text = "还是要看情况"}};

std::string words(const Block& block) {
  std::string text;
  for (const auto& span : block.spans) text += span.text;
  return text;
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

TEST(Plain, a_flattened_quotation_is_cut_by_exactly_the_matched_words) {
  const auto body = parse_plain("privater: 全部算力 那grok用什么跑", kEarlier);
  ASSERT_EQ(body.blocks.size(), 2U);
  EXPECT_EQ(body.blocks[0].kind, Block::Kind::quote);
  EXPECT_EQ(body.blocks[0].author, "privater");
  EXPECT_EQ(body.blocks[0].floor, 1);
  EXPECT_EQ(words(body.blocks[0]), "全部算力");
  EXPECT_EQ(own_text_of(body), "那grok用什么跑");
}

TEST(Plain, a_quotation_may_stand_in_the_middle) {
  const auto body = parse_plain("因为没有GUI 收束观测者: 不能很方便地看细节 看代码不方便 让他单独生成", kEarlier);
  ASSERT_EQ(body.blocks.size(), 3U);
  EXPECT_EQ(body.blocks[1].floor, 5);
  EXPECT_EQ(own_text_of(body), "因为没有GUI\n让他单独生成");
}

TEST(Plain, a_name_whose_words_stand_nowhere_is_no_quotation) {
  EXPECT_EQ(own_text_of(parse_plain("privater: 你说得不对", kEarlier)), "privater: 你说得不对");
}

TEST(Plain, a_colon_behind_no_participant_is_no_quotation) {
  EXPECT_EQ(own_text_of(parse_plain("随便找了个帖子: 全部算力", kEarlier)), "随便找了个帖子: 全部算力");
}

TEST(Plain, the_longest_match_among_an_authors_floors_wins) {
  const auto body = parse_plain("privater: 还是要看情况 同意", kEarlier);
  ASSERT_EQ(body.blocks.size(), 2U);
  EXPECT_EQ(body.blocks[0].floor, 7);
}

TEST(Plain, a_latin_word_is_never_cut_in_two) {
  const std::vector<EarlierFloor> earlier = {{.floor = 2, .author = "a", .text = "the number of tests"}};
  const auto body = parse_plain("a: the number offers more", earlier);
  ASSERT_EQ(body.blocks.size(), 2U);
  EXPECT_EQ(words(body.blocks[0]), "the number");
}

TEST(Plain, an_address_printed_twice_is_a_preview_with_its_latin_sentences) {
  const auto body =
      parse_plain("https://x.ai/n https://x.ai/n xAI builds Grok. Try it at grok.com. 独占算力资源", kEarlier);
  ASSERT_EQ(body.blocks.size(), 2U);
  EXPECT_EQ(body.blocks[0].kind, Block::Kind::onebox);
  EXPECT_EQ(body.blocks[0].url, "https://x.ai/n");
  EXPECT_EQ(words(body.blocks[0]), "xAI builds Grok. Try it at grok.com.");
  EXPECT_EQ(own_text_of(body), "独占算力资源");
}

TEST(Plain, an_address_printed_once_is_a_link) {
  const auto body = parse_plain("看 https://a.example/b?c=d 这个", {});
  ASSERT_EQ(body.blocks.size(), 1U);
  ASSERT_EQ(body.blocks[0].spans.size(), 3U);
  EXPECT_EQ(body.blocks[0].spans[1].kind, Span::Kind::link);
  EXPECT_EQ(body.blocks[0].spans[1].url, "https://a.example/b?c=d");
}

TEST(Plain, an_upload_path_is_an_image) {
  const auto body = parse_plain("谁也不能 /uploads/short-url/rVk.jpeg?dl=1", {});
  ASSERT_EQ(body.blocks.size(), 1U);
  EXPECT_EQ(body.blocks[0].spans.back().kind, Span::Kind::image);
  EXPECT_EQ(own_text_of(body), "谁也不能");
}

TEST(Plain, the_words_stay_the_same_in_the_same_order) {
  for (const std::string text :
       {"privater: 全部算力 那grok用什么跑", "https://x.ai/n https://x.ai/n A b. C d. 中文", "只有文字\n两行 :不是",
        "看 https://a.example/b 和 /uploads/x.png 以及 https://a.example/b", "", "::", "privater:", "https://",
        "：：：", "privater: 全部算力 收束观测者: 不能很方便地看细节"}) {
    EXPECT_EQ(without_blanks(text_of(parse_plain(text, kEarlier))), without_blanks(text)) << text;
  }
}

TEST(Plain, a_body_that_lost_its_quotes_gets_them_back_and_keeps_the_rest) {
  Body body;
  body.blocks.push_back({.kind = Block::Kind::code, .spans = {{.text = "privater: 全部算力"}}});
  body.blocks.push_back({.kind = Block::Kind::paragraph,
                         .spans = {{.text = "privater: 全部算力 "}, {.kind = Span::Kind::mention, .text = "@nkc"}}});
  const auto split = split_flattened_quotes(body, kEarlier);
  ASSERT_EQ(split.blocks.size(), 3U);
  EXPECT_EQ(split.blocks[0], body.blocks[0]);
  EXPECT_EQ(split.blocks[1].kind, Block::Kind::quote);
  EXPECT_EQ(words(split.blocks[2]), "@nkc");
}

TEST(Plain, names_before_colons_are_listed_once_and_addresses_are_none) {
  EXPECT_THAT(quoted_names("privater: a https://x.y z。Ava.太太太后：b privater: c"),
              ElementsAre("privater", "Ava.太太太后"));
}

TEST(Plain, not_more_than_sixteen_names_are_listed) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "n" + std::to_string(i) + ": w ";
  EXPECT_EQ(quoted_names(text).size(), 16U);
}

}  // namespace
}  // namespace gailou::digest
