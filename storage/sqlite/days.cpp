#include "storage/sqlite/days.h"

#include <chrono>
#include <utility>

#include "storage/sqlite/digests.h"
#include "storage/sqlite/entry_rows.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Result;
using digest::Revision;
using digest::ThreadDay;
using digest::ThreadId;

struct Span {
  ThreadId id{};
  Revision first{};
  Revision last{};
  Instant changed_at{};
};

std::vector<Span> spans_of(Database& db, const TimeSpan& time, const std::optional<std::string>& source) {
  std::vector<Span> spans;
  auto query = db.query("day_threads");
  query.bind(":from_ms", time.from).bind(":to_ms", time.to).bind(":source", source);
  while (query.next()) {
    auto row = query.row();
    Span& span = spans.emplace_back();
    span.id = row.id<ThreadId>();
    span.first = row.id<Revision>();
    span.last = row.id<Revision>();
    span.changed_at = row.at();
  }
  return spans;
}

Query between(Database& db, std::string_view name, const Span& span) {
  auto query = db.query(name);
  query.bind(":thread_id", span.id).bind(":first", span.first).bind(":last", span.last);
  return query;
}

Result<ThreadDay> day_of_thread(Database& db, const Span& span) {
  const auto cursor = find_cursor(db, span.id);
  if (!cursor) return no_such_thread(span.id);
  auto head = digest_head(db, *cursor, span.last);
  if (!head) return head.error();
  ThreadDay day{.thread = std::move(head->thread), .revision = span.last, .changed_at = span.changed_at};
  day.before = Revision{span.first.value - 1};
  if (day.before.value > 0) {
    const auto before = digest_head(db, *cursor, day.before);
    if (!before) return before.error();
    day.read_before = before->thread.last_number;
  }
  day.summary = summary_upto(db, span.id, span.last);
  {
    auto query = between(db, "entries_between", span);
    while (query.next()) day.entries.push_back(entry_of(db, query.row()));
  }
  auto quiet = between(db, "quiet_between", span);
  if (quiet.next()) day.quiet = quiet.row().integer();
  return day;
}

}  // namespace

Result<Digested> digested_between(Database& db, const TimeSpan& span, const std::optional<std::string>& source) {
  Transaction tx(db.connection, Transaction::Kind::read);
  Digested found;
  {
    auto query = db.query("first_commit_time");
    query.bind(":source", source);
    if (query.next()) found.first = query.row().at();
  }
  for (const Span& thread : spans_of(db, span, source)) {
    auto day = day_of_thread(db, thread);
    if (!day) return tx.refuse(day.error());
    found.threads.push_back(std::move(*day));
  }
  return tx.commit(std::move(found));
}

Result<std::vector<digest::CommitCount>> commit_counts(Database& db, const std::optional<std::string>& source) {
  constexpr std::chrono::minutes kQuarter{15};
  Transaction tx(db.connection, Transaction::Kind::read);
  std::vector<digest::CommitCount> counts;
  auto query = db.query("commit_counts");
  query.bind(":source", source);
  while (query.next()) {
    auto row = query.row();
    auto& count = counts.emplace_back();
    count.from = Instant{row.integer() * kQuarter};
    count.revisions = row.integer();
    count.entries = row.integer();
  }
  return tx.commit(std::move(counts));
}

}  // namespace gailou::storage::sqlite
