// What is tracked: add, remove, wait for news of one.
#include <algorithm>
#include <optional>

#include "daemon/admin/verbs.h"
#include "daemon/forum/topic_url.h"
#include "daemon/protocol/json.h"
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

std::optional<SourceRecord> with_origin(const std::vector<SourceRecord>& sources, const std::string& origin) {
  const auto found = std::ranges::find(sources, origin, &SourceRecord::origin);
  if (found == sources.end()) return std::nullopt;
  return *found;
}

std::optional<SourceRecord> with_name(const std::vector<SourceRecord>& sources, const std::string& name) {
  const auto found = std::ranges::find(sources, name, &SourceRecord::name);
  if (found == sources.end()) return std::nullopt;
  return *found;
}

Result<Target> target_of_url(const std::vector<SourceRecord>& sources, const std::string& url,
                             const std::string& wanted_name) {
  const auto topic = forum::parse_topic_url(url);
  if (!topic) return topic.error();
  if (const auto known = with_origin(sources, topic->origin)) {
    if (!wanted_name.empty() && wanted_name != known->name) {
      return Error{.code = Code::conflict,
                   .what = topic->origin + " is the source '" + known->name + "' already",
                   .hint = "a source's name never changes; leave --source out"};
    }
    return Target{.source = *known, .topic = topic->topic};
  }
  if (const auto taken = with_name(sources, wanted_name)) {
    return Error{.code = Code::conflict,
                 .what = "the source '" + wanted_name + "' is " + taken->origin,
                 .hint = "choose another name with --source"};
  }
  const std::string name = wanted_name.empty() ? forum::source_name_for(topic->origin) : wanted_name;
  return Target{.source = {.name = name, .origin = topic->origin}, .topic = topic->topic};
}

Result<Target> target_of(const std::vector<SourceRecord>& sources, const protocol::AddThread& verb) {
  const auto ref = protocol::parse_thread_ref(verb.thread);
  if (!ref) return ref.error();
  if (!verb.source.empty() && !protocol::is_source_name(verb.source)) {
    return Error{
        .code = Code::malformed, .what = "a source's name holds a-z, 0-9 and \"-\", at most 32", .where = "/source"};
  }
  if (const auto* url = std::get_if<protocol::ThreadUrl>(&*ref)) return target_of_url(sources, url->text, verb.source);
  const auto* name = std::get_if<storage::ThreadName>(&*ref);
  if (name == nullptr) {
    return Error{.code = Code::malformed,
                 .what = "a bare number names a thread that is tracked already",
                 .hint = "give the topic's URL, or SOURCE/ID"};
  }
  const auto source = with_name(sources, name->source);
  if (!source) {
    return Error{.code = Code::not_found,
                 .what = "there is no source '" + name->source + "'",
                 .hint = "give the topic's URL: it makes the source"};
  }
  return Target{.source = *source, .topic = name->topic};
}

/// The configured ones first, so that they win.
asio::awaitable<Result<std::vector<SourceRecord>>> known_sources(Context& context) {
  auto query = [](storage::Reader& reader) { return reader.sources(); };
  auto stored = co_await context.reader.run(std::move(query));
  if (!stored) co_return stored.error();
  std::vector<SourceRecord> sources = context.configured;
  sources.insert(sources.end(), stored->begin(), stored->end());
  co_return sources;
}

Reply replied(const nlohmann::ordered_json& document) {
  return {.body = protocol::dump(document)};
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
  co_return replied(protocol::document_of(reply));
}

Answer run(Context& context, protocol::RemoveThread verb) {
  const auto thread = co_await find_thread(context, verb.thread);
  if (!thread) co_return thread.error();
  const auto removed = co_await context.tracker.remove(thread->id, verb.keep_data);
  if (!removed) co_return removed.error();
  const protocol::RemoveReply reply{
      .name = protocol::name_of(*thread), .title = thread->header.title, .data_kept = verb.keep_data};
  co_return replied(protocol::document_of(reply));
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
  co_return replied(protocol::document_of(reply));
}

}  // namespace gailou::admin
