// What hostile HTML comes to: the text is kept, and no post takes long.
#include <chrono>

#include <gtest/gtest.h>

#include "digest/text/cooked.h"
#include "digest/time.h"

namespace gailou::digest {
namespace {

Body cook(std::string_view html) {
  return parse_cooked(html, "https://forum.example");
}

Duration took(std::string_view html, Body& body) {
  const auto start = std::chrono::steady_clock::now();
  body = cook(html);
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - start);
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

// Far above what a slow, loaded machine needs, far below what a quadratic reading takes.
constexpr Duration kSoon = std::chrono::seconds{5};

TEST(Hostile, deep_nesting_keeps_the_text) {
  Body body;
  EXPECT_LT(took(repeated("<div>", 80'000) + "深处的字" + repeated("</div>", 80'000), body), kSoon);
  EXPECT_TRUE(body.too_complex);
  EXPECT_EQ(text_of(body), "深处的字");
  EXPECT_LT(took(repeated("<b>", 10'000) + "粗", body), kSoon);
  EXPECT_TRUE(body.too_complex);
  EXPECT_EQ(text_of(body), "粗");
}

TEST(Hostile, too_many_bytes_or_nodes_keep_the_text) {
  EXPECT_TRUE(cook("<p>字</p>" + std::string((1U << 20U) + 1, ' ')).too_complex);
  const Body many = cook(repeated("<b>x</b>", 60'000) + "字");
  EXPECT_TRUE(many.too_complex);
  EXPECT_TRUE(text_of(many).ends_with("x字"));
}

TEST(Hostile, a_tag_with_countless_attributes_ends_the_reading) {
  std::string tag = "<p>前</p><b";
  for (int i = 0; i < 100'000; ++i) tag += " a" + std::to_string(i);
  Body body;
  EXPECT_LT(took(tag + ">后</b>", body), kSoon);
  EXPECT_TRUE(body.too_complex);
  EXPECT_EQ(text_of(body), "前\n后");
}

TEST(Hostile, unfinished_markup_takes_no_time_and_loses_no_text) {
  Body body;
  for (const char* piece :
       {"<", "&", "<a", "<!--", "<a href=\"", "</", "<p", "&#", "<![CDATA[", "<aside class=quote>", "<script>"}) {
    EXPECT_LT(took("字" + repeated(piece, 100'000), body), kSoon) << piece;
    EXPECT_TRUE(text_of(body).starts_with("字")) << piece;
  }
}

TEST(Hostile, a_long_url_is_not_multiplied) {
  const std::string url = "https://a.example/" + std::string(2000, 'x');
  const Body body = cook("<p><a href=\"" + url + "\">" + repeated("x<img src='/i.png'>", 30'000) + "</a>字</p>");
  EXPECT_TRUE(body.too_complex);
  EXPECT_LT(to_json(body).size(), std::size_t{8} << 20U);
}

TEST(Hostile, a_long_post_is_read_properly_whatever_its_attributes_hold) {
  const std::string piece = "<p><a href=\"https://a.example/\" title=\"a > b, it's <ok>\">字</a> don't</p>\n";
  const Body body = cook(repeated(piece, 200));
  EXPECT_FALSE(body.too_complex);
  EXPECT_EQ(body.blocks.size(), 200U);
}

TEST(Hostile, a_long_paragraph_of_one_piece_is_read_properly) {
  const Body body = cook("<p>" + repeated("很长的一段", 20'000) + "</p><ul><li>条</li></ul>");
  EXPECT_FALSE(body.too_complex);
  ASSERT_EQ(body.blocks.size(), 2U);
  EXPECT_EQ(body.blocks[1].kind, Block::Kind::item);
}

}  // namespace
}  // namespace gailou::digest
