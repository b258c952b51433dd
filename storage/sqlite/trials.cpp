#include "storage/sqlite/trials.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

#include "storage/sqlite/batch_input.h"
#include "storage/sqlite/catalogue.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

// So many digested floors are worth a trial; one revision may have a single one.
constexpr std::size_t kEnoughFloors = 8;
constexpr digest::Floor kLastFloor{std::numeric_limits<std::int64_t>::max()};

/// The highest of them; of the pending ones without a revision.
std::vector<digest::Post> posts_of(Database& db, digest::ThreadId id, std::optional<digest::Revision> revision,
                                   std::int64_t floors_most) {
  std::vector<digest::Post> posts;
  auto query = db.query("batch_upto");
  query.bind(":thread_id", id)
      .bind(":floor", kLastFloor)
      .bind(":from", digest::Floor{0})
      .bind(":revision", revision)
      .bind(":limit", floors_most);
  while (query.next()) {
    auto post = stored_post(db, query.row()).post;
    if (!post.small_action) posts.push_back(std::move(post));
  }
  std::reverse(posts.begin(), posts.end());
  return posts;
}

}  // namespace

digest::Result<TrialBatch> trial_batch(Database& db, digest::ThreadId id, std::int64_t floors_most) {
  Transaction tx(db.connection, Transaction::Kind::read);
  const auto cursor = find_cursor(db, id);
  if (!cursor) return tx.refuse(no_such_thread(id));
  TrialBatch trial;
  auto posts = posts_of(db, id, std::nullopt, floors_most);
  trial.is_pending = !posts.empty();
  digest::Revision revision{cursor->revision.value + 1};
  for (auto past = cursor->revision; !trial.is_pending && posts.size() < kEnoughFloors && past.value > 0;
       --past.value) {
    auto older = posts_of(db, id, past, floors_most - std::ssize(posts));
    if (older.empty()) continue;
    posts.insert(posts.begin(), std::make_move_iterator(older.begin()), std::make_move_iterator(older.end()));
    revision = past;
  }
  if (posts.empty()) return tx.commit(std::move(trial));
  std::ranges::sort(posts, {}, &digest::Post::floor);
  const auto first = posts.front().floor;
  trial.input = input_around(db, *cursor, std::move(posts), revision, {});
  if (trial.is_pending) return tx.commit(std::move(trial));
  // As they were seen when they came.
  std::erase_if(trial.input.similar, [&](const digest::Entry& entry) { return entry.rev >= revision; });
  std::erase_if(trial.input.context, [&](const digest::Post& post) { return post.floor > first; });
  trial.input.offers.clear();
  return tx.commit(std::move(trial));
}

}  // namespace gailou::storage::sqlite
