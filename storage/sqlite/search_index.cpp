#include "storage/sqlite/search_index.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "digest/text/body.h"
#include "storage/sqlite/entry_rows.h"
#include "storage/sqlite/rows.h"
#include "storage/sqlite/search_place.h"
#include "storage/sqlite/search_text.h"

namespace gailou::storage::sqlite {
namespace {

using digest::EntrySeq;
using digest::Instant;
using digest::PostId;
using digest::ThreadId;

constexpr std::int64_t kFloor = 0;
constexpr std::int64_t kEntry = 1;

struct StoredFloor {
  std::string source{};
  std::string author{};
  Instant created{};
  std::string text{};
};

std::optional<StoredFloor> stored_floor(Database& db, ThreadId thread, PostId post) {
  auto query = db.query("search_floor_source");
  query.bind(":thread_id", thread).bind(":post_id", post);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  StoredFloor floor;
  floor.source = row.text();
  floor.author = row.text();
  floor.created = row.at();
  floor.text = digest::text_of(body_of(db, row.text(), post));
  return floor;
}

struct StoredEntry {
  std::string source{};
  Instant at{};
  digest::Entry entry{};
};

std::optional<StoredEntry> stored_entry(Database& db, ThreadId thread, EntrySeq seq) {
  auto query = db.query("search_entry_source");
  query.bind(":thread_id", thread).bind(":seq", seq);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  StoredEntry stored;
  stored.source = row.text();
  stored.at = row.at();
  stored.entry = entry_of(db, row);
  return stored;
}

/// A forum's clock may be wrong: nothing is newer than when it was first seen.
Instant sound_time(Instant told, Instant now) {
  return std::clamp(told, Instant{}, std::max(now, Instant{}));
}

}  // namespace

bool SearchState::is_complete() const {
  return !filling && stamp == search_stamp();
}

SearchState search_state(Database& db) {
  SearchState state;
  auto query = db.query("search_state");
  if (!query.next()) return state;
  auto row = query.row();
  state.stamp = row.text();
  state.filling = row.maybe_integer();
  state.thread = row.integer();
  state.item = row.integer();
  state.erasing = row.integer();
  return state;
}

void save_search_state(Database& db, const SearchState& state) {
  db.query("search_state_save")
      .bind(":stamp", state.stamp)
      .bind(":filling", state.filling)
      .bind(":thread_id", state.thread)
      .bind(":item", state.item)
      .bind(":erasing", state.erasing)
      .run();
}

bool SearchIndex::is_current() {
  if (!current_) current_ = search_state(db_).stamp == search_stamp();
  return *current_;
}

/// Nothing is put in and no words are taken out until the next upkeep has made it anew.
void SearchIndex::give_up() {
  db_.query("search_is_stale").run();
  current_ = false;
}

const std::string& SearchIndex::source_of(ThreadId thread) {
  if (source_thread_ != thread) {
    auto query = db_.query("thread_source");
    query.bind(":thread_id", thread);
    source_ = query.next() ? query.row().text() : std::string();
    source_thread_ = thread;
  }
  return source_;
}

bool SearchIndex::holds(const Item& item) {
  auto query = db_.query("search_doc");
  query.bind(":thread_id", item.thread).bind(":kind", item.kind).bind(":item", item.number);
  return query.next();
}

void SearchIndex::put(const Item& item, const std::string& words, Instant at) {
  if (holds(item)) return;
  const auto salt = static_cast<std::uint64_t>(item.thread.value) * 0x9e3779b97f4a7c15U +
                    static_cast<std::uint64_t>(item.number) * 2 + static_cast<std::uint64_t>(item.kind);
  const auto place = free_place(db_, at, salt);
  if (!place) return;
  db_.query("search_doc_insert")
      .bind(":doc", *place)
      .bind(":thread_id", item.thread)
      .bind(":kind", item.kind)
      .bind(":item", item.number)
      .bind(":at_ms", at)
      .bind(":mark", mark_of(words))
      .run();
  db_.query("search_words_insert").bind(":doc", *place).bind(":words", words).run();
}

std::optional<std::string> SearchIndex::words_of(const Item& item) {
  if (item.kind == kFloor) {
    const auto floor = stored_floor(db_, item.thread, PostId{item.number});
    if (!floor) return std::nullopt;
    return words_of_floor(floor->text, floor->author, floor->source, item.thread);
  }
  const auto stored = stored_entry(db_, item.thread, EntrySeq{item.number});
  if (!stored) return std::nullopt;
  return words_of_entry(stored->entry, stored->source, item.thread);
}

void SearchIndex::take(const Item& item) {
  std::int64_t doc = 0;
  std::int64_t mark = 0;
  {
    auto query = db_.query("search_doc");
    query.bind(":thread_id", item.thread).bind(":kind", item.kind).bind(":item", item.number);
    if (!query.next()) return;
    auto row = query.row();
    doc = row.integer();
    mark = row.integer();
  }
  if (is_current()) {
    const auto words = words_of(item);
    if (words && mark_of(*words) == mark) {
      db_.query("search_words_delete").bind(":doc", doc).bind(":words", *words).run();
    } else {
      give_up();
    }
  }
  db_.query("search_doc_delete").bind(":doc", doc).run();
}

void SearchIndex::put_floor(ThreadId thread, PostId post, Instant now) {
  if (!is_current()) return;
  const auto floor = stored_floor(db_, thread, post);
  if (!floor) return;
  put({.thread = thread, .kind = kFloor, .number = post.value},
      words_of_floor(floor->text, floor->author, floor->source, thread), sound_time(floor->created, now));
}

void SearchIndex::put_floor(ThreadId thread, const digest::Post& post, Instant now) {
  if (!is_current()) return;
  put({.thread = thread, .kind = kFloor, .number = post.id.value},
      words_of_floor(digest::text_of(post.body), post.author, source_of(thread), thread),
      sound_time(post.created_at, now));
}

void SearchIndex::take_floor(ThreadId thread, PostId post) {
  take({.thread = thread, .kind = kFloor, .number = post.value});
}

void SearchIndex::put_entry(ThreadId thread, const digest::Entry& entry, Instant at) {
  if (!is_current()) return;
  put({.thread = thread, .kind = kEntry, .number = entry.seq.value}, words_of_entry(entry, source_of(thread), thread),
      at);
}

void SearchIndex::put_entry(ThreadId thread, EntrySeq seq) {
  if (!is_current()) return;
  const auto stored = stored_entry(db_, thread, seq);
  if (stored) put_entry(thread, stored->entry, stored->at);
}

void SearchIndex::take_entry(ThreadId thread, EntrySeq seq) {
  take({.thread = thread, .kind = kEntry, .number = seq.value});
}

void SearchIndex::take_thread(ThreadId thread) {
  std::vector<Item> items;
  {
    auto query = db_.query("search_docs_of_thread");
    query.bind(":thread_id", thread);
    while (query.next()) {
      auto row = query.row();
      row.integer();  // doc: the order
      const auto kind = row.integer();
      items.push_back({.thread = thread, .kind = kind, .number = row.integer()});
    }
  }
  for (const auto& item : items) take(item);
  owe_erasure();  // also what was hidden or edited before
}

void SearchIndex::owe_erasure() {
  db_.query("search_owe_erasure").run();
}

}  // namespace gailou::storage::sqlite
