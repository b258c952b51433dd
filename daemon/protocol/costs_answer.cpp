// What models cost, from the store.
#include <algorithm>
#include <chrono>
#include <utility>

#include "daemon/protocol/stored_answers.h"
#include "digest/deals/day.h"

namespace gailou::protocol {

namespace {

using digest::Result;
using storage::CostRow;
using storage::Money;

void add_costs(std::vector<Money>& sum, const std::vector<Money>& more) {
  for (const Money& money : more) {
    const auto held = std::ranges::find(sum, money.currency, &Money::currency);
    if (held == sum.end()) {
      sum.push_back(money);
    } else {
      held->micros += money.micros;
    }
  }
}

CostRow total_of(const std::vector<CostRow>& rows) {
  CostRow total;
  for (const CostRow& row : rows) {
    total.spent.tokens += row.spent.tokens;
    total.spent.calls += row.spent.calls;
    total.prompt_tokens += row.prompt_tokens;
    total.completion_tokens += row.completion_tokens;
    total.cached_tokens += row.cached_tokens;
    total.failed += row.failed;
    total.unpriced += row.unpriced;
    add_costs(total.costs, row.costs);
  }
  return total;
}

void dearest_first(std::vector<CostRow>& rows) {
  std::ranges::stable_sort(rows, std::ranges::greater{}, [](const CostRow& row) { return row.spent.tokens; });
}

}  // namespace

Result<CostsReply> answer(storage::Reader& reader, const ShowCosts& verb) {
  const auto today = digest::local_day(verb.now.value_or(digest::Instant{}), verb.zone);
  CostsReply reply{.zone = verb.zone.empty() ? "UTC" : verb.zone};
  reply.since = digest::start_of(today - std::chrono::days{verb.days - 1}, verb.zone);
  const std::pair<storage::CostsBy, std::vector<CostRow>*> wanted[] = {{storage::CostsBy::day, &reply.days},
                                                                       {storage::CostsBy::thread, &reply.threads},
                                                                       {storage::CostsBy::model, &reply.models}};
  for (const auto& [by, rows] : wanted) {
    auto read = reader.costs(by, reply.since, verb.zone);
    if (!read) return read.error();
    *rows = std::move(*read);
  }
  const auto any = reader.attempts(std::nullopt, 1);
  if (!any) return any.error();
  reply.ever = !any->empty();
  reply.total = total_of(reply.days);
  dearest_first(reply.threads);
  dearest_first(reply.models);
  return reply;
}

}  // namespace gailou::protocol
