#include "daemon/forum/discourse/robots_answer.h"

#include "daemon/forum/discourse/answers.h"

namespace gailou::forum::discourse {
namespace {

constexpr digest::Duration kAskAgain = std::chrono::hours{1};

RobotsAnswer not_known() {
  return {.look = {.known = false, .good_for = kAskAgain}, .rules = {}};
}

}  // namespace

digest::Result<RobotsAnswer> robots_from(const digest::Result<io::HttpResponse>& response, digest::Instant now) {
  if (!response) {
    const auto& error = response.error();
    const bool speaks_for_all = error.code == digest::Code::cancelled || error.retry_after_ms > 0;
    return speaks_for_all ? digest::Result<RobotsAnswer>(error) : not_known();
  }
  if (auto fault = fault_of_site(*response, now)) return *fault;
  if (response->status >= 500) return not_known();
  RobotsAnswer answer;
  if (response->status == 200) answer.rules = parse_robots(response->body);
  answer.look.crawl_delay = answer.rules.crawl_delay;
  return answer;
}

}  // namespace gailou::forum::discourse
