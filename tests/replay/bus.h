// The forum's message bus: a channel per topic, numbered messages, a short backlog.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace gailou::replay {

/// Topic and the last message heard of it; -1 = not known.
using BusAsk = std::vector<std::pair<std::int64_t, std::int64_t>>;

class Bus {
 public:
  void publish(std::int64_t topic, nlohmann::ordered_json data);
  std::int64_t last(std::int64_t topic) const;
  /// The numbers begin at 1 again, as after the loss of the forum's Redis.
  void begin_anew();

  /// "[]" if there is nothing to say.
  std::string answer(const BusAsk& asked) const;

  std::size_t backlog = 100;           // messages kept of a channel
  std::function<void()> on_message{};  // someone who holds a request wants to know

 private:
  struct Message {
    std::int64_t id = 0;
    std::string data{};
  };
  struct Channel {
    std::int64_t last = 0;
    std::deque<Message> messages{};
  };
  std::map<std::int64_t, Channel> channels_{};
};

/// The channels of a posted form: "/topic/7=20&__seq=1", percent-encoded. Others than topics are left out.
BusAsk bus_ask_of(const std::string& form);

}  // namespace gailou::replay
