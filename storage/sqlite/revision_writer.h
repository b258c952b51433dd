// One revision's rows. The callers decide what it holds; here each part is written once, in one place.
#pragma once

#include <optional>
#include <vector>

#include "digest/operation.h"
#include "storage/sqlite/batches.h"
#include "storage/sqlite/search_index.h"

namespace gailou::storage::sqlite {

class RevisionWriter {
 public:
  RevisionWriter(Database& db, const ThreadCursor& cursor, digest::Revision revision, digest::Instant generated)
      : db_(db),
        search_(db),
        cursor_(cursor),
        revision_(revision),
        generated_(generated),
        head_(cursor.chain_head),
        entries_(cursor.entries),
        last_number_(cursor.last_number) {}

  void append(const digest::Entry& entry);
  void dispose(const std::vector<BatchMember>& members, const digest::Step& step);
  void write_summary(const digest::Summary& summary);
  void withdraw(const digest::Entry& tombstone);
  /// Every version of the summary that cites the floor loses its text, but the one of revision `kept`: its words are
  /// nobody's.
  void blank_summaries(digest::Floor cited, std::optional<digest::Revision> kept, digest::Language language);
  /// For a revision without a batch: floors that came late and are still pending stay for the next one.
  void leave_late_floors();
  /// The revision's own row and the thread's cursor; last.
  digest::CommitNo finish(digest::Instant now);

 private:
  digest::Coverage coverage();
  Query on_thread(std::string_view query);
  Database& db_;
  SearchIndex search_;
  const ThreadCursor& cursor_;
  digest::Revision revision_;
  digest::Instant generated_;
  std::string head_;
  std::int64_t entries_;
  digest::Floor last_number_;
};

}  // namespace gailou::storage::sqlite
