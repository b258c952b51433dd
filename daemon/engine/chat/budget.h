// Whether a request may still be paid for, and what one cost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/engine/chat/settings.h"
#include "digest/llm/reply.h"
#include "storage/ledger.h"

namespace gailou::engine {

/// Which budget a request that reserves so many tokens would break, in words; nothing: it may leave.
std::optional<std::string> budget_broken(const ChatBudgets& budgets, const storage::SpentOf& spent,
                                         std::int64_t reserved);

/// Millionths of the currency, rounded up; nothing if tokens weren't counted.
std::optional<std::int64_t> cost_of(const ChatPrice& price, const llm::Usage& usage);

}  // namespace gailou::engine
