// What is told of a source as JSON, both ways.
#pragma once

#include "daemon/protocol/fields.h"
#include "daemon/protocol/source_line.h"

namespace gailou::protocol {

template <class Io, Const<DelayFigures> T>
void fields(Io& io, T& delays) {
  io.need("replies", delays.replies);
  io.need("median_ms", delays.median_ms);
  io.need("p95_ms", delays.p95_ms);
}

template <class Io, Const<storage::SourceRecord> T>
void fields(Io& io, T& source) {
  io.need("name", source.name);
  io.need("kind", source.kind);
  io.need("origin", source.origin);
}

template <class Io, Const<RuleLine> T>
void fields(Io& io, T& rule) {
  io.need("name", rule.name);
  io.need("adds", rule.adds);
  io.need("threads", rule.threads);
  io.need("max_threads", rule.max_threads);
  io.need("let_go", rule.let_go);
}

template <class Io, Const<SourceLine> T>
void fields(Io& io, T& line) {
  fields(io, line.source);
  io.word("state", line.condition, &name_of, &condition_of);
  io.may("advice", line.advice);
  io.need("threads", line.threads);
  io.need("active", line.active);
  io.need("asleep", line.asleep);
  io.need("paused", line.paused);
  io.need("failing", line.failing);
  io.need("requests", line.requests);
  io.need("requests_today", line.requests_today);
  io.may("day_budget", line.day_budget);
  io.need("request_spacing_ms", line.request_spacing);
  io.need("gate", line.gate);
  io.need("live", line.live);
  io.need("configured", line.configured);
  io.need("failures", line.state.failures);
  io.may("last_request", line.state.last_request);
  io.may("last_poll", line.last_poll);
  io.may("next_poll", line.next_poll);
  io.may("cooldown_until", line.state.cooldown_until);
  io.may("cooldown_reason", line.state.cooldown_reason);
  io.may("trouble", line.state.trouble);
  io.may("last_error", line.last_error);
  io.may("delays", line.delays);
  io.may("listed_at", line.state.listed_at);
  io.may("rules", line.rules);
}

}  // namespace gailou::protocol
