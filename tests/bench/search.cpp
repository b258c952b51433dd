#include <random>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "digest/text/body.h"
#include "digest/text/normalize.h"
#include "storage/store.h"
#include "tests/bench/benches.h"
#include "tests/bench/measure.h"
#include "tests/support/files.h"
#include "tests/support/temp_folder.h"

namespace gailou::bench {
namespace {

constexpr std::size_t kPosts = 100'000;
constexpr std::size_t kIndexedPosts = 4'000;
constexpr std::size_t kPage = 20;
constexpr std::int64_t kNewest = 50;
// In one post of 4,000 each: LIKE has to look at all of them for the newest 50.
const std::vector<std::string> kRareWords = {"龘靐", "麤鱻", "淼焱", "犇骉"};
constexpr std::size_t kRareEvery = 4'000;
const digest::Instant kNow = digest::from_ms(1'780'000'000'000);

/// Texts of the recorded thread's sentences and of its characters in another order, so that no two are alike.
class Texts {
 public:
  Texts() {
    for (const auto& text : texts_) {
      for (const char32_t c : digest::to_u32(text)) {
        if (digest::is_cjk(c)) chars_ += c;
      }
    }
  }

  std::string next(std::size_t number) {
    std::string text = texts_[random_() % texts_.size()].substr(0, 600);
    text = digest::repair_utf8(text) + "。";
    for (int i = 0; i < 40; ++i) text += digest::to_u8(std::u32string(1, chars_[random_() % chars_.size()]));
    if (number % kRareEvery < kRareWords.size()) text += "，" + kRareWords[number % kRareEvery] + "。";
    return text;
  }

 private:
  std::mt19937 random_{7};
  std::vector<std::string> texts_ = tests::seed_texts();
  std::u32string chars_{};
};

std::vector<digest::Post> posts_of(std::size_t count) {
  Texts texts;
  std::vector<digest::Post> posts(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto& post = posts[i];
    post.id = digest::PostId{static_cast<std::int64_t>(i) + 1};
    post.floor = digest::Floor{post.id.value};
    post.author = "user" + std::to_string(i % 997);
    post.created_at = kNow - std::chrono::minutes{count - i};
    digest::Block block;
    block.spans.push_back({.text = texts.next(i)});
    post.body.blocks.push_back(std::move(block));
  }
  return posts;
}

std::unique_ptr<storage::Store> filled(const std::string& folder, const std::vector<digest::Post>& posts,
                                       std::size_t page_size, bool is_indexed) {
  auto store = storage::open_store(folder, kNow);
  if (!store || !(*store)->ensure_source({.name = "s", .kind = "discourse", .origin = "http://127.0.0.1"}))
    std::abort();
  const auto added = (*store)->add_thread("s", digest::TopicId{1}, kNow);
  if (!added) std::abort();
  if (!is_indexed) {
    // An index of another making isn't touched until upkeep makes it anew.
    sqlite3* db = nullptr;
    if (sqlite3_open((folder + "/gailou.db").c_str(), &db) != SQLITE_OK) std::abort();
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (sqlite3_exec(db, "UPDATE search_state SET stamp = 'none'", nullptr, nullptr, nullptr) != SQLITE_OK)
      std::abort();
    sqlite3_close(db);
  }
  for (std::size_t at = 0; at < posts.size(); at += page_size) {
    digest::Observation page;
    const auto end = std::min(posts.size(), at + page_size);
    page.posts.assign(posts.begin() + static_cast<std::ptrdiff_t>(at),
                      posts.begin() + static_cast<std::ptrdiff_t>(end));
    if (!(*store)->ingest(added->thread.id, page, std::chrono::seconds{90}, kNow)) std::abort();
  }
  return std::move(*store);
}

/// The same texts in one table, as flat as they are searched.
class PlainTable {
 public:
  PlainTable(const std::string& path, const std::vector<digest::Post>& posts) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) std::abort();
    sqlite3_exec(db_, "CREATE TABLE posts (id INTEGER PRIMARY KEY, text TEXT) STRICT; BEGIN", nullptr, nullptr,
                 nullptr);
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(db_, "INSERT INTO posts VALUES (?, ?)", -1, &insert, nullptr);
    for (const auto& post : posts) {
      const std::string text = digest::text_of(post.body);
      sqlite3_bind_int64(insert, 1, post.id.value);
      sqlite3_bind_text(insert, 2, text.c_str(), -1, SQLITE_STATIC);
      sqlite3_step(insert);
      sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr);
  }
  PlainTable(const PlainTable&) = delete;
  PlainTable& operator=(const PlainTable&) = delete;
  ~PlainTable() { sqlite3_close(db_); }

  std::int64_t count(const std::string& word, std::int64_t limit) const {
    sqlite3_stmt* select = nullptr;
    sqlite3_prepare_v2(db_, "SELECT id, text FROM posts WHERE text LIKE ? ORDER BY id DESC LIMIT ?", -1, &select,
                       nullptr);
    const std::string pattern = "%" + word + "%";
    sqlite3_bind_text(select, 1, pattern.c_str(), -1, SQLITE_STATIC);
    sqlite3_bind_int64(select, 2, limit);
    std::int64_t rows = 0;
    while (sqlite3_step(select) == SQLITE_ROW) ++rows;
    sqlite3_finalize(select);
    return rows;
  }

 private:
  sqlite3* db_ = nullptr;
};

std::int64_t found(storage::Store& store, const std::string& word, std::int64_t limit) {
  const auto query = digest::parse_search(word, kNow, "").query;
  storage::SearchPage page{.limit = std::min(limit, storage::kSearchPageMax)};
  std::int64_t rows = 0;
  while (true) {
    const auto result = store.search(query, page);
    if (!result) std::abort();
    rows += std::ssize(result->hits);
    if (!result->next || rows >= limit) return rows;
    page.after = result->next;
  }
}

void newest_of_a_word(int rounds) {
  const support::TempFolder folder;
  const auto posts = posts_of(kPosts);
  const auto store = filled(folder.path(), posts, 500, true);
  const PlainTable table(folder.file("plain.db"), posts);
  auto words = kRareWords;
  for (const auto& word : words) {
    if (found(*store, word, kNewest) != table.count(word, kNewest)) std::abort();
  }
  for (const std::string word : {"算力", "价格", "了", "模型"}) {
    const auto all = static_cast<std::int64_t>(kPosts);
    if (found(*store, word, all) != table.count(word, all)) std::abort();
  }
  const auto each = [&](const auto& look) {
    return cpu_us([&] {
      for (const auto& word : words) look(word);
    });
  };
  const auto pair = alternate(
      rounds, [&] { return each([&](const std::string& word) { table.count(word, kNewest); }); },
      [&] { return each([&](const std::string& word) { found(*store, word, kNewest); }); });
  print("search_two_chars", pair, static_cast<double>(words.size()), "cpu-us/search");
  words = {"了"};
  const auto one = alternate(
      rounds, [&] { return each([&](const std::string& word) { table.count(word, kPosts); }); },
      [&] { return each([&](const std::string& word) { found(*store, word, kNewest); }); });
  print("search_one_char", one, 1, "cpu-us/search");
}

void cost_of_the_index(int rounds) {
  const auto posts = posts_of(kIndexedPosts);
  const auto filling = [&](bool is_indexed) {
    const support::TempFolder folder;
    return cpu_us([&] { filled(folder.path(), posts, kPage, is_indexed); });
  };
  const auto pair = alternate(
      rounds, [&] { return filling(false); }, [&] { return filling(true); });
  print("search_index", pair, kIndexedPosts, "cpu-us/post");
}

}  // namespace

void search(int rounds) {
  cost_of_the_index(rounds);
  newest_of_a_word(rounds);
}

}  // namespace gailou::bench
