#include "tests/quality/history.h"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>

#include "digest/text/plain.h"

namespace gailou::quality {
namespace {

using digest::Instant;
using nlohmann::json;

Instant time_of(const json& post, const char* key) {
  const auto text = post.at(key).get<std::string>();
  if (const auto at = digest::parse_iso(text)) return *at;
  throw std::runtime_error("no time: " + text);
}

class Reader {
 public:
  History read(const json& document) {
    const auto& thread = document.at("thread");
    history_.title = thread.at("title").get<std::string>();
    history_.source = thread.value("source", "forum");
    history_.zone = thread.value("zone", "");
    history_.topic = thread.value("id", std::int64_t{1});
    for (const auto& item : document.at("posts")) read_post(item);
    std::stable_sort(history_.happenings.begin(), history_.happenings.end(),
                     [](const Happening& a, const Happening& b) { return a.at < b.at; });
    return std::move(history_);
  }

 private:
  void read_post(const json& item) {
    digest::Post post;
    post.floor = digest::Floor{item.at("number").get<std::int64_t>()};
    post.id = digest::PostId{item.value("id", post.floor.value)};
    post.author = item.at("author").get<std::string>();
    post.created_at = time_of(item, "created_at");
    if (item.contains("reply_to") && item["reply_to"].is_number()) {
      post.reply_to = digest::Floor{item["reply_to"].get<std::int64_t>()};
    }
    auto at = item.contains("first_seen") ? time_of(item, "first_seen") : post.created_at;
    bool is_new = true;
    const auto now_stands = [&](const std::string& text) {
      post.body = digest::parse_plain(text, earlier_);
      post.updated_at = at;
      history_.happenings.push_back({.at = at, .is_new = is_new, .post = post});
      is_new = false;
      ++post.forum_version;
    };
    for (const auto& version : item.value("versions", json::array())) {
      now_stands(version.at("text").get<std::string>());
      at = std::max(at, time_of(version, "until"));
    }
    const auto text = item.at("text").get<std::string>();
    now_stands(text);
    if (item.contains("deleted_at")) mark_deleted(item, post, text);
    earlier_.push_back({.floor = post.floor.value, .author = post.author, .text = text});
  }

  void mark_deleted(const json& item, digest::Post post, const std::string& text) {
    post.state = digest::PostState::deleted;
    post.body = {};
    post.updated_at = time_of(item, "deleted_at");
    history_.happenings.push_back({.at = *post.updated_at, .post = post});
    if (!item.contains("restored_at")) return;
    post.state = digest::PostState::visible;
    post.body = digest::parse_plain(text, earlier_);
    post.updated_at = time_of(item, "restored_at");
    history_.happenings.push_back({.at = *post.updated_at, .post = post});
  }

  History history_{};
  std::vector<digest::EarlierFloor> earlier_{};
};

}  // namespace

History history_of(const json& document) {
  return Reader().read(document);
}

}  // namespace gailou::quality
