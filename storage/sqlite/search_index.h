// Keeps the search index: within the transaction of whoever changes a floor or an entry.
//
// A row can leave the index only by the very words it came with. They are made again from what is stored, so that it
// has to be taken out before that changes; a mark kept beside each row tells where that failed, and the index is then
// made anew instead of drifting.
#pragma once

#include <optional>
#include <string>

#include "digest/digest.h"
#include "digest/post.h"
#include "storage/search.h"
#include "storage/sqlite/catalogue.h"

namespace gailou::storage::sqlite {

struct SearchState {
  std::string stamp{};
  std::optional<std::int64_t> filling{};  // kind
  std::int64_t thread = 0;                // last one filled
  std::int64_t item = 0;
  std::int64_t erasing = 0;

  bool is_complete() const;
};

SearchState search_state(Database& db);
void save_search_state(Database& db, const SearchState& state);

class SearchIndex {
 public:
  explicit SearchIndex(Database& db) : db_(db) {}

  /// A floor as it is stored, if readers may see its text; nothing if it is there already.
  void put_floor(digest::ThreadId thread, digest::PostId post, digest::Instant now);
  /// The same without reading it again.
  void put_floor(digest::ThreadId thread, const digest::Post& post, digest::Instant now);
  void take_floor(digest::ThreadId thread, digest::PostId post);

  void put_entry(digest::ThreadId thread, const digest::Entry& entry, digest::Instant at);
  void put_entry(digest::ThreadId thread, digest::EntrySeq seq);
  void take_entry(digest::ThreadId thread, digest::EntrySeq seq);

  /// All of a thread that is about to be deleted.
  void take_thread(digest::ThreadId thread);

  /// What was taken out, now or before, is forgotten: it has to leave the file too.
  void owe_erasure();

 private:
  struct Item {
    digest::ThreadId thread{};
    std::int64_t kind = 0;
    std::int64_t number = 0;
  };
  bool is_current();
  bool holds(const Item& item);
  void put(const Item& item, const std::string& words, digest::Instant at);
  void take(const Item& item);
  std::optional<std::string> words_of(const Item& item);
  const std::string& source_of(digest::ThreadId thread);
  void give_up();

  Database& db_;
  std::optional<bool> current_{};  // the index is of this build's words; asked once
  digest::ThreadId source_thread_{};
  std::string source_{};  // of source_thread_
};

}  // namespace gailou::storage::sqlite
