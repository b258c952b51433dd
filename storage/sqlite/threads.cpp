#include "storage/sqlite/threads.h"

#include <utility>

#include "storage/sqlite/ledger.h"
#include "storage/sqlite/rows.h"
#include "storage/sqlite/search_index.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Instant;
using digest::Result;
using digest::ThreadId;
using digest::TopicId;

std::optional<ThreadRecord> first_of(Query& query) {
  if (!query.next()) return std::nullopt;
  return thread_record(query.row());
}

std::optional<ThreadRecord> find_thread(Database& db, ThreadId id) {
  auto query = db.query("thread_by_id");
  query.bind(":thread_id", id);
  return first_of(query);
}

bool source_exists(Database& db, const std::string& name) {
  auto query = db.query("source_exists");
  query.bind(":name", name);
  return query.next();
}

struct Held {
  ThreadId id{};
  bool is_removed = false;
};
std::optional<Held> find_held(Database& db, const std::string& source, TopicId topic) {
  auto query = db.query("thread_id_of");
  query.bind(":source", source).bind(":topic", topic);
  if (!query.next()) return std::nullopt;
  auto row = query.row();
  const auto id = row.id<ThreadId>();
  return Held{.id = id, .is_removed = row.flag()};
}

ThreadId insert_thread(Database& db, const std::string& source, TopicId topic, Instant now) {
  const std::string by_hand;
  db.query("removed_thread_delete").bind(":source", source).bind(":topic", topic).run();
  auto query = db.query("thread_insert");
  query.bind(":source", source).bind(":topic", topic).bind(":added_by", by_hand).bind(":now_ms", now);
  if (!query.next()) return {};
  const auto id = query.row().id<ThreadId>();
  query.run();
  return id;
}

}  // namespace

Result<std::vector<ThreadRecord>> threads(Database& db) {
  Transaction tx(db.connection, Transaction::Kind::read);
  std::vector<ThreadRecord> all;
  auto query = db.query("threads_all");
  while (query.next()) all.push_back(thread_record(query.row()));
  return tx.commit(std::move(all));
}

Result<std::optional<ThreadRecord>> thread(Database& db, ThreadId id) {
  Transaction tx(db.connection, Transaction::Kind::read);
  return tx.commit(find_thread(db, id));
}

Result<std::optional<ThreadRecord>> thread(Database& db, const ThreadName& name) {
  Transaction tx(db.connection, Transaction::Kind::read);
  auto query = db.query("thread_by_name");
  query.bind(":source", name.source).bind(":topic", name.topic);
  return tx.commit(first_of(query));
}

Result<std::optional<ThreadRecord>> latest(Database& db) {
  Transaction tx(db.connection, Transaction::Kind::read);
  auto query = db.query("thread_latest");
  return tx.commit(first_of(query));
}

Result<bool> was_removed(Database& db, const ThreadName& name) {
  Transaction tx(db.connection, Transaction::Kind::read);
  auto query = db.query("thread_was_removed");
  query.bind(":source", name.source).bind(":topic", name.topic);
  return tx.commit(query.next() && query.row().flag());
}

Result<AddedThread> add_thread(Database& db, const std::string& source, TopicId topic, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  if (!source_exists(db, source)) {
    return tx.refuse({.code = digest::Code::not_found, .what = "there is no source " + source});
  }
  const auto held = find_held(db, source, topic);
  AddedThread added;
  added.already_tracked = held && !held->is_removed;
  ThreadId id;
  if (held) {
    id = held->id;
    db.query(held->is_removed ? "thread_take_up_again" : "thread_adopt").bind(":thread_id", id).run();
  } else {
    id = insert_thread(db, source, topic, now);
  }
  if (auto record = find_thread(db, id)) added.thread = std::move(*record);
  return tx.commit(std::move(added));
}

Result<void> remove_thread(Database& db, ThreadId id, bool keep_data, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  if (keep_data) {
    db.query("thread_set_aside").bind(":thread_id", id).bind(":now_ms", now).run();
    return tx.commit();
  }
  db.query("removed_thread_insert")
      .bind(":source", cursor->source)
      .bind(":topic", cursor->topic)
      .bind(":now_ms", now)
      .run();
  SearchIndex(db).take_thread(id);
  unlink_attempts(db, id);
  db.query("thread_delete").bind(":thread_id", id).run();
  return tx.commit();
}

namespace {

/// False for a thread that is no longer tracked.
bool write_poll(Database& db, const PollSave& save) {
  auto query = db.query("thread_save_poll");
  query.bind(":thread_id", save.id)
      .bind(":state", name_of(save.state))
      .bind(":last_poll_ms", save.poll.last_poll)
      .bind(":last_success_ms", save.poll.last_success)
      .bind(":next_poll_ms", save.poll.next_poll)
      .bind(":failures", save.poll.failures)
      .bind(":last_error", save.poll.last_error)
      .bind(":missing_since_ms", save.poll.missing_since)
      .bind(":notice", save.poll.notice);
  if (!query.next()) return false;
  query.run();
  return true;
}

}  // namespace

Result<void> save_poll(Database& db, ThreadId id, const PollState& poll, ThreadState state) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const PollSave save{.id = id, .poll = poll, .state = state};
  if (!write_poll(db, save)) return tx.refuse(no_such_thread(id));
  return tx.commit();
}

Result<void> save_polls(Database& db, const std::vector<PollSave>& polls) {
  Transaction tx(db.connection, Transaction::Kind::write);
  for (const auto& save : polls) write_poll(db, save);
  return tx.commit();
}

Result<void> pause_thread(Database& db, ThreadId id, std::optional<Instant> until) {
  Transaction tx(db.connection, Transaction::Kind::write);
  {
    auto query = db.query("thread_pause");
    query.bind(":thread_id", id).bind(":until_ms", until);
    if (!query.next()) return tx.refuse(no_such_thread(id));
    query.run();
  }
  return tx.commit();
}

Result<void> resume_thread(Database& db, ThreadId id) {
  Transaction tx(db.connection, Transaction::Kind::write);
  {
    auto query = db.query("thread_resume");
    query.bind(":thread_id", id);
    if (!query.next()) return tx.refuse(no_such_thread(id));
    query.run();
  }
  return tx.commit();
}

Result<void> set_engine(Database& db, ThreadId id, const std::optional<std::string>& engine) {
  Transaction tx(db.connection, Transaction::Kind::write);
  {
    auto query = db.query("thread_set_engine");
    query.bind(":thread_id", id).bind(":engine", engine);
    if (!query.next()) return tx.refuse(no_such_thread(id));
    query.run();
  }
  return tx.commit();
}

Result<void> complete_first_fetch(Database& db, ThreadId id, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  {
    auto query = db.query("thread_complete");
    query.bind(":thread_id", id).bind(":now_ms", now);
    if (!query.next()) return tx.refuse(no_such_thread(id));
    query.run();
  }
  return tx.commit();
}

}  // namespace gailou::storage::sqlite
