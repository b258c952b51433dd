// `config reload`: the daemon reads its configuration again and says what came of it.
#include <string>
#include <vector>

#include "daemon/cli/table.h"
#include "daemon/cli/verbs.h"
#include "digest/text/nearest.h"

namespace gailou::cli {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

std::string list_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return cell(text);
}

void print_faults(Session& session, const protocol::ReloadReply& reply) {
  std::string text;
  for (const protocol::ConfigFault& fault : reply.faults) {
    text += "gailou: config: " + cell((fault.where.empty() ? "" : fault.where + ": ") + fault.what) + "\n";
    if (!fault.hint.empty()) text += cell(fault.hint) + "\n";
  }
  session.streams.err.write(text + "nothing has changed: the daemon keeps the configuration that it has\n");
  session.streams.err.flush();
}

Result<int> reload(Session& session) {
  const auto reply = session.client.ask(protocol::ReloadConfig{});
  if (!reply) return reply.error();
  if (session.global.json) session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
  if (!reply->accepted) {
    print_faults(session, *reply);
    return digest::facts_of(Code::config).exit_code;
  }
  if (session.global.json) return 0;
  std::string text;
  if (!reply->applied.empty()) text += "these changed and hold now: " + list_of(reply->applied) + "\n";
  if (!reply->restart.empty()) text += "these take effect after a restart: " + list_of(reply->restart) + "\n";
  session.print(text.empty() ? "nothing has changed\n" : text);
  return 0;
}

std::string count_of(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string reload_text(const protocol::ReloadReply& reply, const Session& session) {
  std::string text = time_text(reply.at, session) + ": ";
  if (!reply.accepted) {
    text += "refused, the configuration before it holds";
    if (!reply.faults.empty()) {
      const auto& first = reply.faults.front();
      text += ": " + (first.where.empty() ? "" : first.where + ": ") + first.what;
    }
    if (reply.faults.size() > 1) text += " (and " + std::to_string(reply.faults.size() - 1) + " more)";
    return cell(text);
  }
  text += reply.applied.empty() ? "nothing changed" : count_of(reply.applied.size(), "change");
  if (!reply.restart.empty()) text += "; after a restart: " + list_of(reply.restart);
  return cell(text);
}

Result<int> run(Session& session, const ConfigArguments& verb) {
  if (verb.action == "reload") return reload(session);
  const auto near = digest::nearest(verb.action, {"reload"});
  return Error{.code = Code::usage,
               .what = "config has no '" + verb.action + "'",
               .hint = near ? "did you mean `gailou config " + std::string(*near) + "`?" : "see `gailou help config`"};
}

}  // namespace gailou::cli
