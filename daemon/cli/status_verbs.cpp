// `status` and `version`.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "daemon/cli/verbs.h"
#include "daemon/io/version.h"

namespace gailou::cli {

namespace {

using digest::Result;

constexpr int kDegraded = 2;

std::string bytes_text(std::int64_t bytes) {
  if (bytes >= 10 << 20) return std::to_string(bytes >> 20) + " MiB";
  if (bytes >= 10 << 10) return std::to_string(bytes >> 10) + " KiB";
  return std::to_string(bytes) + " B";
}

std::string count(std::int64_t number, const char* what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

std::string list_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "-" : text;
}

std::string status_text(const protocol::StatusReply& status, const Session& session) {
  const Paint& paint = session.paint;
  std::string text = "daemon    " + (status.degraded.empty() ? paint.good("healthy") : paint.bad("degraded")) +
                     ", version " + cell(status.version) + ", pid " + std::to_string(status.pid) + ", since " +
                     time_text(status.started_at, session) + "\n";
  for (const std::string& reason : status.degraded) text += "          " + cell(reason) + "\n";
  text += "readers   " + cell(list_of(status.listening)) + "\n";
  text += "threads   " + std::to_string(status.threads) + " tracked, " + std::to_string(status.due) + " due, " +
          std::to_string(status.failing) + " failing; last poll " + time_text(status.last_poll, session) + "\n";
  text += "store     " + cell(status.state_folder) + ": " + count(status.store.posts, "post") + ", " +
          bytes_text(status.store.database_bytes) + " and " + bytes_text(status.store.wal_bytes) + " of WAL, schema " +
          std::to_string(status.store.schema) + "\n";
  for (const protocol::SourceLine& line : status.sources) {
    text += "source    " + cell(line.source.name) + " " + cell(line.source.origin) + ": " +
            count(line.threads, "thread") + ", " + count(line.requests, "request");
    if (line.state.cooldown_until) {
      text +=
          ", cooldown until " + time_text(line.state.cooldown_until, session) + ": " + cell(line.state.cooldown_reason);
    }
    text += "\n";
  }
  return text;
}

}  // namespace

Result<int> run(Session& session, const StatusArguments&) {
  const auto reply = session.client.ask(protocol::ShowStatus{});
  if (!reply) return reply.error();
  session.print(session.global.json ? protocol::dump(protocol::document_of(*reply)) + "\n"
                                    : status_text(*reply, session));
  return reply->degraded.empty() ? 0 : kDegraded;
}

Result<int> run(Session& session, const VersionArguments&) {
  const std::string commit = io::commit();
  if (session.global.json) {
    nlohmann::ordered_json document{{"name", "gailou"}, {"version", io::version()}};
    if (!commit.empty()) document["commit"] = commit;
    document["compiler"] = __VERSION__;
    session.print(protocol::dump(document) + "\n");
    return 0;
  }
  session.print("gailou " + io::version() + "\n" + (commit.empty() ? "" : "commit " + commit + "\n") +
                "compiler " __VERSION__ "\n");
  return 0;
}

}  // namespace gailou::cli
