// THE table of what the admin socket understands: one struct per verb with its name and its words, shared by both ends.
//
// A verb is a new struct here, its fields below and its place in Request; admin's dispatch won't compile without it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "digest/time.h"

namespace gailou::digest {
struct CatchUp;
struct Explanation;
struct Digest;
}  // namespace gailou::digest

namespace gailou::protocol {

// What they are answered with: replies.h.
struct AddReply;
struct RemoveReply;
struct PauseReply;
struct RoundReply;
struct ImportReply;
struct WaitReply;
struct ListReply;
struct ShowReply;
struct PostsReply;
struct ChangesReply;
struct DealsReply;
struct CostsReply;
struct SearchReply;
struct SourcesReply;
struct SourceReply;
struct TestReply;
struct DiscoverReply;
struct TestEngineReply;
struct TryDigestReply;
struct UseEngineReply;
struct ReloadReply;
struct StatusReply;

struct VerbFacts {
  std::string_view name;
  bool reads_only;  // GET may ask it too
  std::string_view meaning;
};

// A thread is named by SOURCE/ID, by its URL at the forum or by its number in the list, everywhere.

struct AddThread {
  using Reply = AddReply;
  static constexpr VerbFacts kFacts{"add", false, "Track a thread; its first poll is due at once."};
  std::string thread{};
  std::string source{};  // name for the source that is made if no known one has this origin
};

struct RemoveThread {
  using Reply = RemoveReply;
  static constexpr VerbFacts kFacts{"remove", false, "Stop tracking a thread and delete what is stored of it."};
  std::string thread{};
  bool keep_data = false;
};

struct PauseThread {
  using Reply = PauseReply;
  static constexpr VerbFacts kFacts{"pause", false, "Stop polling a thread until it is resumed, or until a time."};
  std::string thread{};
  std::optional<digest::Instant> until{};
};

struct ResumeThread {
  using Reply = PauseReply;
  static constexpr VerbFacts kFacts{"resume", false, "Poll a paused thread again; its next poll is due at once."};
  std::string thread{};
};

struct PollThread {
  using Reply = RoundReply;
  static constexpr VerbFacts kFacts{"poll", false, "Poll a thread now and wait for the round."};
  std::string thread{};
  bool believe_vanished = false;  // also if more posts vanished at once than is believed by itself
};

struct DigestNow {
  using Reply = RoundReply;
  static constexpr VerbFacts kFacts{"digest-now", false, "Digest the pending floors at once; no request leaves."};
  std::string thread{};
};

/// Its text is the request's body as it is, everything else stands in the query.
struct ImportFile {
  using Reply = ImportReply;
  static constexpr VerbFacts kFacts{"import", false, "Take in a saved topic or a recorded page; no request leaves."};
  std::string text{};
  std::string about{};  // the thread, tracked or not; empty = as the file tells
  std::string zone{};   // IANA name, for times of a recorded page whose zone could be several
};

struct WaitForChange {
  using Reply = WaitReply;
  static constexpr VerbFacts kFacts{"wait", true, "Answer when the thread has changed, or at the timeout."};
  std::string thread{};
  std::int64_t seen = 0;  // counter of the last answer
  std::int64_t timeout_ms = 10'000;
};

struct ListThreads {
  using Reply = ListReply;
  static constexpr VerbFacts kFacts{"list", true, "All tracked threads."};
  std::optional<digest::Instant> since{};  // count the replies that were seen to come from here on
};

struct ShowThread {
  using Reply = ShowReply;
  static constexpr VerbFacts kFacts{"show", true, "One thread with its gaps."};
  std::string thread{};
};

struct ReadDigest {
  using Reply = digest::Digest;
  static constexpr VerbFacts kFacts{"digest", true, "The digest document, as of a revision or the latest."};
  std::string thread{};
  std::optional<std::int64_t> rev{};
};

struct ReadPosts {
  using Reply = PostsReply;
  static constexpr VerbFacts kFacts{"posts", true, "Stored floors, at most 200 an answer."};
  std::string thread{};
  std::optional<std::int64_t> from{};
  std::optional<std::int64_t> to{};
  std::int64_t limit = 200;
  bool versions = false;    // earlier texts too
  bool undigested = false;  // only floors that no revision accounts for
};

struct ReadChanges {
  using Reply = ChangesReply;
  static constexpr VerbFacts kFacts{"changes", true,
                                    "Entries added and withdrawn after a revision, or the newest ones."};
  std::string thread{};
  std::optional<std::int64_t> since{};  // a revision
  std::int64_t newest = 10;             // so many where `since` isn't given
};

struct ListDeals {
  using Reply = DealsReply;
  static constexpr VerbFacts kFacts{"deals", true, "How the offers of one thread stand, or those of all."};
  std::string thread{};  // empty = all tracked ones
};

struct ShowCosts {
  using Reply = CostsReply;
  static constexpr VerbFacts kFacts{"costs", true, "What models were asked and cost, by day, thread and model."};
  std::int64_t days = 30;                // of the zone's calendar, today among them
  std::string zone{};                    // IANA name; empty = UTC
  std::optional<digest::Instant> now{};  // whose day is today; else the daemon's clock
};

struct SearchStore {
  using Reply = SearchReply;
  static constexpr VerbFacts kFacts{"search", true, "Find floors and entries by their words, the newest first."};
  std::string words{};                   // a query as readers type it
  std::string zone{};                    // IANA name, of its days; empty = UTC
  std::optional<digest::Instant> now{};  // what "3d" is counted back from; else the daemon's clock
  std::int64_t limit = 20;
  std::optional<std::int64_t> after{};  // `next` of the answer before
};

struct ReadCatchUp {
  using Reply = digest::CatchUp;
  static constexpr VerbFacts kFacts{"catch-up", true, "What was written since a place, most important first."};
  std::string thread{};
  std::string since{};  // r128, #62 or RFC 3339
};

struct ExplainFloor {
  using Reply = digest::Explanation;
  static constexpr VerbFacts kFacts{"why", true, "Why a floor became what it became in the digest."};
  std::string thread{};
  std::int64_t floor = 0;
  std::string zone{};  // IANA name, of the days that texts name; empty = UTC
};

struct WaitForCommit {
  using Reply = ListReply;
  static constexpr VerbFacts kFacts{"wait-commit", true,
                                    "All tracked threads, once one has a commit after a number, or at the timeout."};
  std::int64_t after = 0;
  std::int64_t timeout_ms = 10'000;
};

struct ListSources {
  using Reply = SourcesReply;
  static constexpr VerbFacts kFacts{"sources", true, "All forum sites and how each does."};
};

struct AddSource {
  using Reply = SourceReply;
  static constexpr VerbFacts kFacts{"add-source", false, "Make a source without a thread."};
  std::string url{};
  std::string name{};  // empty = after its host
};

struct RemoveSource {
  using Reply = SourceReply;
  static constexpr VerbFacts kFacts{"remove-source", false, "Forget a source that has no thread."};
  std::string name{};
};

struct TestSource {
  using Reply = TestReply;
  static constexpr VerbFacts kFacts{"test-source", false, "Ask a forum site what it is, by one request at its pace."};
  std::string source{};  // a name or an address
};

struct DiscoverTopics {
  using Reply = DiscoverReply;
  static constexpr VerbFacts kFacts{"discover", false, "Judge what a forum's lists show, by two requests; adds none."};
  std::string source{};  // a name or an address
};

struct TestEngine {
  using Reply = TestEngineReply;
  static constexpr VerbFacts kFacts{"test-engine", false, "Ask the configured endpoint about two made-up floors."};
};

struct TryDigest {
  using Reply = TryDigestReply;
  static constexpr VerbFacts kFacts{"try-digest", false, "Let engines draft a thread's floors; writes nothing."};
  std::string thread{};
  std::string engine{};  // "llm", "extract" or "both"
};

struct UseEngine {
  using Reply = UseEngineReply;
  static constexpr VerbFacts kFacts{"use-engine", false, "Choose which engine writes a thread from now on."};
  std::string thread{};
  std::string engine{};  // "llm", "extract" or "default"
};

struct ReloadConfig {
  using Reply = ReloadReply;
  static constexpr VerbFacts kFacts{"reload", false,
                                    "Read the configuration again; nothing changes if anything in it is wrong."};
};

struct ShowStatus {
  using Reply = StatusReply;
  static constexpr VerbFacts kFacts{"status", true, "Daemon, sources and store at a glance."};
};

using Request =
    std::variant<AddThread, RemoveThread, PauseThread, ResumeThread, PollThread, DigestNow, ImportFile, WaitForChange,
                 ListThreads, ShowThread, ReadDigest, ReadPosts, ReadChanges, ListDeals, ShowCosts, SearchStore,
                 ReadCatchUp, ExplainFloor, WaitForCommit, ListSources, AddSource, RemoveSource, TestSource,
                 DiscoverTopics, TestEngine, TryDigest, UseEngine, ReloadConfig, ShowStatus>;

/// In the order of Request.
std::span<const VerbFacts> verbs();
const VerbFacts& facts_of(const Request& request);

/// A request of the verb's kind with its defaults; nothing if there is no such verb.
std::optional<Request> empty_request(std::string_view verb);

// Each field once, for readers and writers alike: visit(name, field, is_required).
template <class Visitor, class Verb>
void fields(Visitor& visit, Verb& verb) requires requires {
  verb.thread;
}
{
  using Plain = std::remove_const_t<Verb>;
  visit("thread", verb.thread, !std::is_same_v<Plain, ListDeals>);
  if constexpr (std::is_same_v<Plain, AddThread>) visit("source", verb.source, false);
  if constexpr (std::is_same_v<Plain, TryDigest> || std::is_same_v<Plain, UseEngine>)
    visit("engine", verb.engine, true);
  if constexpr (std::is_same_v<Plain, RemoveThread>) visit("keep_data", verb.keep_data, false);
  if constexpr (std::is_same_v<Plain, PauseThread>) visit("until", verb.until, false);
  if constexpr (std::is_same_v<Plain, PollThread>) visit("believe_vanished", verb.believe_vanished, false);
  if constexpr (std::is_same_v<Plain, ReadDigest>) visit("rev", verb.rev, false);
  if constexpr (std::is_same_v<Plain, WaitForChange>) {
    visit("seen", verb.seen, false);
    visit("timeout_ms", verb.timeout_ms, false);
  }
  if constexpr (std::is_same_v<Plain, ReadPosts>) {
    visit("from", verb.from, false);
    visit("to", verb.to, false);
    visit("limit", verb.limit, false);
    visit("versions", verb.versions, false);
    visit("undigested", verb.undigested, false);
  }
  if constexpr (std::is_same_v<Plain, ExplainFloor>) {
    visit("floor", verb.floor, true);
    visit("zone", verb.zone, false);
  }
  if constexpr (std::is_same_v<Plain, ReadCatchUp>) {
    visit("since", verb.since, true);
  }
  if constexpr (std::is_same_v<Plain, ReadChanges>) {
    visit("since", verb.since, false);
    visit("newest", verb.newest, false);
  }
}
template <class Visitor, class Verb>
void fields([[maybe_unused]] Visitor& visit, [[maybe_unused]] Verb& verb) {
  using Plain = std::remove_const_t<Verb>;
  if constexpr (std::is_same_v<Plain, WaitForCommit>) {
    visit("after", verb.after, false);
    visit("timeout_ms", verb.timeout_ms, false);
  }
  if constexpr (std::is_same_v<Plain, ListThreads>) visit("since", verb.since, false);
  if constexpr (std::is_same_v<Plain, ShowCosts>) {
    visit("days", verb.days, false);
    visit("zone", verb.zone, false);
    visit("now", verb.now, false);
  }
  if constexpr (std::is_same_v<Plain, SearchStore>) {
    visit("words", verb.words, true);
    visit("zone", verb.zone, false);
    visit("now", verb.now, false);
    visit("limit", verb.limit, false);
    visit("after", verb.after, false);
  }
  if constexpr (std::is_same_v<Plain, AddSource>) {
    visit("url", verb.url, true);
    visit("name", verb.name, false);
  }
  if constexpr (std::is_same_v<Plain, RemoveSource>) visit("name", verb.name, true);
  if constexpr (std::is_same_v<Plain, TestSource> || std::is_same_v<Plain, DiscoverTopics>)
    visit("source", verb.source, true);
  if constexpr (std::is_same_v<Plain, ImportFile>) {
    visit("about", verb.about, false);
    visit("zone", verb.zone, false);
  }
}

}  // namespace gailou::protocol
