#include "daemon/cli/source_text.h"

namespace gailou::cli {

namespace {

using protocol::SourceLine;

/// "1/s", "1 in 10s"
std::string pace_text(std::int64_t spacing_ms) {
  if (spacing_ms <= 0) return "-";
  if (spacing_ms <= 1000) return std::to_string(1000 / spacing_ms) + "/s";
  return "1 in " + length_text(digest::Duration{spacing_ms});
}

/// By what a thread's news are seen beside its own polls.
std::string ways_text(const SourceLine& line) {
  if (line.gate && line.live) return "gate, live";
  if (line.gate) return "gate";
  return line.live ? "live" : "-";
}

std::string delays_cell(const std::optional<protocol::DelayFigures>& delays) {
  if (!delays) return "-";
  return length_text(digest::Duration{delays->median_ms}) + "/" + length_text(digest::Duration{delays->p95_ms});
}

std::vector<Column> columns_of(bool terminal) {
  std::vector<Column> columns{{.header = "SOURCE"},
                              {.header = "ORIGIN", .yields = true},
                              {.header = "STATE"},
                              {.header = "THREADS", .right = true},
                              {.header = "ASLEEP", .right = true, .rank = 8},
                              {.header = "PAUSED", .right = true, .rank = 6},
                              {.header = "FAILING", .right = true, .rank = 3},
                              {.header = "TODAY", .right = true, .rank = 1},
                              {.header = "PACE", .rank = 9},
                              {.header = "HOW", .rank = 10},
                              {.header = "POLLED", .rank = 5},
                              {.header = "NEXT", .rank = 4},
                              {.header = "DELAY", .rank = 7}};
  if (terminal) return columns;
  for (const char* header : {"COOLDOWN", "REASON", "LAST ERROR"}) columns.push_back({.header = header});
  return columns;
}

std::vector<std::string> row_of(const SourceLine& line, const Session& session) {
  std::vector<std::string> row{line.source.name,
                               line.source.origin,
                               std::string(protocol::name_of(line.condition)),
                               std::to_string(line.threads),
                               std::to_string(line.asleep),
                               std::to_string(line.paused),
                               std::to_string(line.failing),
                               requests_text(line),
                               pace_text(line.request_spacing),
                               ways_text(line),
                               glance(line.last_poll, session),
                               glance(line.next_poll, session),
                               delays_cell(line.delays)};
  if (session.streams.out_is_terminal) return row;
  row.push_back(time_text(line.state.cooldown_until, session));
  row.push_back(line.state.cooldown_reason);
  row.push_back(line.last_error);
  return row;
}

}  // namespace

std::string requests_text(const SourceLine& line) {
  const std::string today = std::to_string(line.requests_today);
  return line.day_budget > 0 ? today + "/" + std::to_string(line.day_budget) : today;
}

std::string delays_text(const std::optional<protocol::DelayFigures>& delays) {
  if (!delays) return "-";
  return length_text(digest::Duration{delays->median_ms}) + " median, " +
         length_text(digest::Duration{delays->p95_ms}) + " for 95 of 100, over " + std::to_string(delays->replies) +
         (delays->replies == 1 ? " reply" : " replies");
}

std::vector<std::string> source_troubles(const SourceLine& line, const Session& session) {
  std::vector<std::string> troubles;
  if (line.state.cooldown_until) {
    troubles.push_back("left alone until " + time_text(line.state.cooldown_until, session) +
                       (line.state.cooldown_reason.empty() ? "" : ": " + line.state.cooldown_reason));
  }
  // The poll that began the cooldown says the same with its place in front.
  const bool is_told = !line.state.cooldown_reason.empty() && line.last_error.ends_with(line.state.cooldown_reason);
  if (!line.last_error.empty() && !is_told) {
    troubles.push_back("last error: " + line.last_error);
  }
  if (!line.advice.empty()) troubles.push_back(line.advice);
  return troubles;
}

namespace {

/// "rule lively: adds, 3 of 20 threads, 5 let go of; lists seen 4 min ago"
std::string rule_text(const protocol::RuleLine& rule, const SourceLine& line, const Session& session) {
  std::string text = "rule " + rule.name + (rule.adds ? " adds: " : " proposes");
  if (rule.adds) text += std::to_string(rule.threads) + " of " + std::to_string(rule.max_threads) + " threads";
  if (rule.let_go > 0) text += ", " + std::to_string(rule.let_go) + " let go of";
  return text + "; lists seen: " + glance(line.state.listed_at, session);
}

}  // namespace

std::string sources_text(const protocol::SourcesReply& reply, const Session& session) {
  std::vector<std::vector<std::string>> rows;
  for (const SourceLine& line : reply.sources) rows.push_back(row_of(line, session));
  const bool terminal = session.streams.out_is_terminal;
  std::string text = table(columns_of(terminal), rows, session.table_style());
  if (!terminal) return text;
  for (const SourceLine& line : reply.sources) {
    for (const std::string& trouble : source_troubles(line, session)) {
      text += cell(line.source.name + ": " + trouble) + "\n";
    }
    for (const protocol::RuleLine& rule : line.rules) {
      text += cell(line.source.name + ": " + rule_text(rule, line, session)) + "\n";
    }
  }
  return text;
}

}  // namespace gailou::cli
