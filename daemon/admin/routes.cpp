#include "daemon/admin/routes.h"

#include <memory>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "daemon/admin/verbs.h"
#include "daemon/io/log.h"
#include "daemon/protocol/json.h"
#include "daemon/protocol/message.h"
#include "daemon/protocol/problem.h"

namespace gailou::admin {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

io::ServerResponse respond(int status, std::string_view type, std::string body) {
  io::ServerResponse response{.status = status};
  response.headers = {
      {"Content-Type", std::string(type)}, {"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

io::ServerResponse refuse(const Error& error, const io::ServerRequest& request) {
  const protocol::ProblemContext context{.instance = request.path, .request_id = request.request_id};
  io::ServerResponse response = respond(digest::facts_of(error.code).http_status, protocol::kProblemType,
                                        protocol::dump(protocol::problem_of(error, context)));
  if (error.retry_after_ms > 0) {
    // Rounded up: a second too late is polite, one too early is not.
    response.headers.emplace_back("Retry-After", std::to_string((error.retry_after_ms + 999) / 1000));
  }
  return response;
}

io::ServerResponse refuse_method(std::string_view allowed, const io::ServerRequest& request) {
  nlohmann::ordered_json problem{{"type", "/problems/method-not-allowed"},
                                 {"title", "不支持的方法"},
                                 {"status", 405},
                                 {"detail", "this verb takes " + std::string(allowed)},
                                 {"instance", request.path},
                                 {"request_id", request.request_id},
                                 {"code", digest::name_of(Code::usage)}};
  io::ServerResponse response = respond(405, protocol::kProblemType, protocol::dump(problem));
  response.headers.emplace_back("Allow", std::string(allowed));
  return response;
}

Result<protocol::Request> request_in(const io::ServerRequest& request, std::string_view verb) {
  if (verb == protocol::ImportFile::kFacts.name) {
    auto import = protocol::request_of(verb, request.query);
    if (import) std::get<protocol::ImportFile>(*import).text = request.body;
    return import;
  }
  if (request.method == "POST") return protocol::request_of(verb, request.body);
  return protocol::request_of(verb, request.query);
}

void log_failure(const Error& error, std::string_view verb, const io::ServerRequest& request) {
  // What the caller got wrong is the caller's to know; what we or the store got wrong is the admin's.
  if (digest::facts_of(error.code).http_status != 500) return;
  io::log::error("admin_failed", digest::to_string(error),
                 {{"verb", verb}, {"request", request.request_id}, {"code", digest::name_of(error.code)}});
}

Code code_of(int status) {
  if (status == 413 || status == 414 || status == 431) return Code::too_large;
  if (status == 408) return Code::timeout;
  if (status == 503) return Code::unavailable;
  return status < 500 ? Code::malformed : Code::internal;
}

}  // namespace

Routes::Routes(track::Tracker& tracker, ReaderThread& reader, std::vector<storage::SourceRecord> configured,
               io::Clock& clock, std::string version)
    : context_{.tracker = tracker,
               .reader = reader,
               .clock = clock,
               .configured = std::move(configured),
               .version = std::move(version),
               .started_at = clock.now()} {}

void Routes::describe(Surroundings surroundings) {
  context_.surroundings = std::move(surroundings);
}

void Routes::configure(std::vector<storage::SourceRecord> configured) {
  context_.configured = std::move(configured);
}

void Routes::reload_by(Reload reload) {
  context_.reload = std::move(reload);
}

void Routes::tell_reload(protocol::ReloadReply reply) {
  context_.reloaded = std::move(reply);
}

void Routes::use(Engines engines) {
  context_.engines = std::move(engines);
}

void Routes::set_trouble(std::vector<std::string> reasons) {
  context_.trouble = std::move(reasons);
}

asio::awaitable<io::ServerResponse> Routes::answer(const io::ServerRequest& request) {
  const std::string_view path = request.path;
  const bool is_ours = path.starts_with(protocol::kTargetPrefix);
  const std::string_view verb = is_ours ? path.substr(protocol::kTargetPrefix.size()) : "";
  const auto known = protocol::empty_request(verb);
  if (!known) {
    co_return refuse({.code = Code::not_found, .what = "there is nothing here", .hint = "POST /admin/v1/VERB"},
                     request);
  }
  const bool reads_only = protocol::facts_of(*known).reads_only;
  const bool reading = request.method == "GET" || request.head();
  if (request.method != "POST" && !(reading && reads_only)) {
    co_return refuse_method(reads_only ? "GET, HEAD, POST" : "POST", request);
  }
  auto asked = request_in(request, verb);
  if (!asked) co_return refuse(asked.error(), request);
  // Named before it is awaited: the verb moves into its coroutine's frame here.
  Answer running = std::visit([this](auto& each) { return run(context_, std::move(each)); }, *asked);
  auto reply = co_await std::move(running);
  if (reply) co_return respond(200, "application/json", std::move(reply->body));
  log_failure(reply.error(), verb, request);
  co_return refuse(reply.error(), request);
}

io::ServerResponse Routes::error_page(int status, std::string_view detail, const io::ServerRequest& request) const {
  const Error error{.code = code_of(status), .what = std::string(detail)};
  io::ServerResponse response = refuse(error, request);
  response.status = status;
  return response;
}

}  // namespace gailou::admin
