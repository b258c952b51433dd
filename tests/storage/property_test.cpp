// Ingest is idempotent and independent of order: random histories of a thread, told straight and told badly, leave the
// same rows.
#include <algorithm>
#include <random>

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

/// A thread's life at its forum: what each fresh page showed, in order.
class History {
 public:
  explicit History(unsigned seed) : random_(seed) {}

  std::vector<digest::Observation> pages(int count) {
    std::vector<digest::Observation> told;
    for (int i = 0; i < count; ++i) {
      happen();
      told.push_back(page(posts_));
      told.back().header->posts_count = std::ssize(posts_);
    }
    return told;
  }

  std::size_t below(std::size_t bound) { return random_() % bound; }
  std::mt19937& random() { return random_; }

 private:
  void happen() {
    clock_ += 1h;
    const auto what = posts_.empty() ? 0 : below(6);
    if (what <= 2) {
      const auto floor = std::ssize(posts_) + 1;
      posts_.push_back(post(floor, "原来的话" + std::to_string(random_()) + "。"));
      posts_.back().created_at = clock_;
      posts_.back().updated_at = clock_;
      return;
    }
    auto& one = posts_[below(posts_.size())];
    one.updated_at = clock_;
    one.body = {};
    one.state = what == 3 ? PostState::withdrawn : what == 4 ? PostState::hidden : PostState::visible;
    if (one.state == PostState::visible) one.body = body("改过的话" + std::to_string(random_()) + "。");
  }

  std::mt19937 random_;
  Instant clock_ = kStart;
  std::vector<Post> posts_{};
};

class Property : public StoreTest {
 protected:
  /// All that readers can see of the posts, without the times of our own clock.
  std::string dump(ThreadId id) {
    std::string rows;
    for (const auto& one : all_posts(id)) {
      rows += std::to_string(one.post.id.value) + " " + std::string(name_of(one.post.state)) + " v" +
              std::to_string(one.version) + " " + one.text;
      for (const auto& old : one.versions) rows += " | " + std::to_string(old.version) + " " + old.text;
      rows += "\n";
    }
    return rows + std::to_string(record(id).posts_stored) + " " + std::to_string(record(id).pending) + " " +
           std::to_string(record(id).header.posts_count);
  }
};

TEST_F(Property, a_history_told_badly_leaves_the_same_rows) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    History history(seed);
    const auto told = history.pages(14);
    const auto straight = add_thread(2 * seed);
    for (const auto& one : told) ingest(straight, one);

    const auto badly = add_thread(2 * seed + 1);
    for (std::size_t i = 0; i < told.size(); ++i) {
      auto shuffled = told[i];
      std::shuffle(shuffled.posts.begin(), shuffled.posts.end(), history.random());
      // In two halves, and by a cached older page in between; then the whole once more.
      auto half = shuffled;
      half.stream.reset();
      half.posts.resize(half.posts.size() / 2);
      ingest(badly, half);
      auto stale = told[history.below(i + 1)];
      stale.fresh = false;
      stale.header.reset();
      ingest(badly, stale);
      ingest(badly, shuffled);
      EXPECT_FALSE(ingest(badly, shuffled).changed_anything());
    }
    ASSERT_EQ(dump(badly), dump(straight));
  }
}

TEST_F(Property, digesting_in_any_batch_sizes_accounts_for_the_same_floors) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    History history(seed);
    const auto id = add_thread(seed);
    std::vector<std::int64_t> owned;
    bool first = true;
    for (const auto& one : history.pages(20)) {
      now_ += 1h;
      ingest(id, one);
      if (first) {
        ASSERT_TRUE(store().complete_first_fetch(id, now_));
      }
      first = false;
      if (history.below(3) != 0) continue;
      ASSERT_TRUE(store().withdraw_deleted(id, now_));
      if (const auto batch = take(id)) commit(*batch, step_for(batch->input));
    }
    if (const auto batch = take(id)) commit(*batch, step_for(batch->input));
    const auto digest = digest_of(id);
    for (const auto& entry : digest.entries) {
      for (const auto floor : entry.floors) owned.push_back(floor.value);
    }
    std::sort(owned.begin(), owned.end());
    EXPECT_EQ(std::adjacent_find(owned.begin(), owned.end()), owned.end());
    for (const auto& one : all_posts(id)) {
      const bool is_owned = std::binary_search(owned.begin(), owned.end(), one.post.floor.value);
      if (one.post.state == PostState::visible) {
        EXPECT_TRUE(is_owned) << one.post.floor.value;
      }
    }
    EXPECT_EQ(record(id).pending, 0);
    EXPECT_FALSE(*store().chain_fault(id));
  }
}

}  // namespace
}  // namespace gailou::storage
