// The index follows what happens to floors, entries and threads; what is gone can't be found, and isn't in the file.
#include <random>

#include "tests/storage/search_fixture.h"

namespace gailou::storage {
namespace {

using Names = std::vector<std::string>;

// Characters that no other text of these tests has.
constexpr const char* kSecret = "龘靐齉爩";
const Names kSecretChars = {"龘", "靐", "齉", "爩"};

class SearchKeeping : public SearchTest {
 protected:
  void expect_no_trace() {
    EXPECT_TRUE(found(kSecret).empty());
    EXPECT_TRUE(found("龘").empty());
    tend();
    EXPECT_TRUE(store().checkpoint());
    EXPECT_FALSE(is_in_file(kSecret));
    // FTS5 keeps what words begin with in common once: a part of one could stay.
    for (const auto& one : kSecretChars) EXPECT_FALSE(is_in_file(one)) << one;
    EXPECT_FALSE(is_stale());
  }

  /// Floors of other words around the secret one.
  std::vector<Post> with_secret(std::int64_t last, std::int64_t secret) {
    auto posts = posts_upto(last);
    posts[static_cast<std::size_t>(secret - 1)] = post(secret, kSecret);
    return posts;
  }
};

TEST_F(SearchKeeping, an_edit_is_found_by_its_new_words_alone) {
  const auto id = thread_with({post(1, "原来说算力"), post(2, "别的")});
  ingest(id, page({edited(post(1, ""), "现在说显卡"), post(2, "别的")}));
  EXPECT_TRUE(found("算力").empty());
  EXPECT_EQ(found("显卡"), Names{"#1"});
  EXPECT_EQ(docs_held(), 2);
}

TEST_F(SearchKeeping, an_edit_leaves_the_floor_in_its_place) {
  const auto id = thread_with({post(1, "算力"), post(2, "算力")});
  const auto before = search("算力").hits.back().place;
  now_ += 1h;
  ingest(id, page({edited(post(1, ""), "算力涨价"), post(2, "算力")}));
  EXPECT_EQ(found("算力"), (Names{"#2", "#1"}));
  EXPECT_EQ(search("涨价").hits.front().place, before);
}

TEST_F(SearchKeeping, a_hidden_floor_is_not_found_until_it_comes_back) {
  const auto id = thread_with({post(1, "算力"), post(2, "别的")});
  ingest(id, page({marked(post(1, ""), PostState::hidden), post(2, "别的")}));
  EXPECT_TRUE(found("算力").empty());
  EXPECT_TRUE(found("author:alice in:floors").size() == 1);
  auto back = edited(post(1, "算力"), "算力", 50min);
  ingest(id, page({back, post(2, "别的")}));
  EXPECT_EQ(found("算力"), Names{"#1"});
}

TEST_F(SearchKeeping, withdrawn_and_deleted_floors_leave_no_trace) {
  for (const auto state : {PostState::withdrawn, PostState::deleted}) {
    const auto id = thread_with(with_secret(30, 7));
    EXPECT_EQ(found(kSecret), Names{"#7"});
    now_ += 1h;
    auto posts = posts_upto(30);
    posts[6] = marked(post(7, ""), state);
    ingest(id, page(posts));
    expect_no_trace();
    EXPECT_EQ(docs_held(), 29);
    ASSERT_TRUE(store().remove_thread(id, false, now_));
  }
}

TEST_F(SearchKeeping, a_confirmed_absence_leaves_no_trace) {
  const auto id = thread_with(with_secret(12, 5));
  auto left = posts_upto(12);
  left.erase(left.begin() + 4);
  ingest(id, page(left));
  EXPECT_EQ(found(kSecret), Names{"#5"}) << "a suspicion is no deletion";
  now_ += kConfirmAfter;
  ingest(id, page(left));
  ASSERT_TRUE(*store().settle_absence(id, PostId{1005}, Absence::deleted, now_));
  expect_no_trace();
}

TEST_F(SearchKeeping, one_that_was_hidden_or_edited_before_its_deletion_leaves_no_trace) {
  for (const bool hidden : {true, false}) {
    const auto id = thread_with(with_secret(12, 5));
    auto posts = posts_upto(12);
    posts[4] = hidden ? marked(post(5, ""), PostState::hidden) : edited(post(5, ""), "换了一句话");
    ingest(id, page(posts));
    tend();
    now_ += 1h;
    posts[4] = marked(post(5, ""), PostState::deleted, 55min);
    ingest(id, page(posts));
    expect_no_trace();
    ASSERT_TRUE(store().remove_thread(id, false, now_));
  }
}

TEST_F(SearchKeeping, a_withdrawn_entry_leaves_no_trace) {
  const auto id = thread_with(with_secret(6, 3));
  digest_pending(id);
  EXPECT_EQ(found(kSecret), (Names{"e3", "#3"}));
  now_ += 1h;
  auto posts = posts_upto(6);
  posts[2] = marked(post(3, ""), PostState::deleted);
  ingest(id, page(posts));
  EXPECT_EQ(found(kSecret), Names{"e3"}) << "until the digest withdraws it";
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  expect_no_trace();
  EXPECT_TRUE(found("撤回").empty()) << "a tombstone says nothing";
}

TEST_F(SearchKeeping, a_removed_thread_leaves_no_trace) {
  const auto kept = add_thread(7);
  ingest(kept, page(posts_upto(5)));
  const auto id = thread_with(with_secret(9, 4));
  digest_pending(id);
  now_ += 1h;
  ASSERT_TRUE(store().remove_thread(id, false, now_));
  expect_no_trace();
  EXPECT_EQ(docs_held(), 5);
  EXPECT_EQ(found("价格").size(), 5u);
}

TEST_F(SearchKeeping, the_only_floor_leaves_no_trace) {
  const auto id = thread_with({post(1, kSecret)});
  now_ += 1h;
  ASSERT_TRUE(store().remove_thread(id, false, now_));
  expect_no_trace();
  EXPECT_EQ(words_held(), 0);
}

TEST_F(SearchKeeping, a_thread_set_aside_is_not_found_until_it_is_taken_up_again) {
  const auto id = thread_with({post(1, "算力")});
  ASSERT_TRUE(store().remove_thread(id, true, now_));
  EXPECT_TRUE(found("算力").empty());
  EXPECT_TRUE(found("算力 thread:forum/493728").empty());
  add_thread();
  EXPECT_EQ(found("算力"), Names{"#1"});
}

TEST_F(SearchKeeping, a_moved_floor_is_not_found_where_it_was) {
  const auto id = thread_with({post(1, "别的"), post(2, "算力")});
  ingest(id, page({post(1, "别的")}));
  now_ += kConfirmAfter;
  ingest(id, page({post(1, "别的")}));
  ASSERT_TRUE(
      store().settle_absences(id, {{.post = PostId{1002}, .absence = Absence::moved, .moved_to = TopicId{9}}}, now_));
  EXPECT_TRUE(found("算力").empty());
  auto back = post(2, "算力");
  back.updated_at = now_;
  ingest(id, page({post(1, "别的"), back}));
  EXPECT_EQ(found("算力"), Names{"#2"});
}

TEST_F(SearchKeeping, a_renamed_author_is_found_by_the_new_name) {
  const auto id = thread_with({post(1, "算力", "alice"), post(2, "别的", "bob")});
  auto renamed = post(1, "算力", "alicia");
  ingest(id, page({renamed, post(2, "别的", "bob")}));
  EXPECT_TRUE(found("author:alice").empty());
  EXPECT_EQ(found("author:alicia"), Names{"#1"});
  EXPECT_FALSE(is_stale());
}

TEST_F(SearchKeeping, likes_alone_do_not_touch_it) {
  const auto id = thread_with({post(1, "算力")});
  const auto before = number("SELECT sum(length(block)) FROM search_index_data");
  auto liked = post(1, "算力");
  liked.likes = 9;
  ingest(id, page({liked}));
  EXPECT_EQ(number("SELECT sum(length(block)) FROM search_index_data"), before);
}

TEST_F(SearchKeeping, the_same_words_in_other_pictures_are_indexed_once) {
  auto one = post(1, "算力");
  one.body.blocks.front().spans.push_back({.kind = digest::Span::Kind::image, .text = "a", .url = "/uploads/a.png"});
  const auto id = thread_with({one});
  auto recooked = one;
  recooked.body.blocks.front().spans.back().url = "/uploads/b.png";
  ingest(id, page({recooked}));
  EXPECT_EQ(found("算力"), Names{"#1"});
  EXPECT_EQ(docs_held(), 1);
  EXPECT_FALSE(is_stale());
}

TEST_F(SearchKeeping, a_page_s_floor_that_gets_its_id_stays_found) {
  const auto id = add_thread();
  digest::Observation recorded;
  recorded.saved = true;
  for (auto one : {post(1, "算力涨价"), post(2, "别的")}) {
    one.id = digest::provisional_id(one.floor);
    recorded.posts.push_back(one);
  }
  ingest(id, recorded);
  EXPECT_EQ(found("算力"), Names{"#1"});
  now_ += 1h;
  ingest(id, page({post(1, "算力涨价"), post(2, "别的")}));
  EXPECT_EQ(found("算力"), Names{"#1"});
  EXPECT_EQ(docs_held(), 2);
  EXPECT_EQ(number("SELECT count(*) FROM search_docs WHERE item > 1000"), 2);
  auto posts = std::vector{marked(post(1, ""), PostState::deleted), post(2, "别的")};
  ingest(id, page(posts));
  EXPECT_TRUE(found("算力").empty());
  EXPECT_FALSE(is_stale());
}

TEST_F(SearchKeeping, erasing_goes_in_bounded_steps) {
  for (std::int64_t topic = 1; topic <= 30; ++topic) {
    auto posts = posts_upto(40);
    std::mt19937 random(static_cast<unsigned>(topic));
    for (auto& one : posts) {
      std::string text;
      for (int i = 0; i < 60; ++i) {
        const auto c = 0x4e00 + random() % 3000;
        text += {static_cast<char>(0xe0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 0x3f)),
                 static_cast<char>(0x80 | (c & 0x3f))};
      }
      one.body = body(text);
    }
    const auto id = add_thread(topic);
    ingest(id, page(posts));
  }
  const auto id = add_thread(100);
  ingest(id, page(with_secret(3, 2)));
  tend();
  now_ += 1h;
  ASSERT_TRUE(store().remove_thread(id, false, now_));
  EXPECT_GE(tend(), 3);
  ASSERT_TRUE(store().checkpoint());
  for (const auto& one : kSecretChars) EXPECT_FALSE(is_in_file(one)) << one;
  EXPECT_EQ(docs_held(), 1200);
}

TEST_F(SearchKeeping, what_is_deleted_while_others_are_erased_is_erased_too) {
  std::vector<ThreadId> ids;
  for (std::int64_t topic = 1; topic <= 3; ++topic) {
    ids.push_back(add_thread(topic));
    ingest(ids.back(), page(topic == 3 ? with_secret(20, 5) : posts_upto(20)));
  }
  ASSERT_TRUE(store().remove_thread(ids[0], false, now_));
  ASSERT_TRUE(store().tend_search(now_));
  ASSERT_TRUE(store().remove_thread(ids[2], false, now_));
  expect_no_trace();
}

TEST_F(SearchKeeping, a_restart_remembers_what_is_owed) {
  const auto id = thread_with(with_secret(12, 5));
  now_ += 1h;
  ASSERT_TRUE(store().remove_thread(id, false, now_));
  reopen();
  expect_no_trace();
}

TEST_F(SearchKeeping, a_transaction_that_fails_changes_nothing) {
  const auto id = thread_with({post(1, "算力")});
  EXPECT_FALSE(store().remove_thread(ThreadId{99}, false, now_));
  EXPECT_FALSE(store().ingest(ThreadId{99}, page({post(1, "显卡")}), kConfirmAfter, now_));
  EXPECT_EQ(found("算力"), Names{"#1"});
  EXPECT_TRUE(found("显卡").empty());
  EXPECT_EQ(record(id).posts_stored, 1);
}

TEST_F(SearchKeeping, words_that_can_not_be_named_any_more_make_the_index_anew) {
  const auto id = thread_with({post(1, "算力涨价"), post(2, "算力"), post(3, "显卡")});
  execute(R"(UPDATE post_versions SET body = '{"b":[{"s":[{"t":"被改过的话"}]}]}' WHERE post_id = 1001)");
  ingest(id, page({edited(post(1, ""), "电费上涨"), post(2, "算力"), post(3, "显卡")}));
  EXPECT_TRUE(is_stale());
  EXPECT_TRUE(search("算力").incomplete);
  EXPECT_EQ(found("算力"), Names{"#2"}) << "what is gone isn't found in the meantime";
  tend();
  EXPECT_FALSE(search("算力").incomplete);
  EXPECT_EQ(found("电费"), Names{"#1"});
  EXPECT_EQ(found("算力"), Names{"#2"});
  EXPECT_EQ(docs_held(), 3);
}

TEST_F(SearchKeeping, another_making_of_words_makes_the_index_anew) {
  const auto id = thread_with({post(1, "算力"), post(2, "显卡")});
  digest_pending(id);
  const auto words = words_held();
  execute("UPDATE search_state SET stamp = '0/0/14.0'");
  reopen();
  EXPECT_TRUE(search("算力").incomplete);
  ingest(id, page({edited(post(1, ""), "电费"), post(2, "显卡")}));
  EXPECT_TRUE(found("算力 in:floors").empty());
  tend();
  EXPECT_EQ(found("电费"), Names{"#1"});
  EXPECT_EQ(found("显卡"), (Names{"e2", "#2"}));
  EXPECT_EQ(found("算力"), Names{"e1"});
  EXPECT_EQ(docs_held(), 4);
  EXPECT_GT(words_held(), words - 3);
}

/// A thread's life in random order; then all of it is removed, and no word stays behind.
TEST_F(SearchKeeping, whatever_happens_each_word_goes_with_what_brought_it) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto id = add_thread(seed);
    std::vector<Post> posts;
    for (int round = 0; round < 25; ++round) {
      now_ += 2h;
      const auto what = posts.empty() ? 0U : static_cast<unsigned>(random() % 9);
      auto& one = posts.empty() ? posts.emplace_back(post(1, "第一句话")) : posts[random() % posts.size()];
      if (what <= 2) {
        posts.push_back(post(std::ssize(posts) + 1, "话" + std::to_string(random() % 50) + "说算力"));
      } else if (what == 3) {
        one = edited(one, "改成" + std::to_string(random() % 50) + "的显卡", now_ - one.created_at);
        one.state = PostState::visible;
      } else if (what <= 6) {
        const auto state = what == 4 ? PostState::hidden : what == 5 ? PostState::withdrawn : PostState::deleted;
        one = marked(one, state, now_ - one.created_at);
      } else if (what == 7) {
        one.author = "anon" + std::to_string(random() % 5);
      } else {
        for (auto& span : one.body.blocks) span.spans.front().text += "！";
        one.updated_at = now_;
      }
      ingest(id, page(posts));
      if (round == 0) {
        ASSERT_TRUE(store().complete_first_fetch(id, now_));
      }
      ASSERT_TRUE(store().withdraw_deleted(id, now_));
      if (random() % 3 == 0) {
        if (const auto batch = take(id)) commit(*batch, step_for(batch->input));
      }
      ASSERT_FALSE(is_stale());
    }
    const auto visible = record(id).posts_stored;
    EXPECT_EQ(std::ssize(found("in:floors")), visible);
    std::int64_t live = 0;
    for (const auto& entry : digest_of(id).entries) {
      live += entry.marker.kind == digest::Marker::Kind::withdrawn ? 0 : 1;
    }
    EXPECT_EQ(std::ssize(found("in:entries")), live);
    EXPECT_EQ(docs_held(), visible + live);
    ASSERT_TRUE(store().remove_thread(id, false, now_));
    EXPECT_EQ(docs_held(), 0);
    EXPECT_EQ(words_held(), 0);
    tend();
  }
}

}  // namespace
}  // namespace gailou::storage
