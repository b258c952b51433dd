// `sources`: forum sites.
#include "daemon/cli/source_text.h"
#include "daemon/cli/verbs.h"
#include "daemon/forum/topic_url.h"
#include "digest/text/nearest.h"

namespace gailou::cli {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

Result<int> list(Session& session) {
  const auto reply = session.client.ask(protocol::ListSources{});
  if (!reply) return reply.error();
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
  } else if (reply->sources.empty()) {
    session.note("there is no source yet; one is made with its first thread: gailou add URL");
  } else {
    session.print(sources_text(*reply, session));
  }
  return 0;
}

Result<int> tell(Session& session, const Result<protocol::SourceReply>& reply, const std::string& changed,
                 const std::string& unchanged) {
  if (!reply) return reply.error();
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
  } else {
    session.print(cell(reply->source.name) + " (" + cell(reply->source.origin) + ") " +
                  (reply->changed ? changed : unchanged) + "\n");
  }
  return 0;
}

Result<int> add(Session& session, const SourcesArguments& verb) {
  if (auto origin = forum::parse_forum_url(verb.target); !origin) return origin.error();
  if (!verb.name.empty() && !protocol::is_source_name(verb.name)) return bad_source_name();
  const protocol::AddSource asked{.url = verb.target, .name = verb.name};
  return tell(session, session.client.ask(asked), "added", "is a source already");
}

Result<int> remove(Session& session, const SourcesArguments& verb) {
  const protocol::RemoveSource asked{.name = verb.target};
  return tell(session, session.client.ask(asked), "removed", "");
}

Error unknown_action(const std::string& action) {
  const auto near = digest::nearest(action, {"list", "add", "remove"});
  return {.code = Code::usage,
          .what = "sources has no '" + action + "'",
          .hint = near ? "did you mean `gailou sources " + std::string(*near) + "`?" : "see `gailou help sources`"};
}

}  // namespace

Error bad_source_name() {
  return {.code = Code::usage,
          .what = "--source: a name holds a-z, 0-9 and \"-\", at most 32",
          .hint = "as in --source uscardforum"};
}

Result<int> run(Session& session, const SourcesArguments& verb) {
  const bool lists = verb.action == "list";
  if (!lists && verb.action != "add" && verb.action != "remove") return unknown_action(verb.action);
  if (lists && !verb.target.empty()) {
    return Error{.code = Code::usage, .what = "one argument too many: '" + verb.target + "'"};
  }
  if (verb.action != "add" && !verb.name.empty()) {
    return Error{.code = Code::usage, .what = "--source goes with `gailou sources add` only"};
  }
  if (lists) return list(session);
  if (verb.target.empty()) {
    return Error{.code = Code::usage,
                 .what = verb.action == "add" ? "which forum?" : "which source?",
                 .hint = verb.action == "add" ? "as in gailou sources add https://forum.example"
                                              : "`gailou sources` lists them"};
  }
  return verb.action == "add" ? add(session, verb) : remove(session, verb);
}

}  // namespace gailou::cli
