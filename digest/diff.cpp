// Known posts and an observation compared.
//
// The hash of the text decides what an edit is; the forum's `updated_at` says only whether an answer is older than what
// we have already accepted. Likes change all day long and alone are no reason to write. A stream that lists only the
// end of a long topic says nothing of what stands before.
#include "digest/diff.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace gailou::digest {
namespace {

using IdSet = std::unordered_set<PostId>;

bool is_gone(PostState state) {
  return state == PostState::deleted || state == PostState::moved;
}

/// Of two answers about one post in one observation the later counts; a tie is broken by content, so that their order
/// doesn't matter.
bool is_later(const Post& a, const Post& b) {
  if (a.updated_at != b.updated_at) return a.updated_at > b.updated_at;
  if (a.state != b.state) return a.state > b.state;
  return content_hash(a.body) > content_hash(b.body);
}

std::vector<const Post*> one_each(const std::vector<Post>& posts) {
  std::unordered_map<PostId, const Post*> best;
  for (const Post& post : posts) {
    const auto [at, is_new] = best.try_emplace(post.id, &post);
    if (!is_new && is_later(post, *at->second)) at->second = &post;
  }
  std::vector<const Post*> out;
  out.reserve(best.size());
  for (const auto& [id, post] : best) out.push_back(post);
  std::sort(out.begin(), out.end(), [](const Post* a, const Post* b) { return a->id < b->id; });
  return out;
}

/// Hiding, renaming, recovering and new HTML for the same text move no time of the forum's. So of two answers with one
/// time the fresh one is the newer: one out of a cache or a saved file counts only with a later time. A file of any age
/// undoes no removal that was believed.
bool is_news(const KnownPost& known, const Post& post, const Observation& observation) {
  if (observation.saved && is_gone(known.state)) return false;
  if (!known.updated_at) return true;
  if (!post.updated_at) return observation.fresh;
  return observation.fresh ? *post.updated_at >= *known.updated_at : *post.updated_at > *known.updated_at;
}

/// A later time is kept although the text is the same: without it an answer from in between would count as newer.
bool is_relabelled(const KnownPost& known, const Post& post) {
  if (post.updated_at && known.updated_at && *post.updated_at > *known.updated_at) return true;
  if (!post.detail.empty() && known.detail != post.detail) return true;
  if (!post.small_action && known.reply_to != post.reply_to) return true;
  return known.floor != post.floor || known.author != post.author || known.accepted != post.accepted;
}

Post without_text(Post post) {
  post.body = Body{};
  return post;
}

void compare(const KnownPost& known, const Post& post, const Observation& observation, Changes& changes) {
  if (!is_news(known, post, observation)) return;
  if (post.state != PostState::visible) {
    if (post.state != known.state) {
      changes.marked.push_back(without_text(post));
    } else if (is_relabelled(known, post)) {
      changes.relabelled.push_back(without_text(post));
    }
    return;
  }
  if (known.state != PostState::visible) {
    changes.restored.push_back(post);
    return;
  }
  if (content_hash(post.body) != known.hash) {
    changes.edited.push_back(post);
  } else if (is_relabelled(known, post)) {
    changes.relabelled.push_back(post);
  } else if (known.likes != post.likes) {
    changes.counted.push_back(post);
  }
}

/// Behind which floor absence shows. A forum that lacks the floor it was asked about begins at the nearest one: the
/// first listed post that we know tells where.
Floor sight_of(const KnownPosts& known, const Observation& observation) {
  if (observation.stream_from.value == 0) return {};
  std::optional<Floor> lowest;
  for (const PostId id : *observation.stream) {
    const auto at = known.find(id);
    if (at != known.end() && (!lowest || at->second.floor < *lowest)) lowest = at->second.floor;
  }
  return std::max(observation.stream_from, lowest.value_or(Floor{}));
}

void compare_stream(const KnownPosts& known, const Observation& observation, const IdSet& in_hand, Changes& changes) {
  IdSet seen;
  for (const PostId id : *observation.stream) {
    if (!seen.insert(id).second) continue;
    if (!known.contains(id) && !in_hand.contains(id)) changes.unseen.push_back(id);
  }
  if (!observation.fresh) return;
  const Floor sight = sight_of(known, observation);
  for (const auto& [id, post] : known) {
    const bool is_in_sight = post.floor > sight && !is_gone(post.state);
    if (is_in_sight && !seen.contains(id) && !in_hand.contains(id)) changes.absent.push_back(id);
  }
  std::sort(changes.absent.begin(), changes.absent.end());
}

/// Presence is evidence wherever it shows, in a cached answer too; but not in a file that may be years old.
void end_suspicions(const KnownPosts& known, const Observation& observation, const IdSet& in_hand, Changes& changes) {
  if (observation.saved) return;
  IdSet shown = in_hand;
  if (observation.stream) shown.insert(observation.stream->begin(), observation.stream->end());
  for (const PostId id : shown) {
    const auto at = known.find(id);
    if (at != known.end() && at->second.suspected) changes.present.push_back(id);
  }
  std::sort(changes.present.begin(), changes.present.end());
}

}  // namespace

bool Changes::writes() const {
  return !added.empty() || !edited.empty() || !restored.empty() || !marked.empty() || !relabelled.empty();
}

bool Changes::empty() const {
  return !writes() && unseen.empty() && absent.empty() && present.empty();
}

Changes diff(const KnownPosts& known, const Observation& observation) {
  Changes changes;
  IdSet in_hand;
  for (const Post* post : one_each(observation.posts)) {
    in_hand.insert(post->id);
    const auto at = known.find(post->id);
    if (at == known.end()) {
      changes.added.push_back(post->state == PostState::visible ? *post : without_text(*post));
    } else {
      compare(at->second, *post, observation, changes);
    }
  }
  if (observation.stream) compare_stream(known, observation, in_hand, changes);
  end_suspicions(known, observation, in_hand, changes);
  return changes;
}

}  // namespace gailou::digest
