#include "daemon/serve/delivery.h"

#include <algorithm>
#include <chrono>
#include <memory>

#include <nlohmann/json.hpp>

#include "daemon/io/http_date.h"
#include "daemon/serve/headers.h"
#include "daemon/serve/json_text.h"
#include "daemon/serve/negotiate.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::serve {

namespace {

// A path longer than this says nothing more to who reads the problem.
constexpr std::size_t kInstanceLengthMax = 256;

std::string_view vary_of(const Built& built, const Delivery& delivery) {
  if (delivery.negotiated) return "Accept, Accept-Encoding";
  return is_compressible(built.page.media_type) ? "Accept-Encoding" : "";
}

/// What comes with the program, assets and the like, changes with it: only its tag can tell.
bool is_dated(digest::Instant modified) {
  return modified != digest::Instant{};
}

bool is_unchanged(const io::ServerRequest& request, const std::string& etag, digest::Instant modified) {
  if (!request.if_none_match.empty()) return has_current(request.if_none_match, etag);
  if (request.if_modified_since.empty()) return false;
  if (!is_dated(modified)) return false;
  const auto since = io::parse_http_date(request.if_modified_since);
  return since && std::chrono::floor<std::chrono::seconds>(modified) <= *since;
}

void append(Headers& headers, const Headers& more) {
  headers.insert(headers.end(), more.begin(), more.end());
}

bool is_health(std::string_view path, std::string_view base_path) {
  if (!path.starts_with(base_path)) return false;
  const auto below = path.substr(base_path.size());
  return below == "/healthz" || below == "/readyz";
}

std::string plain_problem(const ProblemFacts& facts, const Problem& problem) {
  std::string text(facts.slug);
  if (!problem.detail.empty()) text.append(": ").append(problem.detail.en);
  return text + '\n';
}

std::string html_problem(const ProblemFacts& facts, const Problem& problem, const io::ServerRequest& request,
                         const Look& look) {
  render::ProblemView view;
  view.status = facts.status;
  view.title = facts.title_in(look.site.language);
  const auto language = look.site.language;
  view.detail = problem.detail.in(language);
  for (const auto& fault : problem.faults) {
    if (!view.detail.empty()) view.detail += render::said(language, "；", "; ");
    view.detail += fault.pointer.substr(1);
    view.detail.append(render::said(language, "：", ": ")).append(fault.detail.in(language));
  }
  view.request_id = request.request_id;
  return render::problem_page(view, look.site);
}

std::string json_problem(const Problem& problem, const io::ServerRequest& request, const Look& look) {
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  return json_text(
      to_document(problem, look.base(), path.substr(0, kInstanceLengthMax), request.request_id, look.site.language));
}

void add_body(io::ServerResponse& response, std::string_view media_type, std::string body) {
  response.headers.emplace_back("Content-Type", media_type);
  response.body = std::make_shared<const std::string>(std::move(body));
}

std::string alternates_link(const Problem& problem) {
  std::string link;
  for (std::size_t i = 0; i < problem.alternates.size(); ++i) {
    if (i > 0) link += ", ";
    link += '<' + problem.alternates[i] + ">; rel=\"alternate\"; type=\"" + problem.media_types[i] + '"';
  }
  return link;
}

}  // namespace

io::ServerResponse deliver(const Built& built, const Delivery& delivery, const io::ServerRequest& request,
                           const Look& look) {
  const auto& page = built.page;
  const bool packed = page.gzip && look.compress && wants_gzip(request.accept_encoding);
  const auto etag = packed ? page.gzip_etag() : page.etag;

  io::ServerResponse response;
  response.headers = common_headers(request, look);
  response.headers.emplace_back("Cache-Control", cache_control(delivery.cache));
  if (const auto vary = vary_of(built, delivery); !vary.empty()) response.headers.emplace_back("Vary", vary);
  if (delivery.cache != CacheClass::never) {
    response.headers.emplace_back("ETag", etag);
    if (is_dated(page.modified)) response.headers.emplace_back("Last-Modified", io::http_date(page.modified));
  }
  append(response.headers, delivery.headers);
  append(response.headers, built.headers);
  if (delivery.cache != CacheClass::never && is_unchanged(request, etag, page.modified)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", page.media_type);
  if (page.media_type.starts_with("text/html")) response.headers.emplace_back("Content-Language", look.language);
  if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = packed ? page.gzip : page.plain;
  return response;
}

io::ServerResponse redirect(const Redirect& to, const io::ServerRequest& request, const Look& look) {
  io::ServerResponse response;
  response.status = to.status;
  response.headers = common_headers(request, look);
  // 302 follows what changes by the minute; a moved path moves only with a new version.
  response.headers.emplace_back("Cache-Control", to.status == 302 ? "no-cache" : "max-age=3600");
  response.headers.emplace_back("Location", look.base() + to.location);
  append(response.headers, to.headers);
  return response;
}

io::ServerResponse refuse_until(digest::Duration wait, const io::ServerRequest& request, const Look& look) {
  Problem hasty;
  hasty.kind = ProblemKind::rate_limited;
  auto response = refuse(hasty, request, look);
  const auto whole = std::chrono::ceil<std::chrono::seconds>(wait);
  for (auto& [name, value] : response.headers) {
    if (name == "Retry-After") value = std::to_string(std::max<long long>(1, whole.count()));
  }
  return response;
}

io::ServerResponse refuse(const Problem& problem, const io::ServerRequest& request, const Look& look) {
  const auto& facts = facts_of(problem.kind);
  io::ServerResponse response;
  response.status = facts.status;
  response.headers = common_headers(request, look);
  const bool brief = facts.status == 404 || facts.status == 410;
  response.headers.emplace_back("Cache-Control", brief ? "max-age=30" : "no-store");
  response.headers.emplace_back("Vary", "Accept");
  if (facts.status == 405) response.headers.emplace_back("Allow", "GET, HEAD");
  if (facts.retry_after_seconds > 0) {
    response.headers.emplace_back("Retry-After", std::to_string(facts.retry_after_seconds));
  }
  if (!problem.alternates.empty()) response.headers.emplace_back("Link", alternates_link(problem));

  if (is_health(request.path, look.routed_base())) {
    add_body(response, "text/plain; charset=utf-8", plain_problem(facts, problem));
  } else if (prefers_html(request.accept)) {
    response.headers.emplace_back("Content-Language", look.language);
    add_body(response, "text/html; charset=utf-8", html_problem(facts, problem, request, look));
  } else {
    add_body(response, "application/problem+json", json_problem(problem, request, look));
  }
  return response;
}

}  // namespace gailou::serve
