// Floors that live in another topic now: their entries stand, their words don't, and a page says where they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/render/floors.h"
#include "digest/render/page/places.h"
#include "digest/render/writers.h"
#include "tests/support/thread_views.h"

namespace gailou::render {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Floor 3 of the lease thread has moved.
ThreadView moved_view(std::optional<digest::TopicId> to = digest::TopicId{777}) {
  auto view = tests::lease_view();
  for (auto& stored : view.posts) {
    if (stored.post.floor != digest::Floor{3}) continue;
    stored.post.state = digest::PostState::moved;
    stored.post.body = {};
    stored.text.clear();
    stored.moved_to = to;
  }
  return view;
}

TEST(Moved, the_text_says_where_a_floor_lives_now) {
  const auto text = render_text(moved_view(), {});
  EXPECT_THAT(text, HasSubstr("--- 第 3 楼来自 丙 的回复 ("));
  EXPECT_THAT(text, HasSubstr("本楼已移至 https://forum.example/t/777 。\n"));
  EXPECT_THAT(text, Not(HasSubstr("不是说机器闲着")));
}

TEST(Moved, the_page_links_to_it) {
  const auto page = render_html(moved_view(), {});
  EXPECT_THAT(page, HasSubstr("本楼已移至 "));
  EXPECT_THAT(page, HasSubstr("href=\"https://forum.example/t/777\""));
  EXPECT_THAT(page, HasSubstr("id=\"p3\""));
}

TEST(Moved, markdown_says_so_too) {
  EXPECT_THAT(render_markdown(moved_view(), {}), HasSubstr("https://forum.example/t/777"));
}

TEST(Moved, without_a_known_topic_it_says_only_that_it_moved) {
  for (const auto& page : {render_text(moved_view(std::nullopt), {}), render_html(moved_view(std::nullopt), {}),
                           render_markdown(moved_view(std::nullopt), {})}) {
    EXPECT_THAT(page, HasSubstr("本楼已移到别的帖子。"));
  }
}

TEST(Moved, the_note_is_in_the_language_of_the_labels) {
  EXPECT_THAT(render_text(moved_view(), {.language = digest::Language::en}),
              HasSubstr("This post has moved to https://forum.example/t/777."));
  EXPECT_THAT(render_text(moved_view(std::nullopt), {.language = digest::Language::en}),
              HasSubstr("This post has moved to another topic."));
}

TEST(Moved, the_entry_that_cites_it_leads_to_the_note) {
  const Places places(moved_view(), {});
  EXPECT_TRUE(places.local(digest::Floor{3}));
}

TEST(Moved, it_is_not_counted_as_a_floor_to_read) {
  const auto before = tests::lease_view();
  EXPECT_EQ(Places(moved_view(), {}).total(), Places(before, {}).total() - 1);
}

TEST(Moved, deleted_and_hidden_floors_are_still_left_out) {
  for (const auto state : {digest::PostState::deleted, digest::PostState::hidden, digest::PostState::withdrawn}) {
    auto view = moved_view();
    view.posts[2].post.state = state;
    EXPECT_EQ(shown_floors(view.posts).size(), view.posts.size() - 1);
    EXPECT_THAT(render_text(view, {}), Not(HasSubstr("第 3 楼来自")));
  }
}

TEST(Moved, an_address_is_made_only_where_the_forum_is_known) {
  digest::StoredPost stored;
  stored.moved_to = digest::TopicId{9};
  EXPECT_EQ(moved_url(stored, "https://forum.example/t/slug/1"), "https://forum.example/t/9");
  EXPECT_EQ(moved_url(stored, "https://forum.example/sub/t/slug/1"), "https://forum.example/sub/t/9");
  EXPECT_EQ(moved_url(stored, ""), "");
  stored.moved_to.reset();
  EXPECT_EQ(moved_url(stored, "https://forum.example/t/slug/1"), "");
}

}  // namespace
}  // namespace gailou::render
