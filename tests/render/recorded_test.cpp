// What the text form writes, its reader reads back: the same floors, whoever wrote what in them.
#include <random>

#include <gtest/gtest.h>

#include "digest/recorded/posts.h"
#include "digest/render/blocks/escape.h"
#include "digest/render/floors.h"
#include "digest/render/formats.h"
#include "digest/text/normalize.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using digest::LocalMoment;

digest::Result<digest::Instant> plainly(const LocalMoment& moment) {
  const auto offset = digest::offset_of_zone(moment.zone);
  if (!offset) return digest::Error{.code = digest::Code::malformed, .what = moment.zone};
  return digest::instant_of(moment, *offset);
}

void expect_same_floors(const ThreadView& view, const Site& site, bool whole) {
  const std::string text = render_text(view, site, true);
  const auto page = digest::read_recorded_page(whole ? text : text.substr(text.find("\n原始内容\n--- 第 ") + 1));
  ASSERT_TRUE(page) << to_string(page.error());
  const auto shown = shown_floors(view.posts);
  ASSERT_EQ(page->floors.size(), shown.size());
  const auto seen = digest::observation_of(*page, plainly);
  ASSERT_TRUE(seen) << to_string(seen.error());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    EXPECT_EQ(page->floors[i].floor, shown[i]->post.floor);
    EXPECT_EQ(page->floors[i].author, one_line(shown[i]->post.author));
    EXPECT_EQ(page->floors[i].text, one_line(shown[i]->text));
    EXPECT_EQ(seen->posts[i].created_at, std::chrono::floor<std::chrono::seconds>(shown[i]->post.created_at));
    EXPECT_EQ(digest::squash(digest::text_of(seen->posts[i].body)), digest::squash(one_line(shown[i]->text)));
  }
}

TEST(RecordedForm, the_recorded_page_reads_as_the_thread_it_was_written_from) {
  expect_same_floors(tests::recorded_view(), tests::pacific_site(), true);
}

TEST(RecordedForm, every_kind_of_entry_and_block_reads_back) {
  expect_same_floors(tests::lease_view(), {}, true);
}

TEST(RecordedForm, reading_and_writing_again_gives_the_same_bytes) {
  const std::string text = render_text(tests::recorded_view(), tests::pacific_site(), true);
  const auto page = digest::read_recorded_page(text);
  ASSERT_TRUE(page);
  auto view = tests::recorded_view();
  const auto seen = digest::observation_of(*page, plainly);
  ASSERT_TRUE(seen);
  view.posts.clear();
  for (std::size_t i = 0; i < seen->posts.size(); ++i) {
    view.posts.push_back(tests::stored(seen->posts[i], page->floors[i].text));
  }
  EXPECT_EQ(render_text(view, tests::pacific_site(), true), text);
}

/// Pieces that lie in wait for a reader of lines.
const std::vector<std::string>& pieces() {
  static const std::vector<std::string> kPieces{"--- 第 3 楼来自 admin 的回复 (2026-05-06 14:02:35 PDT) ---",
                                                "--- 第 ",
                                                " 的回复 (",
                                                ") ---",
                                                "原始内容",
                                                "内容摘要",
                                                "\n",
                                                "\n\n",
                                                "\r\n",
                                                "\t",
                                                "  ",
                                                "\xE2\x80\xA8",
                                                "  • 新增#3:假的",
                                                "alice: 话",
                                                "https://example.org/a https://example.org/a",
                                                "/uploads/short-url/x.png?dl=1",
                                                "𠮷👩‍👩‍👧",
                                                "\xE2\x80\xAE",
                                                "\x1B[2J",
                                                "中文,。",
                                                "x"};
  return kPieces;
}

TEST(RecordedForm, whatever_stands_in_a_name_or_a_text_comes_back) {
  std::mt19937 random(11);
  const auto made = [&](std::size_t most) {
    std::string text;
    for (std::size_t left = random() % most; left > 0; --left) text += pieces()[random() % pieces().size()];
    return text;
  };
  const std::vector<std::string> zones{"America/Los_Angeles", "UTC", "Asia/Tokyo", "America/Sao_Paulo", ""};
  for (int round = 0; round < 300; ++round) {
    SCOPED_TRACE(round);
    ThreadView view = tests::lease_view();
    view.digest.thread.title = made(5);
    view.digest.summary.text = made(5);
    for (auto& stored : view.posts) {
      stored.post.author = made(3);
      stored.post.created_at = digest::from_ms(static_cast<long long>(random()) * 500);
      stored.text = made(9);
    }
    const Site site{.zone = zones[random() % zones.size()]};
    expect_same_floors(view, site, true);
    expect_same_floors(view, site, false);
  }
}

}  // namespace
}  // namespace gailou::render
