#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "digest/text/cooked.h"
#include "storage/store.h"
#include "tests/bench/benches.h"
#include "tests/bench/measure.h"
#include "tests/replay/forum.h"
#include "tests/support/temp_folder.h"

namespace gailou::bench {
namespace {

constexpr std::size_t kPosts = 1000;
constexpr std::size_t kPage = 20;

std::vector<digest::Post> made_up_posts() {
  std::vector<digest::Post> posts;
  for (const auto& made : replay::made_up_forum(kPosts).posts) {
    digest::Post post;
    post.id = digest::PostId{made.id};
    post.floor = digest::Floor{made.floor};
    post.author = made.author;
    post.created_at = *digest::parse_iso(made.created_at);
    post.body = digest::parse_cooked(made.cooked, "http://127.0.0.1");
    posts.push_back(std::move(post));
  }
  return posts;
}

double through_store(const std::vector<digest::Post>& posts) {
  const support::TempFolder folder;
  const auto now = digest::from_ms(1'780'000'000'000);
  auto store = storage::open_store(folder.path(), now);
  if (!store || !(*store)->ensure_source({.name = "s", .kind = "discourse", .origin = "http://127.0.0.1"}))
    std::abort();
  const auto added = (*store)->add_thread("s", digest::TopicId{1}, now);
  if (!added) std::abort();
  return cpu_us([&] {
    for (std::size_t at = 0; at < posts.size(); at += kPage) {
      digest::Observation page;
      page.posts.assign(posts.begin() + static_cast<std::ptrdiff_t>(at),
                        posts.begin() + static_cast<std::ptrdiff_t>(at + kPage));
      if (!(*store)->ingest(added->thread.id, page, std::chrono::seconds{90}, now)) std::abort();
    }
  });
}

/// What SQLite alone takes for rows of the same size in as many durable transactions.
double bare_loop(const std::vector<digest::Post>& posts) {
  const support::TempFolder folder;
  sqlite3* db = nullptr;
  if (sqlite3_open(folder.file("bare.db").c_str(), &db) != SQLITE_OK) std::abort();
  sqlite3_exec(db,
               "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE posts (id INTEGER PRIMARY KEY, floor "
               "INTEGER UNIQUE, "
               "author TEXT, created_ms INTEGER, body TEXT, hash TEXT) STRICT",
               nullptr, nullptr, nullptr);
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO posts VALUES (?, ?, ?, ?, ?, ?)", -1, &insert, nullptr);
  const double cpu = cpu_us([&] {
    for (std::size_t at = 0; at < posts.size(); ++at) {
      if (at % kPage == 0) sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
      const auto& post = posts[at];
      const std::string body = digest::to_json(post.body);
      const std::string hash = digest::content_hash(post.body);
      sqlite3_bind_int64(insert, 1, post.id.value);
      sqlite3_bind_int64(insert, 2, post.floor.value);
      sqlite3_bind_text(insert, 3, post.author.c_str(), -1, SQLITE_STATIC);
      sqlite3_bind_int64(insert, 4, digest::to_ms(post.created_at));
      sqlite3_bind_text(insert, 5, body.c_str(), -1, SQLITE_STATIC);
      sqlite3_bind_text(insert, 6, hash.c_str(), -1, SQLITE_STATIC);
      sqlite3_step(insert);
      sqlite3_reset(insert);
      if (at % kPage == kPage - 1) sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
    }
  });
  sqlite3_finalize(insert);
  sqlite3_close(db);
  return cpu;
}

}  // namespace

void ingest(int rounds) {
  const auto posts = made_up_posts();
  const auto pair = alternate(
      rounds, [&] { return bare_loop(posts); }, [&] { return through_store(posts); });
  print("ingest_1000", pair, kPosts, "cpu-us/post");
}

}  // namespace gailou::bench
