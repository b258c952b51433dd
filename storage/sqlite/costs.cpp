#include "storage/sqlite/costs.h"

#include <chrono>
#include <utility>

#include "digest/deals/day.h"
#include "storage/sqlite/transaction.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Instant;
using digest::Result;

const char* costs_query(CostsBy by) {
  switch (by) {
    case CostsBy::day:
      return "costs_by_quarter";
    case CostsBy::thread:
      return "costs_by_thread";
    case CostsBy::model:
      break;
  }
  return "costs_by_model";
}

std::string day_name(std::int64_t quarter, const std::string& zone) {
  constexpr std::chrono::minutes kQuarter{15};
  return digest::to_string(digest::local_day(Instant{quarter * kQuarter}, zone));
}

void add_money(std::vector<Money>& costs, const Money& more) {
  for (auto& cost : costs) {
    if (cost.currency != more.currency) continue;
    cost.micros += more.micros;
    return;
  }
  costs.push_back(more);
}

/// The rest of a row whose name has been read.
void add_row(CostRow& sum, Row& row) {
  Money money{.currency = row.text()};
  sum.spent.tokens += row.integer();
  const auto calls = row.integer();
  const auto unpriced = row.integer();
  sum.spent.calls += calls;
  sum.unpriced += unpriced;
  money.micros = row.integer();
  if (calls > unpriced) add_money(sum.costs, money);
  sum.prompt_tokens += row.integer();
  sum.completion_tokens += row.integer();
  sum.cached_tokens += row.integer();
  sum.failed += row.integer();
}

}  // namespace

Result<std::vector<CostRow>> costs(Database& db, CostsBy by, Instant since, const std::string& zone) {
  Transaction tx(db.connection, Transaction::Kind::read);
  std::vector<CostRow> rows;
  auto query = db.query(costs_query(by));
  query.bind(":since_ms", since);
  while (query.next()) {
    auto row = query.row();
    auto name = by == CostsBy::day ? day_name(row.integer(), zone) : row.text();
    if (rows.empty() || rows.back().name != name) rows.emplace_back().name = std::move(name);
    add_row(rows.back(), row);
  }
  return tx.commit(std::move(rows));
}

}  // namespace gailou::storage::sqlite
