#include "storage/sqlite/search_upkeep.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "storage/sqlite/search_index.h"
#include "storage/sqlite/search_text.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Result;

// Rows of one step: some 10 ms.
constexpr std::int64_t kFilledAtOnce = 200;
// Pages of a merge's output of one step: half a megabyte, written and later checkpointed.
constexpr std::int64_t kMergedAtOnce = 128;
// A merge that has nothing left to do changes its own record alone.
constexpr std::int64_t kIdleChanges = 2;

enum Erasing : std::int64_t {
  kNothing = 0,
  kOwed = 1,
  kMerging = 2,
  kMergingAndOwed = 3,  // words were deleted since it began
};

struct Unfilled {
  std::int64_t thread = 0;
  std::int64_t item = 0;
  bool is_shown = false;
};

std::vector<Unfilled> unfilled(Database& db, const SearchState& state) {
  auto query = db.query(*state.filling == 0 ? "search_unfilled_floors" : "search_unfilled_entries");
  query.bind(":thread_id", state.thread).bind(":item", state.item).bind(":limit", kFilledAtOnce);
  std::vector<Unfilled> rows;
  while (query.next()) {
    auto row = query.row();
    Unfilled one;
    one.thread = row.integer();
    one.item = row.integer();
    one.is_shown = row.flag();
    rows.push_back(one);
  }
  return rows;
}

void fill(Database& db, SearchState& state, digest::Instant now) {
  SearchIndex index(db);
  const auto rows = unfilled(db, state);
  for (const auto& row : rows) {
    if (!row.is_shown) continue;
    const digest::ThreadId thread{row.thread};
    if (*state.filling == 0) {
      index.put_floor(thread, digest::PostId{row.item}, now);
    } else {
      index.put_entry(thread, digest::EntrySeq{row.item});
    }
  }
  if (!rows.empty()) {
    state.thread = rows.back().thread;
    state.item = rows.back().item;
    return;
  }
  state.thread = 0;
  state.item = 0;
  state.filling = *state.filling == 0 ? std::optional<std::int64_t>(1) : std::nullopt;
}

void make_anew(Database& db, SearchState& state) {
  db.query("search_words_clear").run();
  db.query("search_docs_clear").run();
  state = {.stamp = search_stamp(), .filling = 0, .erasing = state.erasing};
}

/// True when deleted words are gone.
bool erase(Database& db, SearchState& state) {
  const bool begins = state.erasing == kOwed;
  const auto before = db.connection.changes();
  db.query("search_merge").bind(":pages", begins ? -kMergedAtOnce : kMergedAtOnce).run();
  if (begins) state.erasing = kMerging;
  if (begins || db.connection.changes() - before >= kIdleChanges) return false;
  state.erasing = state.erasing == kMergingAndOwed ? kOwed : kNothing;
  return true;
}

}  // namespace

Result<void> begin_search(Database& db) {
  Transaction tx(db.connection, Transaction::Kind::write);
  auto state = search_state(db);
  if (!state.stamp.empty()) return tx.commit();
  state.stamp = search_stamp();
  {
    auto query = db.query("search_posts_any");
    if (!query.next()) state.filling.reset();
  }
  save_search_state(db, state);
  return tx.commit();
}

Result<SearchUpkeep> tend_search(Database& db, digest::Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  auto state = search_state(db);
  SearchUpkeep done;
  if (state.stamp != search_stamp()) {
    make_anew(db, state);
  } else if (state.filling) {
    fill(db, state, now);
  } else if (state.erasing != kNothing) {
    done.erased = erase(db, state);
  } else {
    return tx.commit(done);
  }
  save_search_state(db, state);
  done.more = state.filling || state.erasing != kNothing;
  return tx.commit(done);
}

}  // namespace gailou::storage::sqlite
