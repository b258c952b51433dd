#include "daemon/serve/live/subscriber.h"

#include <algorithm>
#include <utility>

namespace gailou::serve {

Subscriber::Subscriber(io::SharedStream stream, std::shared_ptr<const EventWish> wish, EventLog::Place news_from,
                       Owner& owner)
    : stream_(std::move(stream)), wish_(std::move(wish)), owner_(owner), news_from_(news_from) {
  stream_->watch(*this);
}

Subscriber::~Subscriber() {
  stream_->close();
}

void Subscriber::may_write() {
  is_blocked_ = false;
  owner_.may_go_on(*this);
}

void Subscriber::has_gone() {
  owner_.has_left(*this);
}

void Subscriber::put_by(io::Bytes bytes) {
  if (!put_by_) put_by_ = std::make_unique<std::deque<io::Bytes>>();
  put_by_->push_back(std::move(bytes));
}

void Subscriber::join(EventLog::Place place) {
  is_live_ = true;
  next_ = place;
}

Subscriber::Flow Subscriber::say(const io::Bytes& bytes) {
  if (is_blocked_ || sending_) return Flow::blocked;
  sending_ = bytes;
  return flush();
}

Subscriber::Flow Subscriber::advance(const EventLog& log) {
  if (is_blocked_) return Flow::blocked;
  while (true) {
    const auto flow = flush();
    if (flow != Flow::free) return flow;
    if (!take_next(log)) return Flow::free;
  }
}

Subscriber::Flow Subscriber::flush() {
  while (sending_) {
    const auto rest = std::string_view(*sending_).substr(sent_);
    const auto written = stream_->write_some(rest);
    if (!written) return Flow::gone;
    if (*written > 0) stalls_ = 0;
    sent_ += *written;
    if (sent_ == sending_->size()) {
      sending_.reset();
      sent_ = 0;
    } else if (*written == 0) {
      is_blocked_ = true;
      stream_->ask_may_write();
      return Flow::blocked;
    }
  }
  return Flow::free;
}

bool Subscriber::take_next(const EventLog& log) {
  if (put_by_) {
    sending_ = std::move(put_by_->front());
    put_by_->pop_front();
    if (put_by_->empty()) put_by_.reset();
    return true;
  }
  if (is_live_ && next_ < log.begin()) is_live_ = false;  // the log has moved on: the rest comes from the store
  if (!is_live_) return false;
  while (next_ < log.end()) {
    const auto place = next_++;
    const auto& event = log.at(place);
    const bool is_news = event.commit.value == 0;
    const bool is_known = is_news ? place < news_from_ : event.commit <= position_;
    if (!is_news) position_ = std::max(position_, event.commit);
    if (is_known || !wish_->filter.wants(event)) continue;
    sending_ = event.bytes;
    return true;
  }
  return false;
}

}  // namespace gailou::serve
