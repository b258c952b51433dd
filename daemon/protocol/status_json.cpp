// The status reply as JSON, both ways.
#include "daemon/protocol/replies.h"
#include "daemon/protocol/thread_json.h"

namespace gailou::protocol {

namespace {

using digest::Result;
using Need = ObjectReader::Need;

ordered_json source_json(const SourceLine& line) {
  ordered_json object{{"name", line.source.name}, {"kind", line.source.kind}, {"origin", line.source.origin}};
  object["threads"] = line.threads;
  object["requests"] = line.requests;
  object["failures"] = line.state.failures;
  put(object, "last_request", line.state.last_request);
  put(object, "cooldown_until", line.state.cooldown_until);
  if (!line.state.cooldown_reason.empty()) object["cooldown_reason"] = line.state.cooldown_reason;
  return object;
}

Result<SourceLine> source_of(const json& value, const std::string& where) {
  ObjectReader object(value, where);
  SourceLine line;
  object.read("name", line.source.name);
  object.read("kind", line.source.kind);
  object.read("origin", line.source.origin);
  object.read("threads", line.threads);
  object.read("requests", line.requests);
  object.read("failures", line.state.failures);
  object.read("last_request", line.state.last_request);
  object.read("cooldown_until", line.state.cooldown_until);
  object.read("cooldown_reason", line.state.cooldown_reason, Need::optional);
  if (auto done = object.done(); !done) return done.error();
  return line;
}

Result<storage::StoreFigures> figures_of(const json& value, const std::string& where) {
  ObjectReader object(value, where);
  storage::StoreFigures figures;
  object.read("schema", figures.schema);
  object.read("database_bytes", figures.database_bytes);
  object.read("wal_bytes", figures.wal_bytes);
  object.read("threads", figures.threads);
  object.read("posts", figures.posts);
  if (auto done = object.done(); !done) return done.error();
  return figures;
}

}  // namespace

ordered_json document_of(const StatusReply& reply) {
  ordered_json sources = ordered_json::array();
  for (const SourceLine& line : reply.sources) sources.push_back(source_json(line));
  ordered_json object{{"state", reply.degraded.empty() ? "healthy" : "degraded"}, {"degraded", reply.degraded}};
  object["version"] = reply.version;
  if (!reply.commit.empty()) object["commit"] = reply.commit;
  object["pid"] = reply.pid;
  object["started_at"] = digest::to_iso(reply.started_at);
  object["now"] = digest::to_iso(reply.now);
  object["threads"] = reply.threads;
  object["due"] = reply.due;
  object["failing"] = reply.failing;
  put(object, "last_poll", reply.last_poll);
  object["listening"] = reply.listening;
  object["sources"] = std::move(sources);
  object["store"] = {{"folder", reply.state_folder},
                     {"schema", reply.store.schema},
                     {"database_bytes", reply.store.database_bytes},
                     {"wal_bytes", reply.store.wal_bytes},
                     {"threads", reply.store.threads},
                     {"posts", reply.store.posts}};
  return object;
}

template <>
Result<StatusReply> reply_of<StatusReply>(const json& document) {
  ObjectReader object(document, "");
  StatusReply reply;
  object.read("degraded", reply.degraded);
  object.read("version", reply.version);
  object.read("commit", reply.commit, Need::optional);
  object.read("pid", reply.pid);
  object.read("started_at", reply.started_at);
  object.read("now", reply.now);
  object.read("threads", reply.threads);
  object.read("due", reply.due);
  object.read("failing", reply.failing);
  object.read("last_poll", reply.last_poll);
  object.read("listening", reply.listening, Need::optional);
  object.read_list("sources", reply.sources, &source_of);
  object.read_with("store", reply.store, &figures_of);
  const auto folder = [](const json& value, const std::string& where) -> Result<std::string> {
    ObjectReader store(value, where);
    std::string name;
    store.read("folder", name, Need::optional);
    if (auto done = store.done(); !done) return done.error();
    return name;
  };
  object.read_with("store", reply.state_folder, folder);
  if (auto done = object.done(); !done) return done.error();
  return reply;
}

}  // namespace gailou::protocol
