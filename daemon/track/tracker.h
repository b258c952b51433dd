// All tracked threads, fairly: who is due, one round at a time per source, what admin verbs ask for. An actor on the
// loop.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/engine/engine.h"
#include "daemon/forum/source.h"
#include "daemon/io/clock.h"
#include "daemon/io/store_thread.h"
#include "daemon/track/discover/decide.h"
#include "daemon/track/figures.h"
#include "daemon/track/import_step.h"
#include "daemon/track/news.h"
#include "daemon/track/round_report.h"
#include "daemon/track/settings.h"
#include "daemon/track/turnstile.h"
#include "storage/store.h"

namespace gailou::track {

/// Makes the Source that talks to an origin; given by app.
using SourceFactory = std::function<digest::Result<std::unique_ptr<forum::Source>>(const storage::SourceRecord&)>;

/// The settings that hold for a source.
using SettingsFor = std::function<Settings(const storage::SourceRecord&)>;

/// Tells a source's client what was reloaded.
using Retune = std::function<void(forum::Source&, const storage::SourceRecord&)>;

struct SourceStatus {
  storage::SourceRecord source{};
  storage::SourceState state{};
  std::int64_t threads = 0;
  std::int64_t requests = 0;        // since the start
  std::int64_t requests_today = 0;  // since 00:00 UTC, restarts included
  std::int64_t day_budget = 0;      // most requests in 24 hours
  digest::Duration spacing{};       // between two requests, but for a burst
  std::int64_t failing = 0;         // threads whose last poll failed
  std::int64_t paused = 0;          // threads
  std::optional<digest::Instant> last_poll{};
  std::optional<digest::Instant> next_poll{};             // earliest of its threads; nothing: no thread is polled
  std::string last_error{};                               // newest of its threads' in words; empty if none fails
  bool gate = false;                                      // one request asks after many threads at present
  bool live = false;                                      // the forum's message bus is listened to at present
  std::vector<discover::Rule> rules{};                    // that find threads in its lists
  std::map<storage::ThreadState, std::int64_t> states{};  // threads
  std::int64_t settling = 0;  // threads whose pending floors wait to settle, or for the engine
};

/// What a poll that somebody asks for may do beyond an ordinary one.
struct PollWish {
  bool believe_vanished = false;  // also if more vanished at once than is believed by itself
};

/// What a forum's lists showed.
struct Listing {
  digest::Instant at{};
  std::vector<forum::ListedTopic> topics{};  // each once
};

/// Whether the lists may be asked for although polls need what is left of the day's requests.
enum class ListUrgency { spare, asked };

/// What a look at a forum's lists came to.
struct Survey {
  digest::Instant at{};                  // the lists were seen
  std::vector<discover::Found> found{};  // the highest score first
};

struct TrackerStatus {
  std::int64_t threads = 0;
  std::int64_t due = 0;
  std::int64_t failing = 0;  // threads whose last poll failed
  std::optional<digest::Instant> last_poll{};
  std::vector<SourceStatus> sources{};
};

/// Called on the loop after something of a thread was committed: posts, a revision, a state. `committed` is null for
/// all but a revision.
using OnChange = std::function<void(digest::ThreadId, const storage::Committed* committed)>;

class Tracker {
 public:
  Tracker(const Settings& settings, io::Clock& clock, StoreThread& store, engine::Engine& engine, SourceFactory sources,
          std::uint64_t seed, boost::asio::any_io_executor executor);
  ~Tracker();

  void on_change(OnChange callback);
  void on_news(OnNews listener);
  /// Before run(): where a source has settings of its own.
  void settings_for(SettingsFor settings);

  /// The rules by which threads are found; also while it runs.
  void rules(std::vector<discover::Rule> rules);

  /// What was reloaded: settings_for's function is asked anew about each source, and `settings` given to the
  /// constructor are read anew. What is known of threads and sources stays; when a thread is due next follows the new
  /// intervals.
  void apply(const Retune& retune);

  /// Loads what is tracked, then polls until cancelled (terminal). Ends with an error only if the store failed for
  /// good.
  boost::asio::awaitable<digest::Result<void>> run();

  /// Beside run(), until cancelled or stopped: looks at the lists of the sources that have rules, at their interval,
  /// within their budget, never in a cooldown; adds, proposes and lets go as the rules say. Without rules it waits for
  /// some.
  boost::asio::awaitable<digest::Result<void>> discover();

  /// Ends run() soon: requests under way are abandoned, whoever waits is told Code::cancelled.
  void stop();

  /// Makes a source without a thread, or finds it.
  boost::asio::awaitable<digest::Result<storage::SourceRecord>> add_source(storage::SourceRecord source);
  /// conflict while it has threads.
  boost::asio::awaitable<digest::Result<void>> remove_source(std::string name);
  /// Asks a forum what it is, by one request at its pace and never in its cooldown. `stored`: it is a source of the
  /// store's; else what is learnt of it is remembered until the daemon ends.
  boost::asio::awaitable<digest::Result<forum::SiteLook>> try_out(storage::SourceRecord source, bool stored);
  /// What the forum's lists show at present, judged by the rules of the source; adds nothing. `stored` as with try_out.
  boost::asio::awaitable<digest::Result<Survey>> survey(storage::SourceRecord source, bool stored);
  /// Tracks a topic; its first poll is due at once.
  boost::asio::awaitable<digest::Result<storage::AddedThread>> add(storage::SourceRecord source, digest::TopicId topic);
  boost::asio::awaitable<digest::Result<void>> remove(digest::ThreadId id, bool keep_data);
  /// Jumps the queue, never the cooldown (Code::cooldown, with the time in `what`). Waits for the round.
  boost::asio::awaitable<digest::Result<RoundReport>> poll(digest::ThreadId id, PollWish wish = {});
  /// No poll until resume(), or until a time; a poll under way ends. What is pending is still digested.
  boost::asio::awaitable<digest::Result<void>> pause(digest::ThreadId id, std::optional<digest::Instant> until);
  /// Due at once. Nothing happens to a thread that isn't paused.
  boost::asio::awaitable<digest::Result<void>> resume(digest::ThreadId id);
  /// Digests the pending floors at once; no request leaves.
  boost::asio::awaitable<digest::Result<RoundReport>> digest_now(digest::ThreadId id);
  /// Which engine writes the thread from its next batch on; nothing: its source's or everybody's.
  boost::asio::awaitable<digest::Result<void>> use_engine(digest::ThreadId id, std::optional<engine::Kind> kind);
  /// Takes in what a saved file says of the thread, paused or not, and digests what has settled; no request leaves.
  boost::asio::awaitable<digest::Result<ImportReport>> import(digest::ThreadId id,
                                                              std::shared_ptr<const digest::Observation> observation);
  /// Returns when the thread's state has changed since `seen` (a counter that grows), or at the timeout.
  boost::asio::awaitable<std::uint64_t> wait_for_change(digest::ThreadId id, std::uint64_t seen,
                                                        digest::Duration timeout);

  /// Counts the revisions committed and the threads removed since the start.
  std::uint64_t commits() const;
  /// Returns when that has grown since `seen`, when the tracker stops, or at the timeout.
  boost::asio::awaitable<void> wait_for_commit(std::uint64_t seen, digest::Duration timeout);

  /// How a thread's polls have gone, fresher than in the store, which is told once a minute. Nothing if it isn't
  /// tracked.
  std::optional<storage::PollState> poll_of(digest::ThreadId id) const;
  TrackerStatus status() const;
  /// By source, since the start.
  std::map<std::string, SourceFigures> figures() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gailou::track
