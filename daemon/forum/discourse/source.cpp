#include "daemon/forum/discourse/source.h"

#include <algorithm>
#include <cassert>
#include <random>
#include <utility>

#include "daemon/forum/discourse/answers.h"
#include "daemon/forum/discourse/robots_answer.h"
#include "daemon/forum/discourse/urls.h"
#include "daemon/forum/discourse/wire.h"
#include "daemon/io/log.h"
#include "daemon/io/version.h"

namespace gailou::forum::discourse {

namespace asio = boost::asio;
using digest::Result;

namespace {

// An answer near a floor has 5 posts before it and the rest after: asked 15 beyond the last known one, it holds the
// newest 20 even if all of those are new (discourse-wire, near a floor).
constexpr std::int64_t kFloorsAhead = 15;

constexpr int kRedirectsMax = 3;

// More than is read of it, so that a file that is too long is still one.
constexpr std::size_t kRobotsFileMax = std::size_t{4} << 20;

/// Origin and path: what is asked for by id can be long, and the ids say nothing to a reader.
std::string place_of(const std::string& url) {
  return "GET " + url.substr(0, url.find('?'));
}

/// 32 hexadecimal digits, as Discourse's own client makes them. It says nothing of us and guards nothing.
std::string make_bus_client() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::random_device random;
  std::string name;
  while (name.size() < 32) name += kDigits[random() % kDigits.size()];
  return name;
}

void tell_skipped(std::size_t count, const std::string& where) {
  if (count == 0) return;
  io::log::warn("posts_skipped", "posts without id, floor or text, or of another topic, were left out",
                {{"count", count}, {"where", where}});
}

}  // namespace

Source::Source(const storage::SourceRecord& record, io::HttpClient& client, const Settings& settings, io::Clock& clock)
    : origin_(record.origin), client_(client), clock_(clock), bus_client_(make_bus_client()) {
  apply(settings);
}

void Source::apply(const Settings& settings) {
  settings_ = settings;
  if (settings_.user_agent.empty()) settings_.user_agent = "gailou/" + io::version();
  if (!obeys_robots()) robots_ = {};  // a file that is obeyed again is read again
}

io::HttpRequest Source::request_for(std::string url) const {
  return {.url = std::move(url),
          .secrets = settings_.access.fields,
          .timeout = settings_.timeout,
          .connect_timeout = settings_.connect_timeout,
          .body_bytes_max = settings_.max_body,
          .allow_private_addresses = settings_.allow_private_addresses,
          .user_agent = settings_.user_agent};
}

asio::awaitable<Result<io::HttpResponse>> Source::get(std::string url) {
  if (const auto refusal = robots_refusal(robots_, target_of(origin_, url))) co_return refusal->at(place_of(url));
  io::HttpRequest request = request_for(std::move(url));
  request.headers.emplace_back("Accept", "application/json");
  const auto left = co_await ask_leave();
  if (!left) co_return left.error();
  co_return co_await send(std::move(request), &redirect_to_follow);
}

asio::awaitable<Result<io::HttpResponse>> Source::send(io::HttpRequest request, Onward onward) {
  request.redirects_max = 0;
  for (int hops = 0;; ++hops) {
    auto response = co_await client_.get(request);
    if (!response || hops == kRedirectsMax || !may_follow_redirects()) co_return response;
    const auto next = onward(*response, request.url);
    if (!next || robots_refusal(robots_, target_of(origin_, *next))) co_return response;
    const auto left = co_await ask_leave();
    if (!left) co_return left.error();
    request.url = *next;
    request.secrets.clear();
  }
}

asio::awaitable<Result<RobotsLook>> Source::robots() {
  const std::string url = robots_page(origin_);
  io::HttpRequest request = request_for(url);
  request.headers.emplace_back("Accept", "text/plain");
  request.secrets.clear();  // what everybody may read needs no key
  request.body_bytes_max = std::min(request.body_bytes_max, kRobotsFileMax);
  const auto left = co_await ask_leave();
  if (!left) co_return left.error();
  const auto response = co_await send(std::move(request), &redirect_on_site);
  auto answer = robots_from(response, clock_.now());
  if (!answer) co_return answer.error().at(place_of(url));
  if (answer->look.known) {
    robots_ = std::move(answer->rules);
  } else {
    // What was known stays in force.
    const std::string why = response ? "status " + std::to_string(response->status) : response.error().what;
    io::log::warn("robots_unknown", "the site's robots.txt can't be read for now: " + why, {{"origin", origin_}});
  }
  co_return answer->look;
}

asio::awaitable<Result<SiteLook>> Source::site() {
  const std::string url = site_page(origin_);
  const auto response = co_await ask(url);
  if (!response) co_return response.error();
  auto site = site_from(response->body);
  if (!site) co_return site.error().at(place_of(url));
  co_return site;
}

asio::awaitable<Result<io::HttpResponse>> Source::ask(std::string url) {
  auto response = co_await get(url);
  if (!response) co_return response.error();
  const auto fault = fault_of(*response, clock_.now(), url, settings_.access.kind);
  if (fault) co_return fault->at(place_of(url));
  co_return response;
}

asio::awaitable<Result<Look>> Source::look(digest::TopicId topic, digest::Floor last) {
  std::string url = last.value > 0 ? topic_near(origin_, topic, digest::Floor{last.value + kFloorsAhead})
                                   : topic_page(origin_, topic);
  co_return co_await look_at(topic, std::move(url));
}

asio::awaitable<Result<Look>> Source::look_near(digest::TopicId topic, digest::Floor floor) {
  std::string url = topic_near(origin_, topic, floor);
  co_return co_await look_at(topic, std::move(url));
}

asio::awaitable<Result<Look>> Source::look_at(digest::TopicId topic, std::string url) {
  const auto response = co_await ask(url);
  if (!response) co_return response.error();
  const Asked asked{.topic = topic, .origin = origin_};
  auto page = topic_from(response->body, asked);
  if (!page) co_return page.error().at(place_of(url));
  tell_skipped(page->page.skipped, place_of(url));

  Look look;
  look.mega = !page->stream.has_value();
  look.bus = page->bus;
  look.observation.header = std::move(page->header);
  look.observation.stream = std::move(page->stream);
  look.observation.fresh = is_fresh(*response);
  look.observation.posts = std::move(page->page.posts);
  co_return look;
}

asio::awaitable<Result<Look>> Source::posts(digest::TopicId topic, std::vector<digest::PostId> ids) {
  assert(ids.size() <= kPostsPerRequest);
  const std::string url = posts_by_id(origin_, topic, ids);
  const auto response = co_await ask(url);
  if (!response) co_return response.error();
  const Asked asked{.topic = topic, .origin = origin_};
  auto page = posts_from(response->body, asked);
  if (!page) co_return page.error().at(place_of(url));
  tell_skipped(page->skipped, place_of(url));

  Look look;
  look.observation.fresh = is_fresh(*response);
  look.observation.posts = std::move(page->posts);
  look.observation.asked = std::move(ids);
  co_return look;
}

asio::awaitable<Result<std::vector<digest::PostId>>> Source::ids_after(digest::TopicId topic, digest::Floor floor) {
  const std::string url = ids_after_floor(origin_, topic, floor);
  const auto response = co_await ask(url);
  if (!response) co_return response.error();
  auto ids = ids_from(response->body);
  if (!ids) co_return ids.error().at(place_of(url));
  co_return ids;
}

asio::awaitable<Result<PostLook>> Source::post(digest::PostId id) {
  const std::string url = post_page(origin_, id);
  const auto response = co_await get(url);
  if (!response) co_return response.error();
  if (says_missing(*response, settings_.access.kind)) co_return PostLook{};
  const auto fault = fault_of(*response, clock_.now(), url, settings_.access.kind);
  if (fault) co_return fault->at(place_of(url));
  auto found = post_look_from(response->body, id);
  if (!found) co_return found.error().at(place_of(url));
  co_return found;
}

}  // namespace gailou::forum::discourse
