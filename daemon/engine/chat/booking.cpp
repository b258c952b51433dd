#include "daemon/engine/chat/booking.h"

#include <utility>

#include "daemon/engine/chat/budget.h"

namespace gailou::engine {

storage::Attempt attempt_of(const Send& send, const ChatSettings& settings, digest::Instant now) {
  storage::Attempt attempt{.first = send.first, .last = send.last};
  attempt.kind = send.kind;
  attempt.endpoint = settings.endpoint.name;
  attempt.model = settings.model;
  attempt.started = now;
  attempt.estimate = send.estimate;
  attempt.reserved = send.estimate + send.output_limit;
  attempt.nonce = send.nonce;
  return attempt;
}

storage::Use use_of(int status, bool has_left) {
  if (status == 0) return has_left ? storage::Use::unknown : storage::Use::unsent;
  const bool is_late = status == 408 || status == 499;      // it may have worked for as long as it was waited for
  const bool has_no_room = status == 503 || status == 529;  // and says so at once
  const bool is_turned_away = status >= 300 && status < 500 && !is_late;
  return is_turned_away || has_no_room ? storage::Use::refused : storage::Use::unknown;
}

storage::AttemptEnd end_of(const Came& came, int status, const std::optional<ChatPrice>& price, digest::Instant now) {
  const auto& heard = came.heard;
  storage::AttemptEnd end{.ended = now};
  if (status != 0) end.http_status = status;
  end.finish_reason = heard.finish_reason;
  end.verdict = llm::name_of(heard.verdict);
  end.trouble = llm::name_of(heard.trouble);
  end.rules = heard.rule;
  end.answered_by = heard.model;
  end.prompt_tokens = heard.usage.prompt;
  end.completion_tokens = heard.usage.completion;
  end.cached_tokens = heard.usage.cached;
  end.reasoning_tokens = heard.usage.reasoning;
  // Nobody works on what he finds too long, whatever status he says it with.
  end.use = heard.too_long ? storage::Use::refused : use_of(status, came.has_left);
  if (price) {
    const bool is_free = end.use != storage::Use::unknown && !heard.usage.prompt;
    end.cost_micros = is_free ? std::optional<std::int64_t>(0) : cost_of(*price, heard.usage);
    end.currency = price->currency;
    end.price = storage::Price{.prompt_micros = price->prompt_micros,
                               .cached_micros = price->cached_micros.value_or(price->prompt_micros),
                               .completion_micros = price->completion_micros};
  }
  end.error = heard.what;
  return end;
}

Exchange exchange_of(const Send& send, std::string request, const storage::AttemptEnd& end, const Outcome& outcome) {
  Exchange exchange{.kind = send.kind, .request = std::move(request)};
  exchange.http_status = end.http_status.value_or(0);
  exchange.verdict = llm::name_of(outcome.verdict);
  exchange.trouble = end.trouble;
  exchange.rules = outcome.rules;
  exchange.what = outcome.what;
  exchange.refused = outcome.refused;
  exchange.usage = {.prompt = end.prompt_tokens,
                    .completion = end.completion_tokens,
                    .cached = end.cached_tokens,
                    .reasoning = end.reasoning_tokens};
  exchange.cost_micros = end.cost_micros;
  return exchange;
}

}  // namespace gailou::engine
