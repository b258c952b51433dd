#include <algorithm>
#include <iterator>
#include <utility>

#include "daemon/io/log.h"
#include "daemon/track/fatal.h"
#include "daemon/track/tracker_impl.h"

namespace gailou::track {

namespace {

using digest::Duration;
using digest::Instant;

constexpr Duration kLookAroundAgain = std::chrono::hours{1};
/// A forum that shows no lists hardly begins to.
constexpr Duration kNoListsPause = std::chrono::hours{24};
constexpr std::size_t kProposedMost = 10'000;

/// What the store knows of the source's threads, and of the topics that stand in a list.
Result<discover::Facts> facts_in(storage::Reader& reader, const std::string& source, Listing listing, Instant now) {
  discover::Facts facts{.topics = std::move(listing.topics), .now = now};
  const auto threads = reader.threads();
  if (!threads) return threads.error();
  for (const auto& thread : *threads) {
    if (thread.source != source) continue;
    const auto last = thread.header.last_posted_at.value_or(thread.added_at);
    facts.known.push_back({.id = thread.id,
                           .topic = thread.topic,
                           .added_by = thread.added_by,
                           .let_go_at = thread.let_go_at,
                           .paused = thread.state == storage::ThreadState::paused,
                           .last_post = std::max(last, thread.added_at)});
  }
  for (const auto& topic : facts.topics) {
    const auto removed = reader.was_removed({.source = source, .topic = topic.topic});
    if (!removed) return removed.error();
    if (*removed) facts.removed.insert(topic.topic);
  }
  return facts;
}

}  // namespace

std::vector<discover::Rule> Tracker::Impl::rules_of(const std::string& source) const {
  std::vector<discover::Rule> own;
  std::ranges::copy_if(rules_, std::back_inserter(own), [&](const auto& rule) { return rule.source == source; });
  return own;
}

asio::awaitable<Result<Listing>> Tracker::Impl::lists_of(storage::SourceRecord source, bool stored,
                                                         ListUrgency urgency) {
  if (!stored) {
    const auto running = stranger(source);
    if (!running) co_return running.error();
    co_return co_await (*running)->loop->lists(urgency);
  }
  const auto running = co_await source_named(source);
  if (!running) co_return running.error();
  co_return co_await (*running)->loop->lists(urgency);
}

asio::awaitable<Result<discover::Facts>> Tracker::Impl::facts_of(std::string source, Listing listing) {
  auto query = [source = std::move(source), listing = std::move(listing), now = clock_.now()](
                   storage::Store& store) mutable { return facts_in(store, source, std::move(listing), now); };
  co_return co_await store_.run(std::move(query));
}

asio::awaitable<Result<Survey>> Tracker::Impl::survey(storage::SourceRecord source, bool stored) {
  auto listing = co_await lists_of(source, stored, ListUrgency::asked);
  if (!listing) co_return listing.error();
  Survey survey{.at = listing->at};
  const auto facts = co_await facts_of(source.name, std::move(*listing));
  if (!facts) co_return facts.error();
  const auto memory = memories_.find(source.name);
  survey.found =
      discover::judge(rules_of(source.name), *facts, memory == memories_.end() ? discover::Memory{} : memory->second);
  co_return survey;
}

asio::awaitable<Result<void>> Tracker::Impl::discover() {
  // A source's requests go one by one because its loop takes the turns: it must have begun.
  while (!running_ && !stopping_) co_await discovery_.wait_for(clock_, kLookAroundAgain);
  while (!stopping_) {
    if (rules_.empty()) {
      co_await discovery_.wait_for(clock_, kLookAroundAgain);
      continue;
    }
    const auto now = clock_.now();
    const auto next = co_await look_around(now);
    if (!next && (next.error().code == Code::cancelled || is_fatal(next.error()))) co_return next.error();
    if (!next) io::log::warn("discovery_failed", digest::to_string(next.error()));
    const auto at = next ? *next : now + kLookAroundAgain;
    if (stopping_) break;
    const Duration least{1000};
    const Duration rest = std::clamp(at - clock_.now(), least, kLookAroundAgain);
    co_await discovery_.wait_for(clock_, rest);
  }
  co_return Result<void>{};
}

void Tracker::Impl::use_rules(std::vector<discover::Rule> rules) {
  if (rules == rules_) return;
  rules_ = std::move(rules);
  sourceless_.clear();
  proposed_.clear();  // what an earlier rule proposed may fit a new one for another reason
  discovery_.ring();
}

/// Once each: a rule that waits for a source that isn't there.
void Tracker::Impl::tell_missing(const std::vector<storage::SourceRecord>& sources) {
  for (const auto& rule : rules_) {
    const bool is_there = std::ranges::find(sources, rule.source, &storage::SourceRecord::name) != sources.end();
    if (is_there || !sourceless_.insert(rule.name).second) continue;
    io::log::warn("rule_without_source", "there is no such source; make it with: gailou sources add",
                  {{"rule", rule.name}, {"source", rule.source}});
  }
}

/// Each source whose interval is over; returns when the next one is.
asio::awaitable<Result<Instant>> Tracker::Impl::look_around(Instant now) {
  auto list_sources = [](storage::Store& store) { return store.sources(); };
  const auto sources = co_await store_.run(std::move(list_sources));
  if (!sources) co_return sources.error();
  Instant next = now + kLookAroundAgain;
  tell_missing(*sources);
  for (const auto& source : *sources) {
    auto rules = rules_of(source.name);
    if (rules.empty()) continue;
    const auto at = co_await look_at_lists(source, std::move(rules));
    if (!at) co_return at.error();
    next = std::min(next, *at);
  }
  co_return next;
}

/// Looks if it is time; returns when it is again.
asio::awaitable<Result<Instant>> Tracker::Impl::look_at_lists(storage::SourceRecord source,
                                                              std::vector<discover::Rule> rules) {
  const auto running = co_await source_named(source);
  if (!running) co_return running.error();
  const auto now = clock_.now();
  const auto interval = std::ranges::min_element(rules, {}, &discover::Rule::interval)->interval;
  const auto status = (*running)->loop->status();
  // A clock that was set back must not put it off for long.
  const auto last = status.state.listed_at;
  const auto due = last && *last <= now ? *last + interval : now;
  const auto open_at = std::max({due, lists_not_before_[source.name], status.state.cooldown_until.value_or(now)});
  if (open_at > now) co_return open_at;

  auto listing = co_await lists_of(source, true, ListUrgency::spare);
  if (!listing) {
    const auto& error = listing.error();
    if (error.code == Code::cancelled || is_fatal(error)) co_return error;
    const bool is_lasting = error.code == Code::refused || error.code == Code::forbidden;
    io::log::warn("lists_failed", digest::to_string(error), {{"source", source.name}});
    lists_not_before_[source.name] = clock_.now() + (is_lasting ? kNoListsPause : interval);
    co_return lists_not_before_[source.name];
  }
  const auto seen_at = listing->at;
  const auto facts = co_await facts_of(source.name, std::move(*listing));
  if (!facts) co_return facts.error();
  auto& memory = memories_[source.name];
  const auto found = discover::judge(rules, *facts, memory);
  memory.note(facts->topics, seen_at);
  const auto done = co_await carry_out(source, discover::decide(rules, *facts, found));
  if (!done) co_return done.error();
  co_return now + interval;
}

asio::awaitable<Result<void>> Tracker::Impl::carry_out(storage::SourceRecord source, discover::Decision decision) {
  for (const auto& gone : decision.let_go) {
    const auto done = co_await let_go(gone);
    if (!done) co_return done.error();
  }
  for (const auto& addition : decision.add) {
    const auto done = co_await add_by_rule(source, addition);
    if (!done) co_return done.error();
  }
  for (const auto& addition : decision.propose) propose(source, addition);
  co_return Result<void>{};
}

asio::awaitable<Result<void>> Tracker::Impl::add_by_rule(storage::SourceRecord source, discover::Addition addition) {
  const storage::ThreadName name{.source = source.name, .topic = addition.topic};
  auto query = [name, rule = addition.rule, now = clock_.now()](storage::Store& store) {
    return store.add_thread_by_rule(name, rule, now);
  };
  const auto stored = co_await store_.run(std::move(query));
  if (!stored) co_return stored.error();
  // Somebody removed it, or added it, while the lists were looked at.
  if (!*stored || (*stored)->already_tracked) co_return Result<void>{};
  const auto& record = (*stored)->thread;
  const auto running = co_await source_named(source);
  if (!running) co_return running.error();
  if (const auto known = threads_.find(record.id); known != threads_.end()) {
    (*running)->loop->take_up(known->second.first);
  } else {
    follow_record(record, **running, clock_.now());
    if (on_change_) on_change_(record.id, nullptr);
    tell(ThreadNews{.thread = name, .change = ThreadNews::Change::added, .state = record.state});
  }
  io::log::info(addition.is_back ? "thread_taken_back" : "thread_added", "\"" + addition.title + "\" fits a rule",
                {{"thread", source.name + "/" + std::to_string(addition.topic.value)}, {"rule", addition.rule}});
  co_return Result<void>{};
}

asio::awaitable<Result<void>> Tracker::Impl::let_go(discover::LettingGo gone) {
  const auto found = threads_.find(gone.id);
  if (found == threads_.end()) co_return Result<void>{};
  const auto [thread, source] = found->second;
  const auto paused = co_await source->loop->let_go(thread);
  if (!paused) co_return paused.error();
  if (*paused) {
    io::log::info("thread_let_go", "it has fallen asleep",
                  {{"thread", thread->name},
                   {"rule", gone.rule},
                   {"silent_hours", static_cast<long>(std::chrono::floor<std::chrono::hours>(gone.silence).count())}});
  }
  co_return Result<void>{};
}

/// Once each.
void Tracker::Impl::propose(const storage::SourceRecord& source, const discover::Addition& addition) {
  if (proposed_.size() >= kProposedMost) proposed_.clear();
  if (!proposed_.emplace(source.name, addition.topic).second) return;
  io::log::info("thread_proposed", "\"" + addition.title + "\" fits a rule",
                {{"thread", source.name + "/" + std::to_string(addition.topic.value)}, {"rule", addition.rule}});
}

}  // namespace gailou::track
