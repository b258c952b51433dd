#include "daemon/metrics_page.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include "daemon/engine/chat/chat_engine.h"
#include "daemon/io/version.h"
#include "daemon/metrics/exposition.h"
#include "daemon/metrics/process.h"

namespace gailou {

namespace {

using metrics::Exposition;
using metrics::Type;
using storage::ThreadRecord;

/// What only the store knows.
struct Stored {
  std::vector<ThreadRecord> threads{};
  storage::StoreFigures figures{};
  std::optional<storage::SpentOf> spent{};
};

using MaybeStored = digest::Result<Stored>;
using MaybeWritten = digest::Result<storage::ConnectionFigures>;  // of the one that writes

void add(std::map<digest::Code, std::uint64_t>& sum, const std::map<digest::Code, std::uint64_t>& more) {
  for (const auto& [code, count] : more) sum[code] += count;
}

double seconds_of(digest::Instant at) {
  return static_cast<double>(digest::to_ms(at)) / 1000.0;
}

double seconds_of(digest::Duration length) {
  return static_cast<double>(length.count()) / 1000.0;
}

std::string class_name(std::size_t kind) {
  return std::to_string(kind) + "xx";
}

void tell_process(Exposition& text, digest::Instant started_at) {
  const auto process = metrics::process_figures();
  text.begin("gailou_build_info", Type::gauge, "Always 1; what this program was built from.");
  text.sample({{"version", io::version()}, {"commit", io::commit()}}, 1);
  text.begin("process_start_time_seconds", Type::gauge, "When the process began, in seconds since 1970.");
  text.sample({}, seconds_of(started_at));
  text.begin("process_cpu_seconds_total", Type::counter, "Processor time spent, user and system.");
  text.sample({}, process.cpu_seconds);
  text.begin("process_resident_memory_bytes", Type::gauge, "Memory in use.");
  text.sample({}, process.resident_bytes);
  text.begin("process_virtual_memory_bytes", Type::gauge, "Address space in use.");
  text.sample({}, process.virtual_bytes);
  text.begin("process_open_fds", Type::gauge, "Open file descriptors.");
  if (process.open_descriptors) text.sample({}, *process.open_descriptors);
  text.begin("process_max_fds", Type::gauge, "Most file descriptors that may be open.");
  if (process.most_descriptors) text.sample({}, *process.most_descriptors);
}

void tell_threads(Exposition& text, const track::TrackerStatus& status, digest::Instant now) {
  text.begin("gailou_threads", Type::gauge, "Threads that are followed.");
  for (const auto& source : status.sources) {
    for (const auto& [state, count] : source.states) {
      text.sample({{"source", source.source.name}, {"state", storage::name_of(state)}}, count);
    }
  }
  text.begin("gailou_threads_failing", Type::gauge, "Threads whose last poll failed.");
  for (const auto& source : status.sources) text.sample({{"source", source.source.name}}, source.failing);
  text.begin("gailou_source_cooldown_seconds", Type::gauge, "How long the source must still be left alone.");
  for (const auto& source : status.sources) {
    const auto until = source.state.cooldown_until.value_or(now);
    text.sample({{"source", source.source.name}}, seconds_of(std::max(until - now, digest::Duration{})));
  }
  text.begin("gailou_poll_lag_seconds", Type::gauge, "How long the poll that waits longest has been due.");
  for (const auto& source : status.sources) {
    const auto due = source.next_poll.value_or(now);
    text.sample({{"source", source.source.name}}, seconds_of(std::max(now - due, digest::Duration{})));
  }
  text.begin("gailou_source_day_budget_requests", Type::gauge, "Most requests to the source in any 24 hours.");
  for (const auto& source : status.sources) text.sample({{"source", source.source.name}}, source.day_budget);
  text.begin("gailou_source_day_requests", Type::gauge, "Requests to the source since 00:00 UTC.");
  for (const auto& source : status.sources) text.sample({{"source", source.source.name}}, source.requests_today);
}

/// When each source was last polled well. One that never was has no sample, so that nobody takes 1970 for a date.
void tell_successes(Exposition& text, const track::TrackerStatus& status, const std::vector<ThreadRecord>& threads) {
  text.begin("gailou_last_successful_poll_timestamp_seconds", Type::gauge,
             "When a thread of the source was last polled well, in seconds since 1970.");
  for (const auto& source : status.sources) {
    std::optional<digest::Instant> newest;
    for (const auto& thread : threads) {
      const auto at = thread.source == source.source.name ? thread.poll.last_success : std::nullopt;
      if (at) newest = std::max(newest.value_or(*at), *at);
    }
    if (newest) text.sample({{"source", source.source.name}}, seconds_of(*newest));
  }
  text.begin("gailou_pending_floors", Type::gauge, "Floors that are stored and not digested yet.");
  for (const auto& source : status.sources) {
    std::int64_t pending = 0;
    for (const auto& thread : threads) pending += thread.source == source.source.name ? thread.pending : 0;
    text.sample({{"source", source.source.name}}, pending);
  }
}

using BySource = std::map<std::string, track::SourceFigures>;

void tell_polls(Exposition& text, const BySource& sources) {
  text.begin("gailou_polls_total", Type::counter,
             "Polls of threads, by how they ended; spared: by a list of the forum's.");
  for (const auto& [name, of] : sources) {
    const std::pair<std::string_view, std::uint64_t> results[] = {{"changed", of.polls.changed},
                                                                  {"unchanged", of.polls.unchanged},
                                                                  {"spared", of.polls.spared},
                                                                  {"error", of.polls.failed},
                                                                  {"rate_limited", of.polls.rate_limited}};
    for (const auto& [result, count] : results) text.sample({{"source", name}, {"result", result}}, count);
  }
  text.begin("gailou_poll_duration_seconds", Type::histogram, "From a poll's first request to its end.");
  for (const auto& [name, of] : sources) text.sample({{"source", name}}, of.polls.seconds.view());
  text.begin("gailou_posts_stored_total", Type::counter, "Posts that came, or came back.");
  for (const auto& [name, of] : sources) text.sample({{"source", name}}, of.posts_added);
  text.begin("gailou_post_edits_total", Type::counter, "New texts of stored posts.");
  for (const auto& [name, of] : sources) text.sample({{"source", name}}, of.posts_edited);
  text.begin("gailou_post_deletions_total", Type::counter, "Posts that were hidden, withdrawn or deleted.");
  for (const auto& [name, of] : sources) text.sample({{"source", name}}, of.posts_marked);
}

void tell_digests(Exposition& text, const BySource& sources) {
  constexpr std::array<std::string_view, track::kMarkers> kMarkers{"none", "added", "corrected", "withdrawn"};
  text.begin("gailou_digest_revisions_total", Type::counter, "Revisions of digests that were committed.");
  for (const auto& [name, of] : sources) text.sample({{"source", name}}, of.digest.revisions);
  text.begin("gailou_digest_entries_total", Type::counter, "Entries that were appended, by their marker.");
  for (const auto& [name, of] : sources) {
    for (std::size_t kind = 0; kind < kMarkers.size(); ++kind) {
      text.sample({{"source", name}, {"marker", kMarkers.at(kind)}}, of.digest.entries.at(kind));
    }
  }
  text.begin("gailou_digest_floors_total", Type::counter, "Floors that were digested, by what became of them.");
  for (const auto& [name, of] : sources) {
    text.sample({{"source", name}, {"outcome", "entry"}}, of.digest.floors_told);
    std::uint64_t quiet = 0;
    for (const auto count : of.digest.floors_quiet) quiet += count;
    text.sample({{"source", name}, {"outcome", "nothing_new"}}, quiet);
  }
  text.begin("gailou_digest_nothing_new_total", Type::counter, "Floors without anything new, by the reason why.");
  for (const auto& [name, of] : sources) {
    for (std::size_t reason = 0; reason < track::kReasons; ++reason) {
      const auto word = digest::name_of(static_cast<digest::Reason>(reason));
      text.sample({{"source", name}, {"reason", word}}, of.digest.floors_quiet.at(reason));
    }
  }
  text.begin("gailou_digest_failures_total", Type::counter, "Digest steps that ended with an error.");
  for (const auto& [name, of] : sources) text.sample({{"source", name}}, of.digest.failures);
  text.begin("gailou_operations_rejected_total", Type::counter,
             "Operations of an engine that a gate refused, by the gate.");
  for (const auto& [name, of] : sources) {
    for (const auto& [gate, count] : of.digest.refused) text.sample({{"source", name}, {"reason", gate}}, count);
  }
  text.begin("gailou_digest_drafts_refused_total", Type::counter,
             "Drafts of an engine that broke a gate and gave way.");
  for (const auto& [name, of] : sources) text.sample({{"source", name}}, of.digest.gate_faults);
  text.begin("gailou_digest_step_seconds", Type::histogram, "From a batch that is taken to its revision.");
  for (const auto& [name, of] : sources) text.sample({{"source", name}}, of.digest.step_seconds.view());
  text.begin("gailou_post_to_digest_seconds", Type::histogram, "From a post to the revision that accounts for it.");
  for (const auto& [name, of] : sources) text.sample({{"source", name}}, of.digest.delay_seconds.view());
}

void tell_upstream(Exposition& text, const SourceClients& clients) {
  text.begin("gailou_upstream_requests_total", Type::counter,
             "Requests to forums, by the class of the answer's status.");
  for (const auto& [name, client] : clients) {
    const auto& figures = client->figures();
    for (std::size_t kind = 2; kind < figures.by_class.size(); ++kind) {
      text.sample({{"source", name}, {"code", class_name(kind)}}, figures.by_class.at(kind));
    }
    text.sample({{"source", name}, {"code", "none"}}, figures.failed);
  }
  text.begin("gailou_upstream_received_bytes_total", Type::counter, "Bytes that forums sent, before decompression.");
  for (const auto& [name, client] : clients) text.sample({{"source", name}}, client->figures().bytes);
}

void tell_answers(Exposition& text, std::string_view route, const serve::RouteFigures& of) {
  for (std::size_t method = 0; method < serve::kMethods.size(); ++method) {
    const auto& by_class = of.answers.at(method);
    for (std::size_t kind = 0; kind < by_class.size(); ++kind) {
      if (by_class.at(kind) == 0) continue;
      text.sample({{"route", route}, {"method", serve::kMethods.at(method)}, {"code", class_name(kind)}},
                  by_class.at(kind));
    }
  }
}

void tell_http(Exposition& text, const serve::SiteFigures& routes) {
  text.begin("gailou_http_requests_total", Type::counter,
             "Requests of readers, by route, method and class of the status.");
  for (const auto& [route, of] : routes) tell_answers(text, route, of);
  text.begin("gailou_http_response_bytes_total", Type::counter,
             "Bytes of bodies that were answered, streams left out.");
  for (const auto& [route, of] : routes) text.sample({{"route", route}}, of.bytes);
  text.begin("gailou_http_request_duration_seconds", Type::histogram, "Until an answer was there to be sent.");
  for (const auto& [route, of] : routes) text.sample({{"route", route}}, of.seconds.view());
}

void tell_engine(Exposition& text, const Engines& engines) {
  const auto& figures = engines.figures();
  const auto* chat = engines.chat();
  if (chat == nullptr && figures.calls.empty() && figures.troubles.empty()) return;
  text.begin("gailou_engine_requests_total", Type::counter,
             "Calls to the chat endpoint, by the verdict on the answer.");
  for (const auto& [verdict, count] : figures.calls) text.sample({{"engine", "llm"}, {"result", verdict}}, count);
  text.begin("gailou_engine_failures_total", Type::counter, "Calls without a usable answer, by what was wrong.");
  for (const auto& [trouble, count] : figures.troubles) text.sample({{"engine", "llm"}, {"reason", trouble}}, count);
  text.begin("gailou_engine_withheld_total", Type::counter,
             "Questions that a budget, a rest or the context kept from leaving.");
  text.sample({{"engine", "llm"}}, figures.withheld);
  text.begin("gailou_engine_tokens_total", Type::counter,
             "Tokens as the endpoint counts them; cached ones are of those in.");
  text.sample({{"engine", "llm"}, {"direction", "in"}}, figures.prompt_tokens);
  text.sample({{"engine", "llm"}, {"direction", "cached"}}, figures.cached_tokens);
  text.sample({{"engine", "llm"}, {"direction", "out"}}, figures.completion_tokens);
  text.begin("gailou_engine_uncounted_requests_total", Type::counter, "Calls whose tokens the endpoint didn't tell.");
  text.sample({{"engine", "llm"}}, figures.uncounted_calls);
  text.begin("gailou_engine_cost_total", Type::counter, "What calls cost by the configured prices, in the currency.");
  text.sample({{"engine", "llm"}, {"currency", engines.currency()}}, static_cast<double>(figures.cost_micros) / 1e6);
  text.begin("gailou_engine_duration_seconds", Type::histogram, "How long calls took.");
  text.sample({{"engine", "llm"}}, figures.call_seconds.view());
  if (chat == nullptr) return;
  const auto standing = chat->standing();
  text.begin("gailou_engine_resting", Type::gauge, "1 while the endpoint is left alone after failures.");
  text.sample({{"engine", "llm"}}, standing.is_resting ? 1 : 0);
  text.begin("gailou_engine_prompt_cut", Type::gauge,
             "1 while it is unused because it reads less than context_tokens.");
  text.sample({{"engine", "llm"}}, standing.is_prompt_cut ? 1 : 0);
}

void tell_budgets(Exposition& text, const engine::ChatEngine* chat, const std::optional<storage::SpentOf>& spent) {
  if (chat == nullptr) return;
  const auto& budgets = chat->budgets();
  const std::pair<std::string_view, const engine::ChatBudget*> limits[] = {
      {"day", &budgets.day}, {"month", &budgets.month}, {"thread_day", &budgets.thread_day}};
  text.begin("gailou_engine_budget_tokens", Type::gauge,
             "Most tokens in a window; a window without a limit is left out.");
  for (const auto& [window, budget] : limits) {
    if (budget->tokens) text.sample({{"engine", "llm"}, {"window", window}}, *budget->tokens);
  }
  text.begin("gailou_engine_budget_calls", Type::gauge,
             "Most calls in a window; a window without a limit is left out.");
  for (const auto& [window, budget] : limits) {
    if (budget->calls) text.sample({{"engine", "llm"}, {"window", window}}, *budget->calls);
  }
  if (!spent) return;
  text.begin("gailou_engine_budget_spent_tokens", Type::gauge,
             "Tokens that count for the budget of the present window.");
  text.sample({{"engine", "llm"}, {"window", "day"}}, spent->today.tokens);
  text.sample({{"engine", "llm"}, {"window", "month"}}, spent->month.tokens);
  text.begin("gailou_engine_budget_spent_calls", Type::gauge, "Calls that count for the budget of the present window.");
  text.sample({{"engine", "llm"}, {"window", "day"}}, spent->today.calls);
  text.sample({{"engine", "llm"}, {"window", "month"}}, spent->month.calls);
}

void tell_faults(Exposition& text, const MaybeStored& stored, const MaybeWritten& written) {
  std::map<digest::Code, std::uint64_t> faults{{digest::Code::io, 0}, {digest::Code::disk_full, 0}};
  if (stored) add(faults, stored->figures.connection.faults);
  if (written) add(faults, written->faults);
  text.begin("gailou_store_errors_total", Type::counter, "Faults of the database or its files, by their kind.");
  for (const auto& [code, count] : faults) text.sample({{"reason", name_of(code)}}, count);
}

void tell_store(Exposition& text, const MaybeStored& stored, const MaybeWritten& written, const DaemonFigures& daemon) {
  text.begin("gailou_store_readable", Type::gauge, "1 if the store answered this scrape.");
  text.sample({}, stored ? 1 : 0);
  if (stored) {
    text.begin("gailou_store_size_bytes", Type::gauge, "Size of the database.");
    text.sample({}, stored->figures.database_bytes);
    text.begin("gailou_store_wal_bytes", Type::gauge, "Size of its write-ahead log.");
    text.sample({}, stored->figures.wal_bytes);
    text.begin("gailou_store_posts", Type::gauge, "Posts in the database.");
    text.sample({}, stored->figures.posts);
  }
  if (written) {
    text.begin("gailou_store_commit_duration_seconds", Type::histogram,
               "How long commits took until the disk had them.");
    text.sample({}, written->commit_seconds.view());
  }
  tell_faults(text, stored, written);
  text.begin("gailou_store_checkpoint_failures_total", Type::counter, "Checkpoints that failed.");
  text.sample({}, daemon.checkpoint_failures);
  text.begin("gailou_store_last_checkpoint_timestamp_seconds", Type::gauge,
             "When the log was last written into the database, in seconds since 1970.");
  if (daemon.last_checkpoint) text.sample({}, seconds_of(*daemon.last_checkpoint));
}

void tell_reloads(Exposition& text, const DaemonFigures& daemon) {
  text.begin("gailou_config_reloads_total", Type::counter, "Reloads of the configuration, by what came of them.");
  text.sample({{"result", "accepted"}}, daemon.reloads_accepted);
  text.sample({{"result", "refused"}}, daemon.reloads_refused);
  text.begin("gailou_config_last_reload_successful", Type::gauge, "0 if the last reload was refused.");
  text.sample({}, daemon.last_reload_accepted ? 1 : 0);
}

}  // namespace

boost::asio::awaitable<std::string> MetricsPage::text() {
  const auto windows = parts_.engines.windows();
  auto query = [windows, wants_spent = parts_.engines.chat() != nullptr](storage::Reader& reader) -> MaybeStored {
    Stored stored;
    auto threads = reader.threads();
    if (!threads) return threads.error();
    stored.threads = std::move(*threads);
    const auto figures = reader.figures();
    if (!figures) return figures.error();
    stored.figures = *figures;
    if (!wants_spent) return stored;
    const auto spent = reader.spent(digest::ThreadId{}, windows.day, windows.month);
    if (!spent) return spent.error();
    stored.spent = *spent;
    return stored;
  };
  const auto waiting_reads = parts_.reader.waiting();
  auto asking = parts_.reader.run(std::move(query));
  const MaybeStored stored = co_await std::move(asking);
  auto writer = [](storage::Store& store) -> MaybeWritten {
    const auto figures = store.figures();
    if (!figures) return figures.error();
    return figures->connection;
  };
  auto asking_writer = parts_.store.run(std::move(writer));
  const MaybeWritten written = co_await std::move(asking_writer);

  const auto now = parts_.clock.now();
  const auto status = parts_.tracker.status();
  const auto figures = parts_.tracker.figures();
  Exposition text;
  tell_process(text, parts_.started_at);
  tell_threads(text, status, now);
  if (stored) tell_successes(text, status, stored->threads);
  tell_polls(text, figures);
  tell_digests(text, figures);
  tell_upstream(text, parts_.clients);
  tell_engine(text, parts_.engines);
  if (stored) tell_budgets(text, parts_.engines.chat(), stored->spent);
  std::int64_t settling = 0;
  for (const auto& source : status.sources) settling += source.settling;
  text.begin("gailou_queue_length", Type::gauge, "What waits for its turn.");
  text.sample({{"queue", "polls"}}, status.due);
  text.sample({{"queue", "batches"}}, settling);
  text.sample({{"queue", "store_writes"}}, parts_.store.waiting());
  text.sample({{"queue", "store_reads"}}, waiting_reads);
  if (const auto* chat = parts_.engines.chat()) text.sample({{"queue", "engine"}}, chat->waiting());
  tell_http(text, parts_.site.figures());
  text.begin("gailou_http_connections", Type::gauge, "Connections of readers, streams among them.");
  text.sample({}, parts_.connections());
  text.begin("gailou_sse_clients", Type::gauge, "Readers of live events.");
  text.sample({}, parts_.site.live().subscribers());
  text.begin("gailou_sse_clients_dropped_total", Type::counter,
             "Readers of live events that were dropped for not reading.");
  text.sample({}, parts_.site.live().dropped());
  tell_store(text, stored, written, parts_.daemon);
  tell_reloads(text, parts_.daemon);
  co_return text.take();
}

}  // namespace gailou
