#include "daemon/serve/problem.h"

#include <algorithm>
#include <cassert>
#include <iterator>

#include <nlohmann/json.hpp>

namespace gailou::serve {

namespace {

using Json = nlohmann::ordered_json;

// In the order of the enumeration. A busy queue is over in a second; a start or a full disk takes longer.
constexpr ProblemFacts kTypes[] = {
    {ProblemKind::bad_request, "bad-request", 400, "请求无法理解", "The request makes no sense", 0},
    {ProblemKind::bad_parameter, "bad-parameter", 400, "参数不对", "A parameter is wrong", 0},
    {ProblemKind::not_found, "not-found", 404, "没有这个页面", "There is no such page", 0},
    {ProblemKind::thread_not_found, "thread-not-found", 404, "没有这个帖子", "There is no such thread", 0},
    {ProblemKind::method_not_allowed, "method-not-allowed", 405, "不支持这种请求方法", "This method is not supported",
     0},
    {ProblemKind::not_acceptable, "not-acceptable", 406, "没有你要的格式", "There is no such format", 0},
    {ProblemKind::request_timeout, "request-timeout", 408, "请求超时", "The request took too long", 0},
    {ProblemKind::future_revision, "future-revision", 409, "还没有这一版", "There is no such revision yet", 0},
    {ProblemKind::thread_removed, "thread-removed", 410, "这个帖子已不再收录", "This thread is not followed any more",
     0},
    {ProblemKind::too_large, "too-large", 413, "请求内容过大", "The request is too large", 0},
    {ProblemKind::uri_too_long, "uri-too-long", 414, "网址过长", "The address is too long", 0},
    {ProblemKind::unknown_host, "unknown-host", 421, "这里不是这个主机", "This is not that host", 0},
    {ProblemKind::rate_limited, "rate-limited", 429, "请求过于频繁", "Too many requests", 5},
    {ProblemKind::headers_too_large, "headers-too-large", 431, "请求头过大", "The headers are too large", 0},
    {ProblemKind::internal, "internal", 500, "内部错误", "Internal error", 0},
    {ProblemKind::starting, "starting", 503, "正在启动", "Starting", 5},
    {ProblemKind::overloaded, "overloaded", 503, "服务繁忙", "Busy", 1},
    {ProblemKind::store_readonly, "store-readonly", 503, "暂时只读", "Read-only for now", 60},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(kTypes); ++i) {
    if (static_cast<std::size_t>(kTypes[i].kind) != i) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

std::span<const ProblemFacts> problem_types() {
  return kTypes;
}

const ProblemFacts& facts_of(ProblemKind kind) {
  return kTypes[static_cast<std::size_t>(kind)];
}

ProblemKind problem_of_status(int status) {
  switch (status) {
    case 404:
      return ProblemKind::not_found;
    case 503:
      return ProblemKind::overloaded;
    default:
      break;
  }
  const auto* found = std::ranges::find(kTypes, status, &ProblemFacts::status);
  if (found != std::end(kTypes)) return found->kind;
  return status < 500 ? ProblemKind::bad_request : ProblemKind::internal;
}

ProblemKind problem_of(digest::Code code) {
  if (code == digest::Code::not_found) return ProblemKind::not_found;
  const bool passes = code == digest::Code::unavailable || code == digest::Code::timeout ||
                      code == digest::Code::busy || code == digest::Code::cancelled;
  return passes ? ProblemKind::overloaded : ProblemKind::internal;
}

Json to_document(const Problem& problem, std::string_view base_path, std::string_view instance,
                 std::string_view request_id, digest::Language language) {
  const auto& facts = facts_of(problem.kind);
  Json document;
  document["type"] = std::string(base_path) + "/problems/" + std::string(facts.slug);
  document["title"] = facts.title_in(language);
  document["status"] = facts.status;
  if (!problem.detail.empty()) document["detail"] = problem.detail.in(language);
  if (!instance.empty()) document["instance"] = instance;
  if (!request_id.empty()) document["request_id"] = request_id;
  for (const auto& fault : problem.faults) {
    document["errors"].push_back(Json{{"pointer", fault.pointer}, {"detail", fault.detail.in(language)}});
  }
  if (problem.kind == ProblemKind::method_not_allowed) document["allow"] = Json::array({"GET", "HEAD"});
  if (problem.kind == ProblemKind::not_acceptable) document["available"] = problem.media_types;
  if (problem.revision) document["rev"] = *problem.revision;
  return document;
}

}  // namespace gailou::serve
