#include "storage/sqlite/search.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "digest/text/body.h"
#include "storage/sqlite/entry_rows.h"
#include "storage/sqlite/rows.h"
#include "storage/sqlite/search_index.h"
#include "storage/sqlite/search_place.h"
#include "storage/sqlite/search_text.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Result;
using digest::SearchQuery;

// Found rows that are looked at for one page, those that a filter leaves out among them. What is behind them is on the
// next page.
constexpr std::int64_t kLookedAtMax = 5'000;

struct FoundRow {
  SearchPlace place{};
  digest::ThreadId thread{};
  std::int64_t kind = 0;
  std::int64_t item = 0;
  digest::Instant at{};
};

SearchHit hit_on(const FoundRow& found, Row& row) {
  SearchHit hit{.place = found.place, .thread = found.thread, .at = found.at};
  hit.source = row.text();
  hit.origin = row.text();
  hit.topic = row.id<digest::TopicId>();
  hit.slug = row.text();
  hit.title = row.text();
  return hit;
}

std::optional<SearchHit> floor_hit(Database& db, const FoundRow& found) {
  auto query = db.query("search_found_floor");
  query.bind(":thread_id", found.thread).bind(":item", found.item);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  auto hit = hit_on(found, row);
  hit.floor = row.id<digest::Floor>();
  hit.forum_floor = row.id<digest::Floor>();
  hit.author = row.text();
  hit.text = digest::text_of(body_of(db, row.text(), digest::PostId{found.item}));
  return hit;
}

std::optional<SearchHit> entry_hit(Database& db, const FoundRow& found) {
  auto query = db.query("search_found_entry");
  query.bind(":thread_id", found.thread).bind(":item", found.item);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  auto hit = hit_on(found, row);
  hit.committed_at = row.at();
  hit.entry = entry_of(db, row);
  hit.text = hit.entry->text;
  return hit;
}

/// What the index can't tell exactly.
bool passes(const FoundRow& found, const SearchQuery& query) {
  return (!query.after || found.at >= *query.after) && (!query.before || found.at < *query.before);
}

std::optional<SearchHit> hit_of(Database& db, const FoundRow& found, const SearchQuery& query) {
  if (!passes(found, query)) return std::nullopt;
  auto hit = found.kind == 0 ? floor_hit(db, found) : entry_hit(db, found);
  if (hit && query.author && !is_same_author(hit->author, *query.author)) return std::nullopt;
  return hit;
}

/// Nothing for a thread that isn't tracked.
std::optional<digest::ThreadId> tracked(Database& db, const digest::SearchThread& thread) {
  auto query = db.query("thread_id_of");
  query.bind(":source", thread.source).bind(":topic", thread.topic);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  const auto id = row.id<digest::ThreadId>();
  return row.flag() ? std::nullopt : std::optional(id);
}

SearchPlace end_of(const SearchQuery& query, const SearchPage& page) {
  SearchPlace end{std::numeric_limits<std::int64_t>::max()};
  if (query.before) end = std::min(end, places_end(*query.before));
  if (page.after) end = std::min(end, *page.after);
  return end;
}

}  // namespace

Result<SearchFound> search(Database& db, const SearchQuery& query, const SearchPage& page) {
  Transaction tx(db.connection, Transaction::Kind::read);
  SearchFound out{.incomplete = !search_state(db).is_complete()};
  std::optional<digest::ThreadId> thread;
  if (query.thread) {
    thread = tracked(db, *query.thread);
    if (!thread) return tx.commit(std::move(out));
  }
  const auto limit = std::clamp<std::int64_t>(page.limit, 1, kSearchPageMax);
  const auto least = query.after ? first_place(*query.after) : SearchPlace{std::numeric_limits<std::int64_t>::min()};
  auto rows = db.query("search_found");
  rows.bind(":match", match_of(query, thread)).bind(":least", least).bind(":below", end_of(query, page));
  SearchPlace last{};
  for (std::int64_t looked_at = 0; rows.next(); ++looked_at) {
    if (std::ssize(out.hits) == limit || looked_at == kLookedAtMax) {
      out.next = last;
      break;
    }
    auto row = rows.row();
    FoundRow found;
    found.place = last = row.id<SearchPlace>();
    found.thread = row.id<digest::ThreadId>();
    found.kind = row.integer();
    found.item = row.integer();
    found.at = row.at();
    if (auto hit = hit_of(db, found, query)) out.hits.push_back(std::move(*hit));
  }
  return tx.commit(std::move(out));
}

}  // namespace gailou::storage::sqlite
