#include "daemon/serve/live/event.h"

#include <array>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/serve/json_text.h"
#include "digest/codec.h"

namespace gailou::serve {

namespace {

using EventJson = nlohmann::ordered_json;

constexpr std::array<std::pair<std::string_view, EventType>, 3> kEventTypes{
    {{"revision", EventType::revision}, {"thread", EventType::thread}, {"status", EventType::status}}};

constexpr std::string_view kRetry = "retry: 5000\n";
// A restart takes about a second; thousands of readers then come within five.
constexpr std::size_t kReturnAfterMs = 1000;
constexpr std::size_t kReturnSpreadMs = 5000;
constexpr std::size_t kReturnStepMs = 97;  // prime to the spread: neighbours come at different times

io::Bytes event_block(std::string_view name, const EventJson& data, std::optional<digest::CommitNo> id) {
  std::string text;
  if (id) text += "id: " + std::to_string(id->value) + "\n";
  text += "event: ";
  text += name;
  text += "\ndata: ";
  // One line with its end: JSON has no bare line ends, so that nothing in it can begin a field.
  text += json_text(data);
  text += '\n';
  return std::make_shared<const std::string>(std::move(text));
}

EventJson event_head(const storage::ThreadName& thread) {
  return EventJson{{"thread", thread.source + "/" + std::to_string(thread.topic.value)},
                   {"source", thread.source},
                   {"id", thread.topic.value}};
}

EventJson told_entries(const std::vector<digest::Entry>& entries) {
  auto list = EventJson::array();
  for (const auto& entry : entries) {
    auto document = digest::to_document(entry);
    document.erase("evidence");
    list.push_back(std::move(document));
  }
  return list;
}

}  // namespace

std::string_view name_of(EventType type) {
  for (const auto& [name, known] : kEventTypes) {
    if (known == type) return name;
  }
  return {};
}

std::optional<EventType> event_type_of(std::string_view name) {
  for (const auto& [known, type] : kEventTypes) {
    if (known == name) return type;
  }
  return std::nullopt;
}

Event event_of(const storage::CommitRecord& commit) {
  auto data = event_head(commit.thread);
  data["rev"] = commit.revision.value;
  data["commit"] = commit.commit.value;
  data["title"] = commit.title;
  data["url"] = commit.url;
  data["generated_at"] = digest::to_iso(commit.generated_at);
  data["committed_at"] = digest::to_iso(commit.committed_at);
  data["last_number"] = commit.last_number.value;
  data["posts_count"] = commit.posts_count;
  data["entries"] = told_entries(commit.entries);
  data["withdrawn"] = told_entries(commit.withdrawn);
  return {.type = EventType::revision,
          .commit = commit.commit,
          .about = commit.thread,
          .bytes = event_block(name_of(EventType::revision), data, commit.commit)};
}

Event event_of(const ThreadNews& news) {
  auto data = event_head(news.thread);
  data["change"] = news.change;
  if (news.state) data["state"] = storage::name_of(*news.state);
  if (news.until) data["until"] = digest::to_iso(*news.until);
  if (!news.title.empty()) data["title"] = news.title;
  return {.type = EventType::thread,
          .about = news.thread,
          .bytes = event_block(name_of(EventType::thread), data, std::nullopt)};
}

Event event_of(const SourceNews& news) {
  EventJson data{{"source", news.source}, {"state", news.up ? "up" : "down"}};
  if (!news.reason.empty()) data["reason"] = news.reason;
  if (news.until) data["until"] = digest::to_iso(*news.until);
  return {.type = EventType::status,
          .about = {.source = news.source},
          .bytes = event_block(name_of(EventType::status), data, std::nullopt)};
}

io::Bytes greeting(digest::CommitNo position) {
  // An event without data is none, but its id is remembered: who has seen nothing yet can go on as well.
  return std::make_shared<const std::string>(std::string(kRetry) + "id: " + std::to_string(position.value) + "\n\n");
}

io::Bytes reset_to(digest::CommitNo position, std::string_view reason) {
  return event_block("reset", EventJson{{"reason", reason}, {"commit", position.value}}, position);
}

io::Bytes heartbeat() {
  static const io::Bytes kBeat = std::make_shared<const std::string>(":\n\n");
  return kBeat;
}

io::Bytes farewell(std::size_t place) {
  const auto wait = kReturnAfterMs + place * kReturnStepMs % kReturnSpreadMs;
  return std::make_shared<const std::string>("retry: " + std::to_string(wait) + "\n\n");
}

}  // namespace gailou::serve
