// What the site does for those who run it: where readers find it behind a proxy, whom to tell of a weakness, metrics.
#include <string>
#include <utility>

#include <boost/asio/ip/address.hpp>

#include "daemon/serve/base_url.h"
#include "daemon/serve/delivery.h"
#include "daemon/serve/health.h"
#include "daemon/serve/security.h"
#include "daemon/serve/site.h"

namespace gailou::serve {

namespace asio = boost::asio;

namespace {

/// Prefixes that a proxy names: one site has one or two.
constexpr std::size_t kPrefixesMost = 8;

bool is_loopback_address(const std::string& peer) {
  boost::system::error_code not_an_address;
  const auto address = asio::ip::make_address(peer, not_an_address);
  return !not_an_address && address.is_loopback();
}

Problem problem_of_kind(ProblemKind kind) {
  Problem problem;
  problem.kind = kind;
  return problem;
}

}  // namespace

/// As readers see the site: behind a proxy that takes a prefix off, their paths begin with it.
SharedLook Site::look_for(const io::ServerRequest& request) {
  const auto prefix = proxies_.prefix_of(request);
  // A proxy that names the prefix and leaves it in the path says what base_path says.
  if (prefix.empty() || prefix == look_->base()) return look_;
  const auto known = prefixed_.find(prefix);
  if (known != prefixed_.end()) return known->second;
  if (prefixed_.size() >= kPrefixesMost) prefixed_.clear();
  return prefixed_.emplace(prefix, behind_prefix(*look_, prefix)).first->second;
}

Visit Site::visit_of(const Target& target, const io::ServerRequest& request, const SharedLook& look) const {
  Visit visit{
      .target = target, .request = request, .look = look, .now = clock_.now(), .scheme = proxies_.scheme_of(request)};
  if (const auto host = proxies_.host_of(request)) {
    visit.host = *host;
  } else if (request.peer != "unix") {
    visit.host = request.host;
  }
  return visit;
}

io::ServerResponse Site::security(const Visit& visit) const {
  const Look& look = *visit.look;
  if (look.security_contact.empty()) return refuse(problem_of_kind(ProblemKind::not_found), visit.request, look);
  auto text = security_text(look.security_contact, base_url(visit) + "/.well-known/security.txt", visit.now);
  return plain_text(std::move(text), CacheClass::page, visit.request, look);
}

/// Behind a proxy all come from this machine.
bool Site::may_see_metrics(const io::ServerRequest& request) const {
  if (!metrics_ || metrics_elsewhere_) return false;
  return request.peer == "unix" || (is_loopback_address(request.peer) && !request.has_forwarded_header);
}

asio::awaitable<io::ServerResponse> Site::metrics_text(const io::ServerRequest& request, SharedLook look) {
  auto making = metrics_();
  auto text = co_await std::move(making);
  auto response = plain_text(std::move(text), CacheClass::never, request, *look);
  for (auto& [name, value] : response.headers) {
    if (name == "Content-Type") value = "text/plain; version=0.0.4; charset=utf-8";
  }
  co_return response;
}

asio::awaitable<io::ServerResponse> Site::answer_metrics(const io::ServerRequest& request) {
  const auto look = look_;
  if (request.method != "GET" && !request.head()) {
    co_return refuse(problem_of_kind(ProblemKind::method_not_allowed), request, *look);
  }
  if (!metrics_ || request.path != "/metrics") {
    co_return refuse(problem_of_kind(ProblemKind::not_found), request, *look);
  }
  auto text = metrics_text(request, look);
  co_return co_await std::move(text);
}

}  // namespace gailou::serve
