// What is new: known posts + an observation -> changes. Pure; the same observation twice changes nothing the second
// time, an older one after a newer takes nothing back, and a saved file changes only what it plainly knows later.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "digest/thread.h"

namespace gailou::digest {

/// What the store knows of a post.
struct KnownPost {
  PostId id{};
  Floor floor{};
  PostState state = PostState::visible;
  std::string hash{};                   // content_hash of the text we hold; "" = never seen with text
  std::optional<Instant> updated_at{};  // the forum's, as last accepted
  std::int64_t forum_version = 1;
  std::int64_t likes = 0;
  bool accepted = false;
  std::string author{};
  std::string detail{};             // of a small action
  std::optional<Floor> reply_to{};  // the forum's number; no small action's
  bool suspected = false;           // noted as absent, not confirmed yet
};

struct Changes {
  std::vector<Post> added{};     // never seen before
  std::vector<Post> edited{};    // another text: a new version
  std::vector<Post> restored{};  // was hidden, withdrawn or deleted and is visible again; the text may differ
  std::vector<Post> marked{};    // became hidden, withdrawn or deleted: state only, the body is empty
  std::vector<Post>
      relabelled{};  // same text, another floor, parent, author name or later time, accepted; never likes alone
  std::vector<Post> counted{};    // other likes, no more: to be kept only if something else is written
  std::vector<PostId> unseen{};   // in the stream, not held and not in hand: to be asked for by id
  std::vector<PostId> absent{};   // held and not known as gone, not in a fresh stream: to be confirmed first
  std::vector<PostId> present{};  // in the stream although noted as absent: the suspicion ends
  bool writes() const;            // something about a post is to be written
  bool empty() const;             // nothing to write, to ask for or to suspect
};

using KnownPosts = std::unordered_map<PostId, KnownPost>;

/// `known` must hold every stored post that the observation names (in `posts`, and if it has a stream those it lists
/// and all behind stream_from).
Changes diff(const KnownPosts& known, const Observation& observation);

}  // namespace gailou::digest
