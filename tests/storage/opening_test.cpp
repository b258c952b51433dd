#include <filesystem>
#include <fstream>
#include <iterator>

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sqlite/migrate.h"
#include "storage/state_lock.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Opening : public StoreTest {
 protected:
  /// Runs SQL on the closed store's file.
  void tamper(const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(folder_.file("gailou.db").c_str(), &db), SQLITE_OK);
    char* said = nullptr;
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &said), SQLITE_OK) << (said != nullptr ? said : "");
    sqlite3_close(db);
  }

  std::string file_bytes(const std::string& name) {
    std::ifstream file(folder_.file(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static mode_t mode_of(const std::string& path) {
    struct stat facts {};
    EXPECT_EQ(::stat(path.c_str(), &facts), 0) << path;
    return facts.st_mode & 0777;
  }
};

TEST_F(Opening, folder_and_files_are_the_owners_alone) {
  const std::string folder = folder_.file("deep/state");
  const auto opened = open_store(folder, now_);
  ASSERT_TRUE(opened);
  ASSERT_TRUE((*opened)->ensure_source({.name = "forum", .origin = "https://forum.example"}));
  EXPECT_EQ(mode_of(folder), 0700u);
  EXPECT_EQ(mode_of(folder + "/gailou.db"), 0600u);
  EXPECT_EQ(mode_of(folder + "/gailou.db-wal"), 0600u);
}

TEST_F(Opening, a_folder_open_to_others_is_closed_to_them) {
  const std::string folder = folder_.file("wide");
  std::filesystem::create_directory(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::all);
  ASSERT_TRUE(open_store(folder, now_));
  EXPECT_EQ(mode_of(folder), 0700u);
}

TEST_F(Opening, closing_leaves_no_wal) {
  thread_with(posts_upto(3));
  store_.reset();
  EXPECT_FALSE(std::filesystem::exists(folder_.file("gailou.db-wal")));
}

TEST_F(Opening, a_newer_schema_is_refused_and_left_untouched) {
  thread_with(posts_upto(2));
  store_.reset();
  tamper("INSERT INTO schema_migrations VALUES (9999, '9999_future.sql', 'x', 0)");
  const auto before = file_bytes("gailou.db");
  const auto opened = open_store(folder_.path(), now_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, digest::Code::newer_schema);
  EXPECT_NE(opened.error().what.find("9999_future.sql"), std::string::npos);
  EXPECT_EQ(file_bytes("gailou.db"), before);
  EXPECT_EQ(open_reader(folder_.path()).error().code, digest::Code::newer_schema);
}

TEST_F(Opening, the_wal_of_a_newer_schema_is_left_untouched_too) {
  thread_with(posts_upto(2));
  ASSERT_TRUE(store().checkpoint());
  store_.reset();
  // A second connection keeps the WAL from being moved when the first one closes.
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(folder_.file("gailou.db").c_str(), &db), SQLITE_OK);
  sqlite3_exec(db, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_exec(db, "INSERT INTO schema_migrations VALUES (9999, '9999_future.sql', 'x', 0)", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  const auto database = file_bytes("gailou.db");
  const auto wal = file_bytes("gailou.db-wal");
  ASSERT_FALSE(wal.empty());
  EXPECT_EQ(open_store(folder_.path(), now_).error().code, digest::Code::newer_schema);
  EXPECT_EQ(file_bytes("gailou.db"), database);
  EXPECT_EQ(file_bytes("gailou.db-wal"), wal);
}

TEST_F(Opening, an_altered_migration_is_found) {
  store_.reset();
  tamper("UPDATE schema_migrations SET sha256 = 'other' WHERE number = 1");
  EXPECT_EQ(open_store(folder_.path(), now_).error().code, digest::Code::corrupt);
}

TEST_F(Opening, migrations_are_applied_in_order_and_recorded) {
  const std::vector<sqlite::Migration> two = {{"0001_one.sql", "CREATE TABLE one (a INTEGER)"},
                                              {"0002_two.sql", "INSERT INTO one VALUES (7)"}};
  auto connection = sqlite::Connection::open(folder_.file("other.db"), sqlite::Connection::Kind::writer);
  ASSERT_TRUE(connection && connection->set_up());
  ASSERT_EQ(*sqlite::check_schema(*connection, two), 0);
  ASSERT_TRUE(sqlite::migrate(*connection, std::span(two).first(1), 0, now_));
  EXPECT_EQ(*sqlite::check_schema(*connection, two), 1);
  ASSERT_TRUE(sqlite::migrate(*connection, two, 1, now_));
  EXPECT_EQ(*sqlite::check_schema(*connection, two), 2);
  EXPECT_EQ(*connection->number("SELECT a FROM one"), 7);
}

TEST_F(Opening, a_migration_that_fails_leaves_nothing_of_itself) {
  const std::vector<sqlite::Migration> broken = {
      {"0001_one.sql", "CREATE TABLE one (a INTEGER)"},
      {"0002_two.sql", "CREATE TABLE two (a INTEGER); CREATE TABLE one (b)"}};
  auto connection = sqlite::Connection::open(folder_.file("other.db"), sqlite::Connection::Kind::writer);
  ASSERT_TRUE(connection && connection->set_up());
  EXPECT_FALSE(sqlite::migrate(*connection, broken, 0, now_));
  EXPECT_EQ(*sqlite::check_schema(*connection, broken), 1);
  EXPECT_EQ(*connection->number("SELECT count(*) FROM sqlite_schema WHERE name = 'two'"), 0);
}

TEST_F(Opening, a_new_store_has_the_schema_of_this_build) {
  EXPECT_EQ(store().figures()->schema, std::ssize(sqlite::known_migrations()));
  for (std::size_t i = 0; i < sqlite::known_migrations().size(); ++i) {
    const auto number = std::to_string(i + 1);
    EXPECT_TRUE(sqlite::known_migrations()[i].name.starts_with(std::string(4 - number.size(), '0') + number + "_"));
  }
}

TEST_F(Opening, another_programs_database_is_refused) {
  store_.reset();
  std::filesystem::remove(folder_.file("gailou.db"));
  tamper("CREATE TABLE somebody_elses (a)");
  EXPECT_EQ(open_store(folder_.path(), now_).error().code, digest::Code::corrupt);
}

TEST_F(Opening, a_file_that_is_no_database_is_refused) {
  store_.reset();
  std::ofstream(folder_.file("gailou.db"), std::ios::trunc) << std::string(5000, 'x');
  const auto opened = open_store(folder_.path(), now_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, digest::Code::corrupt);
  EXPECT_FALSE(opened.error().hint.empty());
}

TEST_F(Opening, a_wal_without_its_database_is_refused) {
  store_.reset();
  std::filesystem::remove(folder_.file("gailou.db"));
  std::ofstream(folder_.file("gailou.db-wal")) << "left over";
  EXPECT_EQ(open_store(folder_.path(), now_).error().code, digest::Code::corrupt);
}

TEST_F(Opening, a_database_that_was_moved_away_is_not_written_on) {
  thread_with(posts_upto(2));
  std::filesystem::rename(folder_.file("gailou.db"), folder_.file("elsewhere.db"));
  EXPECT_EQ(store().checkpoint().error().code, digest::Code::io);
  std::filesystem::rename(folder_.file("elsewhere.db"), folder_.file("gailou.db"));
  EXPECT_TRUE(store().checkpoint());
}

TEST_F(Opening, a_link_in_place_of_the_database_is_refused) {
  store_.reset();
  std::filesystem::rename(folder_.file("gailou.db"), folder_.file("elsewhere.db"));
  std::filesystem::create_symlink(folder_.file("elsewhere.db"), folder_.file("gailou.db"));
  EXPECT_EQ(open_store(folder_.path(), now_).error().code, digest::Code::permission);
  EXPECT_EQ(open_reader(folder_.path()).error().code, digest::Code::permission);
}

TEST_F(Opening, a_state_folder_may_be_reached_through_a_link) {
  thread_with(posts_upto(2));
  store_.reset();
  const support::TempFolder other;
  std::filesystem::create_directory_symlink(folder_.path(), other.file("link"));
  const auto opened = open_store(other.file("link"), now_);
  ASSERT_TRUE(opened) << to_string(opened.error());
  EXPECT_EQ((*opened)->threads()->size(), 1u);
}

TEST_F(Opening, a_reader_needs_a_store) {
  EXPECT_EQ(open_reader(folder_.file("nowhere")).error().code, digest::Code::not_found);
  const support::TempFolder empty;
  EXPECT_EQ(open_reader(empty.path()).error().code, digest::Code::not_found);
}

TEST_F(Opening, a_reader_sees_the_last_committed_state) {
  const auto before = reader();
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  EXPECT_EQ(before->digest(id, std::nullopt)->entries.size(), 3u);
  ingest(id, page(posts_upto(5)));
  EXPECT_EQ((*before->thread(id))->posts_stored, 5);
}

TEST_F(Opening, a_reader_works_without_a_writer) {
  const auto id = thread_with(posts_upto(3));
  store_.reset();
  const auto alone = reader();
  EXPECT_EQ(alone->posts(id, {})->posts.size(), 3u);
}

TEST_F(Opening, a_closing_reader_moves_nothing) {
  auto alone = reader();
  const auto id = thread_with(posts_upto(3));
  ASSERT_TRUE(alone->posts(id, {}));
  const auto wal = store().figures()->wal_bytes;
  EXPECT_GT(wal, 0);
  alone.reset();
  EXPECT_EQ(store().figures()->wal_bytes, wal);
}

TEST_F(Opening, the_wal_is_kept_small) {
  const auto id = add_thread();
  const std::string long_text(40'000, 'x');
  for (std::int64_t floor = 1; floor <= 180; floor += 20) {
    digest::Observation seen;
    for (auto next = floor; next < floor + 20; ++next) seen.posts.push_back(post(next, long_text));
    ingest(id, seen);
    ASSERT_LT(store().figures()->wal_bytes, 8 << 20);
  }
}

TEST_F(Opening, figures_count_threads_and_posts) {
  thread_with(posts_upto(3));
  const auto figures = store().figures();
  ASSERT_TRUE(figures);
  EXPECT_EQ(figures->threads, 1);
  EXPECT_EQ(figures->posts, 3);
  EXPECT_GT(figures->database_bytes, 0);
  EXPECT_GT(figures->wal_bytes, 0);
}

TEST_F(Opening, a_tampered_entry_is_found) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  store_.reset();
  tamper("UPDATE entries SET content = replace(content, '上涨', '下跌') WHERE seq = 2");
  reopen();
  const auto fault = store().chain_fault(id);
  ASSERT_TRUE(fault && *fault);
  EXPECT_NE((*fault)->find("e2"), std::string::npos);
}

TEST_F(Opening, a_missing_or_swapped_entry_is_found) {
  const auto id = thread_with(posts_upto(4));
  digest_pending(id);
  store_.reset();
  tamper("PRAGMA foreign_keys=OFF; DELETE FROM entries WHERE seq = 4");
  reopen();
  EXPECT_TRUE(*store().chain_fault(id));
  store_.reset();
  tamper(
      "UPDATE entries SET seq = 99 WHERE seq = 2; UPDATE entries SET seq = 2 WHERE seq = 3;"
      "UPDATE entries SET seq = 3 WHERE seq = 99");
  reopen();
  EXPECT_TRUE(*store().chain_fault(id));
}

TEST_F(Opening, a_forged_tombstone_breaks_no_link_but_a_forged_hash_does) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  store_.reset();
  tamper(
      "UPDATE entries SET content_hash = zeroblob(32), content = NULL, salt = NULL, withdrawn_floor = 2 WHERE seq = 2");
  reopen();
  EXPECT_TRUE(*store().chain_fault(id));
}

TEST_F(Opening, an_unreadable_entry_is_corrupt_not_a_crash) {
  const auto id = thread_with(posts_upto(3));
  digest_pending(id);
  store_.reset();
  tamper("UPDATE entries SET content = '{' WHERE seq = 2");
  reopen();
  EXPECT_EQ(store().digest(id, std::nullopt).error().code, digest::Code::corrupt);
  EXPECT_TRUE(*store().chain_fault(id));
}

class Locks : public testing::Test {
 protected:
  support::TempFolder folder_{};
};

TEST_F(Locks, a_second_instance_is_told_who_holds_the_folder) {
  const auto first = StateLock::take(folder_.path(), "gailou serve", kStart);
  ASSERT_TRUE(first);
  const auto second = StateLock::take(folder_.path(), "gailou import", kStart + 1h);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, digest::Code::busy);
  EXPECT_EQ(second.error().what, "state folder " + folder_.path() + " is in use by gailou serve, pid " +
                                     std::to_string(::getpid()) + " since " + digest::to_iso(kStart));
  EXPECT_FALSE(second.error().hint.empty());
}

TEST_F(Locks, the_lock_ends_with_its_holder_and_the_file_stays) {
  {
    const auto first = StateLock::take(folder_.path(), "gailou serve", kStart);
    ASSERT_TRUE(first);
  }
  EXPECT_TRUE(std::filesystem::exists(folder_.file("lock")));
  EXPECT_TRUE(StateLock::take(folder_.path(), "gailou serve", kStart));
}

TEST_F(Locks, a_link_in_place_of_the_lock_is_refused) {
  std::ofstream(folder_.file("elsewhere")) << "";
  std::filesystem::create_symlink(folder_.file("elsewhere"), folder_.file("lock"));
  EXPECT_EQ(StateLock::take(folder_.path(), "gailou serve", kStart).error().code, digest::Code::permission);
}

}  // namespace
}  // namespace gailou::storage
