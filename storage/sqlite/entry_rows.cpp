#include "storage/sqlite/entry_rows.h"

#include <utility>

#include "digest/codec.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Entry;
using digest::EntrySeq;
using digest::Floor;
using digest::Revision;
using digest::Summary;

constexpr std::string_view kBlanked = "本版摘要引用的楼层已删除，摘要随之撤回。";
constexpr std::string_view kBlankedEnglish = "A floor that this summary cites was deleted; the summary went with it.";

/// The languages of withdrawals were not noted at first: Chinese.
digest::Language language_in(const std::optional<std::string>& noted) {
  return noted ? digest::language_of(*noted).value_or(digest::Language::zh) : digest::Language::zh;
}

Entry unreadable(Database& db, EntrySeq seq, digest::Error error) {
  error.code = digest::Code::corrupt;
  db.connection.note_fault(error.at("stored entry " + digest::entry_id(seq)));
  return {};
}

}  // namespace

Entry entry_of(Database& db, Row row) {
  Entry entry;
  entry.seq = row.id<EntrySeq>();
  entry.rev = row.id<Revision>();
  entry.section = row.text();
  entry.floors = floors_of(db, row.text());
  if (const auto content = row.maybe_text()) {
    auto read = digest::entry_from_json(*content);
    return read ? std::move(*read) : unreadable(db, entry.seq, read.error());
  }
  const auto floor = row.id<Floor>();
  entry.marker = {.kind = digest::Marker::Kind::withdrawn, .first = floor, .last = floor};
  entry.text = digest::tombstone_in(language_in(row.maybe_text()));
  return entry;
}

std::optional<Entry> find_entry(Database& db, digest::ThreadId id, EntrySeq seq) {
  auto query = db.query("entry_one");
  query.bind(":thread_id", id).bind(":seq", seq);
  if (!query.next()) return std::nullopt;
  return entry_of(db, query.row());
}

Summary summary_upto(Database& db, digest::ThreadId id, Revision revision) {
  auto query = db.query("summaries_upto");
  query.bind(":thread_id", id).bind(":revision", revision);
  Summary summary;
  while (query.next()) {
    auto row = query.row();
    const auto rev = row.id<Revision>();
    const auto text = row.maybe_text();
    if (text && summary.rev.value != 0) break;
    summary.rev = rev;
    if (!text) {
      row.text();  // cites: none
      summary.text = language_in(row.maybe_text()) == digest::Language::en ? kBlankedEnglish : kBlanked;
      continue;
    }
    summary.text = *text;
    summary.cites = floors_of(db, row.text());
    break;
  }
  return summary;
}

}  // namespace gailou::storage::sqlite
