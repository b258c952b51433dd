// A saved file: what is it, which thread is it about, what does it add. All of it counts or nothing.
#include <algorithm>
#include <memory>
#include <utility>

#include "daemon/admin/source_choice.h"
#include "daemon/admin/verbs.h"
#include "daemon/forum/saved_file.h"
#include "daemon/forum/topic_url.h"
#include "daemon/protocol/thread_ref.h"
#include "digest/text/normalize.h"

namespace gailou::admin {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;
using storage::SourceRecord;
using storage::ThreadRecord;

namespace {

struct Target {
  SourceRecord source{};
  digest::TopicId topic{};
};

constexpr std::string_view kSayWhere = "say where it is from: --thread https://FORUM/t/ID";

Error about_another(digest::TopicId file, digest::TopicId wanted) {
  return {.code = Code::malformed,
          .what = "it is about topic " + std::to_string(file.value) + ", not " + std::to_string(wanted.value),
          .hint = std::string(kSayWhere)};
}

/// A page's first line names its source: "泥潭日报 uscardforum · 每日精选".
bool names_source(const std::string& heading, const std::string& source) {
  return heading.find(" " + source + " · ") != std::string::npos;
}

bool fits(const ThreadRecord& thread, const forum::SavedSubject& subject) {
  if (subject.topic) return thread.topic == *subject.topic;
  return !subject.title.empty() && names_source(subject.heading, thread.source) &&
         digest::norm(thread.header.title) == digest::norm(subject.title);
}

/// Without a word of where it is from: the one tracked thread that it can be about.
Result<Target> tracked_target(const std::vector<SourceRecord>& sources, const std::vector<ThreadRecord>& threads,
                              const forum::SavedSubject& subject) {
  std::vector<const ThreadRecord*> found;
  for (const ThreadRecord& thread : threads) {
    if (fits(thread, subject)) found.push_back(&thread);
  }
  if (found.size() > 1) {
    return Error{.code = Code::usage,
                 .what = std::to_string(found.size()) + " tracked threads could be meant: " + found[0]->source + ", " +
                         found[1]->source + (found.size() > 2 ? ", ..." : ""),
                 .hint = std::string(kSayWhere)};
  }
  if (found.empty()) {
    const std::string about = subject.topic ? "topic " + std::to_string(subject.topic->value) : "a recorded page";
    return Error{.code = Code::usage,
                 .what = "it doesn't tell which forum " + about + " belongs to, and no tracked thread fits",
                 .hint = std::string(kSayWhere)};
  }
  const auto* source = with_name(sources, found.front()->source);
  if (source == nullptr) return no_such_source(found.front()->source);
  return Target{.source = *source, .topic = found.front()->topic};
}

/// A thread by its URL or name, tracked or not.
Result<Target> named_target(const std::vector<SourceRecord>& sources, const protocol::ThreadRef& ref) {
  if (const auto* url = std::get_if<protocol::ThreadUrl>(&ref)) {
    const auto topic = forum::parse_topic_url(url->text);
    if (!topic) return topic.error();
    auto chosen = source_for(sources, topic->origin, "");
    if (!chosen) return chosen.error();
    return Target{.source = std::move(chosen->source), .topic = topic->topic};
  }
  const auto& name = std::get<storage::ThreadName>(ref);
  const auto* source = with_name(sources, name.source);
  if (source == nullptr) return no_such_source(name.source);
  return Target{.source = *source, .topic = name.topic};
}

asio::awaitable<Result<Target>> target_of(Context& context, forum::SavedSubject subject, std::string about) {
  const auto sources = co_await known_sources(context);
  if (!sources) co_return sources.error();
  if (about.empty()) {
    auto query = [](storage::Reader& reader) { return reader.threads(); };
    const auto threads = co_await context.reader.run(std::move(query));
    if (!threads) co_return threads.error();
    co_return tracked_target(*sources, *threads, subject);
  }
  auto ref = protocol::parse_thread_ref(about);
  if (!ref) co_return ref.error();
  if (std::holds_alternative<digest::ThreadId>(*ref)) {
    const auto thread = co_await find_thread(context, about);
    if (!thread) co_return thread.error();
    *ref = protocol::name_of(*thread);
  }
  const auto target = named_target(*sources, *ref);
  if (target && subject.topic && *subject.topic != target->topic) {
    co_return about_another(*subject.topic, target->topic);
  }
  co_return target;
}

protocol::ImportReply reply_of(const forum::SavedFile& file, const track::ImportReport& report) {
  const auto& ingested = report.ingested;
  protocol::ImportReply reply{.form = file.form, .posts = static_cast<std::int64_t>(file.posts)};
  reply.added = std::ssize(ingested.added) + std::ssize(ingested.restored);
  reply.edited = std::ssize(ingested.edited);
  reply.marked = std::ssize(ingested.marked);
  const std::int64_t skipped = reply.posts - std::ssize(file.observation.posts);
  reply.known = std::max<std::int64_t>(0, reply.posts - skipped - reply.added - reply.edited - reply.marked);
  for (const auto& each : file.skipped) {
    reply.skipped.push_back({.line = static_cast<std::int64_t>(each.line), .why = each.why});
  }
  reply.missing = report.missing;
  reply.complete = report.complete;
  reply.revisions = std::ssize(report.committed);
  return reply;
}

}  // namespace

Answer run(Context& context, protocol::ImportFile verb) {
  const auto text = std::make_shared<const std::string>(std::move(verb.text));
  // Megabytes are parsed on the readers' worker: neither the loop nor the writer waits for them.
  auto look = [text](storage::Reader&) { return forum::subject_of(*text); };
  auto subject = co_await context.reader.run(std::move(look));
  if (!subject) co_return subject.error();
  auto target = co_await target_of(context, std::move(*subject), std::move(verb.about));
  if (!target) co_return target.error();

  forum::SavedFrom from{.source = target->source, .topic = target->topic, .zone = std::move(verb.zone)};
  auto read = [text, from = std::move(from)](storage::Reader&) { return forum::read_saved(*text, from); };
  auto file = co_await context.reader.run(std::move(read));
  if (!file) co_return file.error();
  const auto observation = std::make_shared<const digest::Observation>(file->observation);

  const auto added = co_await context.tracker.add(target->source, target->topic);
  if (!added) co_return added.error();
  const auto report = co_await context.tracker.import(added->thread.id, observation);
  if (!report) co_return report.error();
  protocol::ImportReply reply = reply_of(*file, *report);
  reply.already_tracked = added->already_tracked;
  auto thread = co_await find_thread(context, std::to_string(added->thread.id.value));
  if (!thread) co_return thread.error();
  reply.thread = std::move(*thread);
  co_return reply_with(reply);
}

}  // namespace gailou::admin
