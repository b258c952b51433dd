#include "storage/sqlite/discovery.h"

#include <utility>

#include "storage/sqlite/rows.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Result;
using digest::ThreadId;

bool is_no_source(Database& db, const std::string& name) {
  auto query = db.query("source_exists");
  query.bind(":name", name);
  return !query.next();
}

bool is_removed_by_hand(Database& db, const ThreadName& name) {
  auto query = db.query("thread_was_removed");
  query.bind(":source", name.source).bind(":topic", name.topic);
  return query.next() && query.row().flag();
}

struct OfRule {
  ThreadId id{};
  bool is_let_go = false;
};
std::optional<OfRule> find_of_rule(Database& db, const ThreadName& name) {
  auto query = db.query("thread_of_rule");
  query.bind(":source", name.source).bind(":topic", name.topic);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  const auto id = row.id<ThreadId>();
  return OfRule{.id = id, .is_let_go = row.flag()};
}

ThreadId insert_by_rule(Database& db, const ThreadName& name, const std::string& rule, Instant now) {
  auto query = db.query("thread_insert");
  query.bind(":source", name.source).bind(":topic", name.topic).bind(":added_by", rule).bind(":now_ms", now);
  if (!query.next()) return {};
  const auto id = query.row().id<ThreadId>();
  query.run();
  return id;
}

std::optional<ThreadRecord> record_of(Database& db, ThreadId id) {
  auto query = db.query("thread_by_id");
  query.bind(":thread_id", id);
  if (!query.next()) return std::nullopt;
  return thread_record(query.row());
}

}  // namespace

Result<std::optional<AddedThread>> add_thread_by_rule(Database& db, const ThreadName& name, const std::string& rule,
                                                      Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  if (is_no_source(db, name.source)) {
    return tx.refuse({.code = digest::Code::not_found, .what = "there is no source " + name.source});
  }
  if (is_removed_by_hand(db, name)) return tx.commit(std::optional<AddedThread>());
  const auto held = find_of_rule(db, name);
  AddedThread added;
  added.already_tracked = held && !held->is_let_go;
  const ThreadId id = held ? held->id : insert_by_rule(db, name, rule, now);
  if (held && held->is_let_go) db.query("thread_take_back").bind(":thread_id", id).bind(":added_by", rule).run();
  if (auto record = record_of(db, id)) added.thread = std::move(*record);
  return tx.commit(std::optional(std::move(added)));
}

Result<bool> let_go(Database& db, ThreadId id, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  bool is_let_go = false;
  {
    auto query = db.query("thread_let_go");
    query.bind(":thread_id", id).bind(":now_ms", now);
    is_let_go = query.next();
    if (is_let_go) query.run();
  }
  return tx.commit(bool{is_let_go});
}

}  // namespace gailou::storage::sqlite
