#include "daemon/serve/site.h"

#include <chrono>
#include <utility>
#include <variant>

#include "daemon/io/deadline.h"
#include "daemon/io/log.h"
#include "daemon/io/url.h"
#include "daemon/serve/about.h"
#include "daemon/serve/api.h"
#include "daemon/serve/daily.h"
#include "daemon/serve/deals.h"
#include "daemon/serve/delivery.h"
#include "daemon/serve/entries_pages.h"
#include "daemon/serve/feeds.h"
#include "daemon/serve/floor_page.h"
#include "daemon/serve/front.h"
#include "daemon/serve/health.h"
#include "daemon/serve/live/answer.h"
#include "daemon/serve/openapi.h"
#include "daemon/serve/problem_types.h"
#include "daemon/serve/refusal_words.h"
#include "daemon/serve/revision_page.h"
#include "daemon/serve/search.h"
#include "daemon/serve/search_feed.h"
#include "daemon/serve/status.h"
#include "daemon/serve/thread_pages.h"

namespace gailou::serve {

namespace asio = boost::asio;

namespace {

Problem problem_with(ProblemKind kind, Words detail = {}) {
  Problem problem;
  problem.kind = kind;
  problem.detail = std::move(detail);
  return problem;
}

// From the decoded parameters, so that nothing of the request goes into a header as it was sent.
std::string query_of(const io::ServerRequest& request) {
  std::string text;
  for (const auto& [name, value] : request.query) {
    text += text.empty() ? '?' : '&';
    text += io::encode_component(name) + '=' + io::encode_component(value);
  }
  return text;
}

io::ServerResponse moved(const Target& target, const io::ServerRequest& request, const Look& look) {
  return redirect(Redirect{.status = 308, .location = target.path + query_of(request)}, request, look);
}

// Causes are for the log; who reads learns the kind and the request's id.
Problem store_problem(const digest::Error& error, const io::ServerRequest& request) {
  const auto kind = problem_of(error.code);
  if (facts_of(kind).status >= 500) {
    io::log::error("store_read_failed", digest::to_string(error),
                   {{"request", request.request_id}, {"target", request.path}});
  }
  return problem_with(kind);
}

constexpr std::string_view kNoRoute = "none";

// Who can open a Unix socket is no browser: any name will do.
bool is_local(const io::ServerRequest& request) {
  return request.peer == "unix";
}

bool is_idle(const Answer& answer) {
  const auto* built = std::get_if<SharedBuilt>(&answer);
  return built != nullptr && (*built)->idle;
}

Live::Limits live_limits(const Settings& settings) {
  return {.clients_max = settings.max_sse_clients, .stall_max = settings.server.write_timeout};
}

io::ServerResponse respond(const Answer& answer, const Delivery& delivery, const io::ServerRequest& request,
                           const Look& look) {
  if (const auto* built = std::get_if<SharedBuilt>(&answer)) return deliver(**built, delivery, request, look);
  if (const auto* to = std::get_if<Redirect>(&answer)) return redirect(*to, request, look);
  return refuse(std::get<Problem>(answer), request, look);
}

}  // namespace

Site::Site(const Settings& settings, io::Clock& clock, io::OwningThread<storage::Reader>& reader, std::string version)
    : clock_(clock),
      version_(std::move(version)),
      look_(look_of(settings)),
      hosts_(settings.public_url, settings.hosts),
      proxies_(settings.trusted_proxies),
      limit_(settings.rate_limit),
      pages_(reader, clock),
      reader_(reader),
      live_(live_limits(settings), clock, reader),
      assets_(settings.compression) {
  metrics_elsewhere_ = !settings.metrics_listen.empty();
}

std::optional<io::ServerResponse> Site::refuse_haste(const io::ServerRequest& request) {
  const auto client = proxies_.client_of(request);
  if (!client) return std::nullopt;
  const std::string_view path = request.path;
  const auto& base = look_->base();
  const auto cost = cost_of(path.starts_with(base) ? path.substr(base.size()) : path);
  const auto wait = limit_.refuse(*client, cost, clock_.now());
  if (!wait) return std::nullopt;
  return refuse_until(*wait, request, *look_);
}

asio::awaitable<io::ServerResponse> Site::answer(const io::ServerRequest& request) {
  const auto began = std::chrono::steady_clock::now();
  std::string_view route = kNoRoute;
  auto answering = answered(request, route);
  auto response = co_await std::move(answering);
  count(figures_, {.route = route,
                   .method = request.method,
                   .status = response.status,
                   .bytes = response.body ? response.body->size() : 0});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  figures_[route].seconds.observe(took.count());
  co_return response;
}

asio::awaitable<io::ServerResponse> Site::answered(const io::ServerRequest& request, std::string_view& route) {
  if (auto refused = refuse_haste(request)) co_return std::move(*refused);
  const auto look = look_for(request);
  if (request.method != "GET" && !request.head()) {
    co_return refuse(problem_with(ProblemKind::method_not_allowed), request, *look);
  }
  if (!is_local(request) && !hosts_.accepts(request.host)) {
    co_return refuse(
        problem_with(ProblemKind::unknown_host, {"server.hosts 里没有这个主机名", "no such name is in server.hosts"}),
        request, *look);
  }
  auto target = route_of(request.path, look->routed_base());
  switch (target.kind) {
    case Target::Kind::unknown:
      co_return refuse(problem_with(ProblemKind::not_found), request, *look);
    case Target::Kind::moved:
      co_return moved(target, request, *look);
    case Target::Kind::found:
      break;
  }
  route = target.pattern;
  auto found = answer_found(std::move(target), request, look);
  co_return co_await std::move(found);
}

asio::awaitable<io::ServerResponse> Site::answer_found(Target target, const io::ServerRequest& request,
                                                       SharedLook look) {
  switch (target.route) {
    case Route::health:
      co_return health(request, *look);
    case Route::ready:
      co_return readiness(degraded_, request, *look);
    case Route::robots:
      co_return robots(request, *look);
    case Route::security:
      co_return security(visit_of(target, request, look));
    case Route::metrics: {
      if (!may_see_metrics(request)) co_return refuse(problem_with(ProblemKind::not_found), request, *look);
      auto text = metrics_text(request, look);
      co_return co_await std::move(text);
    }
    case Route::asset:
      co_return asset(target, request, *look);
    case Route::favicon:
      co_return favicon(request, *look);
    case Route::events: {
      auto opening = events(request, look);
      co_return co_await std::move(opening);
    }
    default:
      break;
  }
  auto plan = plan_for(visit_of(target, request, look));
  if (const auto* problem = std::get_if<Problem>(&plan)) co_return refuse(*problem, request, *look);
  if (const auto* to = std::get_if<Redirect>(&plan)) co_return redirect(*to, request, *look);
  auto order = std::get<Order>(std::move(plan));
  // Pages under one prefix are not those under another.
  if (!look->prefix.empty() && !order.key.empty()) order.key = look->prefix + " " + order.key;
  auto filled = fill(std::move(order), request, look);
  co_return co_await std::move(filled);
}

Plan Site::plan_for(const Visit& visit) const {
  switch (visit.target.route) {
    case Route::front:
      return plan_front(visit);
    case Route::latest:
      return plan_latest(visit);
    case Route::thread:
      return plan_thread(visit);
    case Route::thread_file:
      return plan_thread_file(visit);
    case Route::posts_page:
      return plan_posts_page(visit);
    case Route::floor_page:
      return plan_floor_page(visit);
    case Route::entries_page:
    case Route::section_page:
      return plan_entries_page(visit);
    case Route::entry:
      return plan_entry(visit);
    case Route::activity:
      return plan_activity(visit);
    case Route::revision_page:
      return plan_revision_page(visit);
    case Route::about:
      return plan_about(visit, version_);
    case Route::manifest:
      return plan_manifest(visit);
    case Route::deals:
    case Route::deals_json:
    case Route::deals_calendar:
      return plan_deals(visit);
    case Route::archive:
    case Route::api_archive:
      return plan_archive(visit);
    case Route::today:
      return plan_today(visit);
    case Route::daily:
    case Route::api_daily:
      return plan_daily(visit);
    case Route::search:
      return plan_search(visit);
    case Route::api_search:
      return plan_api_search(visit);
    case Route::opensearch:
      return plan_opensearch(visit);
    case Route::feed_atom:
    case Route::feed_json:
      return plan_feed(visit);
    case Route::feeds_opml:
      return plan_opml(visit);
    case Route::search_atom:
    case Route::search_json_feed:
      return plan_search_feed(visit);
    case Route::openapi:
      return plan_openapi(visit, version_);
    case Route::problem_type:
      return plan_problem_type(visit);
    case Route::api_status:
      return plan_api_status(visit, {.version = version_, .degraded = degraded_});
    case Route::api_threads:
      return plan_api_threads(visit, memo_);
    case Route::api_thread:
      return plan_api_thread(visit, memo_);
    case Route::api_digest:
      return plan_api_digest(visit);
    case Route::api_changes:
      return plan_api_changes(visit);
    case Route::api_posts:
      return plan_api_posts(visit);
    case Route::api_latest:
      return plan_api_latest(visit);
    case Route::events:
    case Route::health:
    case Route::ready:
    case Route::asset:
    case Route::favicon:
    case Route::robots:
    case Route::security:
    case Route::metrics:
      break;
  }
  return problem_with(ProblemKind::not_found);
}

asio::awaitable<io::ServerResponse> Site::fill(Order order, const io::ServerRequest& request, SharedLook look) {
  const auto before = changes_;
  auto getting = pages_.get(order.key, order.build);
  auto answer = co_await std::move(getting);
  if (answer && is_idle(*answer) && order.wait > digest::Duration::zero()) {
    // What came while we read has rung already. A deadline or a crowd: what there is goes out as it is.
    bool news = changes_ != before;
    if (!news) {
      auto waiting = io::with_deadline<bool>(bell_.wait(*std::get<SharedBuilt>(*answer)->thread), order.wait, clock_);
      const auto rung = co_await std::move(waiting);
      news = rung.has_value();
    }
    if (news) {
      auto again = pages_.get(order.key, order.build);
      answer = co_await std::move(again);
    }
  }
  if (!answer) co_return refuse(store_problem(answer.error(), request), request, *look);
  co_return respond(*answer, order.delivery, request, *look);
}

asio::awaitable<io::ServerResponse> Site::events(const io::ServerRequest& request, SharedLook look) {
  auto asked = event_wish(request);
  if (const auto* problem = std::get_if<Problem>(&asked)) co_return refuse(*problem, request, *look);
  const auto wish = std::make_shared<const EventWish>(std::get<EventWish>(std::move(asked)));
  if (!wish->filter.threads.empty()) {
    auto query = [wish](storage::Reader& reader) { return missing_thread(reader, wish->filter.threads); };
    const auto missing = co_await reader_.run(std::move(query));
    if (!missing) co_return refuse(store_problem(missing.error(), request), request, *look);
    if (*missing) co_return refuse(**missing, request, *look);
  }
  if (!request.head() && !live_.has_room()) co_return refuse_stream(request, *look);
  auto response = stream_head(request, *look);
  response.stream = [this, wish](io::SharedStream stream) { live_.take(std::move(stream), wish); };
  co_return response;
}

io::ServerResponse Site::asset(const Target& target, const io::ServerRequest& request, const Look& look) const {
  const auto found = assets_.find(target.name);
  if (!found) return refuse(problem_with(ProblemKind::not_found), request, look);
  Delivery delivery;
  delivery.cache = CacheClass::asset;
  return deliver(*found, delivery, request, look);
}

io::ServerResponse Site::favicon(const io::ServerRequest& request, const Look& look) const {
  if (assets_.favicon().empty()) return refuse(problem_with(ProblemKind::not_found), request, look);
  return redirect(Redirect{.status = 301, .location = assets_.favicon()}, request, look);
}

io::ServerResponse Site::error_page(int status, std::string_view detail, const io::ServerRequest& request) {
  const auto kind = problem_of_status(status);
  auto response =
      refuse(problem_with(kind, status < 500 ? refusal_words(detail) : Words{}), request, *look_for(request));
  response.status = status;
  count(figures_, {.route = kNoRoute,
                   .method = request.method,
                   .status = status,
                   .bytes = response.body ? response.body->size() : 0});
  return response;
}

void Site::changed(digest::ThreadId thread) {
  ++changes_;
  pages_.changed(thread);
  bell_.ring(thread);
}

void Site::set_degraded(std::vector<std::string> reasons) {
  degraded_ = std::move(reasons);
}

void Site::stop() {
  bell_.stop();
  live_.stop();
}

void Site::apply(const Settings& settings) {
  look_ = look_of(settings);
  prefixed_.clear();
  hosts_ = HostCheck(settings.public_url, settings.hosts);
  proxies_ = Proxies(settings.trusted_proxies);
  limit_ = RateLimit(settings.rate_limit);
  live_.apply(live_limits(settings));
  pages_.clear();
}

}  // namespace gailou::serve
