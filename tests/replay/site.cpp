#include "tests/replay/site.h"

#include <charconv>
#include <optional>

#include <nlohmann/json.hpp>

#include "tests/replay/cook.h"
#include "tests/replay/faults.h"

namespace gailou::replay {
namespace {

io::ServerResponse reply(int status, std::string_view type, std::string body) {
  io::ServerResponse answer;
  answer.status = status;
  answer.headers.emplace_back("Content-Type", std::string(type));
  answer.headers.emplace_back("Cache-Control", "no-cache, no-store");
  answer.body = std::make_shared<const std::string>(std::move(body));
  return answer;
}

io::ServerResponse json(std::string body) {
  return reply(200, "application/json; charset=utf-8", std::move(body));
}

io::ServerResponse not_found() {
  return reply(404, "application/json; charset=utf-8",
               R"({"errors":["The requested URL or resource could not be found."],"error_type":"not_found"})");
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [stop, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

std::int64_t number_of(const io::ServerRequest& request, std::string_view name) {
  const auto* value = request.parameter(name);
  return value ? number(*value).value_or(0) : 0;
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

}  // namespace

void Site::fail_next(std::string fault, int count, int retry_after_s) {
  fault_ = std::move(fault);
  faults_left_ = count;
  retry_after_s_ = retry_after_s;
}

boost::asio::awaitable<io::ServerResponse> Site::answer(const io::ServerRequest& request) {
  if (request.path.starts_with("/replay/")) co_return control(request);
  if (requests_.size() < 100'000) requests_.push_back(request.target);
  auto whole = forum_answer(request);
  if (faults_left_ == 0) co_return whole;
  --faults_left_;
  co_return fault_answer(fault_, whole.body ? *whole.body : std::string{}, retry_after_s_);
}

io::ServerResponse Site::error_page(int status, std::string_view detail, const io::ServerRequest&) {
  return reply(status, "text/plain; charset=utf-8", std::string(detail) + "\n");
}

io::ServerResponse Site::forum_answer(const io::ServerRequest& request) {
  const auto parts = parts_of(request.path);
  if (parts.size() == 1 && parts[0] == "latest") return json(latest_json(forum_));
  if (parts.size() == 2 && parts[0] == "posts") {
    auto body = post_json(forum_, number(parts[1]).value_or(0));
    return body.empty() ? not_found() : json(std::move(body));
  }
  if (parts.size() < 2 || parts[0] != "t") return not_found();

  // /t/ID…, /t/SLUG/ID…
  const bool slug = !number(parts[1]);
  const std::size_t at = slug ? 2 : 1;
  if (parts.size() <= at || number(parts[at]) != forum_.topic) return not_found();
  const std::string rest = parts.size() > at + 1 ? parts[at + 1] : "";
  if (rest == "posts") {
    std::vector<std::int64_t> ids;
    for (const auto& [name, value] : request.query) {
      if (name == "post_ids[]") ids.push_back(number(value).value_or(0));
    }
    return json(posts_json(forum_, ids));
  }
  if (rest == "post_ids") return json(post_ids_json(forum_, number_of(request, "post_number")));
  return json(topic_json(forum_, number(rest).value_or(0)));
}

io::ServerResponse Site::control(const io::ServerRequest& request) {
  const auto verb = request.path.substr(std::string_view("/replay/").size());
  if (verb == "release") forum_.released = number_of(request, "to");
  if (verb == "requests") {
    std::string lines;
    for (const auto& target : requests_) lines += target + "\n";
    return reply(200, "text/plain; charset=utf-8", std::move(lines));
  }
  if (verb == "fail") {
    const auto* with = request.parameter("with");
    if (!with || !is_fault(*with))
      return reply(400, "text/plain; charset=utf-8", "with= is one of: " + fault_names() + "\n");
    fail_next(*with, static_cast<int>(std::max<std::int64_t>(1, number_of(request, "count"))),
              static_cast<int>(number_of(request, "retry_after")));
  }
  if (auto* post = forum_.find(number_of(request, "floor"))) {
    if (verb == "edit" && request.parameter("text")) {
      post->cooked = "<p>" + escape(*request.parameter("text")) + "</p>";
      ++post->version;
    }
    if (verb == "withdraw") post->withdrawn = true;
    if (verb == "hide") post->hidden = true;
    if (verb == "delete") post->deleted = true;
    if (verb == "restore") post->withdrawn = post->hidden = post->deleted = false;
  }
  const nlohmann::ordered_json state{{"released", forum_.released},
                                     {"visible", forum_.visible().size()},
                                     {"posts", forum_.posts.size()},
                                     {"requests", requests_.size()},
                                     {"faults_left", faults_left_}};
  return json(state.dump());
}

}  // namespace gailou::replay
