#include "tests/replay/routes.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace gailou::replay {
namespace {

constexpr std::string_view kJson = "application/json; charset=utf-8";

io::ServerResponse refusal(int status, std::string_view type) {
  const std::string_view words = type == "not_found"       ? "The requested URL or resource could not be found."
                                 : type == "not_logged_in" ? "You need to be logged in to do that."
                                                           : "You are not permitted to view the requested resource.";
  return reply(status, kJson,
               "{\"errors\":[\"" + std::string(words) + "\"],\"error_type\":\"" + std::string(type) + "\"}");
}

io::ServerResponse not_found() {
  return refusal(404, "not_found");
}

io::ServerResponse moved_to(const std::string& location) {
  auto answer = reply(301, "text/html; charset=utf-8", "<html><body>You are being redirected.</body></html>");
  answer.headers.emplace_back("Location", location);
  return answer;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [stop, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "1,2,3"
std::vector<std::int64_t> numbers_of(std::string_view list) {
  std::vector<std::int64_t> numbers;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    if (const auto value = number(list.substr(0, end))) numbers.push_back(*value);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return numbers;
}

/// The parts of "/t/topic/1/5.json" between the slashes, the suffix off.
std::vector<std::string> parts_of(std::string_view path) {
  if (path.ends_with(".json")) path.remove_suffix(5);
  std::vector<std::string> parts;
  for (std::size_t at = 1; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    parts.emplace_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

/// What a topic's page answers if it isn't shown; `plain`: posts.json and post_ids.json have no mapping of their own
/// (discourse-wire, answers that are not the thread).
std::optional<io::ServerResponse> door(const Board& board, const Topic* topic, bool plain) {
  if (topic == nullptr) return not_found();
  if (topic->removed) {
    if (!plain && !topic->permalink.empty()) return moved_to(topic->permalink);
    return board.settings.detailed_404 && !plain ? refusal(410, "not_found") : not_found();
  }
  if (!topic->restricted) return std::nullopt;
  return plain || board.settings.detailed_404 ? refusal(403, "invalid_access") : not_found();
}

io::ServerResponse posts_answer(const Topic& topic, const io::ServerRequest& request) {
  std::vector<std::int64_t> ids;
  for (const auto& [name, value] : request.query) {
    if (name == "post_ids[]") ids.push_back(number(value).value_or(0));
  }
  return json_reply(posts_json(topic, ids));
}

/// /t/ID…, /t/SLUG/ID…
io::ServerResponse topic_answer(Board& board, const io::ServerRequest& request, const std::vector<std::string>& parts) {
  const bool with_slug = !number(parts[1]);
  const std::size_t at = with_slug ? 2 : 1;
  if (parts.size() <= at) return not_found();
  const Topic* topic = board.find(number(parts[at]).value_or(0));
  const std::string rest = parts.size() > at + 1 ? parts[at + 1] : "";
  const bool plain = rest == "posts" || rest == "post_ids";
  if (auto closed = door(board, topic, plain)) return std::move(*closed);
  if (rest == "posts") return posts_answer(*topic, request);
  if (rest == "post_ids") return json_reply(post_ids_json(*topic, number_of(request, "post_number")));
  if (with_slug && parts[1] != topic->slug) {
    return moved_to("/t/" + topic->slug + "/" + std::to_string(topic->topic) + (rest.empty() ? "" : "/" + rest) +
                    ".json");
  }
  return json_reply(topic_json(*topic, number(rest).value_or(0), board.settings.style, board.bus.last(topic->topic)));
}

io::ServerResponse post_answer(Board& board, std::int64_t id) {
  const Topic* topic = board.home_of(id);
  if (topic == nullptr || topic->removed) return not_found();
  if (topic->restricted) return refusal(403, "invalid_access");
  auto body = post_json(*topic, id);
  return body.empty() ? not_found() : json_reply(std::move(body));
}

}  // namespace

io::ServerResponse reply(int status, std::string_view type, std::string body) {
  io::ServerResponse answer;
  answer.status = status;
  answer.headers.emplace_back("Content-Type", std::string(type));
  answer.headers.emplace_back("Cache-Control", "no-cache, no-store");
  answer.body = std::make_shared<const std::string>(std::move(body));
  return answer;
}

io::ServerResponse json_reply(std::string body) {
  return reply(200, kJson, std::move(body));
}

std::int64_t number_of(const io::ServerRequest& request, std::string_view parameter) {
  const auto* value = request.parameter(parameter);
  return value ? number(*value).value_or(0) : 0;
}

io::ServerResponse forum_answer(Board& board, const io::ServerRequest& request, bool has_key) {
  const auto parts = parts_of(request.path);
  if (request.path == "/robots.txt") return reply(200, "text/plain; charset=utf-8", board.settings.robots);
  if (request.path == "/site/basic-info.json") return json_reply(basic_info_json(board));
  if (board.settings.login_required && !has_key) return refusal(403, "not_logged_in");
  if (parts.size() == 1 && parts[0] == "latest") {
    const auto* ids = request.parameter("topic_ids");
    return json_reply(latest_json(board, ids ? numbers_of(*ids) : std::vector<std::int64_t>{}));
  }
  if (parts.size() == 1 && parts[0] == "top") return json_reply(top_json(board));
  if (parts.size() == 1 && parts[0] == "posts")
    return json_reply(latest_posts_json(board, number_of(request, "before")));
  if (parts.size() == 2 && parts[0] == "posts") return post_answer(board, number(parts[1]).value_or(0));
  if (parts.size() < 2 || parts[0] != "t") return not_found();
  return topic_answer(board, request, parts);
}

}  // namespace gailou::replay
