// How an offer stands, as JSON both ways: the facts of a gailou.deals/1 document, without what a day makes of them.
#pragma once

#include <algorithm>
#include <cstdint>

#include "daemon/protocol/fields.h"
#include "digest/deals/standing.h"

namespace gailou::protocol {

template <class Io, Const<digest::DataPoints> T>
void fields(Io& io, T& points) {
  io.need("success", points.success);
  io.need("failure", points.failure);
  io.need("pending", points.pending);
}

template <class Io, class Count>
void people_field(Io& io, const char* key, Count& count) {
  auto number = static_cast<std::int64_t>(count);
  io.need(key, number);
  if constexpr (!Io::kWrites) count = static_cast<std::size_t>(std::max<std::int64_t>(number, 0));
}

template <class Io, Const<digest::People> T>
void fields(Io& io, T& people) {
  people_field(io, "success", people.success);
  people_field(io, "failure", people.failure);
  people_field(io, "pending", people.pending);
}

template <class Io, Const<digest::LastReport> T>
void fields(Io& io, T& report) {
  io.need("floor", report.floor);
  io.need("at", report.at);
}

template <class Io, Const<digest::OfferStanding> T>
void fields(Io& io, T& offer) {
  auto& state = offer.state;
  io.need("source", offer.source);
  io.need("id", offer.topic);
  io.need("title", offer.title);
  io.need("origin", offer.origin);
  io.need("offer", state.offer);
  io.word("status", state.status, &digest::name_of, &digest::deal_status_of);
  io.may("amount", state.amount);
  io.may("terms", state.terms);
  io.may("starts", state.starts);
  io.may("ends", state.ends);
  io.need("data_points", state.data_points);
  io.need("people", offer.people);
  io.may("last_report", offer.last_report);
  io.need("first", offer.first);
  io.need("entries", offer.entries);
  io.need("cites", offer.cites);
  io.need("rev", offer.changed);
  io.need("changed_at", offer.changed_at);
}

}  // namespace gailou::protocol
