// A stream whose kernel takes as much as the test says, and what it got, read as a client of server-sent events would.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "daemon/io/open_stream.h"

namespace gailou::serve {

class ScriptedStream : public io::OpenStream {
 public:
  void watch(Watcher& watcher) override { watcher_ = &watcher; }
  digest::Result<std::size_t> write_some(std::string_view bytes) override {
    if (is_closed_ || has_left_) return digest::Error{.code = digest::Code::unavailable, .what = "gone"};
    const auto taken = std::min(bytes.size(), room_);
    got_ += bytes.substr(0, taken);
    room_ -= taken;
    return taken;
  }
  void ask_may_write() override { is_asked_ = true; }
  void close() override {
    is_closed_ = true;
    watcher_ = nullptr;
  }

  /// From now on the kernel takes so many bytes more.
  void set_room(std::size_t bytes) { room_ = bytes; }
  /// As set_room, and whoever asked is told.
  void make_room(std::size_t bytes = kMuch) {
    room_ = bytes;
    if (is_asked_ && watcher_ != nullptr) {
      is_asked_ = false;
      watcher_->may_write();
    }
  }
  /// The reader closes the connection.
  void leave() {
    has_left_ = true;
    if (watcher_ != nullptr) watcher_->has_gone();
  }

  bool is_closed() const { return is_closed_; }
  const std::string& got() const { return got_; }

  static constexpr std::size_t kMuch = std::size_t{1} << 30;

 private:
  Watcher* watcher_ = nullptr;
  std::string got_{};
  std::size_t room_ = kMuch;
  bool is_asked_ = false;
  bool is_closed_ = false;
  bool has_left_ = false;
};

/// One dispatched event, as an `EventSource` makes it.
struct HeardEvent {
  std::string type = "message";
  std::string id{};  // the last one known then
  nlohmann::json data{};
};

/// The bytes of a stream, heard by the standard's rules.
struct Heard {
  std::vector<HeardEvent> events{};
  std::string last_id{};
  std::string retry{};
  int comments = 0;

  std::vector<std::int64_t> commits() const {
    std::vector<std::int64_t> list;
    for (const auto& event : events) {
      if (event.type == "revision") list.push_back(event.data.at("commit").get<std::int64_t>());
    }
    return list;
  }
  std::vector<std::string> types() const {
    std::vector<std::string> list;
    for (const auto& event : events) list.push_back(event.type);
    return list;
  }
};

inline Heard hear(std::string_view bytes) {
  Heard heard;
  HeardEvent event;
  std::string data;
  std::string id;
  while (!bytes.empty()) {
    const auto end = bytes.find('\n');
    if (end == std::string_view::npos) break;  // an unfinished line is none yet
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    if (line.empty()) {
      heard.last_id = id;
      event.id = id;
      if (!data.empty()) {
        event.data = nlohmann::json::parse(data, nullptr, false);
        heard.events.push_back(std::exchange(event, {}));
      }
      event = {};
      data.clear();
      continue;
    }
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (colon == 0) ++heard.comments;
    if (name == "event") event.type = value;
    if (name == "data") data += value;
    if (name == "id") id = value;  // counts once its block has ended
    if (name == "retry") heard.retry = value;
  }
  return heard;
}

}  // namespace gailou::serve
