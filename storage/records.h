// Rows as values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "digest/batch.h"
#include "digest/codec.h"
#include "digest/daily.h"
#include "digest/feed.h"
#include "digest/floor_fact.h"
#include "digest/histogram.h"
#include "digest/operation.h"
#include "digest/thread.h"

namespace gailou::storage {

using digest::FloorFact;
using digest::Instant;

/// A forum site.
struct SourceRecord {
  std::string name{};  // goes into URLs, never changes
  std::string kind = "discourse";
  std::string origin{};  // "https://forum.example", no path, no trailing slash
  bool operator==(const SourceRecord&) const = default;
};

/// What must survive a restart so that a forum isn't hammered.
struct SourceState {
  std::optional<Instant> cooldown_until{};
  std::string cooldown_reason{};  // in words; empty without a cooldown
  int failures = 0;               // in a row, of the source as a whole (429, challenge, unreachable)
  std::optional<Instant> last_request{};
  std::string trouble{};                  // why the cooldown: digest::Code by name; empty without one
  std::optional<Instant> requests_day{};  // 00:00 UTC of the day that `requests` counts
  std::int64_t requests = 0;              // on that day
  std::optional<Instant> listed_at{};     // its lists of topics were last asked for
  bool operator==(const SourceState&) const = default;
};

enum class ThreadState { active, asleep, closed, paused, challenged, unreachable, gone };
std::string_view name_of(ThreadState state);
std::optional<ThreadState> thread_state_of(std::string_view name);

/// Floors to try an engine on: what is pending, else what the last revisions were made of, as it was seen then.
struct TrialBatch {
  bool is_pending = false;
  digest::BatchInput input{};  // without posts: there is nothing yet to try it on
};

/// How a thread's polls have gone; saved with the next commit or once a minute, a failure at once.
struct PollState {
  std::optional<Instant> last_poll{};  // last that ended, well or not
  std::optional<Instant> last_success{};
  std::optional<Instant> next_poll{};
  int failures = 0;                        // in a row
  std::string last_error{};                // in words; empty after a success
  std::optional<Instant> missing_since{};  // first of the 404s and 403s in a row; after 7 days of them it is gone
  std::string notice{};                    // what the owner should know although no poll failed; empty = nothing
  bool operator==(const PollState&) const = default;
};

/// One thread's poll state to be saved, together with others'.
struct PollSave {
  digest::ThreadId id{};
  PollState poll{};
  ThreadState state = ThreadState::active;
};

struct ThreadRecord {
  digest::ThreadId id{};
  std::string source{};
  std::string origin{};
  digest::TopicId topic{};
  digest::ThreadHeader header{};  // title "" until the first answer
  ThreadState state = ThreadState::active;
  PollState poll{};
  std::optional<Instant> paused_until{};  // with ThreadState::paused; absent = until resumed
  Instant added_at{};
  std::string added_by{};                 // name of the [[discover]] rule that did; empty = by hand
  std::optional<Instant> let_go_at{};     // with ThreadState::paused: that rule did, as it had fallen asleep
  bool complete = false;                  // the first fetch has ended
  std::optional<Instant> completed_at{};  // when; posts written later were seen to come
  digest::Revision revision{};
  std::optional<Instant> digest_at{};   // of the last revision
  digest::CommitNo commit{};            // of the last revision; 0 = none
  digest::Floor last_number{};          // highest floor accounted for
  digest::Floor highest{};              // highest floor stored
  std::int64_t posts_stored = 0;        // posts that may be shown
  std::int64_t pending = 0;             // floors stored, not digested yet
  std::int64_t changed = 0;             // digested floors, edited or readable again since
  std::optional<std::string> engine{};  // by name; nothing = the source's or the instance's choice
};

struct ThreadName {
  std::string source{};
  digest::TopicId topic{};
};

struct AddedThread {
  ThreadRecord thread{};
  bool already_tracked = false;
};

/// A post by its names.
struct HeldPost {
  digest::PostId id{};
  digest::Floor floor{};        // as we show it
  digest::Floor forum_floor{};  // as the forum last numbered it: the one to ask near
};

/// What an ingest did, for the round and for whoever follows.
struct Ingested {
  std::vector<digest::Floor> added{};
  std::vector<digest::Floor> edited{};
  std::vector<digest::Floor> restored{};
  std::vector<digest::Floor> marked{};       // hidden, withdrawn, deleted
  std::vector<digest::PostId> unseen{};      // to be asked for by id now; those asked in vain twice only when due again
  std::vector<digest::PostId> to_confirm{};  // absent from fresh answers for long enough: look up by id now
  std::int64_t suspected = 0;                // held posts that this answer's fresh stream lacks, long enough or not
  std::vector<digest::ThreadId> also_marked{};  // other threads that kept a post which was moved and is deleted now
  bool header_changed = false;
  bool changed_anything() const {
    return header_changed || !added.empty() || !edited.empty() || !restored.empty() || !marked.empty();
  }
};

/// What a look-up of one vanished post by its id said.
enum class Absence { deleted, moved, present };
struct AbsenceVerdict {
  digest::PostId post{};
  Absence absence = Absence::present;
  digest::TopicId moved_to{};  // with Absence::moved: where it lives now; 0 = not known
};

/// What verdicts on vanished posts changed.
struct Settled {
  std::vector<digest::Floor> marked{};
  std::vector<digest::ThreadId> also_marked{};  // as in Ingested
};

/// A small action: closed, split, pinned… It stands in the stream among the posts and is none.
struct ThreadEvent {
  digest::PostId id{};
  digest::Floor floor{};
  std::string action{};  // the forum's word: "closed.enabled"
  std::string detail{};  // whom or what it names: a name, or a path of the forum; may be empty
  std::string author{};
  Instant created_at{};
  Instant first_seen{};
};

/// From a reply's own time to when it was first seen here, cooldowns and downtime included: of the newest 500 that came
/// after the first fetch of their thread. The forum's clock and ours are compared.
struct DelayFigures {
  std::int64_t count = 0;
  digest::Duration median{};
  digest::Duration p95{};
  bool operator==(const DelayFigures&) const = default;
};

/// Replies of a thread that were seen to come.
struct FreshReplies {
  digest::ThreadId thread{};
  std::int64_t replies = 0;
  bool operator==(const FreshReplies&) const = default;
};

struct Batch {
  digest::BatchId id{};
  digest::BatchInput input{};
};

struct Committed {
  digest::CommitNo commit{};
  digest::Revision revision{};
  std::vector<digest::Entry> entries{};  // as appended
};

/// Entries added after a revision, and those that became tombstones after it.
struct ChangesSince {
  digest::Revision revision{};
  std::vector<digest::Entry> entries{};
  std::vector<digest::EntrySeq> withdrawn{};
};

/// One digest transaction, for those who follow along.
struct CommitRecord {
  digest::CommitNo commit{};
  ThreadName thread{};
  std::string title{};  // as of the revision
  std::string url{};    // at the forum
  digest::Revision revision{};
  Instant generated_at{};
  Instant committed_at{};
  digest::Floor last_number{};
  std::int64_t posts_count = 0;
  std::vector<digest::Entry> entries{};    // that it appended; tombstones if they were withdrawn since
  std::vector<digest::Entry> withdrawn{};  // earlier ones that it replaced, as tombstones
};

struct CommitQuery {
  digest::CommitNo after{};
  std::vector<ThreadName> threads{};  // these alone; empty = all that are tracked
  std::int64_t limit = 64;            // from 1
  std::int64_t most_behind = 10'000;  // more than so many commits after `after` are too many to tell
};

struct CommitsAfter {
  std::vector<CommitRecord> commits{};  // in order
  digest::CommitNo upto{};              // everything up to here was looked at
  digest::CommitNo latest{};            // the last number given, over all threads, removed ones too
  bool too_far = false;                 // over most_behind: `commits` is empty
};

/// From one instant up to another, which isn't part of it.
struct TimeSpan {
  Instant from{};
  Instant to{};
};

/// What was digested within a span of time.
struct Digested {
  std::vector<digest::ThreadDay> threads{};  // that have revisions committed then; by id
  std::optional<Instant> first{};            // the first commit of all times
};

struct PostRange {
  std::optional<digest::Floor> from{};
  std::optional<digest::Floor> to{};
  std::int64_t limit = 200;
  bool newest = false;      // the last `limit` of the range instead of the first; ascending either way
  bool versions = false;    // earlier texts too
  bool undigested = false;  // only floors that no revision accounts for
};

struct PostsSlice {
  std::vector<digest::StoredPost> posts{};
  std::optional<digest::Floor> next{};  // floor to go on from
};

/// Of all tracked threads, of a source's, or of one thread.
struct FeedQuery {
  std::optional<digest::ThreadId> thread{};
  std::optional<std::string> source{};
  std::optional<digest::FeedPlace> before{};  // nothing: from the newest on
  std::int64_t limit = 50;
  bool by_revision = false;  // one item for each revision that wrote entries
};

/// An entry of any thread.
struct EntryName {
  digest::ThreadId thread{};
  digest::EntrySeq seq{};
};

/// Since it was opened.
struct ConnectionFigures {
  digest::Histogram<7> commit_seconds{{0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10}};  // of what writes, until it is on disk
  std::map<digest::Code, std::uint64_t> faults{};  // what SQLite or the file system refused
};

struct StoreFigures {
  std::int64_t schema = 0;
  std::int64_t database_bytes = 0;
  std::int64_t wal_bytes = 0;
  std::int64_t threads = 0;
  std::int64_t posts = 0;
  ConnectionFigures connection{};  // of the one that was asked
};

}  // namespace gailou::storage
