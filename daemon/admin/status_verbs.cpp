// The daemon at a glance, and whether anything about it needs a look.
#include <algorithm>
#include <utility>

#include <unistd.h>

#include "daemon/admin/source_lines.h"
#include "daemon/admin/verbs.h"
#include "daemon/io/version.h"
#include "daemon/protocol/thread_ref.h"

namespace gailou::admin {

namespace {

using digest::Result;
using storage::ThreadRecord;

/// A shorter cooldown is what politeness looks like, no trouble.
constexpr digest::Duration kLongCooldown = std::chrono::minutes{5};
/// More would hide what else there is to say.
constexpr std::size_t kNoticesMax = 50;

/// What the store says; a store that can't say anything is told like any other trouble.
struct Stored {
  StoredSources sources{};
  storage::StoreFigures figures{};
};

Result<Stored> look(storage::Reader& reader) {
  Stored stored;
  auto sources = stored_sources(reader);
  if (!sources) return sources.error();
  stored.sources = std::move(*sources);
  const auto figures = reader.figures();
  if (!figures) return figures.error();
  stored.figures = *figures;
  return stored;
}

std::optional<std::string> complaint(const protocol::SourceLine& line, digest::Instant now) {
  const auto& until = line.state.cooldown_until;
  const bool is_long = until && *until - now >= kLongCooldown;
  const std::string why = line.state.cooldown_reason.empty() ? "" : ": " + line.state.cooldown_reason;
  if (until && (is_long || line.condition == protocol::Condition::challenged)) {
    return "source " + line.source.name + " is left alone until " + digest::to_iso(*until) + why;
  }
  if (line.condition == protocol::Condition::failing) {
    return "no thread of source " + line.source.name + " can be polled" +
           (line.last_error.empty() ? "" : ": " + line.last_error);
  }
  return std::nullopt;
}

std::optional<std::string> notice_of(const ThreadRecord& thread) {
  const storage::PollState& poll = thread.poll;
  if (!poll.notice.empty()) return poll.notice;
  if (poll.failures == 0) return std::nullopt;
  const std::string times =
      poll.failures == 1 ? "its last poll" : "its last " + std::to_string(poll.failures) + " polls";
  return times + " failed: " + poll.last_error;
}

void count(std::vector<protocol::StateCount>& states, storage::ThreadState state) {
  auto found = std::ranges::find(states, state, &protocol::StateCount::state);
  if (found == states.end()) found = states.insert(states.end(), {.state = state});
  ++found->threads;
}

void tell_threads(protocol::StatusReply& status, const std::vector<ThreadRecord>& threads) {
  std::optional<digest::Instant> newest_failure;
  for (const ThreadRecord& thread : threads) {
    count(status.states, thread.state);
    const storage::PollState& poll = thread.poll;
    if (poll.failures > 0 && (!newest_failure || poll.last_poll > newest_failure)) {
      newest_failure = poll.last_poll;
      status.last_error = protocol::text_of(protocol::name_of(thread)) + ": " + poll.last_error;
    }
    const auto notice = notice_of(thread);
    if (!notice || status.notices.size() >= kNoticesMax) continue;
    status.notices.push_back(
        {.thread = protocol::text_of(protocol::name_of(thread)), .title = thread.header.title, .what = *notice});
  }
  std::ranges::sort(status.states, {}, &protocol::StateCount::state);
}

/// How long the earliest poll has been due; a source in a cooldown polls nothing on purpose.
std::int64_t overdue_ms(const std::vector<protocol::SourceLine>& sources, digest::Instant now) {
  digest::Duration longest{0};
  for (const protocol::SourceLine& line : sources) {
    if (line.next_poll && !line.state.cooldown_until) longest = std::max(longest, now - *line.next_poll);
  }
  return longest.count();
}

}  // namespace

Answer run(Context& context, protocol::ShowStatus) {
  auto query = [](storage::Reader& reader) { return look(reader); };
  auto stored = co_await context.reader.run(std::move(query));
  const track::TrackerStatus tracked = context.tracker.status();
  protocol::StatusReply status{.version = context.version,
                               .commit = io::commit(),
                               .pid = ::getpid(),
                               .started_at = context.started_at,
                               .now = context.clock.now(),
                               .threads = tracked.threads,
                               .due = tracked.due,
                               .failing = tracked.failing,
                               .last_poll = tracked.last_poll,
                               .store = {.folder = context.surroundings.state_folder},
                               .listening = context.surroundings.listening,
                               .degraded = context.trouble,
                               .reload = context.reloaded};
  if (stored) {
    for (ThreadRecord& thread : stored->sources.threads) freshen(context, thread);
    tell_threads(status, stored->sources.threads);
    status.sources = source_lines(stored->sources, tracked, context);
    status.store.figures = stored->figures;
  } else {
    status.degraded.push_back("the store can't be read: " + digest::to_string(stored.error()));
  }
  status.overdue_ms = overdue_ms(status.sources, status.now);
  for (const protocol::SourceLine& line : status.sources) {
    if (auto reason = complaint(line, status.now)) status.degraded.push_back(std::move(*reason));
  }
  co_return reply_with(status);
}

}  // namespace gailou::admin
