// What is tracked: add, remove, pause, resume, wait for news of one.
#include "daemon/admin/source_choice.h"
#include "daemon/admin/verbs.h"
#include "daemon/forum/topic_url.h"
#include "daemon/protocol/stored_answers.h"

namespace gailou::admin {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;
using storage::SourceRecord;

namespace {

/// The topic that an `add` means, and the source it belongs to, known or to be made.
struct Target {
  SourceRecord source{};
  digest::TopicId topic{};
};

Result<Target> target_of(const std::vector<SourceRecord>& sources, const protocol::AddThread& verb) {
  const auto ref = protocol::parse_thread_ref(verb.thread);
  if (!ref) return ref.error();
  if (const auto* url = std::get_if<protocol::ThreadUrl>(&*ref)) {
    const auto topic = forum::parse_topic_url(url->text);
    if (!topic) return topic.error();
    auto chosen = source_for(sources, topic->origin, verb.source);
    if (!chosen) return chosen.error();
    return Target{.source = std::move(chosen->source), .topic = topic->topic};
  }
  const auto* name = std::get_if<storage::ThreadName>(&*ref);
  if (name == nullptr) {
    return Error{.code = Code::malformed,
                 .what = "a bare number names a thread that is tracked already",
                 .hint = "give the topic's URL, or SOURCE/ID"};
  }
  const auto* source = with_name(sources, name->source);
  if (source == nullptr) {
    return Error{.code = Code::not_found,
                 .what = "there is no source '" + name->source + "'",
                 .hint = "give the topic's URL: it makes the source"};
  }
  return Target{.source = *source, .topic = name->topic};
}

}  // namespace

void freshen(const Context& context, storage::ThreadRecord& thread) {
  if (auto poll = context.tracker.poll_of(thread.id)) thread.poll = std::move(*poll);
}

asio::awaitable<Result<storage::ThreadRecord>> find_thread(Context& context, std::string named) {
  auto query = [named = std::move(named)](storage::Reader& reader) { return protocol::find_thread(reader, named); };
  auto found = co_await context.reader.run(std::move(query));
  if (found) freshen(context, *found);
  co_return found;
}

Answer run(Context& context, protocol::AddThread verb) {
  const auto sources = co_await known_sources(context);
  if (!sources) co_return sources.error();
  auto target = target_of(*sources, verb);
  if (!target) co_return target.error();
  auto added = co_await context.tracker.add(std::move(target->source), target->topic);
  if (!added) co_return added.error();
  const protocol::AddReply reply{.thread = std::move(added->thread), .already_tracked = added->already_tracked};
  co_return reply_with(reply);
}

Answer run(Context& context, protocol::RemoveThread verb) {
  const auto thread = co_await find_thread(context, verb.thread);
  if (!thread) co_return thread.error();
  const auto removed = co_await context.tracker.remove(thread->id, verb.keep_data);
  if (!removed) co_return removed.error();
  const protocol::RemoveReply reply{
      .name = protocol::name_of(*thread), .title = thread->header.title, .data_kept = verb.keep_data};
  co_return reply_with(reply);
}

namespace {

/// The thread as it stands now.
Answer told(Context& context, digest::ThreadId id, bool changed) {
  auto now = co_await find_thread(context, std::to_string(id.value));
  if (!now) co_return now.error();
  const protocol::PauseReply reply{.thread = std::move(*now), .changed = changed};
  co_return reply_with(reply);
}

}  // namespace

Answer run(Context& context, protocol::PauseThread verb) {
  const auto thread = co_await find_thread(context, verb.thread);
  if (!thread) co_return thread.error();
  if (verb.until && *verb.until <= context.clock.now()) {
    co_return Error{.code = Code::malformed, .what = "that time has passed", .where = "/until"};
  }
  const bool is_so =
      thread->state == storage::ThreadState::paused && thread->paused_until == verb.until && !thread->let_go_at;
  if (!is_so) {
    const auto paused = co_await context.tracker.pause(thread->id, verb.until);
    if (!paused) co_return paused.error();
  }
  auto telling = told(context, thread->id, !is_so);
  co_return co_await std::move(telling);
}

Answer run(Context& context, protocol::ResumeThread verb) {
  const auto thread = co_await find_thread(context, verb.thread);
  if (!thread) co_return thread.error();
  const auto resumed = co_await context.tracker.resume(thread->id);
  if (!resumed) co_return resumed.error();
  auto telling = told(context, thread->id, thread->state == storage::ThreadState::paused);
  co_return co_await std::move(telling);
}

Answer run(Context& context, protocol::WaitForChange verb) {
  const auto thread = co_await find_thread(context, verb.thread);
  if (!thread) co_return thread.error();
  const digest::Duration timeout{verb.timeout_ms};
  const auto seen =
      co_await context.tracker.wait_for_change(thread->id, static_cast<std::uint64_t>(verb.seen), timeout);
  auto now = co_await find_thread(context, verb.thread);
  if (!now) co_return now.error();
  const protocol::WaitReply reply{.seen = static_cast<std::int64_t>(seen), .thread = std::move(*now)};
  co_return reply_with(reply);
}

}  // namespace gailou::admin
