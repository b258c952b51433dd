// One writer and several readers, each on a thread and a connection of its own, as the daemon has them.
#include <atomic>
#include <thread>
#include <vector>

#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

constexpr std::int64_t kFloors = 60;

using ConcurrentStore = StoreTest;

/// What a reader may see at any moment: a digest that accounts for what its revision says, never a half of one.
void expect_whole(const digest::Digest& digest, std::int64_t last_revision) {
  EXPECT_GE(digest.revision.value, last_revision);
  for (std::size_t i = 0; i < digest.entries.size(); ++i) {
    EXPECT_EQ(digest.entries[i].seq.value, static_cast<std::int64_t>(i) + 1);
    EXPECT_LE(digest.entries[i].rev.value, digest.revision.value);
  }
}

/// Reads until the writer says that it is done, then once more; returns the last revision seen.
std::int64_t read_on(Reader& reader, ThreadId id, const std::atomic<bool>& done) {
  std::int64_t revision = 1;
  bool last = false;
  while (!last) {
    last = done.load();
    const auto digest = reader.digest(id, std::nullopt);
    EXPECT_TRUE(digest);
    if (!digest) break;
    expect_whole(*digest, revision);
    revision = digest->revision.value;
    const auto posts = reader.posts(id, {.limit = 1000});
    EXPECT_TRUE(posts && posts->posts.size() >= digest->entries.size());
    EXPECT_TRUE(reader.threads());
  }
  return revision;
}

TEST_F(ConcurrentStore, readers_see_whole_revisions_while_the_writer_commits) {
  const auto id = thread_with(posts_upto(10));
  digest_pending(id);

  std::atomic<bool> done = false;
  constexpr std::size_t kReaders = 3;
  std::vector<std::unique_ptr<Reader>> readers;
  for (std::size_t i = 0; i < kReaders; ++i) readers.push_back(reader());
  std::vector<std::int64_t> seen(kReaders);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kReaders; ++i) {
    threads.emplace_back([&, i] { seen[i] = read_on(*readers[i], id, done); });
  }
  std::int64_t revision = 1;
  for (std::int64_t floor = 20; floor <= kFloors; floor += 10) {
    ingest(id, page(posts_upto(floor)));
    digest_pending(id);
    ++revision;
  }
  done = true;
  for (auto& thread : threads) thread.join();

  for (const auto last : seen) EXPECT_EQ(last, revision);
  EXPECT_EQ(digest_of(id).entries.size(), static_cast<std::size_t>(kFloors));
}

TEST_F(ConcurrentStore, a_checkpoint_does_not_disturb_a_reader) {
  const auto id = thread_with(posts_upto(10));
  digest_pending(id);
  std::atomic<bool> done = false;
  const auto other = reader();
  std::thread reading([&] { read_on(*other, id, done); });
  for (std::int64_t floor = 11; floor <= 20; ++floor) {
    ingest(id, page(posts_upto(floor)));
    EXPECT_TRUE(store().checkpoint());
  }
  done = true;
  reading.join();
}

TEST_F(ConcurrentStore, readers_may_come_and_go_meanwhile) {
  const auto id = thread_with(posts_upto(10));
  std::atomic<bool> done = false;
  std::thread coming_and_going([&] {
    while (!done.load()) {
      const auto one = reader();
      if (!one) break;
      EXPECT_TRUE(one->thread(id));
    }
  });
  for (std::int64_t floor = 11; floor <= 30; ++floor) ingest(id, page(posts_upto(floor)));
  done = true;
  coming_and_going.join();
  EXPECT_EQ(all_posts(id).size(), 30u);
}

}  // namespace
}  // namespace gailou::storage
