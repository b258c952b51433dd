// `add` and `remove`: what is tracked.
#include <istream>

#include "daemon/cli/reads.h"
#include "daemon/cli/targets.h"
#include "daemon/cli/verbs.h"
#include "daemon/forum/topic_url.h"
#include "daemon/io/log.h"

namespace gailou::cli {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

/// Judged here so that a slip of the pen is told even while no daemon runs.
Result<void> check_topic(const std::string& named) {
  const auto ref = protocol::parse_thread_ref(named);
  if (!ref) {
    Error error = ref.error();
    error.hint = "give the topic's URL, or SOURCE/ID of a known source";
    return error;
  }
  if (const auto* url = std::get_if<protocol::ThreadUrl>(&*ref)) {
    if (const auto topic = forum::parse_topic_url(url->text); !topic) return topic.error();
  }
  return {};
}

Result<int> add_one(Session& session, const AddArguments& verb, const std::string& named) {
  if (auto checked = check_topic(named); !checked) return checked.error();
  auto reply = session.client.ask(protocol::AddThread{.thread = named, .source = verb.source});
  if (!reply) return reply.error();
  const std::string name = protocol::text_of(protocol::name_of(reply->thread));
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
  } else {
    session.print(name + (reply->already_tracked ? " is already tracked" : " added") + " as number " +
                  std::to_string(reply->thread.id.value) + "\n");
  }
  session.streams.out.flush();
  if (!verb.wait) return 0;
  return wait_for_first_fetch(session, std::move(reply->thread));
}

/// Who says a number should see which thread it is; what isn't tracked stays as it was said.
std::string described(Reads& reads, const std::string& named) {
  const auto shown = reads.answer(protocol::ShowThread{.thread = named});
  if (!shown) return named;
  const std::string& title = shown->thread.header.title;
  return protocol::text_of(protocol::name_of(shown->thread)) + (title.empty() ? "" : " (" + cell(title) + ")");
}

bool confirmed(Session& session, const std::vector<std::string>& threads, bool keep_data) {
  Reads reads(session);
  std::string list;
  for (const std::string& thread : threads) list += (list.empty() ? "" : ", ") + described(reads, thread);
  const std::string question =
      keep_data ? "Stop tracking " + list + "? [y/N] " : "Remove " + list + " and everything stored of it? [y/N] ";
  session.streams.err.write(io::log::printable(question));
  session.streams.err.flush();
  std::string answer;
  std::getline(session.streams.in, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

Result<int> remove_one(Session& session, const RemoveArguments& verb, const std::string& named) {
  const auto reply = session.client.ask(protocol::RemoveThread{.thread = named, .keep_data = verb.keep_data});
  if (!reply) return reply.error();
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
  } else {
    session.print(protocol::text_of(reply->name) + (reply->data_kept ? " is no longer tracked; what is stored stays\n"
                                                                     : " removed with everything stored of it\n"));
  }
  return 0;
}

}  // namespace

Result<int> run(Session& session, const AddArguments& verb) {
  if (!verb.source.empty() && !protocol::is_source_name(verb.source)) return bad_source_name();
  const auto threads = expanded(verb.threads, session);
  if (!threads) return threads.error();
  if (threads->empty()) session.note("stdin named no thread");
  return for_each_target(session, *threads, [&](const std::string& thread) { return add_one(session, verb, thread); });
}

Result<int> run(Session& session, const RemoveArguments& verb) {
  if (auto checked = check_names(verb.threads); !checked) return checked.error();
  if (!session.global.yes) {
    if (!session.streams.in_is_terminal) {
      return Error{.code = Code::usage, .what = "won't remove without being sure", .hint = "say --yes"};
    }
    if (!confirmed(session, verb.threads, verb.keep_data)) {
      session.note("nothing was removed");
      return 1;
    }
  }
  return for_each_target(session, targets_of(verb.threads),
                         [&](const std::string& thread) { return remove_one(session, verb, thread); });
}

}  // namespace gailou::cli
