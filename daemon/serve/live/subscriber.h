// One reader of the event stream: its place in the log, and what the kernel hasn't taken yet of the event being sent.
// Small on purpose: there may be thousands.
#pragma once

#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <string_view>

#include "daemon/io/open_stream.h"
#include "daemon/serve/live/event_log.h"
#include "daemon/serve/live/wish.h"

namespace gailou::serve {

class Subscriber final : private io::OpenStream::Watcher {
 public:
  /// Told when the kernel has room again, and when the reader has gone.
  class Owner {
   public:
    virtual void may_go_on(Subscriber& subscriber) = 0;
    virtual void has_left(Subscriber& subscriber) = 0;

   protected:
    ~Owner() = default;
  };
  using Self = std::list<Subscriber>::iterator;

  enum class Flow { free, blocked, gone };

  /// Events of no commit are told from `news_from` on: what was before, it has seen another way.
  Subscriber(io::SharedStream stream, std::shared_ptr<const EventWish> wish, EventLog::Place news_from, Owner& owner);
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;
  ~Subscriber();

  /// Sends on, as far as the kernel takes it: what was begun, what was put by, what the log has for it.
  Flow advance(const EventLog& log);
  /// To be sent before anything of the log.
  void put_by(io::Bytes bytes);
  /// A heartbeat, or a last word: goes out only between two events.
  Flow say(const io::Bytes& bytes);

  /// Goes on from a place of the log. It is told no revision up to its position again.
  void join(EventLog::Place place);
  bool is_live() const { return is_live_; }
  bool is_blocked() const { return is_blocked_; }
  bool has_put_by() const { return put_by_ != nullptr; }
  /// Counts a heartbeat during which the kernel took nothing.
  unsigned count_stall() { return ++stalls_; }
  EventLog::Place place() const { return next_; }

  const EventWish& wish() const { return *wish_; }
  /// Revisions up to here were told, or passed over.
  digest::CommitNo position() const { return position_; }
  void set_position(digest::CommitNo position) { position_ = position; }

  bool is_greeted = false;
  bool is_doubted = false;  // it knows of a commit that we didn't: the store was asked again
  Self self{};              // its place in the list that holds it

 private:
  void may_write() override;
  void has_gone() override;
  Flow flush();
  bool take_next(const EventLog& log);

  io::SharedStream stream_;
  std::shared_ptr<const EventWish> wish_;
  Owner& owner_;
  io::Bytes sending_{};
  std::size_t sent_ = 0;  // bytes of sending_
  std::unique_ptr<std::deque<io::Bytes>> put_by_{};
  digest::CommitNo position_{};
  EventLog::Place next_ = 0;
  EventLog::Place news_from_;
  unsigned stalls_ = 0;
  bool is_live_ = false;
  bool is_blocked_ = false;
};

}  // namespace gailou::serve
