// What each verb of the admin socket does: one function per struct of protocol/verbs.h. None prints or exits.
#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "daemon/admin/context.h"
#include "daemon/protocol/json.h"
#include "daemon/protocol/replies.h"
#include "daemon/protocol/verbs.h"
#include "digest/error.h"

namespace gailou::admin {

/// A JSON document.
struct Reply {
  std::string body{};
};
template <class Answered>
Reply reply_with(const Answered& answered) {
  return {.body = protocol::dump(protocol::document_of(answered))};
}
using Answer = boost::asio::awaitable<digest::Result<Reply>>;

// thread_verbs.cpp
Answer run(Context& context, protocol::AddThread verb);
Answer run(Context& context, protocol::RemoveThread verb);
Answer run(Context& context, protocol::WaitForChange verb);
Answer run(Context& context, protocol::PauseThread verb);
Answer run(Context& context, protocol::ResumeThread verb);

// read_verbs.cpp
Answer run(Context& context, protocol::ListThreads verb);
Answer run(Context& context, protocol::ShowThread verb);
Answer run(Context& context, protocol::ReadDigest verb);
Answer run(Context& context, protocol::ReadPosts verb);
Answer run(Context& context, protocol::ReadChanges verb);
Answer run(Context& context, protocol::ListDeals verb);
Answer run(Context& context, protocol::ShowCosts verb);
Answer run(Context& context, protocol::SearchStore verb);
Answer run(Context& context, protocol::ReadCatchUp verb);
Answer run(Context& context, protocol::ExplainFloor verb);
Answer run(Context& context, protocol::WaitForCommit verb);

// digest_verbs.cpp
Answer run(Context& context, protocol::PollThread verb);
Answer run(Context& context, protocol::DigestNow verb);

// import_verb.cpp
Answer run(Context& context, protocol::ImportFile verb);

// source_verbs.cpp
Answer run(Context& context, protocol::ListSources verb);
Answer run(Context& context, protocol::AddSource verb);
Answer run(Context& context, protocol::RemoveSource verb);
Answer run(Context& context, protocol::TestSource verb);

// discover_verb.cpp
Answer run(Context& context, protocol::DiscoverTopics verb);

// engine_verbs.cpp
Answer run(Context& context, protocol::TestEngine verb);
Answer run(Context& context, protocol::TryDigest verb);
Answer run(Context& context, protocol::UseEngine verb);

// reload_verb.cpp
Answer run(Context& context, protocol::ReloadConfig verb);

// status_verbs.cpp
Answer run(Context& context, protocol::ShowStatus verb);

/// A record of the store with what the tracker knows better: the last polls.
void freshen(const Context& context, storage::ThreadRecord& thread);

/// The tracked thread of that name, read on the reader's worker and freshened.
boost::asio::awaitable<digest::Result<storage::ThreadRecord>> find_thread(Context& context, std::string named);

}  // namespace gailou::admin
