// A process that dies: after each step the files are copied as they are, without closing, and opened again.
#include <filesystem>

#include <nlohmann/json.hpp>

#include "digest/codec.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Crash : public StoreTest {
 protected:
  /// What somebody finds who opens a copy of the files as they are now.
  std::unique_ptr<Store> after_a_crash() {
    copy_.emplace();
    for (const auto* name : {"gailou.db", "gailou.db-wal"}) {
      std::error_code ec;
      std::filesystem::copy_file(folder_.file(name), copy_->file(name), ec);
    }
    auto opened = open_store(copy_->path(), now_);
    EXPECT_TRUE(opened) << (opened ? "" : to_string(opened.error()));
    return opened ? std::move(*opened) : nullptr;
  }

  std::string state_of(Store& store, ThreadId id) {
    std::string text;
    const auto thread = *store.thread(id);
    if (!thread) return "no thread";
    text += std::to_string(thread->posts_stored) + " " + std::to_string(thread->pending) + " r" +
            std::to_string(thread->revision.value) + "\n";
    const auto slice = store.posts(id, {.limit = 1000, .versions = true});
    for (const auto& one : slice->posts) {
      text += std::to_string(one.post.floor.value) + " " + std::to_string(one.version) + " " + one.text + "\n";
    }
    if (const auto digest = store.digest(id, std::nullopt)) text += to_document(*digest).dump();
    return text;
  }

  void expect_same_after_a_crash(ThreadId id) {
    const auto found = after_a_crash();
    ASSERT_TRUE(found);
    EXPECT_EQ(state_of(*found, id), state_of(store(), id));
    EXPECT_FALSE(*found->chain_fault(id));
  }

  std::optional<support::TempFolder> copy_{};
};

TEST_F(Crash, what_was_acknowledged_is_there_after_each_step) {
  const auto id = add_thread();
  expect_same_after_a_crash(id);
  ingest(id, page(posts_upto(4)));
  expect_same_after_a_crash(id);
  ASSERT_TRUE(store().complete_first_fetch(id, now_));
  expect_same_after_a_crash(id);
  const auto batch = take(id);
  expect_same_after_a_crash(id);
  commit(*batch, step_for(batch->input));
  expect_same_after_a_crash(id);
  ASSERT_TRUE(store().checkpoint());
  expect_same_after_a_crash(id);
  auto posts = posts_upto(6);
  posts[1] = marked(posts[1], PostState::withdrawn);
  ingest(id, page(posts));
  expect_same_after_a_crash(id);
  ASSERT_TRUE(*store().withdraw_deleted(id, now_));
  expect_same_after_a_crash(id);
  digest_pending(id);
  expect_same_after_a_crash(id);
}

TEST_F(Crash, a_taken_batch_goes_on_with_the_same_members) {
  const auto id = thread_with(posts_upto(4));
  const auto batch = take(id);
  const auto found = after_a_crash();
  ASSERT_TRUE(found);
  const auto again = found->take_batch(id, {}, digest::Urgency::now, now_ + 1h);
  ASSERT_TRUE(again && *again);
  EXPECT_EQ((*again)->id, batch->id);
  EXPECT_EQ((*again)->input.posts, batch->input.posts);
  const auto done = found->commit_revision((*again)->id, step_for((*again)->input), now_ + 1h);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->entries.size(), 4u);
}

TEST_F(Crash, a_torn_tail_of_the_wal_is_a_transaction_that_never_was) {
  const auto id = add_thread();
  ingest(id, page(posts_upto(3)));
  const auto before = state_of(store(), id);
  ASSERT_TRUE(store().checkpoint());
  ingest(id, page(posts_upto(9)));
  const auto size = std::filesystem::file_size(folder_.file("gailou.db-wal"));
  for (const auto kept : {size - 1, size / 2, size / 3, std::uintmax_t{40}}) {
    const support::TempFolder torn;
    for (const auto* name : {"gailou.db", "gailou.db-wal"}) {
      std::filesystem::copy_file(folder_.file(name), torn.file(name));
    }
    std::filesystem::resize_file(torn.file("gailou.db-wal"), kept);
    const auto opened = open_store(torn.path(), now_);
    ASSERT_TRUE(opened);
    EXPECT_EQ(state_of(**opened, id), before) << kept;
  }
}

}  // namespace
}  // namespace gailou::storage
