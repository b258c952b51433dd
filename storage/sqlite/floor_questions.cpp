#include "storage/sqlite/floor_questions.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "storage/sqlite/batch_input.h"
#include "storage/sqlite/entry_rows.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Entry;
using digest::EntrySeq;
using digest::Floor;
using digest::FloorQuestion;
using digest::FloorRecord;
using digest::Post;
using digest::Result;
using digest::Revision;
using digest::ThreadId;

// Floors of the batch that came before: what the rules look back at is nearer than this.
constexpr std::int64_t kBatchFloorsBefore = 60;
constexpr std::int64_t kFloorsBack = 2000;

std::optional<digest::StoredPost> post_on(Database& db, ThreadId id, Floor floor) {
  auto query = db.query("posts_first");
  query.bind(":thread_id", id).bind(":from", floor).bind(":to", floor).bind(":limit", 1);
  if (!query.next()) return std::nullopt;
  return stored_post(db, query.row());
}

/// The entry that the disposition names, and others of the same floor.
std::vector<Entry> entries_of(Database& db, ThreadId id, Floor floor, EntrySeq first) {
  std::set<EntrySeq> seqs{first};
  {
    auto query = db.query("entries_citing");
    query.bind(":thread_id", id).bind(":floor", floor).bind(":limit", -1);
    while (query.next()) seqs.insert(query.row().id<EntrySeq>());
  }
  std::vector<Entry> entries;
  for (const auto seq : seqs) {
    auto entry = find_entry(db, id, seq);
    if (entry && std::find(entry->floors.begin(), entry->floors.end(), floor) != entry->floors.end()) {
      entries.push_back(std::move(*entry));
    }
  }
  return entries;
}

void take_disposition(Database& db, ThreadId id, FloorRecord& record) {
  std::optional<std::int64_t> seq;
  {
    auto query = db.query("floor_disposition");
    query.bind(":thread_id", id).bind(":floor", record.floor);
    if (!query.next()) return;
    auto row = query.row();
    record.revision = row.id<Revision>();
    seq = row.maybe_integer();
    if (const auto reason = row.maybe_text()) record.reason = digest::reason_of(*reason);
  }
  if (seq) record.entries = entries_of(db, id, record.floor, EntrySeq{*seq});
}

/// Those of the floor's revision that stand before it, and itself; of the pending ones if no revision has it.
std::vector<Post> batch_upto(Database& db, ThreadId id, const FloorRecord& record) {
  std::vector<Post> posts;
  auto query = db.query("batch_upto");
  query.bind(":thread_id", id)
      .bind(":floor", record.floor)
      .bind(":from", Floor{record.floor.value - kFloorsBack})
      .bind(":revision", record.revision)
      .bind(":limit", kBatchFloorsBefore);
  while (query.next()) posts.push_back(stored_post(db, query.row()).post);
  std::reverse(posts.begin(), posts.end());
  return posts;
}

/// As the engine saw it: what was written later isn't there yet.
digest::BatchInput input_for(Database& db, const ThreadCursor& cursor, const FloorRecord& record) {
  auto posts = batch_upto(db, cursor.id, record);
  if (posts.empty() || posts.back().floor != record.floor) return {};
  const Revision revision = record.revision.value_or(Revision{cursor.revision.value + 1});
  auto input = input_around(db, cursor, std::move(posts), revision, {});
  std::erase_if(input.similar, [&](const Entry& entry) { return entry.rev >= revision; });
  std::erase_if(input.context, [&](const Post& post) { return post.floor > record.floor; });
  return input;
}

}  // namespace

Result<FloorQuestion> floor_question(Database& db, ThreadId id, Floor floor) {
  Transaction tx(db.connection, Transaction::Kind::read);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  const auto stored = post_on(db, id, floor);
  FloorQuestion question{.record = {.floor = floor}};
  take_disposition(db, id, question.record);
  if (!stored && !question.record.revision) {
    return tx.refuse({.code = digest::Code::not_found,
                      .what = "floor #" + std::to_string(floor.value) + " was never seen",
                      .hint = "`gailou show` lists the floors that are missing"});
  }
  if (!stored) return tx.commit(std::move(question));
  question.record.state = stored->post.state;
  question.record.moved_to = stored->moved_to;
  question.record.edited = stored->version > 1;
  if (stored->post.state == digest::PostState::visible) question.input = input_for(db, *cursor, question.record);
  return tx.commit(std::move(question));
}

}  // namespace gailou::storage::sqlite
