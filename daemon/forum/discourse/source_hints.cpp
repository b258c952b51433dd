// The part of the source that gets hints, which only make a poll due and are never taken for the thread itself, and
// the lists of topics that everybody sees.
#include <cassert>
#include <utility>

#include "daemon/forum/discourse/answers.h"
#include "daemon/forum/discourse/bus.h"
#include "daemon/forum/discourse/listing.h"
#include "daemon/forum/discourse/source.h"
#include "daemon/forum/discourse/topic_list.h"
#include "daemon/forum/discourse/urls.h"

namespace gailou::forum::discourse {

namespace asio = boost::asio;
using digest::Result;

namespace {

// The wall clock counts whole milliseconds and may be set while a request is held.
constexpr auto kClockSlack = std::chrono::seconds{1};

}  // namespace

std::optional<digest::Error> Source::fault_of_offer(const io::HttpResponse& response, const std::string& url,
                                                    const std::string& what) const {
  if (is_not_offered(response))
    return digest::Error{.code = digest::Code::refused,
                         .what = "the forum offers us no " + what + " (" + std::to_string(response.status) + ")"};
  auto fault = fault_of(response, clock_.now(), url, settings_.access.kind);
  if (fault && fault->code == digest::Code::not_found) fault->code = digest::Code::refused;
  return fault;
}

std::optional<digest::Error> Source::robots_closed(const std::string& url) const {
  auto refusal = robots_refusal(robots_, target_of(origin_, url));
  if (refusal) refusal->code = digest::Code::refused;
  return refusal;
}

asio::awaitable<Result<std::vector<TopicRow>>> Source::rows(std::vector<digest::TopicId> topics) {
  assert(!topics.empty() && topics.size() <= kRowsPerRequest);
  const std::string url = topic_rows(origin_, topics);
  const std::string place = "GET " + origin_ + "/latest.json";
  if (auto closed = robots_closed(url)) co_return closed->at(place);
  const auto response = co_await get(url);
  if (!response) co_return response.error();
  const auto fault = fault_of_offer(*response, url, "list of topics");
  if (fault) co_return fault->at(place);
  auto rows = rows_from(response->body, topics);
  if (!rows) co_return rows.error().at(place);
  co_return rows;
}

asio::awaitable<Result<std::vector<ListedTopic>>> Source::listed(TopicList list) {
  const std::string url = topic_list(origin_, list);
  const std::string place = "GET " + url.substr(0, url.find('?'));
  if (auto closed = robots_closed(url)) co_return closed->at(place);
  const auto response = co_await get(url);
  if (!response) co_return response.error();
  const auto fault = fault_of_offer(*response, url, "list of topics");
  if (fault) co_return fault->at(place);
  auto topics = listed_from(response->body);
  if (!topics) co_return topics.error().at(place);
  co_return topics;
}

asio::awaitable<Result<std::vector<BusPosition>>> Source::listen(std::vector<BusPosition> positions,
                                                                 digest::Duration longest) {
  assert(!positions.empty() && positions.size() <= kTopicsPerBus);
  const std::string url = bus_poll(origin_, bus_client_);
  const std::string place = "POST " + origin_ + "/message-bus";
  if (auto closed = robots_closed(url)) co_return closed->at(place);
  io::HttpRequest request = request_for(url);
  request.headers.emplace_back("Accept", "application/json");
  request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  // In one piece, at its end: a stream in pieces is for browsers, and a proxy may hold pieces back.
  request.headers.emplace_back("Dont-Chunk", "true");
  request.timeout = longest;
  request.redirects_max = 0;
  request.body = bus_form(positions, ++bus_asked_);

  const auto left = co_await ask_leave();
  if (!left) co_return left.error();
  const digest::Instant begun = clock_.now();
  const auto response = co_await client_.post(std::move(request));
  if (!response) {
    // What ran out is the time that we gave it to hold the request, not the time for a connection.
    const bool held = response.error().code == digest::Code::timeout && clock_.now() - begun + kClockSlack >= longest;
    if (held) co_return std::vector<BusPosition>{};
    co_return response.error();
  }
  const auto fault = fault_of_offer(*response, url, "message bus");
  if (fault) co_return fault->at(place);
  auto moved = bus_positions_from(response->body, positions);
  if (!moved) co_return moved.error().at(place);
  co_return moved;
}

}  // namespace gailou::forum::discourse
