// Answers of the admin socket as values, JSON both ways. Times are RFC 3339 in UTC; an absent value is an absent key; a
// reader passes over keys that it doesn't know, so that fields can be added.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "daemon/protocol/engine_lines.h"
#include "daemon/protocol/found_topic.h"
#include "daemon/protocol/source_line.h"
#include "digest/codec.h"
#include "digest/compose/explain.h"
#include "digest/deals/standing.h"
#include "digest/error.h"
#include "digest/search/line.h"
#include "storage/ledger.h"
#include "storage/records.h"

namespace gailou::protocol {

struct AddReply {
  storage::ThreadRecord thread{};
  bool already_tracked = false;
};

struct RemoveReply {
  storage::ThreadName name{};
  std::string title{};
  bool data_kept = false;
};

/// An entry as it is printed.
struct EntryLine {
  std::string id{};
  std::string section{};
  std::string marker{};
  std::string text{};
  std::vector<digest::Floor> cites{};
  bool operator==(const EntryLine&) const = default;
};

struct RevisionLine {
  digest::Revision revision{};
  std::vector<EntryLine> entries{};
  bool operator==(const RevisionLine&) const = default;
};

/// What a poll or `digest --now` did.
struct RoundReply {
  storage::ThreadRecord thread{};  // afterwards
  std::vector<digest::Floor> added{};
  std::vector<digest::Floor> edited{};
  std::vector<digest::Floor> marked{};  // hidden, withdrawn or deleted
  std::vector<RevisionLine> revisions{};
};

/// A part of a file that was left out; line 0 = the file tells none.
struct SkippedLine {
  std::int64_t line = 0;
  std::string why{};
  bool operator==(const SkippedLine&) const = default;
};

/// What a saved file brought.
struct ImportReply {
  storage::ThreadRecord thread{};  // afterwards
  bool already_tracked = false;
  std::string form{};       // "topic", "posts" or "page"
  std::int64_t posts = 0;   // that the file holds
  std::int64_t added = 0;   // floors that weren't stored, or weren't shown any more
  std::int64_t edited = 0;  // another text of a stored floor
  std::int64_t marked = 0;  // hidden, withdrawn or deleted
  std::int64_t known = 0;
  std::vector<SkippedLine> skipped{};
  std::int64_t missing = 0;    // posts that it lists and nobody has shown yet
  bool complete = false;       // what is stored may be digested
  std::int64_t revisions = 0;  // of the digest, written at once
};

struct WaitReply {
  std::int64_t seen = 0;
  storage::ThreadRecord thread{};
};

struct ListReply {
  std::vector<storage::ThreadRecord> threads{};
  std::vector<storage::FreshReplies> fresh{};  // since the time that was asked for
};

struct ShowReply {
  storage::ThreadRecord thread{};
  std::vector<digest::Floor> missing{};  // floors that the forum has and doesn't show
  std::string cooldown_reason{};         // of its source; empty = none
  std::optional<digest::Instant> cooldown_until{};
  std::optional<DelayFigures> delays{};
};

struct PostsReply {
  std::vector<digest::StoredPost> posts{};
  std::optional<digest::Floor> next{};
};

struct ChangesReply {
  digest::Revision revision{};          // of the digest now
  std::vector<EntryLine> entries{};     // in the order of writing
  std::vector<EntryLine> tombstones{};  // what has become of earlier entries
};

/// Facts alone: what a day makes of them (over, days left) is for whoever shows them.
struct DealsReply {
  std::vector<digest::OfferStanding> offers{};
};

/// What models were asked and cost within some days.
struct CostsReply {
  digest::Instant since{};                  // the beginning of the first day
  std::string zone{};                       // whose days they are
  bool ever = false;                        // anything was asked at all, as far back as is remembered
  storage::CostRow total{};                 // without a name
  std::vector<storage::CostRow> days{};     // that something was asked on, ascending
  std::vector<storage::CostRow> threads{};  // the most tokens first
  std::vector<storage::CostRow> models{};   // the most tokens first
};

/// What a search found, the newest first.
struct SearchReply {
  std::vector<digest::SearchLine> hits{};
  std::optional<std::int64_t> next{};  // there may be more behind this place
  bool incomplete = false;             // older floors and entries aren't all searched yet
};

/// A thread that was paused or resumed.
struct PauseReply {
  storage::ThreadRecord thread{};  // afterwards
  bool changed = false;            // false: it was so already
};

struct SourcesReply {
  digest::Instant now{};
  std::vector<SourceLine> sources{};
};

struct SourceReply {
  storage::SourceRecord source{};
  bool changed = false;  // false: it was there already
};

/// What one request to a source taught.
struct TestReply {
  storage::SourceRecord source{};
  std::string title{};  // the forum's own
  bool login_required = false;
  std::int64_t took_ms = 0;
};

/// What a forum's lists show, judged.
struct DiscoverReply {
  storage::SourceRecord source{};
  bool known = false;  // false: no source yet, one is made with its first thread
  digest::Instant now{};
  digest::Instant seen_at{};         // the lists
  std::vector<FoundTopic> topics{};  // the highest score first
};

/// What an engine would have added.
struct DraftLine {
  std::string engine{};
  std::vector<EntryLine> entries{};
  std::vector<QuietLine> nothing_new{};
  std::string summary{};  // empty: it would stay as it is
};

/// A tiny batch was asked about.
struct TestEngineReply {
  EndpointLine endpoint{};
  std::vector<ExchangeLine> exchanges{};
  DraftLine draft{};
  bool works = false;  // the model wrote something that stands
  std::vector<std::string> notes{};
  std::string currency{};
};

/// What engines would make of a thread's floors; nothing of it was written.
struct TryDigestReply {
  std::string thread{};  // SOURCE/ID
  std::vector<digest::Floor> floors{};
  bool pending = false;  // else they are digested already
  std::vector<DraftLine> drafts{};
  std::vector<ExchangeLine> exchanges{};
  std::vector<digest::Floor> offline{};  // floors that the offline engine wrote in place of the llm engine
  std::vector<std::string> notes{};
  std::string currency{};
};

struct UseEngineReply {
  std::string thread{};  // SOURCE/ID
  std::string engine{};  // that writes it from now on
  bool own = false;      // its own choice, not its source's or everybody's
};

/// What the owner should know of a thread.
struct ThreadNotice {
  std::string thread{};  // SOURCE/ID
  std::string title{};
  std::string what{};
  bool operator==(const ThreadNotice&) const = default;
};

/// How many threads are in each state.
struct StateCount {
  storage::ThreadState state = storage::ThreadState::active;
  std::int64_t threads = 0;
  bool operator==(const StateCount&) const = default;
};

/// What is stored and where.
struct StoreLine {
  std::string folder{};
  storage::StoreFigures figures{};
};

/// What is wrong in a configuration.
struct ConfigFault {
  std::string where{};  // "/etc/gailou/gailou.toml:3:1"
  std::string what{};
  std::string hint{};
  bool operator==(const ConfigFault&) const = default;
};

/// What came of reading the configuration again.
struct ReloadReply {
  digest::Instant at{};
  bool accepted = false;               // false: nothing has changed, and `faults` say why
  std::vector<std::string> applied{};  // keys and tables that changed and hold now
  std::vector<std::string> restart{};  // those that a restart changes
  std::int64_t unchanged = 0;          // keys
  std::vector<ConfigFault> faults{};
  bool operator==(const ReloadReply&) const = default;
};

struct StatusReply {
  std::string version{};
  std::string commit{};
  std::int64_t pid = 0;
  digest::Instant started_at{};
  digest::Instant now{};
  std::int64_t threads = 0;
  std::vector<StateCount> states{};  // those that a thread is in
  std::int64_t due = 0;
  std::int64_t overdue_ms = 0;  // how long the poll that waits longest has been due
  std::int64_t failing = 0;     // threads whose last poll failed
  std::optional<digest::Instant> last_poll{};
  std::string last_error{};  // newest of a thread's polls; empty if none fails
  std::vector<ThreadNotice> notices{};
  std::vector<SourceLine> sources{};
  StoreLine store{};
  std::vector<std::string> listening{};  // addresses that readers reach it by
  std::vector<std::string> degraded{};   // reasons in words; empty = healthy
  std::optional<EngineLine> engine{};    // none without an endpoint
  std::optional<ReloadReply> reload{};   // the last one since the start
};

/// A reply, an entry or a thread's record as JSON.
template <class Record>
nlohmann::ordered_json document_of(const Record& record);

/// The reverse; malformed names the field.
template <class Reply>
digest::Result<Reply> reply_of(const nlohmann::json& document);

EntryLine line_of(const digest::Entry& entry);

/// The thread's address at its forum.
std::string forum_url(const storage::ThreadRecord& thread);
storage::ThreadName name_of(const storage::ThreadRecord& thread);

}  // namespace gailou::protocol
