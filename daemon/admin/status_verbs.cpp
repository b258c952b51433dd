// The daemon at a glance, and whether anything about it needs a look.
#include <unistd.h>

#include "daemon/admin/verbs.h"
#include "daemon/io/version.h"
#include "daemon/protocol/json.h"
#include "daemon/protocol/replies.h"

namespace gailou::admin {

namespace {

std::vector<std::string> complaints(const protocol::StatusReply& status) {
  std::vector<std::string> reasons;
  for (const protocol::SourceLine& line : status.sources) {
    const auto& until = line.state.cooldown_until;
    if (!until || *until <= status.now) continue;
    const std::string why = line.state.cooldown_reason.empty() ? "" : ": " + line.state.cooldown_reason;
    reasons.push_back("source " + line.source.name + " is left alone until " + digest::to_iso(*until) + why);
  }
  if (status.failing > 0) {
    reasons.push_back(std::to_string(status.failing) + (status.failing == 1 ? " thread's" : " threads'") +
                      " last poll failed");
  }
  return reasons;
}

}  // namespace

Answer run(Context& context, protocol::ShowStatus) {
  auto query = [](storage::Reader& reader) { return reader.figures(); };
  const auto figures = co_await context.reader.run(std::move(query));
  if (!figures) co_return figures.error();
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
                               .store = *figures,
                               .state_folder = context.state_folder,
                               .listening = context.listening};
  for (const track::SourceStatus& source : tracked.sources) {
    status.sources.push_back(
        {.source = source.source, .state = source.state, .threads = source.threads, .requests = source.requests});
  }
  status.degraded = complaints(status);
  co_return Reply{.body = protocol::dump(protocol::document_of(status))};
}

}  // namespace gailou::admin
