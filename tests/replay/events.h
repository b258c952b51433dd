// What happens at a forum. Each event changes the board as Discourse does it, versions, times and counters included,
// and tells the message bus.
//
// A post is named by its id; what names none that there is does nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "digest/time.h"
#include "tests/replay/board.h"

namespace gailou::replay {

class Events {
 public:
  /// `now` stamps what happens through this value.
  Events(Board& board, digest::Instant now) : board_(board), now_(now) {}

  // --- posts. Those that appear return their id.
  struct Reply {
    std::int64_t topic = 1;
    std::string author{};
    std::string cooked{};
    std::int64_t reply_to = 0;
    PostType type = PostType::regular;
  };
  std::int64_t reply(Reply reply);
  /// The next of a topic's floors that were there from the start, with the times it has or those of now; 0 when all
  /// have appeared.
  enum class Times { own, now };
  std::int64_t release(std::int64_t topic, Times times = Times::now);
  /// A new id at a floor below the newest (merged in, recovered before anybody saw it), older than its neighbours. The
  /// floor must be free: 0 is returned if it isn't.
  std::int64_t fill_in(std::int64_t topic, std::int64_t floor, std::string author, std::string cooked);
  void edit(std::int64_t post, std::string cooked);
  /// Within the grace period: the version stays.
  void edit_quietly(std::int64_t post, std::string cooked);
  /// Other HTML for the same words: neither version nor time moves.
  void rebake(std::int64_t post, std::string cooked);
  /// The edit is undone: the version goes down.
  void revert(std::int64_t post, std::string cooked);
  void withdraw(std::int64_t post);
  void restore(std::int64_t post);
  void hide(std::int64_t post);
  void unhide(std::int64_t post);
  void remove(std::int64_t post);
  void recover(std::int64_t post);
  /// For good: id and text are no more, the floor stays free.
  void purge(std::int64_t post);
  void like(std::int64_t post);
  void accept(std::int64_t post);
  void rename_author(const std::string& from, const std::string& to);

  // --- floors and topics
  /// To an existing topic's end, as staff moves them: ids and times stay, floors don't; a first post is copied. The
  /// small action that tells it takes the first moved floor.
  void move(std::vector<std::int64_t> posts, std::int64_t to);
  /// The same to a new topic, whose number is returned.
  std::int64_t split(std::vector<std::int64_t> posts, std::string title);
  /// All floors of a topic anew, without gaps.
  void renumber(std::int64_t topic);
  std::int64_t small_action(std::int64_t topic, std::string code, std::string cooked = {}, std::string who = {});
  void close(std::int64_t topic, bool closed = true);
  void archive(std::int64_t topic, bool archived = true);
  void unlist(std::int64_t topic, bool unlisted = true);
  void restrict(std::int64_t topic, bool restricted = true);
  void remove_topic(std::int64_t topic, bool removed = true);
  void retitle(std::int64_t topic, std::string title, std::string slug);
  void recategorise(std::int64_t topic, std::int64_t category, std::vector<std::string> tags);

 private:
  struct At {
    Topic* topic = nullptr;
    ForumPost* post = nullptr;
    explicit operator bool() const { return post != nullptr; }
  };
  At at(std::int64_t post);
  std::string stamp() const { return digest::to_iso(now_); }
  void tell(const Topic& topic, const ForumPost& post, const std::string& type);
  void tell_topic(const Topic& topic);
  /// The floor it has got.
  std::int64_t append_moved(Topic& from, Topic& to, std::int64_t post);

  Board& board_;
  digest::Instant now_;
};

}  // namespace gailou::replay
