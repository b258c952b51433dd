#include "storage/sqlite/delays.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using namespace std::chrono_literals;
using digest::Duration;

constexpr std::int64_t kNewest = 500;
constexpr Duration kKept = 24h * 30;
// One poll brings the newest floors first and those between by later requests; what is filled in later than this was
// not there to be seen.
constexpr Duration kLate = 10min;

/// The smallest of `delays` that a share of `percent` doesn't exceed.
Duration percentile(const std::vector<Duration>& sorted, std::size_t percent) {
  if (sorted.empty()) return {};
  return sorted[(sorted.size() * percent + 99) / 100 - 1];
}

DelayFigures figures_from(Query& query) {
  std::vector<Duration> delays;
  query.bind(":limit", kNewest);
  while (query.next()) delays.emplace_back(query.row().integer());
  std::sort(delays.begin(), delays.end());
  return {.count = std::ssize(delays), .median = percentile(delays, 50), .p95 = percentile(delays, 95)};
}

}  // namespace

void note_arrivals(Database& db, const ThreadCursor& cursor, const std::vector<digest::Post>& added,
                   digest::Instant stamp) {
  if (!cursor.completed) return;
  bool is_any = false;
  for (const auto& post : added) {
    if (post.state != digest::PostState::visible || post.created_at <= *cursor.completed) continue;
    db.query("arrival_note")
        .bind(":source", cursor.source)
        .bind(":thread_id", cursor.id)
        .bind(":post_id", post.id)
        .bind(":late_ms", kLate.count())
        .run();
    is_any = true;
  }
  if (is_any) db.query("arrivals_forget").bind(":source", cursor.source).bind(":before_ms", stamp - kKept).run();
}

digest::Result<DelayFigures> delays(Database& db, digest::ThreadId id) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  auto query = db.query("delays_of_thread");
  query.bind(":thread_id", id);
  return tx.commit(figures_from(query));
}

digest::Result<DelayFigures> delays(Database& db, const std::string& source) {
  Transaction tx(db.connection, Transaction::Kind::read);
  auto query = db.query("delays_of_source");
  query.bind(":source", source);
  return tx.commit(figures_from(query));
}

digest::Result<std::vector<FreshReplies>> fresh_replies(Database& db, digest::Instant since) {
  Transaction tx(db.connection, Transaction::Kind::read);
  std::vector<FreshReplies> fresh;
  auto query = db.query("fresh_replies");
  query.bind(":since_ms", since);
  while (query.next()) {
    auto row = query.row();
    const digest::ThreadId thread{row.integer()};
    fresh.push_back({.thread = thread, .replies = row.integer()});
  }
  return tx.commit(std::move(fresh));
}

}  // namespace gailou::storage::sqlite
