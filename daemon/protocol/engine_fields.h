// What is told of an engine, as JSON, both ways.
#pragma once

#include "daemon/protocol/engine_lines.h"
#include "daemon/protocol/fields.h"

namespace gailou::protocol {

template <class Io, Const<EndpointLine> T>
void fields(Io& io, T& line) {
  io.need("endpoint", line.endpoint);
  io.need("model", line.model);
  io.may("format", line.format);
  io.may("token_parameter", line.token_parameter);
  io.need("takes_temperature", line.takes_temperature);
  io.may("thinking", line.thinking);
  io.need("answers", line.answers);
  io.need("resting", line.is_resting);
  io.may("rests_until", line.rests_until);
  io.need("prompt_cut", line.is_prompt_cut);
  io.may("why", line.why);
}

template <class Io, Const<BudgetLine> T>
void fields(Io& io, T& line) {
  io.need("window", line.window);
  io.may("thread", line.thread);
  io.need("tokens", line.tokens);
  io.need("calls", line.calls);
  io.may("tokens_most", line.tokens_most);
  io.may("calls_most", line.calls_most);
}

template <class Io, Const<EngineLine> T>
void fields(Io& io, T& line) {
  io.need("endpoint", line.endpoint);
  io.need("model", line.model);
  io.need("writes_all", line.writes_all);
  io.need("resting", line.is_resting);
  io.may("rests_until", line.rests_until);
  io.need("prompt_cut", line.is_prompt_cut);
  io.may("why", line.why);
  io.need("budgets", line.budgets);
}

template <class Io, Const<ExchangeLine> T>
void fields(Io& io, T& line) {
  io.need("kind", line.kind);
  io.need("request", line.request);
  io.need("http_status", line.http_status);
  io.need("answer", line.answer);
  io.need("verdict", line.verdict);
  io.may("trouble", line.trouble);
  io.may("rules", line.rules);
  io.may("what", line.what);
  io.may("refused", line.refused);
  io.may("prompt_tokens", line.prompt_tokens);
  io.may("completion_tokens", line.completion_tokens);
  io.may("cached_tokens", line.cached_tokens);
  io.may("reasoning_tokens", line.reasoning_tokens);
  io.may("cost_micros", line.cost_micros);
  io.need("took_ms", line.took_ms);
}

template <class Io, Const<QuietLine> T>
void fields(Io& io, T& line) {
  io.need("floor", line.floor);
  io.need("reason", line.reason);
}

}  // namespace gailou::protocol
