// `status` and `version`.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "daemon/cli/source_text.h"
#include "daemon/cli/verbs.h"
#include "daemon/io/version.h"

namespace gailou::cli {

namespace {

using digest::Result;

constexpr int kDegraded = 2;

std::string bytes_text(std::int64_t bytes) {
  if (bytes >= 10 << 20) return std::to_string(bytes >> 20) + " MiB";
  if (bytes >= 10 << 10) return std::to_string(bytes >> 10) + " KiB";
  return std::to_string(bytes) + " B";
}

std::string count(std::int64_t number, const char* what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

/// "1,234,567"
std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > (number < 0 ? 1 : 0); at -= 3) {
    text.insert(static_cast<std::size_t>(at), ",");
  }
  return text;
}

std::string list_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "-" : text;
}

/// Labels in a column of their own; what follows a first line stands below it.
class Facts {
 public:
  void add(std::string_view label, std::string_view text) {
    text_ += std::string(label) + std::string(kLabelWidth - label.size(), ' ') + std::string(text) + "\n";
  }
  void below(std::string_view text) { add("", cell(text)); }
  std::string take() { return std::move(text_); }

 private:
  static constexpr std::size_t kLabelWidth = 10;

  std::string text_{};
};

/// "3 tracked: 2 active, 1 paused"
std::string threads_text(const protocol::StatusReply& status) {
  std::string states;
  for (const protocol::StateCount& count : status.states) {
    states += (states.empty() ? ": " : ", ") + std::to_string(count.threads) + " " +
              std::string(storage::name_of(count.state));
  }
  return std::to_string(status.threads) + " tracked" + states + ", " + std::to_string(status.failing) + " failing";
}

std::string queue_text(const protocol::StatusReply& status, const Session& session) {
  std::string text = status.due == 0 ? "nothing due" : std::to_string(status.due) + " due";
  const digest::Duration overdue{status.overdue_ms};
  if (overdue >= std::chrono::seconds{1}) text += ", the first for " + length_text(overdue);
  return text + "; last poll " + time_text(status.last_poll, session);
}

void add_sources(Facts& facts, const protocol::StatusReply& status, const Session& session) {
  for (const protocol::SourceLine& line : status.sources) {
    facts.add("source",
              cell(line.source.name + " " + line.source.origin + ": " + std::string(protocol::name_of(line.condition)) +
                   ", " + count(line.threads, "thread") + ", " + requests_text(line) + " requests today, next poll " +
                   distance_text(line.next_poll, status.now)));
    for (const std::string& trouble : source_troubles(line, session)) facts.below(trouble);
  }
}

/// "12,345 of 200,000 tokens, 7 calls"
std::string budget_text(const protocol::BudgetLine& budget) {
  const auto of = [](const std::optional<std::int64_t>& most) {
    return most ? " of " + grouped(*most) : std::string();
  };
  return grouped(budget.tokens) + of(budget.tokens_most) + " tokens, " + grouped(budget.calls) + of(budget.calls_most) +
         (budget.calls == 1 && !budget.calls_most ? " call" : " calls");
}

void add_engine(Facts& facts, const protocol::EngineLine& engine, const Session& session) {
  facts.add("engine", cell(engine.model + " at " + engine.endpoint +
                           (engine.writes_all ? "" : ", for the sources and threads that ask for it")));
  if (engine.is_resting) {
    facts.below("resting until " + time_text(engine.rests_until, session) +
                (engine.why.empty() ? "" : ": " + engine.why));
  } else if (!engine.why.empty()) {
    facts.below(engine.why);
  }
  for (const protocol::BudgetLine& budget : engine.budgets) {
    if (budget.window == "day") facts.below("today " + budget_text(budget));
    if (budget.window == "month") facts.below("this month " + budget_text(budget));
    const bool is_told = !budget.thread.empty() || budget.tokens_most || budget.calls_most;
    if (budget.window == "thread_day" && is_told) {
      facts.below("of one thread today " + budget_text(budget) + (budget.thread.empty() ? "" : ", " + budget.thread));
    }
  }
}

std::string status_text(const protocol::StatusReply& status, const Session& session) {
  const Paint& paint = session.paint;
  Facts facts;
  facts.add("daemon", (status.degraded.empty() ? paint.good("healthy") : paint.bad("degraded")) + ", version " +
                          cell(status.version) + ", pid " + std::to_string(status.pid) + ", up " +
                          length_text(status.now - status.started_at) + " since " +
                          time_text(status.started_at, session));
  for (const std::string& reason : status.degraded) facts.below(reason);
  facts.add("readers", cell(list_of(status.listening)));
  facts.add("threads", threads_text(status));
  facts.add("queue", queue_text(status, session));
  facts.add("store", cell(status.store.folder) + ": " + count(status.store.figures.posts, "post") + ", " +
                         bytes_text(status.store.figures.database_bytes) + " and " +
                         bytes_text(status.store.figures.wal_bytes) + " of WAL, schema " +
                         std::to_string(status.store.figures.schema));
  if (status.engine) add_engine(facts, *status.engine, session);
  if (status.reload) facts.add("reload", reload_text(*status.reload, session));
  add_sources(facts, status, session);
  for (const protocol::ThreadNotice& notice : status.notices) {
    facts.add("notice",
              cell(notice.thread + (notice.title.empty() ? "" : " (" + notice.title + ")") + ": " + notice.what));
  }
  return facts.take();
}

}  // namespace

Result<int> run(Session& session, const StatusArguments& verb) {
  if (verb.costs) return show_costs(session, verb.days);
  const auto reply = session.client.ask(protocol::ShowStatus{});
  if (!reply) return reply.error();
  session.print(session.global.json ? protocol::dump(protocol::document_of(*reply)) + "\n"
                                    : status_text(*reply, session));
  return reply->degraded.empty() ? 0 : kDegraded;
}

Result<int> run(Session& session, const VersionArguments&) {
  const std::string commit = io::commit();
  if (session.global.json) {
    nlohmann::ordered_json document{{"name", "gailou"}, {"version", io::version()}};
    if (!commit.empty()) document["commit"] = commit;
    document["compiler"] = __VERSION__;
    session.print(protocol::dump(document) + "\n");
    return 0;
  }
  session.print("gailou " + io::version() + "\n" + (commit.empty() ? "" : "commit " + commit + "\n") +
                "compiler " __VERSION__ "\n");
  return 0;
}

}  // namespace gailou::cli
