// A store to search in.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "digest/search/query.h"
#include "storage/sqlite/connection.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {

class SearchTest : public StoreTest {
 protected:
  digest::SearchQuery query_of(std::string_view typed) {
    auto parsed = digest::parse_search(typed, now_, "");
    EXPECT_FALSE(parsed.fault) << typed;
    return std::move(parsed.query);
  }

  SearchFound search(std::string_view typed, const SearchPage& page = {.limit = kSearchPageMax}) {
    auto found = store().search(query_of(typed), page);
    EXPECT_TRUE(found) << (found ? "" : to_string(found.error()));
    return found ? std::move(*found) : SearchFound{};
  }

  /// "#3", "e2": newest first.
  static std::vector<std::string> named(const std::vector<SearchHit>& hits) {
    std::vector<std::string> names;
    for (const auto& hit : hits) {
      names.push_back(hit.entry ? digest::entry_id(hit.entry->seq) : "#" + std::to_string(hit.floor.value));
    }
    return names;
  }
  std::vector<std::string> found(std::string_view typed) { return named(search(typed).hits); }

  /// All pages of `limit` hits, one behind the other.
  std::vector<SearchHit> all_pages(std::string_view typed, std::int64_t limit) {
    std::vector<SearchHit> all;
    SearchPage page{.limit = limit};
    while (true) {
      auto found = search(typed, page);
      EXPECT_LE(std::ssize(found.hits), limit);
      for (auto& hit : found.hits) all.push_back(std::move(hit));
      if (!found.next) return all;
      page.after = found.next;
    }
  }

  /// Upkeep until there is nothing left to do: how many calls.
  int tend() {
    for (int calls = 1; calls < 100'000; ++calls) {
      const auto more = store().tend_search(now_);
      EXPECT_TRUE(more) << (more ? "" : to_string(more.error()));
      if (!more || !*more) return calls;
    }
    ADD_FAILURE() << "it never ends";
    return 0;
  }

  bool is_in_file(const std::string& words) {
    for (const auto* name : {"gailou.db", "gailou.db-wal"}) {
      std::ifstream in(folder_.file(name), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      if (bytes.find(words) != std::string::npos) return true;
    }
    return false;
  }

  /// By a connection beside the store's.
  void execute(const std::string& sql) {
    auto connection = sqlite::Connection::open(folder_.file("gailou.db"), sqlite::Connection::Kind::writer);
    ASSERT_TRUE(connection);
    const auto done = connection->execute(sql, "test");
    ASSERT_TRUE(done) << to_string(done.error());
  }
  std::int64_t number(const std::string& sql, const std::string& before = "SELECT 1") {
    auto connection = sqlite::Connection::open(folder_.file("gailou.db"), sqlite::Connection::Kind::writer);
    EXPECT_TRUE(connection && connection->execute(before, "test"));
    const auto value = connection->number(sql);
    EXPECT_TRUE(value) << (value ? "" : to_string(value.error()));
    return value ? *value : -1;
  }
  /// Words in the index, of anything that isn't taken out.
  std::int64_t words_held() {
    return number("SELECT count(*) FROM temp.held",
                  "CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, search_index, row)");
  }
  std::int64_t docs_held() { return number("SELECT count(*) FROM search_docs"); }
  std::int64_t is_stale() { return number("SELECT stamp = 'stale' FROM search_state"); }
};

}  // namespace gailou::storage
