#include "daemon/protocol/problem.h"

#include "daemon/protocol/json.h"

namespace gailou::protocol {

using digest::Code;
using digest::Error;

namespace {

constexpr Code kLastCode = Code::internal;

std::optional<Code> code_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(kLastCode); ++i) {
    if (digest::name_of(static_cast<Code>(i)) == name) return static_cast<Code>(i);
  }
  return std::nullopt;
}

// In Chinese like the web API's: one table of problem types for both faces.
std::string_view title_of(Code code) {
  const int status = digest::facts_of(code).http_status;
  if (status == 400) return "请求有误";
  if (status == 404) return "没有找到";
  if (status == 409) return "状态已变";
  if (status == 410) return "已被移除";
  if (status == 413) return "内容过大";
  if (status == 503) return "暂时不可用";
  if (status == 502 || status == 504) return "论坛没有给出可用的回答";
  return "内部错误";
}

}  // namespace

std::string_view slug_of(Code code) {
  switch (code) {
    case Code::usage:
    case Code::malformed:
      return "bad-request";
    case Code::too_large:
      return "too-large";
    case Code::not_found:
      return "not-found";
    case Code::conflict:
      return "future-revision";
    case Code::gone:
      return "thread-removed";
    case Code::forbidden:
    case Code::challenged:
    case Code::refused:
    case Code::timeout:
    case Code::rate_limited:
      return "upstream";
    case Code::unavailable:
    case Code::busy:
    case Code::cancelled:
    case Code::cooldown:
      return "overloaded";
    case Code::disk_full:
      return "store-readonly";
    case Code::io:
    case Code::corrupt:
    case Code::newer_schema:
    case Code::permission:
    case Code::config:
    case Code::internal:
      break;
  }
  return "internal";
}

ordered_json problem_of(const Error& error, const ProblemContext& context) {
  ordered_json problem{{"type", "/problems/" + std::string(slug_of(error.code))},
                       {"title", title_of(error.code)},
                       {"status", digest::facts_of(error.code).http_status}};
  // The cause of a fault of ours stays in the log.
  if (error.code != Code::internal) problem["detail"] = error.what;
  problem["instance"] = context.instance;
  if (!context.request_id.empty()) problem["request_id"] = context.request_id;
  problem["code"] = digest::name_of(error.code);
  if (error.code == Code::internal) return problem;
  if (!error.where.empty()) problem["where"] = error.where;
  if (!error.hint.empty()) problem["hint"] = error.hint;
  if (error.retry_after_ms > 0) problem["retry_after_ms"] = error.retry_after_ms;
  return problem;
}

Error error_of(std::string_view body, int status) {
  Error error{.code = Code::internal, .what = "the daemon answered " + std::to_string(status)};
  const auto document = parse_json(body, kReplyLimits);
  if (!document || !document->is_object()) return error;
  ObjectReader problem(*document, "");
  std::string code;
  std::string detail;
  std::string request_id;
  std::int64_t retry_after_ms = 0;
  problem.read("code", code, ObjectReader::Need::optional);
  problem.read("detail", detail, ObjectReader::Need::optional);
  problem.read("where", error.where, ObjectReader::Need::optional);
  problem.read("hint", error.hint, ObjectReader::Need::optional);
  problem.read("request_id", request_id, ObjectReader::Need::optional);
  problem.read("retry_after_ms", retry_after_ms, ObjectReader::Need::optional);
  if (!problem.done()) return error;
  error.retry_after_ms = retry_after_ms;
  error.code = code_named(code).value_or(Code::internal);
  if (!detail.empty()) error.what = detail;
  if (error.code == Code::internal && !request_id.empty()) {
    error.hint = "its log has more under request id " + request_id;
  }
  return error;
}

}  // namespace gailou::protocol
