// `pause` and `resume`.
#include <optional>

#include "daemon/cli/targets.h"
#include "daemon/cli/time_argument.h"
#include "daemon/cli/verbs.h"
#include "daemon/io/log.h"

namespace gailou::cli {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;
using storage::ThreadRecord;

/// What was named, or with --all every thread that `fits`.
template <class Fits>
Result<std::vector<Target>> chosen(Session& session, const std::vector<std::string>& threads, bool all, Fits fits) {
  if (all && !threads.empty()) return Error{.code = Code::usage, .what = "name threads or say --all, not both"};
  if (!all && threads.empty()) {
    return Error{.code = Code::usage, .what = "which thread?", .hint = "SOURCE/ID, its URL, its number, or --all"};
  }
  if (auto checked = check_names(threads); !checked) return checked.error();
  if (!all) return targets_of(threads);
  const auto tracked = tracked_threads(session);
  if (!tracked) return tracked.error();
  std::vector<Target> targets;
  for (const ThreadRecord& thread : *tracked) {
    if (fits(thread)) targets.push_back({.text = protocol::text_of(protocol::name_of(thread))});
  }
  return targets;
}

void print_reply(Session& session, const protocol::PauseReply& reply, const std::string& what) {
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(reply)) + "\n");
  } else {
    session.print(protocol::text_of(protocol::name_of(reply.thread)) + " " + what + "\n");
  }
  session.streams.out.flush();
}

Result<int> pause_one(Session& session, const std::string& thread, const std::optional<digest::Instant>& until) {
  const auto reply = session.client.ask(protocol::PauseThread{.thread = thread, .until = until});
  if (!reply) return reply.error();
  print_reply(session, *reply, (reply->changed ? "is " : "was already ") + pause_text(reply->thread, session));
  return 0;
}

Result<int> resume_one(Session& session, const std::string& thread) {
  const auto reply = session.client.ask(protocol::ResumeThread{.thread = thread});
  if (!reply) return reply.error();
  print_reply(session, *reply, reply->changed ? "goes on; its next poll is due now" : "wasn't paused");
  return 0;
}

}  // namespace

std::string pause_text(const ThreadRecord& thread, const Session& session) {
  if (thread.let_go_at) return "let go of by the rule " + thread.added_by + " as it had fallen asleep";
  return thread.paused_until ? "paused until " + time_text(thread.paused_until, session) : "paused until resumed";
}

Result<int> run(Session& session, const PauseArguments& verb) {
  std::optional<digest::Instant> until;
  if (!verb.until.empty()) {
    const auto at = time_to_come("--until", verb.until, session.streams.now, session.places.site.zone);
    if (!at) return at.error();
    until = *at;
  }
  const auto any = [](const ThreadRecord&) { return true; };
  const auto threads = chosen(session, verb.threads, verb.all, any);
  if (!threads) return threads.error();
  return for_each_target(session, *threads,
                         [&](const std::string& thread) { return pause_one(session, thread, until); });
}

Result<int> run(Session& session, const ResumeArguments& verb) {
  // What a rule let go of is none of those that somebody paused: it goes on by itself, or when it is named.
  const auto is_paused = [](const ThreadRecord& thread) {
    return thread.state == storage::ThreadState::paused && !thread.let_go_at;
  };
  const auto threads = chosen(session, verb.threads, verb.all, is_paused);
  if (!threads) return threads.error();
  if (threads->empty()) session.note("no thread is paused");
  return for_each_target(session, *threads, [&](const std::string& thread) { return resume_one(session, thread); });
}

}  // namespace gailou::cli
