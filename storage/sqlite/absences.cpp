#include "storage/sqlite/absences.h"

#include "storage/sqlite/numbering.h"
#include "storage/sqlite/post_writer.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Instant;
using digest::PostId;
using digest::ThreadId;

/// Without a suspicion it has been seen again, or marked, since the look-up was decided.
bool is_suspected(Database& db, ThreadId id, PostId post) {
  auto query = db.query("absence_held");
  query.bind(":thread_id", id).bind(":post_id", post);
  return query.next();
}

void end_suspicion(Database& db, ThreadId id, PostId post) {
  db.query("absence_end").bind(":thread_id", id).bind(":post_id", post).run();
}

}  // namespace

std::vector<PostId> note_absences(Database& db, ThreadId id, const Known& known, const digest::Changes& changes,
                                  digest::Duration confirm_after, Instant now) {
  std::vector<PostId> to_confirm;
  for (const auto post : changes.present) end_suspicion(db, id, post);
  for (const auto post : changes.absent) {
    if (known.events.contains(post)) continue;   // small actions come and go
    if (digest::is_provisional(post)) continue;  // there is no id to look one up by: settle_missing()
    const auto since = known.suspicions.find(post);
    if (since == known.suspicions.end()) {
      db.query("absence_note").bind(":thread_id", id).bind(":post_id", post).bind(":now_ms", now).run();
    } else if (now - since->second >= confirm_after) {
      to_confirm.push_back(post);
    }
  }
  return to_confirm;
}

digest::Result<SettleOutcome> settle_absences(Database& db, ThreadId id, const std::vector<AbsenceVerdict>& verdicts,
                                              Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  const auto stamp = stamp_after(*cursor, now);
  PostWriter writer(db, id, stamp);
  SettleOutcome outcome;
  auto& marked = outcome.settled.marked;
  for (const auto& verdict : verdicts) {
    if (!is_suspected(db, id, verdict.post)) continue;
    if (verdict.absence == Absence::present) {
      end_suspicion(db, id, verdict.post);
      continue;
    }
    if (verdict.absence == Absence::moved) {
      writer.move(verdict.post, verdict.moved_to);
    } else {
      writer.mark(verdict.post, digest::PostState::deleted);
    }
    marked.push_back(floor_of(db, id, verdict.post));
  }
  outcome.settled.also_marked.assign(writer.also_marked().begin(), writer.also_marked().end());
  outcome.forgot_texts = writer.forgot_texts();
  if (!marked.empty()) db.query("thread_save_stamp").bind(":thread_id", id).bind(":stamp_ms", stamp).run();
  return tx.commit(std::move(outcome));
}

}  // namespace gailou::storage::sqlite
