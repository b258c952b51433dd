// A forum fetches the pictures that its posts show from elsewhere and cooks them anew: no edit, whatever their names.
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

digest::Body with_picture(const std::string& words, const std::string& url) {
  auto made = body(words);
  made.blocks[0].spans.push_back({.kind = digest::Span::Kind::image, .text = "", .url = url});
  return made;
}

Post pictured(std::int64_t floor, const std::string& url, const std::string& words = "看图就明白了。") {
  auto made = post(floor, words);
  made.body = with_picture(words, url);
  return made;
}

constexpr const char* kElsewhere = "https://pic.example/a/card.png";
constexpr const char* kFetched = "upload://9f8e7d6c5b4a.png";

class Recooked : public StoreTest {
 protected:
  digest::StoredPost only(ThreadId id) {
    const auto posts = all_posts(id);
    EXPECT_EQ(posts.size(), 1u);
    return posts.empty() ? digest::StoredPost{} : posts.front();
  }
};

TEST_F(Recooked, a_fetched_picture_is_no_edit) {
  const auto id = thread_with({pictured(1, kElsewhere)});
  now_ += 1h;
  EXPECT_FALSE(ingest(id, page({pictured(1, kFetched)})).changed_anything());
  EXPECT_EQ(only(id).version, 1);
  EXPECT_FALSE(only(id).edited_at);
  EXPECT_TRUE(only(id).versions.empty());
  EXPECT_EQ(only(id).post.body, pictured(1, kFetched).body);
}

TEST_F(Recooked, seen_again_it_writes_nothing) {
  const auto id = thread_with({pictured(1, kElsewhere)});
  ingest(id, page({pictured(1, kFetched)}));
  ASSERT_TRUE(store().checkpoint());
  ingest(id, page({pictured(1, kFetched)}));
  EXPECT_EQ(store().figures()->wal_bytes, 0);
}

TEST_F(Recooked, the_cached_page_of_before_takes_nothing_back) {
  const auto id = thread_with({pictured(1, kElsewhere)});
  ingest(id, page({pictured(1, kFetched)}));
  auto before = page({pictured(1, kElsewhere)});
  before.fresh = false;
  EXPECT_FALSE(ingest(id, before).changed_anything());
  EXPECT_EQ(only(id).post.body, pictured(1, kFetched).body);
}

TEST_F(Recooked, a_picture_that_its_author_exchanged_is_a_version) {
  const auto id = thread_with({pictured(1, kElsewhere)});
  auto exchanged = pictured(1, "https://pic.example/a/other.png");
  exchanged.updated_at = *exchanged.updated_at + 2min;
  EXPECT_EQ(ingest(id, page({exchanged})).edited, std::vector{Floor{1}});
  EXPECT_EQ(only(id).version, 2);
}

TEST_F(Recooked, another_version_of_the_forums_is_a_version) {
  const auto id = thread_with({pictured(1, kElsewhere)});
  auto exchanged = pictured(1, kFetched);
  ++exchanged.forum_version;
  EXPECT_EQ(ingest(id, page({exchanged})).edited.size(), 1u);
}

TEST_F(Recooked, other_words_beside_the_picture_are_a_version) {
  const auto id = thread_with({pictured(1, kElsewhere)});
  EXPECT_EQ(ingest(id, page({pictured(1, kFetched, "看图也不明白。")})).edited.size(), 1u);
}

TEST_F(Recooked, one_picture_more_is_a_version) {
  const auto id = thread_with({pictured(1, kElsewhere)});
  auto more = pictured(1, kElsewhere);
  more.body.blocks[0].spans.push_back({.kind = digest::Span::Kind::image, .text = "", .url = kFetched});
  EXPECT_EQ(ingest(id, page({more})).edited.size(), 1u);
}

TEST_F(Recooked, where_the_forum_tells_no_time_nothing_is_taken_for_cooking) {
  auto undated = pictured(1, kElsewhere);
  undated.updated_at.reset();
  const auto id = thread_with({undated});
  undated.body = with_picture("看图就明白了。", kFetched);
  EXPECT_EQ(ingest(id, page({undated})).edited.size(), 1u);
}

TEST_F(Recooked, a_digested_floor_is_not_told_as_edited) {
  const auto id = thread_with({pictured(1, kElsewhere), post(2, sentence(2))});
  digest_pending(id);
  now_ += 1h;
  const auto seen = ingest(id, page({pictured(1, kFetched), post(2, sentence(2)), post(3, sentence(3))}));
  EXPECT_TRUE(seen.edited.empty());
  EXPECT_EQ(seen.added, std::vector{Floor{3}});
  digest_pending(id);
  EXPECT_EQ(digest_of(id).coverage, (digest::Coverage{.visible = 3, .in_entries = 3, .nothing_new = 0}));
}

TEST_F(Recooked, an_open_batch_stands) {
  const auto id = thread_with({pictured(1, kElsewhere)});
  const auto batch = take(id);
  ASSERT_TRUE(batch);
  ingest(id, page({pictured(1, kFetched)}));
  EXPECT_EQ(commit(*batch, step_for(batch->input)).revision, Revision{1});
}

TEST_F(Recooked, an_edit_after_it_is_a_version_beside_the_picture_that_was_last_shown) {
  const auto id = thread_with({pictured(1, kElsewhere)});
  ingest(id, page({pictured(1, kFetched)}));
  now_ += 1h;
  auto changed = pictured(1, kFetched, "我看错了，图是旧的。");
  changed.updated_at = *changed.updated_at + 20min;
  EXPECT_EQ(ingest(id, page({changed})).edited.size(), 1u);
  ASSERT_EQ(only(id).versions.size(), 1u);
  EXPECT_EQ(only(id).version, 2);
}

TEST_F(Recooked, likes_and_a_new_number_come_along) {
  const auto id = thread_with({pictured(1, kElsewhere)});
  auto seen = pictured(1, kFetched);
  seen.likes = 7;
  seen.accepted = true;
  ingest(id, page({seen}));
  EXPECT_EQ(only(id).post.likes, 7);
  EXPECT_TRUE(only(id).post.accepted);
}

}  // namespace
}  // namespace gailou::storage
