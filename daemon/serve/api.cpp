#include "daemon/serve/api.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "daemon/serve/json_text.h"
#include "daemon/serve/negotiate.h"
#include "daemon/serve/parameters.h"
#include "daemon/serve/stored_thread.h"
#include "daemon/serve/thread_pages.h"
#include "digest/codec.h"

namespace gailou::serve {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kThreads = "/api/v1/threads";
constexpr NumberRange kLimits{.least = 1, .most = 200};
constexpr std::int64_t kThreadsPerPage = 50;
constexpr NumberRange kFloorRange{.least = 1, .most = (std::int64_t{1} << 31) - 1};
constexpr NumberRange kRevisions{.least = 1, .most = std::int64_t{1} << 53};
constexpr NumberRange kSince{.least = 0, .most = std::int64_t{1} << 53};
constexpr NumberRange kWaitSeconds{.least = 0, .most = 30};

Order api_order() {
  Order order;
  order.delivery.cache = CacheClass::api;
  return order;
}

storage::ThreadName name_in(const Visit& visit) {
  return storage::ThreadName{.source = visit.target.source, .topic = visit.target.topic};
}

// Made for this request alone, so gzip is made only if it asks for it.
bool compress_now(const Visit& visit) {
  return visit.look->compress && wants_gzip(visit.request.accept_encoding);
}

std::string link(const Look& look, const std::string& target, std::string_view rel) {
  return "<" + look.base() + target + ">; rel=\"" + std::string(rel) + "\"";
}

struct ThreadsQuery {
  std::optional<storage::ThreadState> state{};
  std::optional<std::string> source{};
  std::int64_t limit = kThreadsPerPage;
  std::int64_t after = 0;  // the store's number of the last thread seen

  /// With the parameters in a fixed order; from the first page on, or from `cursor`.
  std::string target(std::optional<std::int64_t> cursor) const {
    std::string text(kThreads);
    text += "?limit=" + std::to_string(limit);
    if (state) text += "&state=" + std::string(storage::name_of(*state));
    if (source) text += "&source=" + *source;
    if (cursor) text += "&after=" + std::to_string(*cursor);
    return text;
  }
  bool wants(const storage::ThreadRecord& record) const {
    return record.id.value > after && (!state || record.state == *state) && (!source || record.source == *source);
  }
};

ThreadsQuery threads_query(Parameters& parameters) {
  ThreadsQuery query;
  if (const auto word = parameters.word("state")) {
    query.state = storage::thread_state_of(*word);
    if (!query.state) parameters.fault("state", {"没有这种状态", "there is no such state"});
  }
  query.source = parameters.word("source");
  if (query.source && !is_source_name(*query.source))
    parameters.fault("source", {"不是来源的名字", "is no source's name"});
  query.limit = parameters.number("limit", kLimits).value_or(kThreadsPerPage);
  query.after = parameters.number("after", kSince).value_or(0);
  return query;
}

digest::Result<Outcome> build_threads(storage::Reader& reader, const Look& look, const ThreadsQuery& query,
                                      CoverageMemo& memo, bool compress) {
  const auto records = reader.threads();
  if (!records) return records.error();
  Json document;
  document["threads"] = Json::array();
  digest::Instant modified{};
  std::int64_t commit = 0;
  std::int64_t listed = 0;
  std::optional<std::int64_t> next;
  std::int64_t last = 0;
  for (const auto& record : *records) {
    if (!query.wants(record)) continue;
    if (listed == query.limit) {
      next = last;
      break;
    }
    auto object = thread_object(reader, record, memo);
    if (!object) return object.error();
    document["threads"].push_back(std::move(*object));
    modified = std::max({modified, modified_at(record, {}), record.poll.last_poll.value_or(digest::Instant{})});
    commit = std::max(commit, record.commit.value);
    last = record.id.value;
    ++listed;
  }
  if (next) document["next"] = *next;
  Built built;
  built.page = represent(json_text(document), kJson, commit, modified, compress);
  auto links = link(look, query.target(std::nullopt), "first");
  if (next) links += ", " + link(look, query.target(next), "next");
  built.headers.emplace_back("Link", std::move(links));
  return Outcome(std::move(built));
}

digest::Result<Outcome> build_changes(storage::Reader& reader, const storage::ThreadRecord& record, const Look& look,
                                      digest::Revision since) {
  if (since > record.revision) {
    Problem problem;
    problem.kind = ProblemKind::future_revision;
    const auto last = "r" + std::to_string(record.revision.value);
    problem.detail = {"最新的是 " + last, "the latest is " + last};
    problem.revision = record.revision.value;
    return Outcome(std::move(problem));
  }
  const auto changes = reader.changes(record.id, since);
  if (!changes) return changes.error();
  Json document;
  document["rev"] = changes->revision.value;
  document["entries"] = Json::array();
  for (const auto& entry : changes->entries) document["entries"].push_back(digest::to_document(entry));
  document["withdrawn"] = Json::array();
  for (const auto seq : changes->withdrawn) document["withdrawn"].push_back(digest::entry_id(seq));
  Built built;
  built.page = represent(json_text(document), kJson, changes->revision.value, modified_at(record, {}), look.compress);
  built.thread = record.id;
  built.idle = changes->revision == since;
  return Outcome(std::move(built));
}

struct PostsQuery {
  std::optional<std::int64_t> from{};
  std::optional<std::int64_t> to{};
  std::int64_t limit = kLimits.most;
  bool versions = false;

  std::string target(const std::string& path, std::optional<std::int64_t> start) const {
    std::string text = path + "?limit=" + std::to_string(limit);
    if (start) text += "&from=" + std::to_string(*start);
    if (to) text += "&to=" + std::to_string(*to);
    if (versions) text += "&versions=1";
    return text;
  }
  storage::PostRange range() const {
    storage::PostRange range;
    if (from) range.from = digest::Floor{*from};
    if (to) range.to = digest::Floor{*to};
    range.limit = limit;
    range.versions = versions;
    return range;
  }
};

digest::Result<Outcome> build_posts(storage::Reader& reader, const storage::ThreadRecord& record, const Look& look,
                                    const PostsQuery& query, const std::string& path) {
  const auto slice = reader.posts(record.id, query.range());
  if (!slice) return slice.error();
  auto document = digest::to_document(thread_head(record), slice->posts, look.site.zone, record.origin);
  if (slice->next) document["next"] = slice->next->value;
  Built built;
  built.page =
      represent(json_text(document), kJson, record.revision.value, modified_at(record, slice->posts), look.compress);
  built.thread = record.id;
  auto links = link(look, query.target(path, query.from), "first");
  if (slice->next) links += ", " + link(look, query.target(path, slice->next->value), "next");
  built.headers.emplace_back("Link", std::move(links));
  return Outcome(std::move(built));
}

digest::Result<Outcome> build_latest(storage::Reader& reader, const SharedLook& look) {
  const auto record = reader.latest();
  if (!record) return record.error();
  if (!*record) {
    Problem none;
    none.kind = ProblemKind::not_found;
    none.detail = {"还没有任何摘要", "there is no digest yet"};
    return Outcome(std::move(none));
  }
  const auto& thread = **record;
  auto outcome = digest_order(look, thread.source, thread.topic, std::nullopt).build(reader);
  if (!outcome) return outcome.error();
  if (auto* built = std::get_if<Built>(&*outcome)) {
    built->thread.reset();
    built->headers.emplace_back("Content-Location", look->base() + std::string(kThreads) + "/" + thread.source + "/" +
                                                        std::to_string(thread.topic.value) + "/digest");
  }
  return outcome;
}

}  // namespace

Plan plan_api_threads(const Visit& visit, const SharedMemo& memo) {
  Parameters parameters(visit.request);
  auto query = threads_query(parameters);
  if (!parameters.sound()) return parameters.problem();
  auto order = api_order();
  order.build = [look = visit.look, query = std::move(query), memo, compress = compress_now(visit)](
                    storage::Reader& reader) { return build_threads(reader, *look, query, *memo, compress); };
  return order;
}

Plan plan_api_thread(const Visit& visit, const SharedMemo& memo) {
  auto order = api_order();
  order.build = [name = name_in(visit), memo, compress = compress_now(visit)](storage::Reader& reader) {
    return with_thread(reader, name, [&](const storage::ThreadRecord& record) -> digest::Result<Outcome> {
      const auto object = thread_object(reader, record, *memo);
      if (!object) return object.error();
      const auto modified = std::max(modified_at(record, {}), record.poll.last_poll.value_or(digest::Instant{}));
      return Outcome(Built{.page = represent(json_text(*object), kJson, record.revision.value, modified, compress),
                           .thread = record.id});
    });
  };
  return order;
}

Plan plan_api_digest(const Visit& visit) {
  Parameters parameters(visit.request);
  const auto revision = parameters.number("rev", kRevisions);
  if (!parameters.sound()) return parameters.problem();
  std::optional<digest::Revision> wanted;
  if (revision) wanted = digest::Revision{*revision};
  auto order = digest_order(visit.look, visit.target.source, visit.target.topic, wanted);
  order.delivery.cache = CacheClass::api;
  return order;
}

Plan plan_api_changes(const Visit& visit) {
  Parameters parameters(visit.request);
  const auto since = parameters.number("since", kSince);
  const auto wait = parameters.number("wait", kWaitSeconds).value_or(0);
  if (parameters.sound() && !since) parameters.fault("since", {"要给出", "must be given"});
  if (!parameters.sound()) return parameters.problem();
  auto order = api_order();
  order.key = visit.target.path + "?since=" + std::to_string(*since);
  order.wait = std::chrono::seconds{wait};
  order.build = [look = visit.look, name = name_in(visit), rev = digest::Revision{*since}](storage::Reader& reader) {
    return with_thread(reader, name,
                       [&](const storage::ThreadRecord& record) { return build_changes(reader, record, *look, rev); });
  };
  return order;
}

Plan plan_api_posts(const Visit& visit) {
  Parameters parameters(visit.request);
  PostsQuery query;
  query.from = parameters.number("from", kFloorRange);
  query.to = parameters.number("to", kFloorRange);
  query.limit = parameters.number("limit", kLimits).value_or(kLimits.most);
  query.versions = parameters.flag("versions");
  if (query.from && query.to && *query.to < *query.from)
    parameters.fault("to", {"不能小于 from", "may not be below from"});
  if (!parameters.sound()) return parameters.problem();
  auto order = api_order();
  order.key = query.target(visit.target.path, query.from);
  order.build = [look = visit.look, name = name_in(visit), query, path = visit.target.path](storage::Reader& reader) {
    return with_thread(reader, name, [&](const storage::ThreadRecord& record) {
      return build_posts(reader, record, *look, query, path);
    });
  };
  return order;
}

Plan plan_api_latest(const Visit& visit) {
  auto order = api_order();
  order.key = visit.target.path;
  order.build = [look = visit.look](storage::Reader& reader) { return build_latest(reader, look); };
  return order;
}

}  // namespace gailou::serve
