#include "daemon/engine/chat/budget.h"

#include <algorithm>

namespace gailou::engine {

namespace {

constexpr std::int64_t kTokensOfAPrice = 1'000'000;
constexpr std::int64_t kTokensMax = 1'000'000'000;  // no answer counts more; keeps the sum in range
constexpr std::int64_t kPriceMax = 1'000'000'000;   // 1,000 of the currency

std::optional<std::string> broken(const ChatBudget& budget, const storage::Spent& spent, std::int64_t reserved,
                                  const std::string& window) {
  if (budget.calls && spent.calls + 1 > *budget.calls) {
    return "the budget of " + std::to_string(*budget.calls) + " calls a " + window + " is used up";
  }
  if (budget.tokens && spent.tokens + reserved > *budget.tokens) {
    return "the budget of " + std::to_string(*budget.tokens) + " tokens a " + window + " leaves no room for " +
           std::to_string(reserved);
  }
  return std::nullopt;
}

std::int64_t priced(std::int64_t tokens, std::int64_t micros) {
  return std::clamp<std::int64_t>(tokens, 0, kTokensMax) * std::clamp<std::int64_t>(micros, 0, kPriceMax);
}

}  // namespace

std::optional<std::string> budget_broken(const ChatBudgets& budgets, const storage::SpentOf& spent,
                                         std::int64_t reserved) {
  if (auto why = broken(budgets.thread_day, spent.thread_today, reserved, "day for one thread")) return why;
  if (auto why = broken(budgets.day, spent.today, reserved, "day")) return why;
  return broken(budgets.month, spent.month, reserved, "month");
}

std::optional<std::int64_t> cost_of(const ChatPrice& price, const llm::Usage& usage) {
  if (!usage.prompt || !usage.completion) return std::nullopt;
  const std::int64_t prompt = usage.prompt.value_or(0);
  const std::int64_t cached = std::min(usage.cached.value_or(0), prompt);
  const std::int64_t sum = priced(prompt - cached, price.prompt_micros) +
                           priced(cached, price.cached_micros.value_or(price.prompt_micros)) +
                           priced(usage.completion.value_or(0), price.completion_micros);
  return (sum + kTokensOfAPrice - 1) / kTokensOfAPrice;
}

}  // namespace gailou::engine
