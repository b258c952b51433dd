// Each shape that stands in a cooked post.
#include "digest/text/cooked.h"

#include <gtest/gtest.h>

namespace gailou::digest {
namespace {

constexpr std::string_view kOrigin = "https://forum.example";

Body cook(std::string_view html) {
  return parse_cooked(html, kOrigin);
}

/// The only block of a post.
Block one(std::string_view html) {
  const Body body = cook(html);
  EXPECT_EQ(body.blocks.size(), 1U) << to_json(body);
  return body.blocks.empty() ? Block{} : body.blocks.front();
}

Span text(std::string words) {
  return Span{.text = std::move(words)};
}

Span link(std::string words, std::string url, bool fetched = false) {
  return Span{.kind = Span::Kind::link, .text = std::move(words), .url = std::move(url), .fetched = fetched};
}

using Spans = std::vector<Span>;

TEST(Cooked, paragraphs_are_blocks_and_blanks_collapse) {
  const Body body = cook("<p>一  二\n三</p>\n<p>four<b> five</b></p>\n\n<p> </p>");
  ASSERT_EQ(body.blocks.size(), 2U);
  EXPECT_EQ(body.blocks[0].spans, Spans{text("一 二 三")});
  EXPECT_EQ(body.blocks[1].spans, Spans{text("four five")});
}

TEST(Cooked, a_line_break_ends_a_paragraph) {
  EXPECT_EQ(text_of(cook("<p>第一行<br>\n第二行</p>")), "第一行\n第二行");
}

TEST(Cooked, text_without_tags_is_kept) {
  EXPECT_EQ(text_of(cook("没有标签 a < b &amp; c &lt;d&gt; &hellip; &#20013;")), "没有标签 a < b & c <d> … 中");
}

TEST(Cooked, a_charset_in_a_post_changes_nothing) {
  EXPECT_EQ(text_of(cook(R"(<meta charset="gbk"><meta http-equiv="Content-Type" content="text/html; charset=big5">)"
                         "<p>中文不丢</p>")),
            "中文不丢");
}

TEST(Cooked, bytes_that_are_not_utf8_are_replaced) {
  EXPECT_EQ(text_of(cook("<p>a\xFF\xE4\xB8z中</p>")), "a\uFFFD\uFFFDz中");
}

// --- quotes: the four forms of attributes
constexpr std::string_view kQuoteTail =
    R"(<div class="title"><div class="quote-controls"><span>x</span></div><img alt="" src="/a.png" class="avatar"> Eve:</div>
<blockquote><p>原话</p><p>第二段</p></blockquote></aside><p>回复</p>)";

Body quoted(const std::string& attributes) {
  return cook("<aside class=\"quote no-group\"" + attributes + ">" + std::string(kQuoteTail));
}

TEST(Cooked, a_quote_with_all_attributes) {
  const Body body = quoted(R"( data-username="Eternity" data-post="428" data-topic="2108")");
  ASSERT_EQ(body.blocks.size(), 2U);
  const Block expected{
      .kind = Block::Kind::quote, .spans = {text("原话 第二段")}, .author = "Eternity", .floor = 428, .topic = 2108};
  EXPECT_EQ(body.blocks[0], expected);
  EXPECT_EQ(own_text_of(body), "回复");
}

TEST(Cooked, a_quote_without_username_takes_it_from_the_title) {
  const Block quote = quoted(R"( data-post="3" data-topic="9")").blocks.at(0);
  EXPECT_EQ(quote.author, "Eve");
  EXPECT_EQ(quote.floor, 3);
}

TEST(Cooked, a_quote_with_a_username_alone) {
  const Block quote = quoted(R"( data-username="张三")").blocks.at(0);
  EXPECT_EQ(quote.author, "张三");
  EXPECT_EQ(quote.floor, 0);
  EXPECT_EQ(quote.topic, 0);
}

TEST(Cooked, a_quote_without_any_attribute) {
  EXPECT_EQ(quoted("").blocks.at(0).author, "Eve");
  EXPECT_EQ(one("<aside class=\"quote\"><blockquote>原话</blockquote></aside>").author, "");
}

TEST(Cooked, a_quote_from_another_topic_is_not_by_its_title) {
  const Block quote = one(R"(<aside class="quote"><div class="title">
<img class="avatar" src="x"><a href="https://forum.example/t/some-slug/12/34">别的话题</a></div>
<blockquote>原话</blockquote></aside>)");
  EXPECT_EQ(quote.author, "");
  EXPECT_EQ(quote.topic, 12);
  EXPECT_EQ(quote.floor, 34);
  EXPECT_EQ(quote.spans, Spans{text("原话")});
}

TEST(Cooked, a_quote_in_a_quote_stays_in_its_text) {
  const Body body = cook(
      R"(<aside class="quote" data-username="A" data-post="2"><div class="title">A:</div><blockquote>
<aside class="quote" data-username="B" data-post="1"><div class="title">B:</div><blockquote>最早的话</blockquote></aside>
<p>中间的话</p></blockquote></aside><p>最后的话</p>)");
  ASSERT_EQ(body.blocks.size(), 2U);
  EXPECT_EQ(body.blocks[0].author, "A");
  EXPECT_EQ(body.blocks[0].floor, 2);
  EXPECT_EQ(text_of(body), "A: B: 最早的话 中间的话\n最后的话");
}

TEST(Cooked, a_plain_blockquote_is_a_quote_by_nobody) {
  const Block quote = one("<blockquote>\n<p>外面的话</p>\n</blockquote>");
  EXPECT_EQ(quote.kind, Block::Kind::quote);
  EXPECT_EQ(quote.author, "");
  EXPECT_EQ(quote.spans, Spans{text("外面的话")});
}

// --- previews
TEST(Cooked, a_onebox_is_its_url_title_and_excerpt) {
  const Block onebox = one(
      R"(<aside class="onebox allowlistedgeneric" data-onebox-src="https://x.ai/news"><header class="source">
<img src="/f.ico" class="site-icon"><a href="https://x.ai/other" target="_blank">x.ai</a></header>
<article class="onebox-body"><img class="thumbnail" src="/t.png"><h3><a href="https://x.ai/news">Compute</a></h3>
<p>xAI builds <b>Grok</b>.</p></article><div class="onebox-metadata"></div><div style="clear: both"></div></aside>)");
  const Block expected{
      .kind = Block::Kind::onebox, .spans = {text("Compute xAI builds Grok.")}, .url = "https://x.ai/news"};
  EXPECT_EQ(onebox, expected);
}

TEST(Cooked, an_older_onebox_takes_its_first_link) {
  const Block onebox = one(R"(<aside class="onebox wikipedia"><header class="source">
<a href="https://en.wikipedia.org/wiki/X" target="_blank">en.wikipedia.org</a></header>
<article class="onebox-body"><h3><a href="https://b.example/">X</a></h3></article></aside>)");
  EXPECT_EQ(onebox.url, "https://en.wikipedia.org/wiki/X");
  EXPECT_EQ(onebox.spans, Spans{text("X")});
}

TEST(Cooked, an_inline_onebox_has_a_fetched_title) {
  EXPECT_EQ(one(R"(<p>见 <a href="https://a.example/x" class="inline-onebox">The Title</a></p>)").spans,
            (Spans{text("见 "), link("The Title", "https://a.example/x", true)}));
}

TEST(Cooked, a_pending_onebox_is_a_bare_link) {
  EXPECT_EQ(one(R"(<p><a href="https://a.example/x" class="onebox" target="_blank">https://a.example/x</a></p>)").spans,
            Spans{link("https://a.example/x", "https://a.example/x")});
}

TEST(Cooked, a_post_that_grew_a_preview_has_the_same_hash) {
  const Body before = cook(R"(<p>看</p><p><a href="https://x.ai/n" class="onebox">https://x.ai/n</a></p>)");
  const Body after =
      cook(R"(<p>看</p><aside class="onebox a" data-onebox-src="https://x.ai/n"><article>T</article></aside>)");
  EXPECT_EQ(content_hash(before), content_hash(after));
}

// --- links, mentions, emoji
TEST(Cooked, links_are_absolute_or_only_text) {
  EXPECT_EQ(one(R"(<p><a href="/t/x/1">a</a><a href="//h.example/p">b</a><a href="HTTP://c.example">c</a></p>)").spans,
            (Spans{link("a", "https://forum.example/t/x/1"), link("b", "https://h.example/p"),
                   link("c", "http://c.example")}));
  for (const char* href : {"javascript:alert(1)", "mailto:a@b.example", "data:text/html,x", "#anchor", "", "https://",
                           "java\nscript:x", "http:/\x01/x"}) {
    EXPECT_EQ(one("<p><a href=\"" + std::string(href) + "\">字</a></p>").spans, Spans{text("字")}) << href;
  }
}

TEST(Cooked, what_could_break_out_of_an_attribute_is_encoded_in_links) {
  EXPECT_EQ(one("<p><a href='https://a.example/\"><script>x y'>z</a></p>").spans,
            Spans{link("z", "https://a.example/%22%3E%3Cscript%3Ex%20y")});
}

TEST(Cooked, an_overlong_link_is_only_text) {
  EXPECT_EQ(one("<p><a href=\"https://a.example/" + std::string(3000, 'x') + "\">字</a></p>").spans, Spans{text("字")});
}

TEST(Cooked, a_closing_slash_does_not_make_a_link_say_its_url_twice) {
  EXPECT_EQ(text_of(cook(R"(<p><a href="https://a.example/">https://a.example</a></p>)")), "https://a.example/");
}

TEST(Cooked, a_link_around_a_picture_keeps_both) {
  EXPECT_EQ(one(R"(<p><a href="https://shop.example/p"><img src="/i.png" alt="促销"></a></p>)").spans,
            (Spans{Span{.kind = Span::Kind::image, .text = "促销", .url = "https://forum.example/i.png"},
                   link("https://shop.example/p", "https://shop.example/p")}));
}

TEST(Cooked, mentions_of_users_groups_and_nobody) {
  const Span at_x{.kind = Span::Kind::mention, .text = "@x"};
  EXPECT_EQ(one(R"(<p>hi <a class="mention" href="/u/x">@x</a></p>)").spans, (Spans{text("hi "), at_x}));
  EXPECT_EQ(one(R"(<p><a class="mention-group" href="/groups/x">@x</a></p>)").spans, Spans{at_x});
  EXPECT_EQ(one(R"(<p><span class="mention">@x</span>!</p>)").spans, (Spans{at_x, text("!")}));
}

TEST(Cooked, hashtags_old_and_new_are_text) {
  EXPECT_EQ(text_of(cook(R"(<p>in <a class="hashtag" href="/c/deals/4">#<span>deals</span></a></p>)")), "in #deals");
  EXPECT_EQ(
      text_of(cook(
          R"(<p><a class="hashtag-cooked" href="/c/1" data-slug="deals"><span class="hashtag-icon-placeholder"><svg class="fa"><use href="#x"></use></svg></span><span>羊毛</span></a></p>)")),
      "#羊毛");
}

TEST(Cooked, an_emoji_is_its_name) {
  EXPECT_EQ(one(R"(<p>好<img src="/wink.png?v=5" title=":wink:" class="emoji only-emoji" alt=":wink:"></p>)").spans,
            (Spans{text("好"), Span{.kind = Span::Kind::emoji, .text = ":wink:"}}));
  EXPECT_EQ(one(R"(<p><a href="https://a.example/">x<img title=":+1:" class="emoji"></a></p>)").spans,
            Spans{link("x:+1:", "https://a.example/")});
}

// --- pictures, files, players
TEST(Cooked, a_lightbox_is_one_picture_by_its_upload_path) {
  const Body body = cook(
      R"(<p>前</p><div class="lightbox-wrapper"><a class="lightbox" href="//cdn.example/original/3X/a.jpeg" data-download-href="/uploads/short-url/2j4P.jpeg?dl=1" title="a.jpg"><img src="/o/a_2_690x388.jpeg" alt="图" data-base62-sha1="2j4P" width="690"><div class="meta"><svg class="fa d-icon"><use href="#far-image"></use></svg><span class="filename">a.jpg</span><span class="informations">1213×838 37 KB</span><svg></svg></div></a></div><p>后</p>)");
  EXPECT_EQ(text_of(body), "前\n/uploads/short-url/2j4P.jpeg?dl=1\n后");
  EXPECT_EQ(body.blocks.at(1).spans,
            Spans{(Span{.kind = Span::Kind::image, .text = "图", .url = "/uploads/short-url/2j4P.jpeg?dl=1"})});
}

TEST(Cooked, an_old_lightbox_is_its_full_picture) {
  EXPECT_EQ(
      one(R"(<div class="lightbox-wrapper"><a class="lightbox" href="//cdn.example/full.jpeg" title="n.jpg"><img src="/s.jpeg"></a></div>)")
          .spans,
      Spans{(Span{.kind = Span::Kind::image, .text = "n.jpg", .url = "https://cdn.example/full.jpeg"})});
}

TEST(Cooked, a_small_picture_and_a_pending_upload) {
  EXPECT_EQ(one(R"(<p><img src="https://cdn.example/o/1X/ab.png" alt="x" data-base62-sha1="Ab9"></p>)").spans,
            Spans{(Span{.kind = Span::Kind::image, .text = "x", .url = "/uploads/short-url/Ab9.png"})});
  EXPECT_EQ(one(R"(<p><img src="/images/transparent.png" data-orig-src="upload://Ab9.png"></p>)").spans,
            Spans{(Span{.kind = Span::Kind::image, .url = "/uploads/short-url/Ab9.png"})});
  EXPECT_EQ(one(R"(<p>a<img src="data:image/png;base64,AA" alt="替"></p>)").spans,
            (Spans{text("a"), Span{.kind = Span::Kind::image, .text = "替"}}));
}

TEST(Cooked, an_upload_path_cannot_break_out_of_an_attribute) {
  const Spans encoded{Span{.kind = Span::Kind::image, .url = "/uploads/short-url/a%22%3E.png"}};
  EXPECT_EQ(one(R"(<a class="lightbox" data-download-href='/uploads/short-url/a">.png'><img></a>)").spans, encoded);
  EXPECT_EQ(one(R"(<p><img data-orig-src='upload://a">.png'></p>)").spans, encoded);
}

TEST(Cooked, avatars_and_site_icons_are_furniture) {
  EXPECT_TRUE(cook(R"(<p><img class="avatar" src="/a.png"><img class="site-icon" src="/b.png"></p>)").blocks.empty());
}

TEST(Cooked, an_attachment_is_a_link_with_its_size_behind) {
  EXPECT_EQ(text_of(cook(R"(<p><a class="attachment" href="/uploads/short-url/Q.csv">file.csv</a> (12 KB)</p>)")),
            "https://forum.example/uploads/short-url/Q.csv file.csv (12 KB)");
}

TEST(Cooked, players_are_links) {
  EXPECT_EQ(text_of(cook(R"(<iframe src="https://p.example/v/1" width="1">fallback</iframe>)")),
            "https://p.example/v/1");
  EXPECT_EQ(
      text_of(cook(
          R"(<p>看</p><div class="video-container"><video controls><source src="/v.mp4"><a href="/v.mp4">/v.mp4</a></video></div><p>完</p>)")),
      "看\nhttps://forum.example/v.mp4\n完");
  EXPECT_EQ(text_of(cook(R"(<audio controls><source src="https://a.example/a.mp3"></audio>)")),
            "https://a.example/a.mp3");
}

TEST(Cooked, a_lazy_video_is_a_link_with_a_fetched_title) {
  EXPECT_EQ(
      one(R"(<div class="youtube-onebox lazy-video-container" data-video-id="dQw4" data-video-title="Title" data-provider-name="youtube"><a href="https://www.youtube.com/watch?v=dQw4"><img class="youtube-thumbnail" src="/x.jpg"></a></div>)")
          .spans,
      Spans{link("Title", "https://www.youtube.com/watch?v=dQw4", true)});
  EXPECT_EQ(one(R"(<div class="lazyYT" data-youtube-id="a-_1" data-youtube-title="旧"></div>)").spans,
            Spans{link("旧", "https://www.youtube.com/watch?v=a-_1", true)});
}

// --- boxes
TEST(Cooked, a_spoiler_box_and_a_paragraph_with_a_spoiler) {
  EXPECT_EQ(one(R"(<div class="spoiler"><p>结局</p></div>)").kind, Block::Kind::spoiler);
  const Body body = cook(R"(<p>前</p><p>答案 <span class="spoiler">42</span> 啊</p><p>后</p>)");
  ASSERT_EQ(body.blocks.size(), 3U);
  EXPECT_EQ(body.blocks[0].kind, Block::Kind::paragraph);
  EXPECT_EQ(body.blocks[1].kind, Block::Kind::spoiler);
  EXPECT_EQ(body.blocks[1].spans, Spans{text("答案 42 啊")});
  EXPECT_EQ(body.blocks[2].kind, Block::Kind::paragraph);
}

TEST(Cooked, a_list_in_a_spoiler_stays_hidden) {
  for (const Block& block :
       cook(R"(<div class="spoiler"><ul><li>一</li><li>二</li></ul><table><tr><td>三</td></tr></table></div>)").blocks)
    EXPECT_EQ(block.kind, Block::Kind::spoiler);
}

TEST(Cooked, details_keep_summary_and_content) {
  EXPECT_EQ(text_of(cook("<details><summary>标题</summary><p>内容</p></details>")), "标题\n内容");
}

TEST(Cooked, a_poll_has_options_and_no_buttons) {
  const Body body = cook(
      R"(<div class="poll" data-poll-name="poll" data-poll-status="open"><div class="poll-container"><div class="poll-title">买哪个?</div><ul><li data-poll-option-id="a1">甲</li><li data-poll-option-id="b2">乙</li></ul></div><div class="poll-info"><span class="info-number">0</span> voters</div></div>)");
  ASSERT_EQ(body.blocks.size(), 3U);
  EXPECT_EQ(body.blocks[0].kind, Block::Kind::paragraph);
  EXPECT_EQ(body.blocks[1].kind, Block::Kind::option);
  EXPECT_EQ(text_of(body), "买哪个?\n甲\n乙");
}

TEST(Cooked, local_dates_and_footnotes_keep_their_text) {
  EXPECT_EQ(
      text_of(cook(
          R"(<p><span class="discourse-local-date" data-date="2026-05-10" data-timezone="UTC">2026-05-10T10:00:00Z</span> 截止<sup class="footnote-ref"><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup></p><ol><li id="footnote-1"><p>注 <a href="#footnote-ref-1" class="footnote-backref">↩︎</a></p></li></ol>)")),
      "2026-05-10T10:00:00Z 截止[1]\n注");
}

TEST(Cooked, code_blocks_keep_their_lines) {
  const Block code = one("<pre><code class=\"lang-cpp\">int main() {\n  return 0;  // &lt;&gt;\n}\n</code></pre>");
  EXPECT_EQ(code.kind, Block::Kind::code);
  EXPECT_EQ(code.spans, Spans{text("int main() {\n  return 0;  // <>\n}")});
  EXPECT_EQ(one("<p>用 <code>-O2  x</code></p>").spans,
            (Spans{text("用 "), Span{.kind = Span::Kind::code, .text = "-O2 x"}}));
}

TEST(Cooked, tables_are_rows) {
  const Body body = cook(
      R"(<div class="md-table"><table><thead><tr><th>卡</th><th>年费</th></tr></thead><tbody><tr><td><p>甲</p></td><td>$95<br>首年免<ul><li>条</li></ul></td></tr></tbody></table></div>)");
  ASSERT_EQ(body.blocks.size(), 2U);
  EXPECT_EQ(body.blocks[1].kind, Block::Kind::row);
  EXPECT_EQ(text_of(body), "卡 年费\n甲 $95 首年免 条");
}

TEST(Cooked, headings_and_lists) {
  const Body body = cook(
      R"(<h2><a name="x" class="anchor" href="#x"></a>题</h2><ul><li>一<ul><li>一点一</li></ul></li><li><p>二</p></li></ul>)");
  ASSERT_EQ(body.blocks.size(), 4U);
  EXPECT_EQ(body.blocks[0].kind, Block::Kind::heading);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(body.blocks[i].kind, Block::Kind::item) << i;
  EXPECT_EQ(text_of(body), "题\n一\n一点一\n二");
}

TEST(Cooked, any_other_element_keeps_its_text) {
  EXPECT_EQ(
      text_of(cook("<p><s>旧价</s><del>x</del> <kbd>Ctrl</kbd><nosuch>新<ruby>字<rt>zi</rt></ruby></nosuch></p>")),
      "旧价x Ctrl新字zi");
}

TEST(Cooked, scripts_styles_and_drawings_are_dropped) {
  EXPECT_EQ(
      text_of(cook("<p>前</p><script>bad('</p>')</script><style>p{}</style><svg><title>t</title></svg><p>后</p>")),
      "前\n后");
}

}  // namespace
}  // namespace gailou::digest
