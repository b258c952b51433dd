// `status --costs`: what models were asked and cost.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "daemon/cli/reads.h"
#include "daemon/cli/verbs.h"
#include "digest/deals/day.h"

namespace gailou::cli {

namespace {

using digest::Result;
using storage::CostRow;

/// "0.0025", "12.00": millionths, without idle zeros behind the second place.
std::string amount_text(std::int64_t micros) {
  constexpr std::int64_t kWhole = 1'000'000;
  std::string parts = std::to_string(kWhole + micros % kWhole).substr(1);
  while (parts.size() > 2 && parts.back() == '0') parts.pop_back();
  return std::to_string(micros / kWhole) + "." + parts;
}

std::string money_text(const std::vector<storage::Money>& costs) {
  std::string text;
  for (const storage::Money& money : costs) {
    text += (text.empty() ? "" : " + ") + amount_text(money.micros);
    if (!money.currency.empty()) text += " " + money.currency;
  }
  return text.empty() ? "-" : text;
}

/// What has no price isn't free.
std::string cost_text(const CostRow& row) {
  std::string text = money_text(row.costs);
  if (row.unpriced > 0 && !row.costs.empty()) text += ", " + std::to_string(row.unpriced) + " without a price";
  return text;
}

/// On a terminal with what it costs in words, in a pipe with the calls without a price in a cell of their own.
std::vector<std::string> figures_of(std::string name, const CostRow& row, bool terminal) {
  std::vector<std::string> cells{std::move(name)};
  for (const auto figure :
       {row.spent.calls, row.failed, row.spent.tokens, row.prompt_tokens, row.cached_tokens, row.completion_tokens}) {
    cells.push_back(std::to_string(figure));
  }
  cells.push_back(terminal ? cost_text(row) : money_text(row.costs));
  if (!terminal) cells.push_back(std::to_string(row.unpriced));
  return cells;
}

std::vector<Column> columns_of(std::string_view what) {
  return {{.header = what, .yields = true},
          {.header = "calls", .right = true},
          {.header = "failed", .right = true},
          {.header = "tokens", .right = true},
          {.header = "in", .right = true, .rank = 2},
          {.header = "cached", .right = true, .rank = 3},
          {.header = "out", .right = true, .rank = 1},
          {.header = "cost"}};
}

struct Kind {
  std::string_view name;
  const std::vector<CostRow>& rows;
};

std::string terminal_text(const protocol::CostsReply& reply, const std::vector<Kind>& kinds, const Session& session) {
  std::string text = "asked since " + digest::to_string(digest::local_day(reply.since, reply.zone)) + "\n";
  for (const Kind& kind : kinds) {
    std::vector<std::vector<std::string>> rows;
    for (const CostRow& row : kind.rows) rows.push_back(figures_of(row.name, row, true));
    if (kind.name == "day") rows.push_back(figures_of("total", reply.total, true));
    text += "\n" + table(columns_of(kind.name), rows, session.table_style());
  }
  return text;
}

std::string piped_text(const protocol::CostsReply& reply, const std::vector<Kind>& kinds, const Session& session) {
  std::vector<std::vector<std::string>> rows;
  const auto add = [&](std::string_view kind, const CostRow& row) {
    auto cells = figures_of(row.name, row, false);
    cells.insert(cells.begin(), std::string(kind));
    rows.push_back(std::move(cells));
  };
  for (const Kind& kind : kinds) {
    for (const CostRow& row : kind.rows) add(kind.name, row);
  }
  add("total", reply.total);
  return table(std::vector<Column>(10), rows, session.table_style());
}

}  // namespace

Result<int> show_costs(Session& session, std::int64_t days) {
  Reads reads(session);
  const protocol::ShowCosts verb{.days = days, .zone = session.places.site.zone, .now = session.streams.now};
  const auto reply = reads.answer(verb);
  if (!reply) return reply.error();
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
    return 0;
  }
  if (reply->total.spent.calls == 0) {
    session.note(reply->ever ? "no model was asked in the last " + std::to_string(days) + (days == 1 ? " day" : " days")
                             : "no model was ever asked: the offline engine costs nothing");
    return 0;
  }
  const std::vector<Kind> kinds{{"day", reply->days}, {"thread", reply->threads}, {"model", reply->models}};
  session.print(session.streams.out_is_terminal ? terminal_text(*reply, kinds, session)
                                                : piped_text(*reply, kinds, session));
  return 0;
}

}  // namespace gailou::cli
