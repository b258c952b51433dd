#include "daemon/serve/live/wish.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

#include "daemon/serve/parameters.h"
#include "daemon/serve/router.h"

namespace gailou::serve {

namespace {

std::optional<std::int64_t> plain_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = ec == std::errc{} && end == text.data() + text.size();
  if (!is_whole || value < 0 || text.starts_with('-')) return std::nullopt;
  return value;
}

void take_thread(std::string_view text, Parameters& parameters, EventFilter& filter) {
  // Names are told from nonsense where pages are found.
  const auto target = route_of("/t/" + std::string(text), "");
  if (target.kind != Target::Kind::found || target.route != Route::thread) {
    return parameters.fault("thread", {"要写成 SOURCE/ID", "must be SOURCE/ID"});
  }
  if (filter.threads.size() >= kWishedThreadsMax) return parameters.fault("thread", {"最多 64 个", "64 at most"});
  filter.threads.push_back({.source = target.source, .topic = target.topic});
}

void take_types(std::string_view text, Parameters& parameters, EventFilter& filter) {
  while (true) {
    const auto comma = text.find(',');
    const auto type = event_type_of(text.substr(0, comma));
    if (!type)
      return parameters.fault("types", {"只能是 revision、thread、status，用逗号隔开",
                                        "can only be revision, thread, status, between commas"});
    filter.types |= static_cast<unsigned>(*type);
    if (comma == std::string_view::npos) return;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

bool EventFilter::wants(const Event& event) const {
  if (!wants(event.type)) return false;
  if (threads.empty()) return true;
  return std::ranges::any_of(threads, [&](const storage::ThreadName& thread) {
    if (thread.source != event.about.source) return false;
    return event.type == EventType::status || thread.topic == event.about.topic;
  });
}

std::variant<EventWish, Problem> event_wish(const io::ServerRequest& request) {
  Parameters parameters(request);
  EventWish wish;
  const bool names_types =
      std::ranges::any_of(request.query, [](const auto& parameter) { return parameter.first == "types"; });
  if (names_types) wish.filter.types = 0;
  for (const auto& [name, value] : request.query) {
    if (name == "thread") take_thread(value, parameters, wish.filter);
    if (name == "types") take_types(value, parameters, wish.filter);
  }
  const auto since = parameters.number("since", {.least = 0, .most = std::numeric_limits<std::int64_t>::max()});
  if (!parameters.sound()) return parameters.problem();
  if (since) wish.after = digest::CommitNo{*since};
  if (!request.last_event_id.empty()) {
    const auto id = plain_number(request.last_event_id);
    wish.lost = !id;
    wish.after = digest::CommitNo{id.value_or(0)};
  }
  return wish;
}

}  // namespace gailou::serve
