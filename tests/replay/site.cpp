#include "tests/replay/site.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/io/deadline.h"
#include "tests/replay/control.h"
#include "tests/replay/faults.h"
#include "tests/replay/routes.h"

namespace gailou::replay {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kLoggedMax = 1'000'000;

/// /t/… and lists, not posts by id (discourse-wire, freshness).
bool is_cacheable(const io::ServerRequest& request) {
  if (request.path.ends_with("/posts.json") && request.path != "/posts.json") return false;
  return !request.path.ends_with("/post_ids.json") && !request.path.starts_with("/posts/");
}

/// The entry ends with the request, however that ends.
class Underway {
 public:
  Underway(const Site& site, RequestLog& log, LoggedRequest request)
      : site_(site), log_(log), entry_(log.begin(std::move(request))) {}
  Underway(const Underway&) = delete;
  Underway& operator=(const Underway&) = delete;
  ~Underway() { log_.end(entry_, site_.now()); }

  io::ServerResponse answered(io::ServerResponse answer) {
    entry_.status = answer.status;
    entry_.bytes = answer.body ? answer.body->size() : 0;
    return answer;
  }

 private:
  const Site& site_;
  RequestLog& log_;
  LoggedRequest& entry_;
};

}  // namespace

Site::Site(Topic first) {
  board_.add(std::move(first));
  board_.bus.on_message = [this] {
    for (const auto& timer : holding_) timer->cancel();
  };
}

digest::Instant Site::now() const {
  return clock_ != nullptr ? clock_->now() : io::SystemClock().now();
}

void Site::fail_next(std::string fault, int count, int retry_after_s, std::string only) {
  fault_ = std::move(fault);
  fault_only_ = std::move(only);
  faults_left_ = count;
  retry_after_s_ = retry_after_s;
}

asio::awaitable<io::ServerResponse> Site::answer(const io::ServerRequest& request) {
  return answer_to(request, false);
}

asio::awaitable<io::ServerResponse> Site::answer_to(const io::ServerRequest& request, bool has_key) {
  if (request.path.starts_with("/replay/")) co_return control(*this, request);
  if (requests_.size() < kLoggedMax) requests_.push_back(request.target);
  LoggedRequest logged;
  logged.at = now();
  logged.method = request.method;
  logged.target = request.target;
  logged.body = request.body;
  Underway underway(*this, log_, std::move(logged));
  const bool fails = faults_left_ > 0 && request.path.starts_with(fault_only_);
  if (fails) {
    --faults_left_;
    const auto whole = page(request, has_key);
    co_return underway.answered(fault_answer(fault_, whole.body ? *whole.body : std::string{}, retry_after_s_));
  }
  if (!request.path.starts_with("/message-bus/")) co_return underway.answered(page(request, has_key));
  auto answer = co_await bus_answer(request);
  co_return underway.answered(std::move(answer));
}

io::ServerResponse Site::page(const io::ServerRequest& request, bool has_key) {
  const bool cached = board_.settings.anonymous_cache && !has_key && is_cacheable(request);
  if (cached) {
    if (auto kept = cache_.find(request.target, now())) return std::move(*kept);
  }
  auto answer = forum_answer(board_, request, has_key);
  if (cached) cache_.pass(request.target, now(), answer);
  return answer;
}

asio::awaitable<void> Site::wait_for_message() {
  auto timer =
      std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  holding_.push_back(timer);
  boost::system::error_code ec;
  co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ec));
  std::erase(holding_, timer);
}

namespace {

asio::awaitable<digest::Result<void>> as_result(asio::awaitable<void> op) {
  co_await std::move(op);
  co_return digest::Result<void>{};
}

}  // namespace

asio::awaitable<io::ServerResponse> Site::bus_answer(const io::ServerRequest& request) {
  if (!board_.settings.bus) co_return reply(404, "text/plain", "not found");
  if (board_.settings.login_required) co_return reply(403, "text/plain", "Invalid Access");
  const auto asked = bus_ask_of(request.body);
  const auto* at_once = request.parameter("dlp");
  const auto until = now() + board_.settings.hold;
  const bool holds = clock_ != nullptr && (at_once == nullptr || *at_once != "t");
  while (holds && board_.bus.answer(asked) == "[]" && now() < until) {
    auto waiting = as_result(wait_for_message());
    const auto waited = co_await io::with_deadline<void>(std::move(waiting), until - now(), *clock_);
    if (!waited && waited.error().code == digest::Code::cancelled) break;
  }
  co_return json_reply(board_.bus.answer(asked));
}

io::ServerResponse Site::error_page(int status, std::string_view detail, const io::ServerRequest&) {
  return reply(status, "text/plain; charset=utf-8", std::string(detail) + "\n");
}

}  // namespace gailou::replay
