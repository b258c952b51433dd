// Why a floor became what it became: what is recorded of it first, then what the rules of this version make of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "digest/operation.h"

namespace gailou::digest {

/// What is stored of a floor's fate.
struct FloorRecord {
  Floor floor{};
  PostState state = PostState::visible;
  std::optional<TopicId> moved_to{};
  std::optional<Revision> revision{};  // that accounts for it; nothing: pending
  std::optional<Reason> reason{};      // nothing new
  std::vector<Entry> entries{};        // that account for it, tombstones too
  bool edited = false;                 // its text has changed since it was first seen
};

/// The record, and the floor among those of its batch as far as they came before it: the last of `input.posts`. None
/// where its text may not be shown.
struct FloorQuestion {
  FloorRecord record{};
  BatchInput input{};
};

/// Words of one list of the pack that stand in the floor.
struct CueWords {
  std::string list{};
  std::vector<std::string> words{};
  bool operator==(const CueWords&) const = default;
};

struct SentenceVerdict {
  std::string text{};
  std::int64_t units = 0;
  bool chosen = false;
  bool operator==(const SentenceVerdict&) const = default;
};

/// What says nearly the same.
struct MatchedEntry {
  std::string text{};     // not proposed for this
  std::string entry{};    // "e12"; empty: written in the same batch
  std::string matched{};  // its text
  bool operator==(const MatchedEntry&) const = default;
};

/// What an entry says of an offer: fields as the deal has them.
struct OfferVerdict {
  std::string offer{};
  bool opens = false;    // nobody knew it
  std::string status{};  // alive, expired, unclear
  std::string report{};  // "success", "failure", "pending"; empty: the floor reports none of its author's
  std::string amount{};
  std::string starts{};
  std::string ends{};
  std::vector<std::string> terms{};
  bool operator==(const OfferVerdict&) const = default;
};

struct ProposedEntry {
  std::string section{};
  std::string text{};
  std::vector<std::string> links{};  // "contradicts e4", "answers #38"
  std::optional<OfferVerdict> offer{};
  bool operator==(const ProposedEntry&) const = default;
};

/// What the offline engine makes of the floor now.
struct Recomputed {
  bool agrees = true;    // with the record; true while there is none
  std::string reason{};  // nothing new, by Reason's name; empty: it has entries
  std::int64_t units = 0;
  double worth = 0;
  std::int64_t figures = 0;
  std::int64_t names = 0;
  std::optional<Floor> partner{};
  std::string partner_by{};  // "reply", "quotation", "guess"
  double disagreement = 0;
  std::vector<CueWords> cues{};
  std::vector<std::string> amounts{};  // that the floor says are given
  std::vector<std::string> offers{};   // known ones that it was taken to speak of
  std::vector<SentenceVerdict> sentences{};
  std::vector<MatchedEntry> repeats{};
  std::vector<ProposedEntry> entries{};
  std::vector<std::string> refused{};  // what the judge says of drafts that it dropped
  bool operator==(const Recomputed&) const = default;
};

struct Explanation {
  FloorRecord record{};
  std::optional<Recomputed> now{};  // nothing where the text may not be shown
};

Explanation explain(const FloorQuestion& question);

}  // namespace gailou::digest
