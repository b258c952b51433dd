// From a database of the first schema to this build's: its rows stay and a process that dies in between loses nothing.
#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

#include "storage/sqlite/migrate.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

using sqlite::Connection;

/// Rows as a gailou of schema 1 left them: a cooldown, a complete thread of four posts, three of them digested, one
/// moved, a second post on a digested floor, one still being fetched.
constexpr const char* kOldRows = R"(
INSERT INTO sources (name, kind, origin, cooldown_until_ms, cooldown_reason, failures, last_request_ms)
VALUES ('forum', 'discourse', 'https://forum.example', 1777000300000, '429: asked to wait', 2, 1777000000000);
INSERT INTO threads (id, source, topic, title, slug, tags, forum_posts, forum_highest, closed, added_ms, complete,
                     revision, digest_ms, commit_no, last_number, state, failures, last_error)
VALUES (1, 'forum', 493728, '旧库里的帖子', 'topic', '["ai"]', 4, 4, 1, 1777000000000, 1, 1, 1777000001000, 1, 3,
        'asleep', 3, 'connection refused'),
       (2, 'forum', 7, '', '', '[]', 0, 0, 0, 1777000000500, 0, 0, NULL, 0, 0, 'active', 0, '');
INSERT INTO posts (thread_id, post_id, floor, forum_floor, author, author_key, created_ms, updated_ms, forum_version,
                   state, reply_to, likes, hash, version, first_seen_ms, deleted_ms, revision, quiet)
VALUES (1, 1001, 1, 1, 'alice', 'alice', 1776990000000, 1776990000000, 1, 'visible', NULL, 3, 'h1', 1, 1777000000000, NULL, 1, 1),
       (1, 1002, 2, 2, 'bob', 'bob', 1776990001000, 1776990001000, 1, 'moved', 1, 0, 'h2', 1, 1777000000000, 1777000002000, 1, 1),
       (1, 1003, 3, 3, 'carol', 'carol', 1776990002000, 1776990002000, 1, 'visible', NULL, 0, 'h3', 1, 1777000000000, NULL, 1, 1),
       (1, 5003, 3, 3, 'dora', 'dora', 1776990003000, 1776990003000, 1, 'visible', NULL, 0, 'h4', 1, 1777000003000, NULL, NULL, NULL);
INSERT INTO post_versions (thread_id, post_id, version, body, hash, first_seen_ms)
VALUES (1, 1001, 1, '{"b":[{"s":[{"t":"一楼的话。"}]}]}', 'h1', 1777000000000),
       (1, 1002, 1, '{"b":[{"s":[{"t":"移走的话。"}]}]}', 'h2', 1777000000000),
       (1, 1003, 1, '{"b":[{"s":[{"t":"三楼的话。"}]}]}', 'h3', 1777000000000),
       (1, 5003, 1, '{"b":[{"s":[{"t":"另一个三楼。"}]}]}', 'h4', 1777000003000);
INSERT INTO dispositions (thread_id, floor, revision, seq, reason)
VALUES (1, 1, 1, NULL, 'short'), (1, 2, 1, NULL, 'short'), (1, 3, 1, NULL, 'short');
INSERT INTO thread_events (thread_id, post_id, floor, action, author, created_ms, state, hash, first_seen_ms)
VALUES (1, 1004, 4, 'closed.enabled', 'mod', 1776990004000, 'visible', 'h5', 1777000000000);
INSERT INTO revisions (thread_id, revision, generated_ms, committed_ms, title, url, posts_count, last_number, visible,
                       in_entries, nothing_new, entries, chain_head)
VALUES (1, 1, 1777000001000, 1777000001000, '旧库里的帖子', 'https://forum.example/t/topic/493728', 3, 3, 3, 0, 3, 0, x'');
INSERT INTO summaries (thread_id, revision, text, cites) VALUES (1, 1, '大家在讨论价格会不会继续上涨这一话题。', '[]');
INSERT INTO unanswered (thread_id, post_id, times, last_ms) VALUES (1, 1009, 2, 1777000000000);
)";

/// The statements of a migration one by one. Its text has no ';' but at their ends and in comments.
std::vector<std::string> statements_of(std::string_view sql) {
  std::vector<std::string> all(1);
  bool is_comment = false;
  for (const char c : sql) {
    is_comment = c == '\n' ? false : is_comment;
    const bool starts = c == '-' && !all.back().empty() && all.back().back() == '-';
    is_comment = is_comment || starts;
    all.back() += is_comment && c == ';' ? ',' : c;
    if (c == ';' && !is_comment) all.emplace_back();
  }
  return all;
}

class Migrations : public StoreTest {
 protected:
  void SetUp() override { make_old(folder_.path()); }

  void make_old(const std::string& folder) {
    auto connection = Connection::open(folder + "/gailou.db", Connection::Kind::writer);
    ASSERT_TRUE(connection);
    ASSERT_TRUE(connection->set_up());
    ASSERT_TRUE(sqlite::migrate(*connection, sqlite::known_migrations().first(1), 0, kStart));
    const auto filled = connection->execute(kOldRows, "old rows");
    ASSERT_TRUE(filled) << to_string(filled.error());
  }

  /// A process that begins the migration `number`, carries out its first `count` statements and dies.
  void die_within(std::int64_t number, std::size_t count) {
    const auto child = ::fork();
    if (child == 0) {
      auto connection = Connection::open(folder_.file("gailou.db"), Connection::Kind::writer);
      bool done = connection && connection->set_up();
      for (auto before = std::int64_t{2}; done && before < number; ++before) {
        done = sqlite::migrate(*connection, sqlite::known_migrations().first(static_cast<std::size_t>(before)),
                               before - 1, kStart)
                   .has_value();
      }
      const auto statements = statements_of(sqlite::known_migrations()[static_cast<std::size_t>(number - 1)].sql);
      done = done && connection->execute("BEGIN IMMEDIATE", "begin");
      for (std::size_t i = 0; done && i < count; ++i)
        done = connection->execute(statements[i], "statement").has_value();
      ::_exit(done ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(WEXITSTATUS(status), 0);
  }

  void expect_the_old_rows() {
    const auto thread = record(ThreadId{1});
    EXPECT_EQ(thread.header.title, "旧库里的帖子");
    EXPECT_EQ(thread.header.tags, std::vector<std::string>{"ai"});
    EXPECT_TRUE(thread.header.closed);
    EXPECT_EQ(thread.state, ThreadState::asleep);
    EXPECT_EQ(thread.poll.failures, 3);
    EXPECT_EQ(thread.posts_stored, 3);
    EXPECT_EQ(thread.pending, 1);
    EXPECT_EQ(thread.revision, Revision{1});
    const auto posts = all_posts(ThreadId{1});
    ASSERT_EQ(posts.size(), 4u);
    EXPECT_EQ(posts[0].text, "一楼的话。");
    EXPECT_EQ(posts[0].post.likes, 3);
    EXPECT_EQ(store().source_state("forum")->cooldown_reason, "429: asked to wait");
    EXPECT_EQ(store().figures()->schema, std::ssize(sqlite::known_migrations()));
  }
};

TEST_F(Migrations, an_old_database_keeps_its_rows) {
  reopen();
  expect_the_old_rows();
  EXPECT_EQ(digest_of(ThreadId{1}).nothing_new.size(), 3u);
  EXPECT_FALSE(*store().chain_fault(ThreadId{1}));
  const digest::CommitCount first{
      .from = digest::from_ms(1777000001000 / 900000 * 900000), .revisions = 1, .entries = 0};
  EXPECT_EQ(store().commit_counts(std::nullopt).value(), std::vector{first}) << "counted before there was a count";
}

TEST_F(Migrations, what_is_new_starts_out_as_nothing_known) {
  reopen();
  const auto thread = record(ThreadId{1});
  EXPECT_FALSE(thread.paused_until);
  EXPECT_FALSE(thread.poll.missing_since);
  EXPECT_EQ(thread.poll.notice, "");
  EXPECT_FALSE(thread.header.unlisted);
  const auto state = *store().source_state("forum");
  EXPECT_EQ(state.trouble, "");
  EXPECT_EQ(state.requests, 0);
  EXPECT_FALSE(state.requests_day);
  EXPECT_EQ(store().delays(ThreadId{1})->count, 0);
  EXPECT_EQ(store().events(ThreadId{1}, 10)->front().detail, "");
  EXPECT_FALSE(thread.engine);
  EXPECT_TRUE(store().attempts({}, 10)->empty());
  EXPECT_EQ(store().spent(ThreadId{1}, {}, {})->month.calls, 0);
}

TEST_F(Migrations, a_complete_thread_counts_as_complete_since_it_was_added) {
  reopen();
  EXPECT_EQ(record(ThreadId{1}).completed_at, digest::from_ms(1'777'000'000'000));
  EXPECT_FALSE(record(ThreadId{2}).completed_at);
  EXPECT_FALSE(record(ThreadId{2}).complete);
}

TEST_F(Migrations, a_digested_post_that_moved_is_not_deleted) {
  reopen();
  const auto posts = all_posts(ThreadId{1});
  EXPECT_EQ(posts[1].post.state, PostState::moved);
  EXPECT_FALSE(posts[1].deleted_at);
  EXPECT_FALSE(posts[1].moved_to);
}

TEST_F(Migrations, a_second_post_on_a_digested_floor_gets_one_of_its_own_and_is_digested) {
  reopen();
  const auto posts = all_posts(ThreadId{1});
  EXPECT_EQ(posts[3].post.id, PostId{5003});
  EXPECT_EQ(posts[3].post.floor, Floor{4});
  EXPECT_EQ(posts[3].forum_floor, Floor{3});
  const auto batch = take(ThreadId{1});
  ASSERT_TRUE(batch);
  commit(*batch, step_for(batch->input));
  EXPECT_EQ(record(ThreadId{1}).pending, 0);
}

TEST_F(Migrations, the_text_that_a_revision_saw_is_the_one_the_digest_knows) {
  {
    auto connection = Connection::open(folder_.file("gailou.db"), Connection::Kind::writer);
    ASSERT_TRUE(connection && connection->set_up());
    const auto filled = connection->execute(R"(
UPDATE posts SET version = 2, hash = 'h1b', edited_ms = 1777000002000 WHERE post_id = 1001;
UPDATE post_versions SET until_ms = 1777000002000 WHERE post_id = 1001;
INSERT INTO post_versions (thread_id, post_id, version, body, hash, first_seen_ms)
VALUES (1, 1001, 2, '{"b":[{"s":[{"t":"一楼改过的话。"}]}]}', 'h1b', 1777000002000);
)",
                                            "an edit");
    ASSERT_TRUE(filled) << to_string(filled.error());
  }
  reopen();
  const auto changed = store().changed(ThreadId{1});
  ASSERT_TRUE(changed);
  ASSERT_EQ(changed->size(), 1u);
  EXPECT_EQ((*changed)[0].floor, Floor{1});
  EXPECT_EQ(record(ThreadId{1}).changed, 1);
  const auto batch = take(ThreadId{1});
  ASSERT_EQ(batch->input.edits.size(), 1u);
  EXPECT_EQ(digest::own_text_of(batch->input.edits[0].before), "一楼的话。");
}

TEST_F(Migrations, a_floor_that_came_back_after_a_withdrawal_is_told_again) {
  {
    auto connection = Connection::open(folder_.file("gailou.db"), Connection::Kind::writer);
    ASSERT_TRUE(connection && connection->set_up());
    const auto filled = connection->execute(R"(
UPDATE posts SET deleted_ms = 1777000002000, restored_ms = 1777000003000, quiet = 0 WHERE post_id = 1003;
UPDATE dispositions SET seq = 1, reason = NULL WHERE floor = 3;
INSERT INTO entries (thread_id, seq, revision, section, floors, content, salt, content_hash, link, withdrawn_floor, withdrawn_revision)
VALUES (1, 1, 1, 'latest', '[3]', NULL, NULL, x'00', x'00', 3, 1);
)",
                                            "a withdrawal");
    ASSERT_TRUE(filled) << to_string(filled.error());
  }
  reopen();
  const auto batch = take(ThreadId{1});
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->input.restored, std::vector{Floor{3}});
}

TEST_F(Migrations, what_has_not_changed_since_it_was_digested_has_not) {
  reopen();
  EXPECT_TRUE(store().changed(ThreadId{1})->empty());
}

TEST_F(Migrations, an_id_given_up_by_the_old_rule_is_asked_for_again) {
  reopen();
  auto seen = page({});
  seen.stream = std::vector{PostId{1001}, PostId{1003}, PostId{5003}, PostId{1004}, PostId{1009}};
  EXPECT_TRUE(ingest(ThreadId{1}, seen).unseen.empty());
  now_ += 1h;
  EXPECT_EQ(ingest(ThreadId{1}, seen).unseen, std::vector{PostId{1009}});
}

TEST_F(Migrations, floors_of_any_older_schema_are_found_once_they_are_filled_in) {
  for (std::size_t schema = 1; schema < sqlite::known_migrations().size(); ++schema) {
    SCOPED_TRACE("schema " + std::to_string(schema));
    store_.reset();
    for (const auto* name : {"gailou.db", "gailou.db-wal", "gailou.db-shm"}) {
      std::filesystem::remove(folder_.file(name));
    }
    make_old(folder_.path());
    {
      auto connection = Connection::open(folder_.file("gailou.db"), Connection::Kind::writer);
      ASSERT_TRUE(connection && connection->set_up());
      ASSERT_TRUE(sqlite::migrate(*connection, sqlite::known_migrations().first(schema), 1, kStart));
    }
    reopen();
    const auto query = digest::parse_search("的话", now_, "").query;
    EXPECT_TRUE(store().search(query, {})->incomplete);
    while (*store().tend_search(now_)) {
    }
    const auto found = store().search(query, {});
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->incomplete);
    ASSERT_EQ(found->hits.size(), 2u) << "what has moved away isn't found";
    EXPECT_EQ(found->hits[0].text, "三楼的话。");
    EXPECT_EQ(found->hits[1].text, "一楼的话。");
    expect_the_old_rows();
  }
}

TEST_F(Migrations, a_reader_waits_for_the_writer_to_migrate) {
  EXPECT_EQ(open_reader(folder_.path()).error().code, digest::Code::conflict);
  reopen();
  EXPECT_TRUE(open_reader(folder_.path()));
}

TEST_F(Migrations, a_process_that_dies_within_one_leaves_the_schema_before_it) {
  for (auto number = std::int64_t{2}; number <= std::ssize(sqlite::known_migrations()); ++number) {
    const auto statements = statements_of(sqlite::known_migrations()[static_cast<std::size_t>(number - 1)].sql);
    for (std::size_t count = 1; count <= statements.size(); ++count) {
      SCOPED_TRACE("migration " + std::to_string(number) + ", statement " + std::to_string(count));
      store_.reset();
      for (const auto* name : {"gailou.db", "gailou.db-wal", "gailou.db-shm"})
        std::filesystem::remove(folder_.file(name));
      make_old(folder_.path());
      die_within(number, count);
      {
        auto connection = Connection::open(folder_.file("gailou.db"), Connection::Kind::reader);
        ASSERT_TRUE(connection);
        EXPECT_EQ(*sqlite::check_schema(*connection, sqlite::known_migrations()), number - 1);
      }
      reopen();
      expect_the_old_rows();
    }
  }
}

}  // namespace
}  // namespace gailou::storage
