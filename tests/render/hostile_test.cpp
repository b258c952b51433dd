// Text from outside that wants to be more than text, in every format.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/codec.h"
#include "digest/render/blocks/escape.h"
#include "digest/render/blocks/target.h"
#include "digest/render/formats.h"
#include "digest/render/pages.h"
#include "tests/support/html_page.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::HtmlPage;

constexpr std::string_view kAttack =
    "</title></h1><script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover=\"alert(3)' ]]> <!-- &lt;b&gt; "
    "[x](javascript:alert(4)) ![y](http://evil.example/z) ```\n# 标题\n- 项目\n1. 数\n> "
    "引\n\n~~~\nhttps://evil.example";

/// The attack wherever text from outside can stand.
ThreadView attacked_view() {
  const std::string attack(kAttack);
  ThreadView view = tests::lease_view();
  view.digest.thread.title = attack;
  view.digest.summary.text = attack;
  view.last_error = attack;
  for (auto& entry : view.digest.entries) entry.text = attack;
  for (auto& stored : view.posts) {
    stored.text = attack;
    stored.post.author = attack;
    for (auto& block : stored.post.body.blocks) {
      block.author = attack;
      block.url = "javascript:alert(5)";
      for (auto& span : block.spans) {
        span.text = attack;
        span.url = "javascript:alert(6)";
      }
    }
  }
  return view;
}

TEST(Hostile, a_letter_under_a_heap_of_marks_stays_in_its_line) {
  std::string heap = "Z";
  for (int i = 0; i < 240; ++i) heap += "\xCC\xB6";
  ThreadView view = tests::lease_view();
  view.digest.entries.front().text = heap;
  const auto html = format_named("html")->render(view, {});
  EXPECT_THAT(html, HasSubstr(heap.substr(0, 1 + 2 * 8)));
  EXPECT_THAT(html, Not(HasSubstr(heap.substr(0, 1 + 2 * 9))));
  EXPECT_THAT(format_named("json")->render(view, {}), HasSubstr(heap)) << "programs get what is stored";
}

TEST(Hostile, html_holds_text_and_nothing_else) {
  const HtmlPage page(format_named("html")->render(attacked_view(), {}));
  EXPECT_THAT(page.errors(), IsEmpty());
  EXPECT_EQ(page.all("script").size(), 1U);
  EXPECT_TRUE(page.all("img").empty());
  EXPECT_THAT(page.all("h1").front().text, HasSubstr("<script>alert(1)</script>"));
  for (const auto& element : page.elements()) {
    for (const auto& [name, value] : element.attributes) {
      EXPECT_FALSE(name.starts_with("on")) << element.name << " " << name;
      if (name == "href" || name == "src") {
        EXPECT_THAT(value, Not(HasSubstr("javascript:")));
      }
    }
  }
}

TEST(Hostile, other_pages_hold_text_too) {
  const std::string attack(kAttack);
  FrontRow row{.source = "example", .topic = digest::TopicId{1}, .title = attack, .summary = attack, .state = attack};
  row.newest = attacked_view().digest.entries;
  for (const auto& bytes :
       {front_page({.rows = {row}}, {}), posts_page({.thread = attacked_view()}, {}),
        entries_page({.thread = attacked_view()}, {}), entries_page({.thread = attacked_view(), .section = 0}, {}),
        problem_page({.title = attack, .detail = attack, .request_id = attack}, {})}) {
    const HtmlPage page(bytes);
    EXPECT_THAT(page.errors(), IsEmpty());
    EXPECT_EQ(page.all("script").size(), 1U);
    EXPECT_TRUE(page.all("img").empty());
  }
}

/// What of a Markdown page is live: without code, whose fence is wider than the attack's, and without escaped
/// characters.
std::string live_part(const std::string& markdown) {
  constexpr std::string_view kFence = "````";
  std::string live;
  bool code = false;
  for (std::size_t at = 0; at < markdown.size(); ++at) {
    if (markdown.compare(at, kFence.size(), kFence) == 0) {
      code = !code;
      at += kFence.size() - 1;
    } else if (!code && markdown[at] == '\\') {
      ++at;
    } else if (!code) {
      live += markdown[at];
    }
  }
  return live;
}

TEST(Hostile, markdown_gets_no_structure_from_text) {
  const std::string live = live_part(format_named("md")->render(attacked_view(), {}));
  for (const auto* mark : {"<script", "<img", "](javascript", "![", "evil.example)", "https://evil", "```", "~~~",
                           "\n# 标题", "\n- 项目", "\n1. 数", "\n> 引"}) {
    EXPECT_EQ(live.find(mark), std::string::npos) << mark;
  }
}

TEST(Hostile, text_stays_on_its_line) {
  const std::string text = format_named("text")->render(attacked_view(), {});
  EXPECT_EQ(text.find("\n# 标题"), std::string::npos);
  EXPECT_EQ(text.find("\n--- 第"), text.find("\n--- 第 1 楼来自"));
}

TEST(Hostile, json_gives_back_what_went_in) {
  const auto view = attacked_view();
  const auto read = digest::digest_from_document(format_named("json")->render(view, {}));
  ASSERT_TRUE(read.has_value()) << to_string(read.error());
  EXPECT_EQ(read->thread.title, view.digest.thread.title);
  EXPECT_EQ(read->entries.size(), view.digest.entries.size());
}

TEST(Hostile, bytes_that_are_not_utf8_end_no_writer) {
  ThreadView view = tests::lease_view();
  view.digest.thread.title = "\xFF\xC0 \xE2\x80";
  view.posts[0].text = "\xFE";
  for (const Format& format : formats()) EXPECT_FALSE(format.render(view, {}).empty()) << format.name;
}

TEST(OneLine, drops_what_reorders_and_joins_what_breaks) {
  EXPECT_EQ(one_line(" a\xE2\x80\xAE"
                     "b\xE2\x81\xA6 \n\t c\x01\x7F\xC2\x85 d "),
            "ab c d");
  EXPECT_EQ(one_line("\xE2\x80\xA9"), "");
  EXPECT_EQ(one_line("收束观测者"), "收束观测者");
}

TEST(MarkdownLine, keeps_a_paragraph_from_becoming_a_block) {
  EXPECT_EQ(guarded_markdown_line("# a", true), "\\# a");
  EXPECT_EQ(guarded_markdown_line("12. a", true), "12\\. a");
  EXPECT_EQ(guarded_markdown_line("3) a", true), "3\\) a");
  EXPECT_EQ(guarded_markdown_line("---", true), "\\---");
  EXPECT_EQ(guarded_markdown_line("C #", true), "C \\#");
  EXPECT_EQ(guarded_markdown_line("2026年", true), "2026年");
  EXPECT_EQ(guarded_markdown_line("1. 关键信息", false), "1. 关键信息");
}

TEST(MarkdownText, escapes_marks_and_breaks_autolinks) {
  const auto escaped = [](std::string_view text) {
    std::string out;
    append_markdown_text(out, text);
    return out;
  };
  EXPECT_EQ(escaped("a*b_c`d[e]<f>&g~h|i\\"), "a\\*b\\_c\\`d\\[e\\]\\<f\\>\\&g\\~h\\|i\\\\");
  EXPECT_EQ(escaped("https://a.b www.c.d"), "https\\://a.b www\\.c.d");
  EXPECT_EQ(escaped("反驳#62:不成立"), "反驳#62:不成立");
}

TEST(Target, takes_http_and_https_only) {
  for (const auto* bad : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " https://a.b", "data:text/html,x", "//a.b/c",
                          "/a", "https://", "https:///x", "https://user:pw@a.b/", "https://a b/", "https://a.b/\n",
                          "ftp://a.b", "https://a\"b/", "https://:80/", ""}) {
    EXPECT_FALSE(Target::web(bad).has_value()) << bad;
  }
  EXPECT_EQ(Target::web("https://a.b/c?d=e&f#g")->text(), "https://a.b/c?d=e&f#g");
  EXPECT_EQ(Target::web("HTTP://a.b/\"<>'` 中")->text(), "HTTP://a.b/%22%3C%3E%27%60%20%E4%B8%AD");
  EXPECT_FALSE(Target::web("https://a.b/" + std::string(3000, 'x')).has_value());
}

TEST(Target, finds_the_origin_of_a_url) {
  EXPECT_EQ(origin_of("https://forum.example:8443/t/x/1?y"), "https://forum.example:8443");
  EXPECT_EQ(origin_of("javascript:alert(1)"), "");
}

}  // namespace
}  // namespace gailou::render
