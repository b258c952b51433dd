// What an older gailou stored is indexed step by step, while everything else goes on.
#include "tests/storage/search_fixture.h"

namespace gailou::storage {
namespace {

using Names = std::vector<std::string>;

class SearchFilling : public SearchTest {
 protected:
  /// As the migration leaves the store of a gailou that had no search.
  void make_old() {
    store_.reset();
    execute(
        "INSERT INTO search_index (search_index) VALUES ('delete-all'); DELETE FROM search_docs;"
        "UPDATE search_state SET stamp = '', filling = 0, thread_id = 0, item = 0, erasing = 0");
    reopen();
  }

  /// A thread of so many floors, digested, of a store that was old.
  ThreadId old_thread(std::int64_t floors) {
    const auto id = thread_with(posts_upto(floors));
    digest_pending(id);
    make_old();
    return id;
  }

  bool is_incomplete() { return search("价格").incomplete; }
  std::size_t count() { return all_pages("价格", 200).size(); }
};

TEST_F(SearchFilling, searches_say_that_they_are_incomplete_until_it_is_done) {
  old_thread(3);
  EXPECT_TRUE(is_incomplete());
  EXPECT_EQ(count(), 0u);
  tend();
  EXPECT_FALSE(is_incomplete());
  EXPECT_EQ(count(), 6u);
  EXPECT_EQ(found("价格"), (Names{"e3", "e2", "e1", "#3", "#2", "#1"}));
}

TEST_F(SearchFilling, it_goes_in_steps_and_finds_more_with_each) {
  old_thread(450);
  std::vector<std::size_t> found;
  while (*store().tend_search(now_)) found.push_back(count());
  ASSERT_GE(found.size(), 6u);
  EXPECT_EQ(found[0], 200u);
  EXPECT_EQ(found[1], 400u);
  EXPECT_EQ(found[2], 450u);
  EXPECT_EQ(count(), 900u);
}

TEST_F(SearchFilling, a_restart_goes_on_where_it_was) {
  old_thread(450);
  ASSERT_TRUE(*store().tend_search(now_));
  reopen();
  EXPECT_TRUE(is_incomplete());
  ASSERT_TRUE(*store().tend_search(now_));
  EXPECT_EQ(count(), 400u);
  tend();
  EXPECT_EQ(count(), 900u);
}

TEST_F(SearchFilling, what_comes_meanwhile_is_found_at_once_and_once) {
  const auto id = old_thread(250);
  ASSERT_TRUE(*store().tend_search(now_));
  auto posts = posts_upto(251);
  posts[250] = post(251, "新来的价格");
  posts[239] = edited(posts[239], "改过的价格");
  posts[9] = edited(posts[9], "也改过的价格");
  now_ += 1h;
  ingest(id, page(posts));
  EXPECT_EQ(found("改过"), (Names{"#240", "#10"}));
  EXPECT_EQ(found("新来"), Names{"#251"});
  digest_pending(id);
  tend();
  EXPECT_EQ(found("in:floors").size(), 200u);
  EXPECT_EQ(all_pages("in:floors", 200).size(), 251u);
  EXPECT_EQ(docs_held(), number("SELECT (SELECT count(*) FROM posts) + (SELECT count(*) FROM entries)"));
}

TEST_F(SearchFilling, what_is_deleted_meanwhile_is_never_found) {
  const auto id = old_thread(250);
  ASSERT_TRUE(*store().tend_search(now_));
  auto posts = posts_upto(250);
  posts[4] = marked(posts[4], PostState::deleted);
  posts[244] = marked(posts[244], PostState::deleted);
  posts[245] = marked(posts[245], PostState::hidden);
  now_ += 1h;
  ingest(id, page(posts));
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  tend();
  EXPECT_EQ(all_pages("in:floors", 200).size(), 247u);
  EXPECT_EQ(all_pages("in:entries", 200).size(), 248u);
  EXPECT_FALSE(is_stale());
}

TEST_F(SearchFilling, a_thread_removed_meanwhile_leaves_nothing) {
  const auto id = old_thread(250);
  ASSERT_TRUE(*store().tend_search(now_));
  ASSERT_TRUE(store().remove_thread(id, false, now_));
  tend();
  EXPECT_EQ(docs_held(), 0);
  EXPECT_EQ(words_held(), 0);
  EXPECT_FALSE(is_incomplete());
}

TEST_F(SearchFilling, a_thread_set_aside_is_filled_in_too) {
  const auto id = thread_with(posts_upto(3));
  ASSERT_TRUE(store().remove_thread(id, true, now_));
  make_old();
  tend();
  EXPECT_EQ(count(), 0u);
  add_thread();
  EXPECT_EQ(count(), 3u);
}

TEST_F(SearchFilling, floors_known_by_their_place_alone_are_filled_in) {
  const auto id = add_thread();
  digest::Observation recorded;
  recorded.saved = true;
  recorded.posts = {post(1, "算力涨价"), post(2, "别的")};
  for (auto& one : recorded.posts) one.id = digest::provisional_id(one.floor);
  ingest(id, recorded);
  make_old();
  tend();
  EXPECT_EQ(found("算力"), Names{"#1"});
}

TEST_F(SearchFilling, a_reader_says_so_too) {
  old_thread(3);
  const auto found = reader()->search(query_of("价格"), {});
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->incomplete);
}

}  // namespace
}  // namespace gailou::storage
