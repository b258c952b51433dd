#include "storage/sqlite/chain.h"

#include <map>
#include <utility>

#include "digest/codec.h"
#include "storage/hash.h"
#include "storage/sqlite/rows.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::ThreadId;

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kSaltBytes = 16;

std::string link_after(const std::string& head, const std::string& content_hash) {
  return sha256((head.empty() ? std::string(kHashBytes, '\0') : head) + content_hash);
}

struct ChainRow {
  std::int64_t seq = 0;
  digest::Revision revision{};
  std::string section{};
  std::string floors{};
  std::optional<std::string> content{};
  std::string salt{};
  std::string content_hash{};
  std::string link{};
};

ChainRow chain_row(Row row) {
  ChainRow entry;
  entry.seq = row.integer();
  entry.revision = row.id<digest::Revision>();
  entry.section = row.text();
  entry.floors = row.text();
  entry.content = row.maybe_text();
  entry.salt = row.text();
  entry.content_hash = row.text();
  entry.link = row.text();
  return entry;
}

/// The columns beside the content are for tombstones; while it is there they must say the same.
bool agrees(const ChainRow& row, const digest::Entry& entry) {
  return entry.seq.value == row.seq && entry.rev == row.revision && entry.section == row.section &&
         json_of(entry.floors) == row.floors;
}

std::optional<std::string> entry_fault(const ChainRow& row, const std::string& head) {
  const std::string name = "entry e" + std::to_string(row.seq);
  if (row.content) {
    if (sha256(row.salt + *row.content) != row.content_hash) return name + ": its text doesn't fit its hash";
    const auto entry = digest::entry_from_json(*row.content);
    if (!entry) return name + ": its text can't be read";
    if (!agrees(row, *entry)) return name + ": its columns contradict its text";
  }
  if (row.content_hash.size() != kHashBytes) return name + ": its hash has the wrong length";
  if (link_after(head, row.content_hash) != row.link) return name + ": its link doesn't follow from the entry before";
  return std::nullopt;
}

/// Chain heads as the revisions recorded them, by the seq of the last entry then.
std::map<std::int64_t, std::string> recorded_heads(Database& db, ThreadId id) {
  std::map<std::int64_t, std::string> heads;
  auto query = db.query("chain_heads");
  query.bind(":thread_id", id);
  while (query.next()) {
    auto row = query.row();
    row.integer();  // revision
    const auto seq = row.integer();
    heads.emplace(seq, row.text());
  }
  return heads;
}

std::optional<std::string> walk(Database& db, const ThreadCursor& cursor) {
  const auto heads = recorded_heads(db, cursor.id);
  auto query = db.query("chain_all");
  query.bind(":thread_id", cursor.id);
  std::string head;
  std::int64_t seq = 0;
  while (query.next()) {
    const auto row = chain_row(query.row());
    if (row.seq != ++seq) return "entry e" + std::to_string(seq) + " is missing";
    if (auto fault = entry_fault(row, head)) return fault;
    head = row.link;
    const auto recorded = heads.find(seq);
    if (recorded != heads.end() && recorded->second != head) {
      return "entry e" + std::to_string(seq) + ": the revision that ends with it recorded another chain";
    }
  }
  if (seq != cursor.entries || head != cursor.chain_head) return "entry e" + std::to_string(seq + 1) + " is missing";
  return std::nullopt;
}

}  // namespace

ChainLink next_link(const std::string& head, std::string_view content) {
  ChainLink next;
  next.salt = random_bytes(kSaltBytes);
  next.content_hash = sha256(next.salt + std::string(content));
  next.link = link_after(head, next.content_hash);
  return next;
}

digest::Result<std::optional<std::string>> chain_fault(Database& db, ThreadId id) {
  Transaction tx(db.connection, Transaction::Kind::read);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  return tx.commit(walk(db, *cursor));
}

}  // namespace gailou::storage::sqlite
