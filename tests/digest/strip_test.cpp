// Text out of HTML that is too large or too deep to be read properly.
#include "digest/text/strip.h"

#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

std::string stripped(std::string_view html) {
  return text_of(strip_tags(html));
}

TEST(Strip, marks_the_body) {
  EXPECT_TRUE(strip_tags("<p>字</p>").too_complex);
  EXPECT_TRUE(strip_tags("").blocks.empty());
}

TEST(Strip, lines_are_paragraphs_and_inline_tags_leave_no_blank) {
  EXPECT_EQ(stripped("<p>一<b>二</b>三</p><ul><li>四</li></ul>五<br>六"), "一二三\n四\n五\n六");
  EXPECT_EQ(stripped("<tr><td>甲</td><td>乙</td></tr>"), "甲 乙");
}

TEST(Strip, comments_scripts_and_styles_are_cut_out) {
  EXPECT_EQ(stripped("前<!-- <p>不</p> --><script>a<b>c</script><STYLE>p{}</STYLE>后"), "前后");
  EXPECT_EQ(stripped("前<script>字"), "前字");
}

TEST(Strip, entities_are_decoded_once) {
  EXPECT_EQ(stripped("&lt;b&gt; &amp;amp; &#20013;&#x6587; &quot;&apos;&#39;"), "<b> &amp; 中文 \"''");
  EXPECT_EQ(stripped("a&nbsp;b &nosuch; &#xD800; &#0; & &"), "a b &nosuch; &#xD800; &#0; & &");
}

TEST(Strip, a_lone_angle_bracket_is_text) {
  EXPECT_EQ(stripped("1 < 2 <3 <"), "1 < 2 <3 <");
  EXPECT_EQ(stripped("字<b never closed"), "字<b never closed");
}

TEST(Strip, paragraphs_are_bounded_and_the_rest_is_kept) {
  std::string html;
  for (int i = 0; i < 5000; ++i) html += "<p>x</p>";
  const Body body = strip_tags(html + "<p>末</p>");
  EXPECT_EQ(body.blocks.size(), 2000U);
  EXPECT_TRUE(text_of(body).ends_with("x 末"));
}

}  // namespace
}  // namespace gailou::digest
