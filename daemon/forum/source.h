// The seam to a forum: what a poll asks and what it learns. A Source decides nothing about when; track does.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/forum/settings.h"
#include "digest/error.h"
#include "digest/thread.h"

namespace gailou::forum {

/// One request's answer and what it taught.
struct Look {
  digest::Observation observation{};
  bool mega = false;                  // the topic page had no stream: ids come from ids_after()
  std::optional<std::int64_t> bus{};  // position of the topic's channel when the page was made
};

/// A topic as a list shows it: enough to tell that nothing has changed since the last such row.
struct TopicRow {
  digest::TopicId topic{};
  std::int64_t posts_count = 0;
  digest::Floor highest{};
  std::optional<digest::Instant> last_posted_at{};
  std::optional<digest::Instant> bumped_at{};  // moves with an edit of the last post too; staff can set it back
  std::string title{};
  bool closed = false;
  bool archived = false;
  bool operator==(const TopicRow&) const = default;
};

/// A topic as the forum's lists show it to everybody: what a discovery judges. What a list doesn't tell is absent, 0 or
/// empty.
struct ListedTopic {
  digest::TopicId topic{};
  std::string title{};
  std::string category{};  // the forum's number of it
  std::vector<std::string> tags{};
  std::string author{};  // who began it
  std::int64_t posts_count = 0;
  std::int64_t likes = 0;  // of all its posts
  std::int64_t views = 0;
  std::optional<digest::Instant> created_at{};
  std::optional<digest::Instant> bumped_at{};
  std::optional<digest::Instant> last_posted_at{};
  bool closed = false;
  bool archived = false;
  bool pinned = false;  // stands first whatever its age
  bool unlisted = false;

  std::int64_t replies() const { return posts_count > 0 ? posts_count - 1 : 0; }
  bool operator==(const ListedTopic&) const = default;
};

/// Which of the forum's lists: what was posted to last, or what is liked, read and answered most today.
enum class TopicList { latest, top };

/// Where the forum's message bus stands for a topic.
struct BusPosition {
  digest::TopicId topic{};
  std::int64_t last = 0;  // id of the last message on its channel; -1 = not known, the forum then says it at once
  bool grown = false;     // learnt: a post came
  bool idle = false;      // learnt: likes, readers and counters alone, no post came, changed or went
  bool operator==(const BusPosition&) const = default;
};

/// What a look-up of a single post found.
struct PostLook {
  bool found = false;       // false: 404 or 403
  digest::TopicId topic{};  // where it lives now
  bool deleted = false;     // found, but marked as deleted or withdrawn
  bool hidden = false;      // found, but hidden by flags
};

/// What a look at the site's robots.txt came to. The rules themselves stay with the source, which refuses what they
/// disallow.
struct RobotsLook {
  bool known = true;                                   // false: the site could not say; all is allowed until it does
  digest::Duration good_for = std::chrono::hours{24};  // then robots() is due again
  std::optional<digest::Duration> crawl_delay{};       // the pause between requests that the site asks for
};

/// What a forum tells everybody about itself.
struct SiteLook {
  std::string title{};
  bool login_required = false;  // nothing can be read without a key
};

/// Leave for one request; an error: it must not be sent, and the call ends with that.
using Permit = std::function<boost::asio::awaitable<digest::Result<void>>()>;

class Source {
 public:
  virtual ~Source() = default;

  /// Whom to ask before a request is sent. Not for one that robots.txt closes. A redirect that is followed is a request
  /// of its own, beyond what the calls below say; without somebody to ask none is followed.
  void ask_before_requests(Permit permit) { permit_ = std::move(permit); }

  /// From the next request on; one that is under way ends as it began.
  virtual void apply(const Settings&) {}

  /// Whether robots() is to be asked before the first request and whenever its answer is no longer good. False where
  /// the owner has written down why not, and for kinds of forum that know no such thing.
  virtual bool obeys_robots() const { return false; }
  /// Reads /robots.txt, exactly one request; from then on the other calls refuse what it disallows (`forbidden`, and no
  /// request leaves). Its own errors are those that speak for the whole site: challenged, rate_limited, a named wait,
  /// cancelled. Before the first answer everything is allowed.
  virtual boost::asio::awaitable<digest::Result<RobotsLook>> robots() { co_return RobotsLook{}; }

  /// Asks what the site is, for who tries out a source; polls don't need it. Exactly one request. Code::refused: this
  /// kind of forum can't say.
  virtual boost::asio::awaitable<digest::Result<SiteLook>> site() {
    co_return digest::Error{.code = digest::Code::refused, .what = "this kind of forum doesn't tell about itself"};
  }

  /// The topic's header, its stream and about 20 posts: those near the floor `last` + 15, so that what is new is in the
  /// same answer; `last` 0 = from the first. Exactly one request.
  virtual boost::asio::awaitable<digest::Result<Look>> look(digest::TopicId topic, digest::Floor last) = 0;

  /// The same about a floor in the middle: five posts before it, the rest after. A page of old floors is read again at
  /// no further request this way. Exactly one request.
  virtual boost::asio::awaitable<digest::Result<Look>> look_near(digest::TopicId topic, digest::Floor floor) = 0;

  /// Posts by id, at most kPostsPerRequest. Those not visible now are left out of the answer. Exactly one request.
  virtual boost::asio::awaitable<digest::Result<Look>> posts(digest::TopicId topic,
                                                             std::vector<digest::PostId> ids) = 0;

  /// All ids after a floor (mega topics). Exactly one request.
  virtual boost::asio::awaitable<digest::Result<std::vector<digest::PostId>>> ids_after(digest::TopicId topic,
                                                                                        digest::Floor floor) = 0;

  /// Exactly one request.
  virtual boost::asio::awaitable<digest::Result<PostLook>> post(digest::PostId id) = 0;

  /// The gate: rows of those of the topics (at most kRowsPerRequest) that the forum's lists show, in any order. A topic
  /// without a row isn't listed, which says nothing about it. Exactly one request. Code::refused: this kind of forum
  /// has no gate.
  virtual boost::asio::awaitable<digest::Result<std::vector<TopicRow>>> rows(std::vector<digest::TopicId> topics) = 0;

  /// What the forum shows to whoever comes by: the first page of a list, at most kListedMost topics in the forum's
  /// order, each once. Exactly one request. Code::refused: this kind of forum has no such list.
  virtual boost::asio::awaitable<digest::Result<std::vector<ListedTopic>>> listed(TopicList) {
    co_return digest::Error{.code = digest::Code::refused, .what = "this kind of forum has no such list"};
  }

  /// The live hint: waits up to `longest` until something happens in one of the topics (at most kTopicsPerBus); their
  /// new positions, empty if nothing happened. A position can be lower than the one given: the bus has begun anew. The
  /// forum may answer at once. Exactly one request, which may be cancelled. Code::refused: the forum offers none.
  virtual boost::asio::awaitable<digest::Result<std::vector<BusPosition>>> listen(std::vector<BusPosition> positions,
                                                                                  digest::Duration longest) = 0;

 protected:
  bool may_follow_redirects() const { return static_cast<bool>(permit_); }
  boost::asio::awaitable<digest::Result<void>> ask_leave() const {
    if (!permit_) co_return digest::Result<void>{};
    co_return co_await permit_();
  }

 private:
  Permit permit_{};
};

/// Discourse's own client asks for 20 (docs: discourse-wire, posts by id); longer URLs meet proxies' limits.
inline constexpr std::size_t kPostsPerRequest = 20;
/// A page of a topic list (discourse-wire, latest.json).
inline constexpr std::size_t kRowsPerRequest = 30;
/// Rows of a list that are read; a page has 30, a site can set more.
inline constexpr std::size_t kListedMost = 200;
inline constexpr std::size_t kTopicsPerBus = 200;

}  // namespace gailou::forum
