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

/// A harder life: posts are also renamed, hidden and rewritten without any time moving, renumbered by one that is put
/// in between, liked, accepted, and deleted for good.
class HardHistory {
 public:
  explicit HardHistory(unsigned seed) : random_(seed) {}

  std::vector<digest::Observation> pages(int count) {
    std::vector<digest::Observation> told;
    for (int i = 0; i < count; ++i) {
      happen();
      told.push_back(page(posts_));
      told.back().header->posts_count = std::ssize(posts_);
      told.back().header->highest = posts_.empty() ? Floor{} : posts_.back().floor;
    }
    return told;
  }

  std::size_t below(std::size_t bound) { return random_() % bound; }
  std::mt19937& random() { return random_; }

 private:
  Post fresh_post(std::int64_t floor) {
    auto made = post(floor, "原来的话" + std::to_string(random_()) + "。");
    made.id = PostId{++last_id_};
    made.created_at = clock_;
    made.updated_at = clock_;
    return made;
  }

  void put_in(std::size_t place) {
    const auto floor = posts_[place].floor;
    for (std::size_t i = place; i < posts_.size(); ++i) ++posts_[i].floor.value;
    posts_.insert(posts_.begin() + static_cast<std::ptrdiff_t>(place), fresh_post(floor.value));
  }

  void change(Post& one, std::size_t what) {
    if (what == 4) one.author = "anon" + std::to_string(random_() % 1000);
    if (what == 5) one.likes = static_cast<std::int64_t>(random_() % 9);
    if (what == 6) one.accepted = !one.accepted;
    const bool is_hidden = one.state == PostState::hidden;
    if (what == 7 && !is_hidden) {
      one.state = PostState::hidden;
      one.body = {};
    } else if (what == 7 || (what == 8 && !is_hidden)) {
      one.state = PostState::visible;
      one.body = body("换过的话" + std::to_string(random_()) + "。");
    }
    if (what == 9) {
      one.updated_at = clock_;
      one.state = PostState::visible;
      one.body = body("改过的话" + std::to_string(random_()) + "。");
    }
  }

  void happen() {
    clock_ += 1h;
    const auto what = posts_.empty() ? 0 : below(12);
    if (what <= 2) {
      posts_.push_back(fresh_post(posts_.empty() ? 1 : posts_.back().floor.value + 1));
    } else if (what == 3) {
      put_in(below(posts_.size()));
    } else if (what <= 9) {
      change(posts_[below(posts_.size())], what);
    } else if (posts_.size() > 2) {
      posts_.erase(posts_.begin() + static_cast<std::ptrdiff_t>(below(posts_.size())));
    }
  }

  std::mt19937 random_;
  Instant clock_ = kStart;
  std::int64_t last_id_ = 100;
  std::vector<Post> posts_{};
};

class Property : public StoreTest {
 protected:
  /// What vanished is looked up: it is gone.
  void confirm(ThreadId id, const Ingested& seen) {
    std::vector<AbsenceVerdict> verdicts;
    for (const auto post : seen.to_confirm) verdicts.push_back({.post = post, .absence = Absence::deleted});
    ASSERT_TRUE(store().settle_absences(id, verdicts, now_));
  }

  void poll(ThreadId id, const digest::Observation& seen) { confirm(id, ingest(id, seen)); }

  /// Each post's floors and marks too; likes may lag.
  std::string full_dump(ThreadId id) {
    std::string rows = dump(id);
    for (const auto& one : all_posts(id)) {
      rows += "\n" + std::to_string(one.post.id.value) + " #" + std::to_string(one.post.floor.value) + " at " +
              std::to_string(one.forum_floor.value) + " " + one.post.author + (one.post.accepted ? " accepted" : "");
    }
    return rows;
  }

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

TEST_F(Property, a_hard_history_told_badly_leaves_the_same_rows) {
  for (unsigned seed = 1; seed <= 15; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    HardHistory history(seed);
    const auto told = history.pages(20);
    const auto straight = add_thread(2 * seed);
    const auto badly = add_thread(2 * seed + 1);
    for (std::size_t i = 0; i < told.size(); ++i) {
      now_ += 1h;
      poll(straight, told[i]);
      auto shuffled = told[i];
      std::shuffle(shuffled.posts.begin(), shuffled.posts.end(), history.random());
      auto half = shuffled;
      half.stream.reset();
      half.header.reset();
      half.posts.resize(half.posts.size() / 2);
      poll(badly, half);
      auto stale = told[history.below(i + 1)];
      stale.fresh = false;
      ingest(badly, stale);
      auto file = told[history.below(i + 1)];
      file.fresh = false;
      file.saved = true;
      if (i > 0) ingest(badly, file);
      poll(badly, shuffled);
      EXPECT_FALSE(ingest(badly, shuffled).changed_anything());
    }
    for (int look = 0; look < 2; ++look) {
      now_ += 1h;
      poll(straight, told.back());
      poll(badly, told.back());
    }
    ASSERT_EQ(full_dump(badly), full_dump(straight));
  }
}

TEST_F(Property, a_hard_history_is_digested_whole_in_any_batch_sizes) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    HardHistory history(seed + 100);
    const auto id = add_thread(seed);
    bool first = true;
    for (const auto& one : history.pages(24)) {
      now_ += 1h;
      poll(id, one);
      if (first) {
        ASSERT_TRUE(store().complete_first_fetch(id, now_));
      }
      first = false;
      ASSERT_TRUE(store().withdraw_deleted(id, now_));
      if (history.below(3) != 0) continue;
      if (const auto batch = take(id)) commit(*batch, step_for(batch->input));
    }
    if (const auto batch = take(id)) commit(*batch, step_for(batch->input));
    std::vector<std::int64_t> owned;
    for (const auto& entry : digest_of(id).entries) {
      for (const auto floor : entry.floors) owned.push_back(floor.value);
    }
    std::sort(owned.begin(), owned.end());
    EXPECT_EQ(std::adjacent_find(owned.begin(), owned.end()), owned.end());
    std::vector<std::int64_t> shown;
    for (const auto& one : all_posts(id)) {
      shown.push_back(one.post.floor.value);
      if (one.post.state == PostState::visible) {
        EXPECT_TRUE(std::binary_search(owned.begin(), owned.end(), shown.back())) << shown.back();
      }
    }
    EXPECT_EQ(std::adjacent_find(shown.begin(), shown.end()), shown.end());
    EXPECT_EQ(record(id).pending, 0);
    EXPECT_FALSE(*store().chain_fault(id));
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
