#include "daemon/io/server/request_reader.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "daemon/io/server/request_parser.h"
#include "daemon/io/server/request_path.h"

namespace gailou::io {

namespace {

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

// The fields that a request keeps; repeated ones are joined by ", ". Nothing else is copied.
struct Kept {
  std::string_view lower_name;
  std::string ServerRequest::*member;
};

constexpr Kept kKept[] = {
    {"host", &ServerRequest::host},
    {"accept", &ServerRequest::accept},
    {"accept-encoding", &ServerRequest::accept_encoding},
    {"if-none-match", &ServerRequest::if_none_match},
    {"if-modified-since", &ServerRequest::if_modified_since},
    {"last-event-id", &ServerRequest::last_event_id},
    {"x-forwarded-for", &ServerRequest::forwarded_for},
    {"x-forwarded-proto", &ServerRequest::forwarded_proto},
    {"x-forwarded-host", &ServerRequest::forwarded_host},
    {"x-forwarded-prefix", &ServerRequest::forwarded_prefix},
    {"forwarded", &ServerRequest::forwarded},
};

void keep_fields(const RequestHead& head, ServerRequest& request) {
  for (const auto& [name, value] : head.fields) {
    const auto kept = std::find_if(std::begin(kKept), std::end(kKept),
                                   [&](const Kept& one) { return is_field(name, one.lower_name); });
    if (kept == std::end(kKept)) continue;
    std::string& text = request.*(kept->member);
    if (!text.empty()) text += ", ";
    text += value;
  }
}

bool wants_continue(const RequestHead& head) {
  const auto values = head.values("expect");
  return values.size() == 1 && values.front().size() == 12 &&
         (values.front() == "100-continue" || values.front() == "100-Continue");
}

}  // namespace

std::optional<Refusal> read_request(std::string_view block, const ServerSettings& settings, ServerRequest& request,
                                    RequestFacts& facts) {
  RequestHead head;
  auto refusal = parse_head(block, head);
  request.method = head.method;
  request.target = head.target;
  keep_fields(head, request);
  request.has_forwarded_header = !request.forwarded_for.empty() || !request.forwarded_proto.empty() ||
                                 !request.forwarded_host.empty() || !request.forwarded_prefix.empty() ||
                                 !head.values("forwarded").empty();
  const auto ids = head.values("x-request-id");
  if (ids.size() == 1 && is_request_id(ids.front())) request.request_id = ids.front();
  facts.expects_continue = wants_continue(head);
  facts.keep_alive = head.keep_alive;
  if (refusal) return refusal;
  const RequestRules rules{.body_bytes_max = settings.body_bytes_max, .any_method = settings.any_method};
  std::uint64_t body_bytes = 0;
  if (auto refused = check_head(head, rules, body_bytes)) return refused;
  facts.body_bytes = static_cast<std::size_t>(body_bytes);
  auto parsed = parse_target(head.target);
  if (!parsed) return Refusal{.status = 400, .detail = parsed.error().what};
  request.path = std::move(parsed->path);
  request.query = std::move(parsed->query);
  return std::nullopt;
}

}  // namespace gailou::io
