// The fields of an explanation, once for both ways.
#pragma once

#include "daemon/protocol/fields.h"
#include "digest/codec.h"
#include "digest/compose/explain.h"

namespace gailou::protocol {

/// An entry as the digest document has it.
template <>
inline ordered_json object_of<digest::Entry>(const digest::Entry& entry) {
  return digest::to_document(entry);
}
template <>
inline digest::Result<digest::Entry> record_of<digest::Entry>(const json& value, const std::string& where) {
  auto entry = digest::entry_from_json(value.dump());
  if (!entry) return entry.error().at(where);
  return entry;
}

template <class Io, Const<digest::CueWords> T>
void fields(Io& io, T& cue) {
  io.need("list", cue.list);
  io.need("words", cue.words);
}

template <class Io, Const<digest::SentenceVerdict> T>
void fields(Io& io, T& sentence) {
  io.need("text", sentence.text);
  io.need("units", sentence.units);
  io.need("chosen", sentence.chosen);
}

template <class Io, Const<digest::MatchedEntry> T>
void fields(Io& io, T& match) {
  io.need("text", match.text);
  io.may("entry", match.entry);
  io.need("matched", match.matched);
}

template <class Io, Const<digest::OfferVerdict> T>
void fields(Io& io, T& offer) {
  io.need("offer", offer.offer);
  io.need("opens", offer.opens);
  io.need("status", offer.status);
  io.may("report", offer.report);
  io.may("amount", offer.amount);
  io.may("starts", offer.starts);
  io.may("ends", offer.ends);
  io.may("terms", offer.terms);
}

template <class Io, Const<digest::ProposedEntry> T>
void fields(Io& io, T& entry) {
  io.need("section", entry.section);
  io.need("text", entry.text);
  io.may("links", entry.links);
  io.may("offer", entry.offer);
}

template <class Io, Const<digest::Recomputed> T>
void fields(Io& io, T& now) {
  io.need("agrees", now.agrees);
  io.may("reason", now.reason);
  io.need("units", now.units);
  io.need("worth", now.worth);
  io.need("figures", now.figures);
  io.need("names", now.names);
  io.may("partner", now.partner);
  io.may("partner_by", now.partner_by);
  io.need("disagreement", now.disagreement);
  io.may("cues", now.cues);
  io.may("amounts", now.amounts);
  io.may("offers", now.offers);
  io.may("sentences", now.sentences);
  io.may("repeats", now.repeats);
  io.may("entries", now.entries);
  io.may("refused", now.refused);
}

template <class Io, Const<digest::FloorRecord> T>
void fields(Io& io, T& record) {
  io.need("floor", record.floor);
  io.word("state", record.state, &digest::name_of, &digest::post_state_of);
  io.may("moved_to", record.moved_to);
  io.may("rev", record.revision);
  std::string reason = record.reason ? std::string(digest::name_of(*record.reason)) : std::string();
  io.may("reason", reason);
  if constexpr (!Io::kWrites) record.reason = digest::reason_of(reason);
  io.may("entries", record.entries);
  io.may("edited", record.edited);
}

template <class Io, Const<digest::Explanation> T>
void fields(Io& io, T& explanation) {
  io.need("recorded", explanation.record);
  io.may("recomputed", explanation.now);
}

}  // namespace gailou::protocol
