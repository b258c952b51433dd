#include "storage/sqlite/batch_input.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "digest/text/faults.h"
#include "digest/text/normalize.h"
#include "digest/text/plain.h"
#include "digest/text/similar.h"
#include "storage/sqlite/changes.h"
#include "storage/sqlite/entry_rows.h"
#include "storage/sqlite/offers.h"

namespace gailou::storage::sqlite {
namespace {

using digest::BatchInput;
using digest::EntrySeq;
using digest::Floor;
using digest::Post;
using digest::ThreadId;

// Bounds that keep a batch's cost from growing with its thread.
constexpr std::size_t kContextFloorsMax = 200;
constexpr std::int64_t kFloorsBefore = 8;  // a floor may speak of what was just said without naming it
constexpr std::int64_t kFloorsPerAuthor = 20;
constexpr std::size_t kSimilarMax = 400;
constexpr std::size_t kSimilarPerFloor = 48;  // a repeat shares nearly all its grams: it is among the first
constexpr std::int64_t kEntriesPerGram = 64;
constexpr std::int64_t kEntriesPerFloor = 64;
constexpr std::size_t kGramsPerFloor = 512;  // of a long floor; an entry has about 40
constexpr std::size_t kSharedGrams = 2;

std::vector<Post> batch_posts(Database& db, ThreadId thread, digest::BatchId id) {
  std::vector<Post> posts;
  auto query = db.query("batch_posts");
  query.bind(":batch_id", id).bind(":thread_id", thread);
  while (query.next()) posts.push_back(stored_post(db, query.row()).post);
  return posts;
}

/// Floors that the post says it replies to or quotes.
std::vector<Floor> answered_by(const Post& post, digest::TopicId topic) {
  std::vector<Floor> floors;
  if (post.reply_to) floors.push_back(*post.reply_to);
  for (const auto& block : post.body.blocks) {
    const bool is_here = block.topic == 0 || block.topic == topic.value;
    if (block.kind == digest::Block::Kind::quote && block.floor > 0 && is_here) floors.push_back(Floor{block.floor});
  }
  return floors;
}

/// Names that stand like a quoted author's in the post's text, in normal form.
std::vector<std::string> names_in(const Post& post) {
  const std::string text = digest::text_of(post.body);
  auto names = digest::quoted_names(text);
  names.push_back(digest::name_prefix(text));
  names.push_back(digest::name_prefix(digest::own_text_of(post.body)));
  for (auto& name : names) name = digest::norm(name);
  std::erase_if(names, [](const std::string& name) { return name.empty(); });
  return names;
}

/// Collects the floors around a batch, the surest first.
class Context {
 public:
  /// `changed`: digested floors that the batch takes along.
  Context(Database& db, const ThreadCursor& cursor, const std::vector<Post>& posts, const std::vector<Post>& changed,
          const std::vector<Floor>& summary_cites)
      : db_(db), cursor_(cursor), posts_(posts), changed_(changed), summary_cites_(summary_cites) {
    for (const auto& post : posts) batch_.insert(post.floor);
    for (const auto& post : changed) wanted_.insert(post.floor);
  }

  void collect() {
    for (const auto* posts : {&posts_, &changed_}) {
      for (const auto& post : *posts) want_answered(post);
    }
    for (const auto floor : summary_cites_) want(floor);
    if (!posts_.empty()) want_floors_before(posts_.front().floor);
    for (const auto* posts : {&posts_, &changed_}) {
      for (const auto& post : *posts) want_named(post);
    }
  }

  /// As far as there is room.
  void add(const std::vector<Floor>& floors) {
    for (const auto floor : floors) want(floor);
  }

  std::vector<Post> floors() {
    std::vector<Post> found;
    for (const auto floor : wanted_) {
      if (auto post = digested_floor(db_, cursor_.id, floor)) found.push_back(std::move(*post));
    }
    return found;
  }

  const std::set<Floor>& answered() const { return answered_; }

  std::vector<std::string> participants() const {
    std::vector<std::string> names;
    for (const auto& [name, takes_part] : known_names_) {
      if (takes_part) names.push_back(name);
    }
    return names;
  }

 private:
  void want_answered(const Post& post) {
    for (const auto floor : answered_by(post, cursor_.topic)) {
      if (!batch_.contains(floor) && want(floor)) answered_.insert(floor);
    }
  }

  void want_named(const Post& post) {
    for (const auto& name : names_in(post)) {
      if (is_participant(name)) want_floors_of(name, post.floor);
    }
  }

  bool want(Floor floor) {
    if (batch_.contains(floor)) return true;
    if (wanted_.size() >= kContextFloorsMax) return wanted_.contains(floor);
    wanted_.insert(floor);
    return true;
  }

  bool is_participant(const std::string& name) {
    const auto at = known_names_.find(name);
    if (at != known_names_.end()) return at->second;
    auto query = db_.query("author_exists");
    query.bind(":thread_id", cursor_.id).bind(":author_key", name);
    return known_names_.emplace(name, query.next()).first->second;
  }

  void want_floors_before(Floor floor) {
    auto query = db_.query("floors_before");
    query.bind(":thread_id", cursor_.id).bind(":before", floor).bind(":limit", kFloorsBefore);
    while (query.next()) want(query.row().id<Floor>());
  }

  void want_floors_of(const std::string& name, Floor before) {
    if (wanted_.size() >= kContextFloorsMax) return;
    auto query = db_.query("author_floors");
    query.bind(":thread_id", cursor_.id)
        .bind(":author_key", name)
        .bind(":before", before)
        .bind(":limit", kFloorsPerAuthor);
    while (query.next()) want(query.row().id<Floor>());
  }

  Database& db_;
  const ThreadCursor& cursor_;
  const std::vector<Post>& posts_;
  const std::vector<Post>& changed_;
  const std::vector<Floor>& summary_cites_;
  std::set<Floor> batch_{};
  std::set<Floor> wanted_{};
  std::set<Floor> answered_{};
  std::map<std::string, bool> known_names_{};
};

/// Entries that share sample grams with the post's own words: how many each.
std::map<EntrySeq, std::size_t> sharing(Database& db, ThreadId thread, const Post& post) {
  std::map<EntrySeq, std::size_t> counts;
  const auto grams = digest::sample_grams(digest::own_text_of(post.body), kGramsPerFloor);
  for (const auto gram : grams) {
    auto query = db.query("entries_with_gram");
    query.bind(":thread_id", thread).bind(":gram", gram).bind(":limit", kEntriesPerGram);
    while (query.next()) ++counts[query.row().id<EntrySeq>()];
  }
  // A floor of few words has few grams to share.
  const auto enough = std::min(kSharedGrams, grams.size());
  std::erase_if(counts, [enough](const auto& entry) { return entry.second < enough; });
  return counts;
}

/// The most alike, of equally alike ones the newest.
std::vector<EntrySeq> most_alike(const std::map<EntrySeq, std::size_t>& counts, std::size_t limit) {
  std::vector<std::pair<std::size_t, EntrySeq>> ranked;
  for (const auto& [seq, count] : counts) ranked.emplace_back(count, seq);
  std::sort(ranked.rbegin(), ranked.rend());
  if (ranked.size() > limit) ranked.resize(limit);
  std::vector<EntrySeq> seqs;
  for (const auto& [count, seq] : ranked) seqs.push_back(seq);
  return seqs;
}

/// Which entries an engine gets to see.
class Similar {
 public:
  Similar(Database& db, const ThreadCursor& cursor) : db_(db), cursor_(cursor) {}

  /// The first entries on a changed floor, which told of it, and the last, which corrected them.
  void add_of_changed(const std::vector<Post>& changed, const std::vector<Floor>& restored) {
    for (const auto& post : changed) {
      add_citing("entries_citing_first", post.floor, kSimilarMax);
      add_citing("entries_citing", post.floor, kSimilarMax);
    }
    for (const auto floor : restored) {
      for (const auto seq : tombstones_of(db_, cursor_.id, floor)) chosen_.insert(seq);
    }
  }

  void add_answered(const std::set<Floor>& answered) {
    const auto limit = chosen_.size() + kSimilarMax / 2;
    for (const auto floor : answered) add_citing("entries_citing", floor, limit);
  }

  void add_alike(const std::vector<Post>& posts) {
    std::map<EntrySeq, std::size_t> counts;
    for (const auto& post : posts) {
      const auto shared = sharing(db_, cursor_.id, post);
      for (const auto seq : most_alike(shared, kSimilarPerFloor)) counts[seq] = std::max(counts[seq], shared.at(seq));
    }
    for (const auto seq : most_alike(counts, kSimilarMax)) {
      if (chosen_.size() < kSimilarMax) chosen_.insert(seq);
    }
  }

  std::vector<digest::Entry> entries() {
    std::vector<digest::Entry> entries;
    for (const auto seq : chosen_) {
      if (auto entry = find_entry(db_, cursor_.id, seq)) entries.push_back(std::move(*entry));
    }
    return entries;
  }

 private:
  void add_citing(std::string_view name, Floor floor, std::size_t limit) {
    auto query = db_.query(name);
    query.bind(":thread_id", cursor_.id).bind(":floor", floor).bind(":limit", kEntriesPerFloor);
    while (query.next() && chosen_.size() < limit) chosen_.insert(query.row().id<EntrySeq>());
  }

  Database& db_;
  const ThreadCursor& cursor_;
  std::set<EntrySeq> chosen_{};
};

std::vector<Post> changed_posts(Database& db, ThreadId thread, const BatchChanges& changes) {
  std::vector<Post> posts;
  for (const auto floor : changes.floors) {
    if (auto post = digested_floor(db, thread, floor)) posts.push_back(std::move(*post));
  }
  return posts;
}

}  // namespace

std::optional<Post> digested_floor(Database& db, ThreadId thread, Floor floor) {
  auto query = db.query("digested_floor");
  query.bind(":thread_id", thread).bind(":floor", floor);
  if (!query.next()) return std::nullopt;
  return stored_post(db, query.row()).post;
}

BatchInput batch_input(Database& db, const ThreadCursor& cursor, const BatchRow& batch) {
  const auto changes = changes_of(db, cursor.id, batch.id);
  auto input = input_around(db, cursor, batch_posts(db, cursor.id, batch.id), batch.revision, changes);
  input.taken_at = batch.taken;
  return input;
}

BatchInput input_around(Database& db, const ThreadCursor& cursor, std::vector<Post> posts, digest::Revision revision,
                        const BatchChanges& changes) {
  BatchInput input;
  input.source = cursor.source;
  input.title = cursor.title;
  input.revision = revision;
  input.next_seq = EntrySeq{cursor.entries + 1};
  input.posts = std::move(posts);
  input.summary = summary_upto(db, cursor.id, cursor.revision);
  auto offers = offers_of(db, cursor.id, revision);
  const auto changed = changed_posts(db, cursor.id, changes);
  Context context(db, cursor, input.posts, changed, input.summary.cites);
  context.add(offers.openers);
  context.collect();
  context.add(offers.context);
  input.context = context.floors();
  input.authors = context.participants();
  if (cursor.entries > 0) {
    Similar similar(db, cursor);
    similar.add_of_changed(changed, changes.restored);
    similar.add_answered(context.answered());
    similar.add_alike(input.posts);
    similar.add_alike(changed);
    input.similar = similar.entries();
  }
  add_missing(input.similar, std::move(offers.entries));
  input.offers = std::move(offers.offers);
  input.edits = changes.edits;
  input.restored = changes.restored;
  return input;
}

}  // namespace gailou::storage::sqlite
