// A forum cooks posts anew without anybody having edited them: before and after have one hash. And what no hash can
// tell is told by a comparison.
#include "digest/text/rebake.h"

#include <gtest/gtest.h>

#include "digest/text/cooked.h"
#include "digest/text/links.h"

namespace gailou::digest {
namespace {

Body cook(const std::string& html) {
  return parse_cooked(html, "https://forum.example");
}

std::string hash(const std::string& html) {
  return content_hash(cook(html));
}

constexpr const char* kSha = "fbffcade9ea3c0f19c044b7e9090f1719c6233ce";
constexpr const char* kShort = "zXhSqE1R47jIVzOjsvgp3CXZh9k";

/// As it is cooked at first, and as it stands once its thumbnail is made.
std::string plain_picture(const std::string& host = "/uploads/default") {
  return "<img src=\"" + host + "/original/2X/f/" + kSha + ".jpeg\" alt=\"IMG_1\" data-base62-sha1=\"" + kShort +
         "\" width=\"690\" height=\"388\">";
}
std::string framed_picture() {
  return std::string("<div class=\"lightbox-wrapper\"><a class=\"lightbox\" href=\"//cdn.example/original/2X/f/") +
         kSha + ".jpeg\" data-download-href=\"/uploads/short-url/" + kShort +
         ".jpeg?dl=1\" title=\"IMG_1\"><img src=\"//cdn.example/optimized/2X/f/" + kSha +
         "_2_690x388.jpeg\" alt=\"IMG_1\" data-base62-sha1=\"" + kShort +
         "\" width=\"690\" height=\"388\"><div class=\"meta\"><svg class=\"fa\"><use href=\"#far-image\"></use></svg>"
         "<span class=\"filename\">IMG_1</span><span class=\"informations\">1213×838 37 KB</span></div></a></div>";
}

TEST(Rebake, a_picture_gets_its_frame) {
  EXPECT_EQ(hash("<p>" + plain_picture() + "</p>"), hash("<p>" + framed_picture() + "</p>"));
  EXPECT_EQ(hash("<p>前</p>\n<p>" + plain_picture() + "</p>\n<p>后</p>"),
            hash("<p>前</p>\n<p>" + framed_picture() + "</p>\n<p>后</p>"));
}

TEST(Rebake, a_picture_in_the_midst_of_a_sentence_stays_there) {
  EXPECT_EQ(hash("<p>看图 " + plain_picture() + " 就知道</p>"), hash("<p>看图 " + framed_picture() + " 就知道</p>"));
  EXPECT_EQ(hash("<p>看图<br>\n" + plain_picture() + "<br>\n就知道</p>"),
            hash("<p>看图<br>\n" + framed_picture() + "<br>\n就知道</p>"));
  EXPECT_EQ(hash("<ul><li>一 " + plain_picture() + "</li></ul>"),
            hash("<ul><li>一 " + framed_picture() + "</li></ul>"));
}

TEST(Rebake, several_pictures_keep_their_order_and_number) {
  const std::string other = R"(<img src="/uploads/short-url/other.png">)";
  const std::string both = hash("<p>" + plain_picture() + other + "</p>");
  EXPECT_EQ(both, hash("<p>" + framed_picture() + other + "</p>"));
  EXPECT_EQ(both, hash("<p>" + plain_picture() + "</p><p>" + other + "</p>"));
  EXPECT_NE(both, hash("<p>" + other + plain_picture() + "</p>"));
  EXPECT_NE(both, hash("<p>" + plain_picture() + "</p>"));
  EXPECT_NE(hash("<p>一 " + other + " 二</p>"), hash("<p>一 二 " + other + "</p>"));
}

TEST(Rebake, uploads_move_to_other_hosts) {
  for (const char* host : {"https://cdn.example", "//bucket.s3.example", "https://forum.example/uploads/default"})
    EXPECT_EQ(hash("<p>" + plain_picture() + "</p>"), hash("<p>" + plain_picture(host) + "</p>")) << host;
}

TEST(Rebake, an_old_picture_without_its_short_name_gets_one) {
  const std::string old = std::string("<p><img src=\"/uploads/default/original/2X/f/") + kSha + ".jpeg\"></p>";
  EXPECT_EQ(hash(old), hash("<p>" + plain_picture() + "</p>"));
  EXPECT_EQ(hash(old), hash("<p>" + framed_picture() + "</p>"));
}

TEST(Rebake, an_attachment_gets_its_short_address) {
  const auto attachment = [](const std::string& href) {
    return hash("<p><a class=\"attachment\" href=\"" + href + "\">表.csv</a> (12 KB)</p>");
  };
  const std::string before = attachment(std::string("/uploads/default/original/2X/f/") + kSha + ".csv");
  EXPECT_EQ(before, attachment(std::string("/uploads/short-url/") + kShort + ".csv"));
  EXPECT_EQ(before, attachment(std::string("https://cdn.example/original/2X/f/") + kSha + ".csv"));
}

TEST(Rebake, an_upload_has_one_name_in_both_of_its_forms) {
  EXPECT_EQ(image_name(std::string("/original/2X/f/") + kSha + "_2_690x388.jpeg"), kShort);
  EXPECT_EQ(image_name(std::string("/uploads/short-url/") + kShort + ".jpeg"), kShort);
  EXPECT_EQ(image_name("/x/0000000000000000000000000000000000000001.png"), "1");
  EXPECT_EQ(image_name("/x/000000000000000000000000000000000000003e.png"), "10");
  EXPECT_EQ(image_name("/x/ffffffffffffffffffffffffffffffffffffffff.png"), "AwGeptL1TMEBFSqZfp4BXWGY80v");
  // Not one: too short, capital letters.
  EXPECT_EQ(image_name("/x/fbffcade9ea3c0f19c044b7e9090f1719c6233c.png"), "fbffcade9ea3c0f19c044b7e9090f1719c6233c");
  EXPECT_EQ(image_name("/x/FBFFCADE9EA3C0F19C044B7E9090F1719C6233CE.png"), "FBFFCADE9EA3C0F19C044B7E9090F1719C6233CE");
}

TEST(Rebake, a_page_elsewhere_whose_name_looks_like_an_upload_is_none) {
  EXPECT_EQ(link_identity(std::string("https://git.example/commit/") + kSha),
            std::string("https://git.example/commit/") + kSha);
}

TEST(Rebake, a_link_grows_a_preview_or_a_title) {
  const std::string bare =
      R"(<p><a href="https://a.example/x" class="onebox" target="_blank" rel="noopener nofollow ugc">https://a.example/x</a></p>)";
  EXPECT_EQ(
      hash(bare),
      hash(
          R"(<aside class="onebox allowlistedgeneric" data-onebox-src="https://a.example/x"><header class="source"><img src="https://a.example/favicon.ico" class="site-icon" width="16" height="16"><a href="https://a.example/x" target="_blank">a.example</a></header><article class="onebox-body"><div class="aspect-image"><img src="//cdn.example/original/3X/a/b.jpeg" class="thumbnail"></div><h3><a href="https://a.example/x">标题</a></h3><p>摘要。</p></article><div class="onebox-metadata"></div><div style="clear: both"></div></aside>)"));
  EXPECT_EQ(hash(R"(<p>看 <a href="https://a.example/x">https://a.example/x</a> 吧</p>)"),
            hash(R"(<p>看 <a href="https://a.example/x" class="inline-onebox">标题 - 站名</a> 吧</p>)"));
}

TEST(Rebake, a_preview_gets_other_words) {
  const auto preview = [](const std::string& words) {
    return hash(
        R"(<aside class="onebox githubrepo" data-onebox-src="https://git.example/r"><article class="onebox-body"><p>)" +
        words + "</p></article></aside>");
  };
  EXPECT_EQ(preview("★ 100"), preview("★ 20413, MIT"));
}

TEST(Rebake, emoji_come_from_elsewhere) {
  EXPECT_EQ(
      hash(R"(<p>好 <img src="/images/emoji/twitter/wink.png?v=5" title=":wink:" class="emoji" alt=":wink:"></p>)"),
      hash(
          R"(<p>好 <img src="https://emoji.cdn.example/google/wink.png?v=12" title=":wink:" class="emoji only-emoji" alt=":wink:" loading="lazy" width="20" height="20"></p>)"));
}

TEST(Rebake, a_mention_becomes_a_link_once_its_member_is_known) {
  EXPECT_EQ(hash(R"(<p>问 <span class="mention">@老王</span></p>)"),
            hash(R"(<p>问 <a class="mention" href="/u/%E8%80%81%E7%8E%8B">@老王</a></p>)"));
}

TEST(Rebake, a_quotes_face_and_title_change) {
  const auto quote = [](const std::string& title) {
    return hash(R"(<aside class="quote no-group" data-username="u" data-post="3" data-topic="7"><div class="title">)" +
                title + R"(</div><blockquote><p>原话</p></blockquote></aside><p>答</p>)");
  };
  EXPECT_EQ(
      quote(R"(<div class="quote-controls"></div>u:)"),
      quote(
          R"(<div class="quote-controls"></div><img loading="lazy" alt="" width="24" height="24" src="//cdn.example/user_avatar/forum.example/u/48/9_2.png" class="avatar"> 全名:)"));
}

TEST(Rebake, a_polls_votes_are_not_its_text) {
  const auto poll = [](const std::string& status, const std::string& voters) {
    return hash(
        R"(<div class="poll" data-poll-name="poll" data-poll-status=")" + status +
        R"(" data-poll-type="regular"><div class="poll-container"><ul><li data-poll-option-id="a1">涨</li>)"
        R"(<li data-poll-option-id="b2">跌</li></ul></div><div class="poll-info"><div class="poll-info_counts">)"
        R"(<div class="poll-info_counts-count"><span class="info-number">)" +
        voters + R"(</span><span class="info-label">voters</span></div></div></div></div>)");
  };
  EXPECT_EQ(poll("open", "0"), poll("closed", "311"));
}

TEST(Rebake, an_edit_is_none_of_that) {
  const std::string before = hash("<p>价格 100 元</p>");
  EXPECT_NE(before, hash("<p>价格 200 元</p>"));
  EXPECT_NE(before, hash("<p>价格 100 元</p><p>" + plain_picture() + "</p>"));
  EXPECT_NE(hash(R"(<p><img src="/uploads/short-url/aaa.png"></p>)"),
            hash(R"(<p><img src="/uploads/short-url/bbb.png"></p>)"));
}

// --- pictures from elsewhere
constexpr const char* kElsewhere =
    R"(<p>看图 <img src="https://pic.example/a/b/card.png" alt="card" width="600" height="300"> 吧</p>)";

TEST(Pictures, one_that_was_fetched_is_told_from_an_edit_by_comparison_alone) {
  const Body before = cook(kElsewhere);
  const Body after = cook("<p>看图 " + framed_picture() + " 吧</p>");
  EXPECT_NE(content_hash(before), content_hash(after));
  EXPECT_TRUE(differ_in_pictures_alone(before, after));
  EXPECT_TRUE(differ_in_pictures_alone(after, before));
}

TEST(Pictures, other_words_or_another_number_of_pictures_are_an_edit) {
  const Body before = cook(kElsewhere);
  EXPECT_FALSE(differ_in_pictures_alone(before, cook("<p>看图 " + framed_picture() + " 啊</p>")));
  EXPECT_FALSE(differ_in_pictures_alone(before, cook("<p>看图 " + framed_picture() + framed_picture() + " 吧</p>")));
  EXPECT_FALSE(differ_in_pictures_alone(before, cook("<p>看图 吧</p>")));
  EXPECT_FALSE(differ_in_pictures_alone(before, cook("<p>看图 吧 " + framed_picture() + "</p>")));
}

TEST(Pictures, the_same_text_differs_in_nothing) {
  EXPECT_FALSE(differ_in_pictures_alone(cook(kElsewhere), cook(kElsewhere)));
}

TEST(Pictures, what_was_too_complex_to_read_is_never_taken_for_the_same) {
  Body before = cook(kElsewhere);
  before.too_complex = true;
  EXPECT_FALSE(differ_in_pictures_alone(before, cook("<p>看图 " + framed_picture() + " 吧</p>")));
}

}  // namespace
}  // namespace gailou::digest
