#include "storage/sqlite/sources.h"

#include <utility>

#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Result;

digest::Error no_such_source(const std::string& name) {
  return {.code = digest::Code::not_found, .what = "there is no source " + name, .hint = "`gailou sources` lists them"};
}

digest::Error still_used(const std::string& name, std::int64_t tracked, std::int64_t kept) {
  std::string what =
      "the source " + name + " has " + std::to_string(tracked) + " tracked thread" + (tracked == 1 ? "" : "s");
  if (kept > 0) what += " and " + std::to_string(kept) + " no longer tracked whose data was kept";
  return {.code = digest::Code::conflict,
          .what = std::move(what),
          .hint = tracked > 0 ? "first remove them: gailou list --source " + name
                              : "add those again and remove them without --keep-data"};
}

SourceRecord source_record(Row row) {
  SourceRecord record;
  record.name = row.text();
  record.kind = row.text();
  record.origin = row.text();
  return record;
}

bool is_taken(Database& db, const std::string& name) {
  auto query = db.query("source_exists");
  query.bind(":name", name);
  return query.next();
}

/// "forum", "forum-2", "forum-3"…
std::string free_name(Database& db, const std::string& wish) {
  std::string name = wish;
  for (int n = 2; is_taken(db, name); ++n) name = wish + "-" + std::to_string(n);
  return name;
}

}  // namespace

Result<std::vector<SourceRecord>> sources(Database& db) {
  Transaction tx(db.connection, Transaction::Kind::read);
  std::vector<SourceRecord> all;
  auto query = db.query("sources_all");
  while (query.next()) all.push_back(source_record(query.row()));
  return tx.commit(std::move(all));
}

Result<SourceState> source_state(Database& db, const std::string& source) {
  Transaction tx(db.connection, Transaction::Kind::read);
  auto query = db.query("source_state");
  query.bind(":name", source);
  if (!query.next()) return tx.refuse(no_such_source(source));
  auto row = query.row();
  SourceState state;
  state.cooldown_until = row.maybe_at();
  state.cooldown_reason = row.text();
  state.failures = row.small();
  state.last_request = row.maybe_at();
  state.trouble = row.text();
  state.requests_day = row.maybe_at();
  state.requests = row.integer();
  state.listed_at = row.maybe_at();
  return tx.commit(std::move(state));
}

Result<SourceRecord> ensure_source(Database& db, const SourceRecord& source) {
  Transaction tx(db.connection, Transaction::Kind::write);
  {
    auto query = db.query("source_of_origin");
    query.bind(":origin", source.origin);
    if (query.next()) return tx.commit(source_record(query.row()));
  }
  SourceRecord made = source;
  made.name = free_name(db, source.name);
  db.query("source_insert").bind(":name", made.name).bind(":kind", made.kind).bind(":origin", made.origin).run();
  return tx.commit(std::move(made));
}

Result<void> remove_source(Database& db, const std::string& source) {
  Transaction tx(db.connection, Transaction::Kind::write);
  if (!is_taken(db, source)) return tx.refuse(no_such_source(source));
  {
    auto query = db.query("source_threads");
    query.bind(":name", source);
    if (query.next()) {
      auto row = query.row();
      const auto tracked = row.integer();
      const auto kept = row.integer();
      if (tracked + kept > 0) return tx.refuse(still_used(source, tracked, kept));
    }
  }
  db.query("source_delete").bind(":name", source).run();
  return tx.commit();
}

Result<void> save_source_state(Database& db, const std::string& source, const SourceState& state) {
  Transaction tx(db.connection, Transaction::Kind::write);
  {
    auto query = db.query("source_state_save");
    query.bind(":name", source)
        .bind(":cooldown_until_ms", state.cooldown_until)
        .bind(":cooldown_reason", state.cooldown_reason)
        .bind(":failures", state.failures)
        .bind(":last_request_ms", state.last_request)
        .bind(":trouble", state.trouble)
        .bind(":requests_day_ms", state.requests_day)
        .bind(":requests", state.requests)
        .bind(":listed_ms", state.listed_at);
    if (!query.next()) return tx.refuse(no_such_source(source));
    query.run();
  }
  return tx.commit();
}

}  // namespace gailou::storage::sqlite
