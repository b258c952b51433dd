// The verbs of the command line but `serve`: each prints its answer and returns its exit code, or an Error that the
// dispatcher prints.
#pragma once

#include <string>
#include <vector>

#include "daemon/cli/arguments.h"
#include "daemon/cli/session.h"
#include "digest/error.h"

namespace gailou::cli {

// thread_verbs.cpp
digest::Result<int> run(Session& session, const AddArguments& verb);
digest::Result<int> run(Session& session, const RemoveArguments& verb);

// pause_verbs.cpp
digest::Result<int> run(Session& session, const PauseArguments& verb);
digest::Result<int> run(Session& session, const ResumeArguments& verb);

// import_verb.cpp
digest::Result<int> run(Session& session, const ImportArguments& verb);

// export_verb.cpp
digest::Result<int> run(Session& session, const ExportArguments& verb);

// source_verbs.cpp
digest::Result<int> run(Session& session, const SourcesArguments& verb);

// discover_verb.cpp
digest::Result<int> run(Session& session, const DiscoverArguments& verb);

// list_verbs.cpp
digest::Result<int> run(Session& session, const ListArguments& verb);
digest::Result<int> run(Session& session, const ShowArguments& verb);

// digest_verbs.cpp
digest::Result<int> run(Session& session, const PollArguments& verb);
digest::Result<int> run(Session& session, const DigestArguments& verb);
digest::Result<int> run(Session& session, const PostsArguments& verb);

// engine_verb.cpp
digest::Result<int> run(Session& session, const EngineArguments& verb);
/// `digest --dry-run` and `--compare`.
digest::Result<int> try_digest(Session& session, const DigestArguments& verb);

// deals_verb.cpp
digest::Result<int> run(Session& session, const DealsArguments& verb);

// search_verb.cpp
digest::Result<int> run(Session& session, const SearchArguments& verb);

// why_verb.cpp
/// Prints why a floor became what it became.
digest::Result<int> explain_floor(Session& session, const std::string& thread, std::int64_t floor);

// watch_verb.cpp
digest::Result<int> run(Session& session, const WatchArguments& verb);

// config_verb.cpp
digest::Result<int> run(Session& session, const ConfigArguments& verb);
/// "reloaded 2026-05-06 14:02:35 PDT: 2 keys applied" and the like, for status.
std::string reload_text(const protocol::ReloadReply& reply, const Session& session);

// status_verbs.cpp
digest::Result<int> run(Session& session, const StatusArguments& verb);
digest::Result<int> run(Session& session, const VersionArguments& verb);

// costs_verb.cpp
/// What models were asked and cost in so many days, today among them.
digest::Result<int> show_costs(Session& session, std::int64_t days);

digest::Error bad_source_name();

/// "paused until 2026-05-09 00:00:00 UTC", "paused until resumed"
std::string pause_text(const storage::ThreadRecord& thread, const Session& session);

/// Follows a thread's first fetch until it is complete (0) or has failed (2, with the reason on stderr).
digest::Result<int> wait_for_first_fetch(Session& session, storage::ThreadRecord thread);

/// The entries that a round appended, one line each.
void print_round(Session& session, const protocol::RoundReply& reply);

}  // namespace gailou::cli
