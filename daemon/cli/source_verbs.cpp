// `sources`: forum sites.
#include <algorithm>
#include <array>
#include <tuple>

#include "daemon/cli/outside_question.h"
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

constexpr int kNeedsLogin = 2;

Result<int> test(Session& session, const SourcesArguments& verb) {
  if (auto checked = check_source(verb.target, "gailou sources test https://forum.example"); !checked)
    return checked.error();
  const auto reply = ask_outside(session, protocol::TestSource{.source = verb.target});
  if (!reply) return reply.error();
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
  } else {
    session.print(cell(reply->source.origin + " is the Discourse forum \"" + reply->title + "\"; it answered in " +
                       std::to_string(reply->took_ms) + " ms") +
                  "\n");
    if (reply->login_required)
      session.print("it shows nothing without a login; a key for it: api_key_file, see gailou.toml(5)\n");
  }
  return reply->login_required ? kNeedsLogin : 0;
}

Error unknown_action(const std::string& action) {
  const auto near = digest::nearest(action, {"list", "add", "remove", "test"});
  return {.code = Code::usage,
          .what = "sources has no '" + action + "'",
          .hint = near ? "did you mean `gailou sources " + std::string(*near) + "`?" : "see `gailou help sources`"};
}

}  // namespace

Result<void> check_source(const std::string& named, const std::string& example) {
  if (named.find("://") != std::string::npos) {
    if (auto origin = forum::parse_forum_url(named); !origin) return origin.error();
  } else if (!protocol::is_source_name(named)) {
    return Error{.code = Code::malformed,
                 .what = "'" + named.substr(0, 200) + "' is neither a source's name nor an address",
                 .hint = "as in " + example};
  }
  return {};
}

Error bad_source_name() {
  return {.code = Code::usage,
          .what = "--source: a name holds a-z, 0-9 and \"-\", at most 32",
          .hint = "as in --source uscardforum"};
}

Result<int> run(Session& session, const SourcesArguments& verb) {
  using Action = Result<int> (*)(Session&, const SourcesArguments&);
  static constexpr std::array<std::tuple<std::string_view, Action, const char*>, 3> kActions{
      {{"add", &add, "which forum?"}, {"remove", &remove, "which source?"}, {"test", &test, "which source or forum?"}}};
  const auto action = std::ranges::find(kActions, verb.action, [](const auto& each) { return std::get<0>(each); });
  if (action == kActions.end() && verb.action != "list") return unknown_action(verb.action);
  if (verb.action != "add" && !verb.name.empty()) {
    return Error{.code = Code::usage, .what = "--source goes with `gailou sources add` only"};
  }
  if (action != kActions.end()) {
    if (!verb.target.empty()) return std::get<1>(*action)(session, verb);
    return Error{.code = Code::usage, .what = std::get<2>(*action), .hint = "see `gailou help sources`"};
  }
  if (verb.target.empty()) return list(session);
  return Error{.code = Code::usage, .what = "one argument too many: '" + verb.target + "'"};
}

}  // namespace gailou::cli
