#include "storage/sqlite/catch_ups.h"

#include <string>
#include <utility>

#include "storage/sqlite/digests.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::CatchUpInput;
using digest::Code;
using digest::Error;
using digest::Floor;
using digest::Instant;
using digest::Result;
using digest::Revision;
using digest::SincePoint;
using digest::ThreadId;

Error not_there_yet(const std::string& what, const std::string& last) {
  return {.code = Code::conflict, .what = what + " isn't there yet, the last is " + last};
}

/// Finds the place of each way to name it.
class Finder {
 public:
  Finder(Database& db, const ThreadCursor& cursor) : db_(db), cursor_(cursor) {}

  Result<SincePoint> operator()(Revision rev) {
    if (rev <= cursor_.revision) return SincePoint{.rev = rev};
    return not_there_yet("revision " + std::to_string(rev.value), std::to_string(cursor_.revision.value));
  }

  /// The revision that accounts for the floor: its batch may go on above it, which is new.
  Result<SincePoint> operator()(Floor floor) {
    const Floor highest = one<Floor>("since_floor_at", ":at_ms", Instant::max()).value_or(Floor{});
    if (floor > highest) {
      return not_there_yet("floor #" + std::to_string(floor.value), "#" + std::to_string(highest.value));
    }
    const auto rev = one<Revision>("since_revision_of_floor", ":floor", floor);
    return SincePoint{.rev = rev.value_or(cursor_.revision), .floor = floor};
  }

  /// What had been written by then. A thread that was first digested later was already there to be read at the forum.
  Result<SincePoint> operator()(Instant at) {
    if (const auto rev = one<Revision>("since_revision_at", ":at_ms", at)) return SincePoint{.rev = *rev};
    const auto floor = one<Floor>("since_floor_at", ":at_ms", at);
    if (!floor) return SincePoint{};
    return SincePoint{.rev = Revision{1}, .floor = floor};
  }

 private:
  template <class Found, class Key>
  std::optional<Found> one(std::string_view name, const char* key, const Key& value) {
    auto query = db_.query(name);
    query.bind(":thread_id", cursor_.id);
    query.bind(key, value);
    if (!query.next()) return std::nullopt;
    return query.row().id<Found>();
  }

  Database& db_;
  const ThreadCursor& cursor_;
};

std::vector<std::pair<Floor, std::int64_t>> likes_above(Database& db, ThreadId id, Floor floor) {
  std::vector<std::pair<Floor, std::int64_t>> likes;
  auto query = db.query("likes_above");
  query.bind(":thread_id", id).bind(":floor", floor);
  while (query.next()) {
    auto row = query.row();
    const auto of = row.id<Floor>();
    likes.emplace_back(of, row.integer());
  }
  return likes;
}

}  // namespace

Result<CatchUpInput> catch_up(Database& db, ThreadId id, const digest::Since& since) {
  Transaction tx(db.connection, Transaction::Kind::read);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  const auto point = std::visit(Finder(db, *cursor), since);
  if (!point) return tx.refuse(point.error());
  CatchUpInput input{.since = since, .point = *point};
  auto now = read_digest(db, *cursor, cursor->revision);
  if (!now) return tx.refuse(now.error());
  input.now = std::move(*now);
  if (point->rev.value > 0) {
    auto before = read_digest(db, *cursor, point->rev);
    if (!before) return tx.refuse(before.error());
    input.before = std::move(*before);
  }
  input.withdrawn = withdrawn_after(db, id, point->rev);
  const Floor read = point->floor.value_or(input.before.thread.last_number);
  input.likes = likes_above(db, id, read);
  return tx.commit(std::move(input));
}

}  // namespace gailou::storage::sqlite
