// The LLM engine: asks a chat endpoint about what is new, believes nothing that it can't check, and lets the offline
// engine write what is left.
//
//   ChatEngine engine(std::move(settings), {.http = http, .clock = clock, .ledger = ledger, .offline = extract,
//                                           .chance = system_chance(), .executor = loop.get_executor()});
//
// One call is in flight per engine, so make one engine per endpoint and share it between the threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "daemon/engine/chat/ledger.h"
#include "daemon/engine/chat/settings.h"
#include "daemon/engine/engine.h"
#include "daemon/engine/figures.h"
#include "daemon/io/clock.h"
#include "daemon/io/http_client.h"
#include "digest/llm/reply.h"

namespace gailou::engine {

/// Randomness, handed in so that tests have none.
struct Chance {
  std::function<std::string()> nonce{};  // "c-" and hexadecimal digits, another one each time
  std::function<double()> jitter{};      // 0 to below 1
};
Chance system_chance();

/// What the engine stands on; all outlive it, and it must be destroyed before the loop.
struct ChatPorts {
  io::HttpClient& http;
  io::Clock& clock;
  Ledger& ledger;
  Engine& offline;  // writes what the endpoint doesn't
  Chance chance{};
  boost::asio::any_io_executor executor{};  // the loop's
  ChatFigures* figures = nullptr;           // counted into, if there
};

/// One question and what came back, for who wants to look at it. Holds texts of posts: never logged, never stored.
struct Exchange {
  std::string kind{};     // as in the ledger
  std::string request{};  // JSON; the key isn't in it
  int http_status = 0;    // 0: no answer came
  std::string answer{};   // body as it came
  std::string verdict{};  // as in the ledger
  std::string trouble{};
  std::string rules{};
  std::string what{};                  // one line
  std::vector<std::string> refused{};  // "#2 V13 …", one per refused operation
  llm::Usage usage{};
  std::optional<std::int64_t> cost_micros{};
  digest::Duration took{};
};

/// A batch drafted to be looked at.
struct Trial {
  digest::Draft draft{};
  std::vector<Exchange> exchanges{};
  std::vector<digest::Floor> offline{};  // floors that the offline engine wrote
  std::vector<std::string> notes{};      // why, and what else the operator should know
};

/// How the endpoint stands, for status and `gailou engine test`.
struct ChatStanding {
  std::string endpoint{};
  std::string model{};
  bool is_resting = false;  // after failures
  std::optional<digest::Instant> rests_until{};
  bool is_prompt_cut = false;     // switched off: it reads less than context_tokens says
  std::string why{};              // one line; empty if all is well
  std::string format{};           // "json_schema", "json_object", "none"
  std::string token_parameter{};  // "max_tokens", "max_completion_tokens"
  bool takes_temperature = true;
  std::string thinking{};  // "", "enable_thinking", "reasoning_effort"…: how it was switched off
  std::int64_t answers = 0;
};

struct ChatState;

class ChatEngine : public Engine {
 public:
  ChatEngine(ChatSettings settings, ChatPorts ports);
  ChatEngine(const ChatEngine&) = delete;
  ChatEngine& operator=(const ChatEngine&) = delete;
  ~ChatEngine() override;

  std::string_view name() const override { return "llm"; }
  bool wants_recent() const override { return true; }
  bool is_slow() const override { return true; }
  boost::asio::awaitable<digest::Result<digest::Draft>> draft(Asker asker, const digest::BatchInput& input) override;

  /// The same with everything that passed, booked under `kind` ("test", "trial"); no answer is kept or reused, the
  /// breaker is not asked.
  boost::asio::awaitable<digest::Result<Trial>> trial(Asker asker, const digest::BatchInput& input, std::string kind);

  /// Whether these settings ask the same model at the same place: then apply() takes them, else a new engine does.
  bool asks_the_same(const ChatSettings& settings) const;
  /// Key, budgets and all else from the next call on; what is under way ends as it began. An endpoint that rested is
  /// asked again: whoever reloads has looked at it.
  void apply(ChatSettings settings);
  /// Another engine has taken over: no call leaves any more, the key is given up, and a batch under way is left taken.
  void retire();

  ChatStanding standing() const;
  const ChatBudgets& budgets() const;
  std::size_t waiting() const;  // questions behind the one that is asked
  /// Waits for the worker, as io::OwningThread::settle does.
  void settle() const;

 private:
  std::unique_ptr<ChatState> state_;
};

}  // namespace gailou::engine
