// Markdown: the text form's order with headings, items and links.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/render/formats.h"
#include "tests/support/golden.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using testing::HasSubstr;

std::string markdown(const ThreadView& view) {
  return format_named("md")->render(view, tests::pacific_site());
}

TEST(Markdown, has_the_order_of_the_text_form) {
  const std::string page = markdown(tests::lease_view());
  std::size_t at = 0;
  for (const auto* heading : {"# [算力租赁](https://forum.example/t/lease/12345)\n", "## 内容摘要\n",
                              "## 1. 关键信息\n", "## 2. 羊毛/优惠信息\n\n(暂无)\n", "## 3. 最新动态\n",
                              "## 4. 争议或不同意见\n", "## 5. 行动建议\n", "## 原始内容\n"}) {
    const std::size_t found = page.find(heading, at);
    ASSERT_NE(found, std::string::npos) << heading;
    at = found;
  }
}

TEST(Markdown, links_cites_and_markers_to_the_forum) {
  const std::string page = markdown(tests::lease_view());
  EXPECT_THAT(page, HasSubstr("- 甲方租下数据中心,共22万张H100([#1](https://forum.example/t/lease/12345/1))。\n"));
  EXPECT_THAT(page, HasSubstr("- [新增#4](https://forum.example/t/lease/12345/4)：有人反驳"));
}

TEST(Markdown, has_no_links_where_there_is_no_forum) {
  auto view = tests::lease_view();
  view.forum_url.clear();
  EXPECT_THAT(markdown(view), HasSubstr("- 甲方租下数据中心,共22万张H100(#1)。\n"));
}

TEST(Markdown, keeps_the_structure_of_a_floor) {
  const std::string page = markdown(tests::lease_view());
  EXPECT_THAT(page, HasSubstr("> 丁 #4\n>\n> 混合架构也能分开使用\n>\n> 足够训练了\n"));
  EXPECT_THAT(page, HasSubstr("- 一\n- 二\n"));
  EXPECT_THAT(page, HasSubstr("```\nint main() {\n  return 0;\n}\n```\n"));
  EXPECT_THAT(page, HasSubstr("[公告](https://example.org/a?b=1&c=2)和`nvidia-smi`"));
}

TEST(Markdown, ends_with_one_line_feed) {
  for (const auto& view : {tests::lease_view(), ThreadView{}}) {
    EXPECT_TRUE(markdown(view).ends_with('\n'));
    EXPECT_FALSE(markdown(view).ends_with("\n\n"));
  }
}

TEST(Golden, the_small_thread_in_every_format) {
  for (const Format& format : formats()) {
    if (format.name == "html") continue;  // names assets by their content: below
    tests::expect_golden("render/lease." + std::string(format.name),
                         format.render(tests::lease_view(), tests::pacific_site()));
  }
}

/// With the assets' hashes taken out, which change with each touch of the style.
TEST(Golden, the_small_threads_page) {
  std::string page = format_named("html")->render(tests::lease_view(), tests::pacific_site());
  for (std::size_t at = 0; (at = page.find("/assets/", at)) != std::string::npos; ++at) {
    const std::size_t dot = page.find('.', at);
    page.erase(dot, page.find('.', dot + 1) - dot);
  }
  tests::expect_golden("render/lease.html", page);
}

TEST(Formats, are_found_by_name) {
  EXPECT_EQ(format_named("text")->suffix, ".txt");
  EXPECT_EQ(format_named("html")->suffix, "");
  EXPECT_EQ(format_named("pdf"), nullptr);
}

}  // namespace
}  // namespace gailou::render
