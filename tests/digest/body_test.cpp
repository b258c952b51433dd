// A Body as text, as a hash and as stored JSON.
#include "digest/text/body.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "digest/text/blanks.h"
#include "digest/text/links.h"

namespace gailou::digest {
namespace {

Span text(std::string words) {
  return Span{.text = std::move(words)};
}

Span link(std::string words, std::string url) {
  return Span{.kind = Span::Kind::link, .text = std::move(words), .url = std::move(url)};
}

Span image(std::string name, std::string url) {
  return Span{.kind = Span::Kind::image, .text = std::move(name), .url = std::move(url)};
}

Block block(Block::Kind kind, std::vector<Span> spans) {
  return Block{.kind = kind, .spans = std::move(spans)};
}

Block paragraph(std::vector<Span> spans) {
  return block(Block::Kind::paragraph, std::move(spans));
}

Block quote(std::string author, std::int64_t floor, std::string words) {
  return Block{
      .kind = Block::Kind::quote, .spans = {text(std::move(words))}, .author = std::move(author), .floor = floor};
}

Block onebox(std::string url, std::string words) {
  return Block{.kind = Block::Kind::onebox, .spans = {text(std::move(words))}, .url = std::move(url)};
}

Body body(std::vector<Block> blocks) {
  return Body{.blocks = std::move(blocks)};
}

TEST(Text, blocks_are_lines_and_runs_of_blanks_are_one) {
  const Body b = body({paragraph({text("  一　　二\n\n三 \t")}), paragraph({text(" \n")}), paragraph({text("four")})});
  EXPECT_EQ(text_of(b), "一 二 三\nfour");
}

TEST(Text, a_quote_is_its_author_and_words) {
  EXPECT_EQ(text_of(body({quote("Hali", 2, "原话"), paragraph({text("回复")})})), "Hali: 原话\n回复");
  EXPECT_EQ(text_of(body({quote("", 0, "原话")})), "原话");
}

TEST(Text, a_onebox_says_its_url_twice) {
  EXPECT_EQ(text_of(body({onebox("https://x.ai/news", "Title excerpt")})),
            "https://x.ai/news https://x.ai/news Title excerpt");
}

TEST(Text, a_link_shows_its_url_in_front_unless_it_is_its_text) {
  const Body b = body({paragraph({text("看"), link("这里", "https://a.example/"), text("。")}),
                       paragraph({text("见"), link("https://b.example/", "https://b.example/"), text("。")})});
  EXPECT_EQ(text_of(b), "看 https://a.example/ 这里。\n见https://b.example/。");
}

TEST(Text, an_image_is_its_upload_path) {
  const Body b = body({paragraph({text("图"), image("a.png", "/uploads/short-url/x.png"), text("后")})});
  EXPECT_EQ(text_of(b), "图 /uploads/short-url/x.png 后");
}

TEST(OwnText, leaves_out_quotes_previews_and_images) {
  const Body b = body({quote("Hali", 2, "原话"), onebox("https://x.ai/", "Title"),
                       paragraph({text("我的"), image("a.png", "/uploads/a.png"), link("话", "https://a.example/")}),
                       block(Block::Kind::item, {text("一")}), block(Block::Kind::row, {text("二")})});
  EXPECT_EQ(own_text_of(b), "我的 话\n一\n二");
}

TEST(OwnText, cuts_code_to_two_lines) {
  const Body b = body({block(Block::Kind::code, {text("int a;\n\n  int b;\nint c;\n")})});
  EXPECT_EQ(own_text_of(b), "int a;\nint b;");
  EXPECT_EQ(text_of(b), "int a; int b; int c;");
}

TEST(Blanks, wide_and_unbreakable_ones_count) {
  EXPECT_EQ(collapse_blanks("\xC2\xA0一\xE3\x80\x80\xE2\x80\x83二\xE2\x80\xA8"), "一 二");
  EXPECT_EQ(collapse_blanks("\xE3\x80\x81"), "、");
  EXPECT_EQ(collapse_blanks(""), "");
}

TEST(Hash, is_64_hex_digits_and_stable) {
  EXPECT_EQ(content_hash(Body{}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(content_hash(body({paragraph({text("a")})})).size(), 64U);
}

TEST(Hash, blanks_and_unicode_forms_do_not_count) {
  EXPECT_EQ(content_hash(body({paragraph({text("caf\u00e9  a")})})),
            content_hash(body({paragraph({text("cafe\u0301 a ")})})));
}

TEST(Hash, other_words_targets_and_images_count) {
  const std::string one = content_hash(body({paragraph({text("一")})}));
  EXPECT_NE(one, content_hash(body({paragraph({text("二")})})));
  EXPECT_NE(content_hash(body({quote("a", 1, "x")})), content_hash(body({quote("a", 2, "x")})));
  EXPECT_NE(content_hash(body({quote("a", 1, "x")})), content_hash(body({quote("b", 1, "x")})));
  EXPECT_NE(content_hash(body({paragraph({link("x", "https://a.example/1")})})),
            content_hash(body({paragraph({link("x", "https://a.example/2")})})));
  EXPECT_NE(content_hash(body({paragraph({image("", "/uploads/short-url/a.png")})})),
            content_hash(body({paragraph({image("", "/uploads/short-url/b.png")})})));
  EXPECT_NE(one, content_hash(body({paragraph({Span{.kind = Span::Kind::code, .text = "一"}})})));
}

TEST(Hash, a_link_that_grows_into_a_preview_is_no_edit) {
  const std::string url = "https://x.ai/news";
  const std::string before = content_hash(body({paragraph({link(url, url)})}));
  EXPECT_EQ(before, content_hash(body({onebox(url, "Title. Excerpt.")})));
  Span titled = link("Title", url);
  EXPECT_NE(before, content_hash(body({paragraph({titled})})));
  titled.fetched = true;
  EXPECT_EQ(before, content_hash(body({paragraph({titled})})));
}

TEST(Hash, hosts_sizes_and_campaigns_do_not_count) {
  EXPECT_EQ(content_hash(body({paragraph({image("x", "https://cdn.one/original/2X/a/abc.jpeg")})})),
            content_hash(body({paragraph({image("", "https://two.cdn/optimized/2X/a/abc_2_690x388.jpeg")})})));
  EXPECT_EQ(content_hash(body({paragraph({link("x", "https://a.example/?id=1&utm_source=b")})})),
            content_hash(body({paragraph({link("x", "https://a.example/?id=1")})})));
}

TEST(Hash, a_text_cannot_forge_a_link) {
  EXPECT_NE(content_hash(body({paragraph({text("\x01https://a.example/\x06")})})),
            content_hash(body({paragraph({link("https://a.example/", "https://a.example/")})})));
}

TEST(Links, tracking_goes_and_the_rest_stays) {
  EXPECT_EQ(without_tracking("https://a.example/p?utm_medium=x&fbclid=1#top"), "https://a.example/p#top");
  EXPECT_EQ(without_tracking("https://a.example/p?a=1&gclid=2&b=3"), "https://a.example/p?a=1&b=3");
  EXPECT_EQ(without_tracking("https://a.example/p#a?utm_x=1"), "https://a.example/p#a?utm_x=1");
  EXPECT_EQ(without_tracking(""), "");
}

TEST(Links, an_image_is_named_without_size_and_extension) {
  EXPECT_EQ(image_name("https://h/optimized/2X/a/abc_2_690x388.jpeg?v=1"), "abc");
  EXPECT_EQ(image_name("/uploads/short-url/2j4P.jpeg?dl=1"), "2j4P");
  EXPECT_EQ(image_name("photo_1x2.png"), "photo_1x2");
  EXPECT_EQ(image_name("_1_2x3"), "");
  EXPECT_EQ(image_name(""), "");
}

TEST(Json, keeps_a_body_as_it_is) {
  Body b = body({quote("Hali", 2, "原话"), onebox("https://x.ai/", "T"),
                 paragraph({text("一 \"二\"\n"), link("x", "https://a.example/"), image("n", "/u/a.png")}),
                 block(Block::Kind::option, {Span{.kind = Span::Kind::emoji, .text = ":wink:"}}),
                 block(Block::Kind::spoiler, {})});
  b.blocks[0].topic = 7;
  b.blocks[2].spans[1].fetched = true;
  b.too_complex = true;
  EXPECT_EQ(body_from_json(to_json(b)).value(), b);
  EXPECT_EQ(body_from_json(to_json(Body{})).value(), Body{});
}

TEST(Json, keeps_every_kind) {
  Body b;
  for (int kind = 0; kind <= static_cast<int>(Block::Kind::spoiler); ++kind)
    b.blocks.push_back(block(static_cast<Block::Kind>(kind), {}));
  for (int kind = 0; kind <= static_cast<int>(Span::Kind::code); ++kind)
    b.blocks[0].spans.push_back(Span{.kind = static_cast<Span::Kind>(kind), .text = "x"});
  EXPECT_EQ(body_from_json(to_json(b)).value(), b);
}

TEST(Json, what_is_no_body_is_malformed) {
  for (const char* bad : {"", "[]", "{", "{}", R"({"b":1})", R"({"b":[1]})", R"({"b":[{}]})", R"({"b":[{"s":[1]}]})",
                          R"({"b":[{"k":"nosuch","s":[]}]})", R"({"b":[{"s":[],"n":"1"}]})", R"({"b":[],"x":1})"}) {
    const Result<Body> read = body_from_json(bad);
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().code, Code::malformed) << bad;
  }
}

TEST(Json, bytes_that_are_not_utf8_do_not_throw) {
  EXPECT_TRUE(body_from_json(to_json(body({paragraph({text("\xFF\xFE")})}))));
}

}  // namespace
}  // namespace gailou::digest
