// What an engine may ask for, and what comes of it: values between engine, judge, append and the store.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "digest/digest.h"
#include "digest/post.h"
#include "digest/settings.h"

namespace gailou::digest {

struct Append {
  std::string section{};
  std::string text{};
  std::vector<Floor> floors{};       // those it accounts for
  std::vector<Evidence> evidence{};  // its floors, sorted and unique, become the entry's cites
  std::vector<Link> links{};
  std::optional<Deal> deal{};       // section deals only
  std::optional<Floor> corrects{};  // the marker is 更正 with this floor; wants a link `updates` to what it corrects
};
struct Quiet {  // wire name nothing_new
  Floor floor{};
  Reason reason = Reason::other;
};
struct Summarise {
  std::string text{};
  std::vector<Floor> cites{};
};
using Operation = std::variant<Append, Quiet, Summarise>;

/// An engine's unjudged operations, in order.
struct Draft {
  std::vector<Operation> operations{};
  std::vector<Post> cited{};  // visible floors that they cite and that the input lacked
};

/// A floor that the digest accounts for and whose text has changed since.
struct Edit {
  Floor floor{};  // as it now stands it is among `context`
  Body before{};  // what the digest knows of it
};

/// Floors on which the present words of an offer rest: those that the entry cites which said so.
struct OfferSources {
  std::vector<Floor> opener{};  // its first live entry
  std::vector<Floor> status{};  // who turned it last; empty: it is as it was opened
  std::vector<Floor> amount{};
  std::vector<Floor> ends{};
  bool operator==(const OfferSources&) const = default;
};

/// An offer of the thread: what its chain of entries says, the latest word on each field, the data points added up.
struct Offer {
  Deal state{};
  OfferSources sources{};
  std::vector<EntrySeq> entries{};  // live ones, ascending
  std::vector<Floor> floors{};  // that they cite, ascending; visible ones are among `context` as far as its bound goes
};

/// All that an engine, the judge and append may look at: the batch, what it answers, what it may repeat. Never the
/// whole thread.
struct BatchInput {
  std::string source{};
  std::string title{};
  Revision revision{};  // the one to be written
  Instant taken_at{};
  EntrySeq next_seq{};           // of the first entry to be written
  std::vector<Post> posts{};     // the batch: visible floors, ascending
  std::vector<Post> context{};   // visible floors outside the batch that it quotes, answers or may quote
  std::vector<Entry> similar{};  // live entries that share terms with the batch, and those that cite a context floor
  std::vector<Entry> recent{};   // the newest live entries, ascending; only for an engine that asks for them
  std::vector<std::string> authors{};  // which of name_prefixes(posts) are participants of this thread
  Summary summary{};                   // as it stands; rev 0 = none yet
  std::vector<Edit> edits{};           // entries that cite these floors are among `similar`
  std::vector<Floor> restored{};       // floors of tombstones that may be read again; among `context`
  std::vector<Offer> offers{};         // of the thread; their entries are among `similar`
  ComposeSettings settings{};
};

/// What one revision adds. `entries` continue the digest's; nothing in it changes what stood before but `tombstones`.
struct Step {
  Revision revision{};
  Instant generated_at{};
  std::vector<Entry> entries{};
  std::vector<NothingNew> nothing_new{};
  std::optional<Summary> summary{};  // only when it changes
  std::vector<Entry> tombstones{};   // replacements, in place, by seq (withdrawals only)
};

}  // namespace gailou::digest
