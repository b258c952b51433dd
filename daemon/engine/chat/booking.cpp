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
  if (price) {
    end.cost_micros = cost_of(*price, heard.usage);
    end.currency = price->currency;
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
