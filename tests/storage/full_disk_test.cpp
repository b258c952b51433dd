// A disk that fills up: the database is allowed no more pages than it has.
#include "storage/sqlite/ingest.h"
#include "storage/sqlite/migrate.h"
#include "storage/sqlite/store.h"
#include "storage/sqlite/transaction.h"
#include "storage/sqlite/upkeep.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class FullDisk : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = sqlite::Connection::open(folder_.file("gailou.db"), sqlite::Connection::Kind::writer);
    ASSERT_TRUE(opened && opened->set_up());
    ASSERT_TRUE(sqlite::migrate(*opened, sqlite::known_migrations(), 0, kStart));
    auto catalogue = sqlite::Catalogue::prepare(*opened);
    ASSERT_TRUE(catalogue);
    db_.emplace(sqlite::Database{.connection = std::move(*opened), .catalogue = std::move(*catalogue)});
    ASSERT_TRUE(sqlite::ensure_source(*db_, {.name = "forum", .origin = "https://forum.example"}));
    id_ = sqlite::add_thread(*db_, "forum", TopicId{1}, kStart)->thread.id;
  }

  void allow_pages(std::int64_t more) {
    const auto pages = db_->connection.number("PRAGMA page_count");
    ASSERT_TRUE(db_->connection.number("PRAGMA max_page_count=" + std::to_string(*pages + more)));
  }

  support::TempFolder folder_{};
  std::optional<sqlite::Database> db_{};
  ThreadId id_{};
};

TEST_F(FullDisk, a_transaction_without_room_is_rolled_back_whole) {
  allow_pages(0);
  std::vector<Post> posts;
  for (std::int64_t floor = 1; floor <= 50; ++floor) posts.push_back(post(floor, std::string(3000, 'x')));
  const auto refused = sqlite::ingest(*db_, id_, page(posts), 1h, kStart);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, digest::Code::disk_full);
  EXPECT_NE(refused.error().what.find("gailou.db"), std::string::npos);
  EXPECT_FALSE(refused.error().hint.empty());
  const auto thread = sqlite::thread(*db_, id_);
  ASSERT_TRUE(thread && *thread);
  EXPECT_EQ((*thread)->posts_stored, 0);
  EXPECT_EQ((*thread)->header.title, "");
}

TEST_F(FullDisk, it_goes_on_when_there_is_room_again) {
  allow_pages(0);
  const auto seen = page({post(1, std::string(20'000, 'x'))});
  ASSERT_FALSE(sqlite::ingest(*db_, id_, seen, 1h, kStart));
  allow_pages(1000);
  const auto done = sqlite::ingest(*db_, id_, seen, 1h, kStart);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->ingested.added.size(), 1u);
}

TEST_F(FullDisk, commits_are_timed_and_faults_counted_by_their_kind) {
  const auto commits = [](const ConnectionFigures& figures) {
    std::uint64_t sum = 0;
    for (const auto count : figures.commit_seconds.view().counts) sum += count;
    return sum;
  };
  const auto before = sqlite::figures(*db_).value().connection;
  EXPECT_GT(commits(before), 0u);
  EXPECT_TRUE(before.faults.empty());
  allow_pages(0);
  ASSERT_FALSE(sqlite::ingest(*db_, id_, page({post(1, std::string(20'000, 'x'))}), 1h, kStart));
  // Not of the store: it was asked for what isn't there.
  ASSERT_FALSE(sqlite::ingest(*db_, ThreadId{99}, page({}), 1h, kStart));
  const auto after = sqlite::figures(*db_).value().connection;
  EXPECT_EQ(commits(after), commits(before)) << "reads aren't timed";
  EXPECT_EQ(after.faults, (std::map<digest::Code, std::uint64_t>{{digest::Code::disk_full, 1}}));
}

}  // namespace
}  // namespace gailou::storage
