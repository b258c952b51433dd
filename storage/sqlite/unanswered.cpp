#include "storage/sqlite/unanswered.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using namespace std::chrono_literals;
using digest::Duration;
using digest::Instant;
using digest::PostId;
using digest::PostState;
using digest::ThreadId;

// Polls that ask at once; the first fetch waits for no more.
constexpr std::int64_t kAtOnce = 2;
// Asked for again in one poll: one request. A stream of a thousand such ids costs no more.
constexpr std::size_t kAgainMax = 20;

/// How long an id rests that `times` polls have asked for in vain.
Duration rest_after(std::int64_t times) {
  if (times < kAtOnce) return Duration{};
  if (times == kAtOnce) return 1h;
  return times == kAtOnce + 1 ? 6h : 24h;
}

/// A clock that was set back must not put it off for good.
bool is_due(std::int64_t times, Instant last, Instant now) {
  return now < last || now - last >= rest_after(times);
}

/// Ids noted as unanswered.
struct Vain {
  IdSet resting{};
  IdSet again{};    // due, after kAtOnce polls at least
  IdSet at_once{};  // the others
};

/// Of those due again the longest rested come first.
Vain vain_of(Database& db, ThreadId id, Instant now) {
  Vain vain;
  auto query = db.query("unanswered_of");
  query.bind(":thread_id", id);
  while (query.next()) {
    auto row = query.row();
    const auto post = row.id<PostId>();
    const auto times = row.integer();
    if (times < kAtOnce) {
      vain.at_once.insert(post);
    } else if (is_due(times, row.at(), now) && vain.again.size() < kAgainMax) {
      vain.again.insert(post);
    } else {
      vain.resting.insert(post);
    }
  }
  return vain;
}

/// A stream that was compared before isn't gone through again: those due stand in its known part.
void add_due_again(const std::vector<PostId>& stream, const Vain& vain, std::vector<PostId>& ids) {
  if (vain.again.empty()) return;
  const IdSet listed(ids.begin(), ids.end());
  for (const auto post : stream) {
    if (vain.again.contains(post) && !listed.contains(post)) ids.push_back(post);
  }
}

/// What a whole stream lists no longer is nothing to ask for.
void forget_unlisted(Database& db, ThreadId id, const std::vector<PostId>& stream, const Vain& vain) {
  const IdSet listed(stream.begin(), stream.end());
  for (const auto* noted : {&vain.resting, &vain.again, &vain.at_once}) {
    for (const auto post : *noted) {
      if (listed.contains(post)) continue;
      db.query("unanswered_end").bind(":thread_id", id).bind(":post_id", post).run();
    }
  }
}

}  // namespace

Unseen unseen_of(Database& db, ThreadId id, const Known& known, const digest::Observation& observation,
                 const digest::Changes& changes, Instant now) {
  Unseen unseen;
  if (!observation.stream) return unseen;
  const auto vain = vain_of(db, id, now);
  unseen.ids = changes.unseen;
  IdSet in_hand;
  for (const auto& post : observation.posts) in_hand.insert(post.id);
  for (const auto post : known.news.value_or(std::vector<PostId>{})) {
    const auto at = known.posts.find(post);
    if (at == known.posts.end() || in_hand.contains(post) || known.events.contains(post)) continue;
    if (at->second.state == PostState::deleted || at->second.state == PostState::moved) unseen.ids.push_back(post);
  }
  std::erase_if(unseen.ids, [&](PostId post) { return vain.resting.contains(post); });
  const bool is_whole = known.news == observation.stream;
  if (!is_whole) add_due_again(*observation.stream, vain, unseen.ids);
  if (is_whole && observation.fresh && observation.stream_from.value == 0) {
    forget_unlisted(db, id, *observation.stream, vain);
  }
  unseen.has_new = std::any_of(unseen.ids.begin(), unseen.ids.end(), [&](PostId p) { return !vain.again.contains(p); });
  return unseen;
}

digest::Result<std::vector<PostId>> wanted(Database& db, ThreadId id, const std::vector<PostId>& stream, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::read);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  auto held = vain_of(db, id, now).resting;
  {
    auto query = db.query("ids_held");
    query.bind(":thread_id", id);
    while (query.next()) held.insert(query.row().id<PostId>());
  }
  std::vector<PostId> missing;
  for (const auto post : stream) {
    if (held.insert(post).second) missing.push_back(post);
  }
  return tx.commit(std::move(missing));
}

digest::Result<void> note_unanswered(Database& db, ThreadId id, const std::vector<PostId>& ids, Instant now) {
  Transaction tx(db.connection, Transaction::Kind::write);
  if (!find_cursor(db, id)) return tx.refuse(no_such_thread(id));
  for (const auto post : ids) {
    db.query("unanswered_note").bind(":thread_id", id).bind(":post_id", post).bind(":now_ms", now).run();
  }
  return tx.commit();
}

}  // namespace gailou::storage::sqlite
