// The daemon at a glance, and whether anything about it needs a look.
#include <algorithm>
#include <utility>

#include <unistd.h>

#include "daemon/admin/source_lines.h"
#include "daemon/admin/verbs.h"
#include "daemon/engine/chat/store_ledger.h"
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
  storage::SpentOf spent{};
  std::vector<storage::CostRow> threads{};  // what each spent today
};

/// What counts for the budgets now.
Result<void> look_at_budgets(storage::Reader& reader, const std::string& zone, digest::Instant now, Stored& stored) {
  const auto windows = engine::budget_windows(now, zone);
  const auto spent = reader.spent(digest::ThreadId{}, windows.day, windows.month);
  if (!spent) return spent.error();
  stored.spent = *spent;
  auto threads = reader.costs(storage::CostsBy::thread, windows.day, zone);
  if (!threads) return threads.error();
  stored.threads = std::move(*threads);
  return {};
}

Result<Stored> look(storage::Reader& reader, const std::optional<std::string>& budgets_in, digest::Instant now) {
  Stored stored;
  auto sources = stored_sources(reader);
  if (!sources) return sources.error();
  stored.sources = std::move(*sources);
  const auto figures = reader.figures();
  if (!figures) return figures.error();
  stored.figures = *figures;
  if (budgets_in) {
    if (auto looked = look_at_budgets(reader, *budgets_in, now, stored); !looked) return looked.error();
  }
  return stored;
}

protocol::BudgetLine budget_line(std::string_view window, const engine::ChatBudget& budget,
                                 const storage::Spent& spent) {
  return {.window = std::string(window),
          .tokens = spent.tokens,
          .calls = spent.calls,
          .tokens_most = budget.tokens,
          .calls_most = budget.calls};
}

/// Of all threads the one that spent most today; rows in brackets are no threads.
protocol::BudgetLine thread_budget_line(const engine::ChatBudget& budget, const std::vector<storage::CostRow>& rows) {
  const storage::CostRow* most = nullptr;
  for (const auto& row : rows) {
    const bool is_thread = row.name.find('/') != std::string::npos;
    if (is_thread && (most == nullptr || row.spent.tokens > most->spent.tokens)) most = &row;
  }
  auto line = budget_line("thread_day", budget, most == nullptr ? storage::Spent{} : most->spent);
  if (most != nullptr) line.thread = most->name;
  return line;
}

protocol::EngineLine engine_line(const engine::ChatEngine& chat, const Engines& engines, const Stored* stored) {
  const auto standing = chat.standing();
  protocol::EngineLine line{.endpoint = standing.endpoint,
                            .model = standing.model,
                            .writes_all = engines.rules.for_all == engine::Kind::llm,
                            .is_resting = standing.is_resting,
                            .rests_until = standing.rests_until,
                            .is_prompt_cut = standing.is_prompt_cut,
                            .why = standing.why};
  if (stored == nullptr) return line;
  const auto& budgets = chat.budgets();
  line.budgets = {budget_line("day", budgets.day, stored->spent.today),
                  budget_line("month", budgets.month, stored->spent.month),
                  thread_budget_line(budgets.thread_day, stored->threads)};
  return line;
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
  // A reload may put another one in its place meanwhile.
  const auto chat = context.engines.chat;
  const auto budgets_in = chat ? std::optional(context.engines.zone) : std::nullopt;
  auto query = [budgets_in, now = context.clock.now()](storage::Reader& reader) {
    return look(reader, budgets_in, now);
  };
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
  if (chat) status.engine = engine_line(*chat, context.engines, stored ? &*stored : nullptr);
  status.overdue_ms = overdue_ms(status.sources, status.now);
  for (const protocol::SourceLine& line : status.sources) {
    if (auto reason = complaint(line, status.now)) status.degraded.push_back(std::move(*reason));
  }
  co_return reply_with(status);
}

}  // namespace gailou::admin
