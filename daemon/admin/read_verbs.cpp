// What only reads, on the reader's worker.
#include <algorithm>

#include "daemon/admin/verbs.h"
#include "daemon/protocol/json.h"
#include "daemon/protocol/stored_answers.h"
#include "digest/catch_up_codec.h"
#include "digest/codec.h"

namespace gailou::admin {

namespace {

using digest::Result;

/// The digest's is the public document.
Reply rendered(const digest::Digest& digest) {
  return {.body = protocol::dump(digest::to_document(digest))};
}
Reply rendered(const digest::CatchUp& caught) {
  return {.body = protocol::dump(digest::to_document(caught))};
}
template <class Answered>
Reply rendered(const Answered& reply) {
  return reply_with(reply);
}

/// Rendered on the worker too: a page of posts is large enough to be felt on the loop.
template <class Verb>
Answer read(Context& context, Verb verb) {
  auto query = [verb = std::move(verb)](storage::Reader& reader) -> Result<Reply> {
    const auto reply = protocol::answer(reader, verb);
    if (!reply) return reply.error();
    return rendered(*reply);
  };
  co_return co_await context.reader.run(std::move(query));
}

bool has_newer(const protocol::ListReply& list, std::int64_t after) {
  return std::ranges::any_of(list.threads,
                             [after](const storage::ThreadRecord& thread) { return thread.commit.value > after; });
}

}  // namespace

Answer run(Context& context, protocol::ListThreads verb) {
  auto query = [verb](storage::Reader& reader) { return protocol::answer(reader, verb); };
  auto list = co_await context.reader.run(std::move(query));
  if (!list) co_return list.error();
  for (storage::ThreadRecord& thread : list->threads) freshen(context, thread);
  co_return reply_with(*list);
}

Answer run(Context& context, protocol::ShowThread verb) {
  auto query = [verb = std::move(verb)](storage::Reader& reader) { return protocol::answer(reader, verb); };
  auto shown = co_await context.reader.run(std::move(query));
  if (!shown) co_return shown.error();
  freshen(context, shown->thread);
  co_return reply_with(*shown);
}
Answer run(Context& context, protocol::ReadDigest verb) {
  return read(context, std::move(verb));
}
Answer run(Context& context, protocol::ReadPosts verb) {
  return read(context, std::move(verb));
}

Answer run(Context& context, protocol::ReadChanges verb) {
  return read(context, std::move(verb));
}

Answer run(Context& context, protocol::ListDeals verb) {
  return read(context, std::move(verb));
}

Answer run(Context& context, protocol::ShowCosts verb) {
  if (!verb.now) verb.now = context.clock.now();
  return read(context, std::move(verb));
}

Answer run(Context& context, protocol::SearchStore verb) {
  if (!verb.now) verb.now = context.clock.now();
  return read(context, std::move(verb));
}

Answer run(Context& context, protocol::ExplainFloor verb) {
  auto query = [verb = std::move(verb), pack = context.surroundings.pack](storage::Reader& reader) -> Result<Reply> {
    const auto reply = protocol::explained(reader, verb, pack);
    if (!reply) return reply.error();
    return rendered(*reply);
  };
  co_return co_await context.reader.run(std::move(query));
}

Answer run(Context& context, protocol::ReadCatchUp verb) {
  return read(context, std::move(verb));
}

Answer run(Context& context, protocol::WaitForCommit verb) {
  // Counted before the look at the store: a commit in between ends the wait at once.
  const auto seen = context.tracker.commits();
  auto look = [](storage::Reader& reader) { return protocol::answer(reader, protocol::ListThreads{}); };
  auto list = co_await context.reader.run(look);
  if (!list) co_return list.error();
  if (!has_newer(*list, verb.after) && verb.timeout_ms > 0) {
    const digest::Duration timeout{verb.timeout_ms};
    co_await context.tracker.wait_for_commit(seen, timeout);
    list = co_await context.reader.run(look);
    if (!list) co_return list.error();
  }
  co_return reply_with(*list);
}

}  // namespace gailou::admin
