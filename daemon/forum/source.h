// The seam to a forum: what a poll asks and what it learns. A Source decides nothing about when; track does.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "digest/error.h"
#include "digest/thread.h"

namespace gailou::forum {

/// One request's answer and what it taught.
struct Look {
  digest::Observation observation{};
  bool mega = false;  // the topic page had no stream: ids come from ids_after()
};

/// What a look-up of a single post found.
struct PostLook {
  bool found = false;       // false: 404 or 403
  digest::TopicId topic{};  // where it lives now
  bool deleted = false;     // found, but marked as deleted or withdrawn
};

class Source {
 public:
  virtual ~Source() = default;

  /// The topic's header, its stream and about 20 posts: those near the floor `last` + 15, so that what is new is in the
  /// same answer; `last` 0 = from the first. Exactly one request.
  virtual boost::asio::awaitable<digest::Result<Look>> look(digest::TopicId topic, digest::Floor last) = 0;

  /// Posts by id, at most kPostsPerRequest. Those not visible now are left out of the answer. Exactly one request.
  virtual boost::asio::awaitable<digest::Result<Look>> posts(digest::TopicId topic,
                                                             std::vector<digest::PostId> ids) = 0;

  /// All ids after a floor (mega topics). Exactly one request.
  virtual boost::asio::awaitable<digest::Result<std::vector<digest::PostId>>> ids_after(digest::TopicId topic,
                                                                                        digest::Floor floor) = 0;

  /// Exactly one request.
  virtual boost::asio::awaitable<digest::Result<PostLook>> post(digest::PostId id) = 0;
};

/// Discourse's own client asks for 20 (docs: discourse-wire, posts by id); longer URLs meet proxies' limits.
inline constexpr std::size_t kPostsPerRequest = 20;

}  // namespace gailou::forum
