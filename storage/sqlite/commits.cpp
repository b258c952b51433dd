#include "storage/sqlite/commits.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "storage/sqlite/entry_rows.h"
#include "storage/sqlite/rows.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::CommitNo;
using digest::Result;
using digest::ThreadId;

CommitNo latest_commit(Database& db) {
  auto query = db.query("commit_latest");
  return query.next() ? query.row().id<CommitNo>() : CommitNo{};
}

std::vector<CommitNo> numbers_in(Query& query) {
  std::vector<CommitNo> numbers;
  while (query.next()) numbers.push_back(query.row().id<CommitNo>());
  return numbers;
}

std::optional<ThreadId> tracked_thread(Database& db, const ThreadName& name) {
  auto query = db.query("thread_id_of");
  query.bind(":source", name.source).bind(":topic", name.topic);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  const auto id = row.id<ThreadId>();
  const bool is_removed = row.flag();
  if (is_removed) return std::nullopt;
  return id;
}

/// Newest first; at most `most`.
void add_numbers_of(Database& db, ThreadId id, CommitNo after, std::size_t most, std::vector<CommitNo>& numbers) {
  auto query = db.query("commits_of_thread");
  query.bind(":thread_id", id);
  for (std::size_t found = 0; found < most && query.next(); ++found) {
    const auto number = query.row().id<CommitNo>();
    if (number <= after) return;
    numbers.push_back(number);
  }
}

/// Ascending, at most one more than `wanted.most_behind`.
std::vector<CommitNo> numbers_of_all(Database& db, const CommitQuery& wanted) {
  auto query = db.query("commits_after");
  query.bind(":after", wanted.after).bind(":limit", wanted.most_behind + 1);
  return numbers_in(query);
}

std::vector<CommitNo> numbers_of_some(Database& db, const CommitQuery& wanted) {
  std::vector<CommitNo> numbers;
  for (const auto& name : wanted.threads) {
    const auto id = tracked_thread(db, name);
    if (id) add_numbers_of(db, *id, wanted.after, static_cast<std::size_t>(wanted.most_behind) + 1, numbers);
  }
  std::ranges::sort(numbers);
  const auto repeated = std::ranges::unique(numbers);
  numbers.erase(repeated.begin(), repeated.end());
  return numbers;
}

std::vector<digest::Entry> entries_in(Database& db, std::string_view name, ThreadId id, digest::Revision revision) {
  std::vector<digest::Entry> entries;
  auto query = db.query(name);
  query.bind(":thread_id", id).bind(":revision", revision);
  while (query.next()) entries.push_back(entry_of(db, query.row()));
  return entries;
}

CommitRecord record_of(Database& db, CommitNo number) {
  CommitRecord record;
  record.commit = number;
  ThreadId id;
  {
    auto query = db.query("commit_head");
    query.bind(":commit_no", number);
    if (!query.next()) return record;
    auto row = query.row();
    id = row.id<ThreadId>();
    record.thread.source = row.text();
    record.thread.topic = row.id<digest::TopicId>();
    record.title = row.text();
    record.url = row.text();
    record.revision = row.id<digest::Revision>();
    record.generated_at = row.at();
    record.committed_at = row.at();
    record.last_number = row.id<digest::Floor>();
    record.posts_count = row.integer();
  }
  record.entries = entries_in(db, "entries_of_revision", id, record.revision);
  record.withdrawn = entries_in(db, "entries_withdrawn_by", id, record.revision);
  return record;
}

}  // namespace

Result<CommitsAfter> commits_after(Database& db, const CommitQuery& wanted) {
  Transaction tx(db.connection, Transaction::Kind::read);
  CommitsAfter found;
  found.latest = latest_commit(db);
  found.upto = std::max(found.latest, wanted.after);
  const auto numbers = wanted.threads.empty() ? numbers_of_all(db, wanted) : numbers_of_some(db, wanted);
  found.too_far = std::ssize(numbers) > wanted.most_behind;
  if (found.too_far) return tx.commit(std::move(found));
  const auto told = std::min(numbers.size(), static_cast<std::size_t>(wanted.limit));
  for (std::size_t i = 0; i < told; ++i) found.commits.push_back(record_of(db, numbers[i]));
  if (told < numbers.size()) found.upto = found.commits.back().commit;
  return tx.commit(std::move(found));
}

}  // namespace gailou::storage::sqlite
