// What models cost, as JSON both ways.
#pragma once

#include "daemon/protocol/fields.h"
#include "daemon/protocol/replies.h"
#include "storage/ledger.h"

namespace gailou::protocol {

template <class Io, Const<storage::Money> T>
void fields(Io& io, T& money) {
  io.may("currency", money.currency);
  io.need("micros", money.micros);
  io.beside("amount", static_cast<double>(money.micros) / 1e6);
}

template <class Io, Const<storage::CostRow> T>
void fields(Io& io, T& row) {
  io.may("name", row.name);
  io.need("calls", row.spent.calls);
  io.need("failed", row.failed);
  io.need("tokens", row.spent.tokens);
  io.need("prompt_tokens", row.prompt_tokens);
  io.need("cached_tokens", row.cached_tokens);
  io.need("completion_tokens", row.completion_tokens);
  io.need("costs", row.costs);
  io.need("unpriced", row.unpriced);
}

template <class Io, Const<CostsReply> T>
void fields(Io& io, T& reply) {
  io.beside("schema", "gailou.costs/1");
  io.need("since", reply.since);
  io.need("zone", reply.zone);
  io.need("ever", reply.ever);
  io.need("total", reply.total);
  io.need("days", reply.days);
  io.need("threads", reply.threads);
  io.need("models", reply.models);
}

}  // namespace gailou::protocol
