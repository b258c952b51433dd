// What can be set about the LLM engine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/io/secret.h"
#include "digest/error.h"
#include "digest/time.h"

namespace gailou::engine {

/// Where questions are sent.
struct ChatEndpoint {
  std::string url{};      // "https://api.example/v1/chat/completions"
  std::string name{};     // the same without "/chat/completions": for the ledger, logs and people
  std::string host{};     // lower case
  bool is_local = false;  // a loopback or private address, localhost: slow machines, nothing to pay
};

/// From a base URL ("https://api.example/v1") or the whole one. malformed with a hint: no http(s) URL, a user name, a
/// password, a query in it.
digest::Result<ChatEndpoint> parse_chat_endpoint(std::string_view text);

/// Tokens and calls that may be reserved or used in a window; nothing: no limit.
struct ChatBudget {
  std::optional<std::int64_t> tokens{};
  std::optional<std::int64_t> calls{};
};

struct ChatBudgets {
  ChatBudget thread_day{};
  ChatBudget day{.tokens = 200'000, .calls = {}};
  ChatBudget month{};
};

/// What a million tokens cost, in millionths of a currency.
struct ChatPrice {
  std::string currency{};  // "USD"
  std::int64_t prompt_micros = 0;
  std::optional<std::int64_t> cached_micros{};  // of the prompt, read from the endpoint's cache; unset: as the prompt
  std::int64_t completion_micros = 0;
};

struct PricedModel {
  std::string pattern{};  // of a model's name, "gpt-*"
  ChatPrice price{};
};

/// Whether `pattern`, in which "*" stands for any characters or none, fits a model's name; letters of either case.
bool fits_model(std::string_view pattern, std::string_view model);

/// What becomes of a batch while the endpoint rests after failures.
enum class WhenDown {
  extract,  // the offline engine writes it
  wait,     // it stays taken until the endpoint answers again
};

struct ChatSettings {
  ChatEndpoint endpoint{};
  std::string model{};
  io::Secret key{};                           // empty: no Authorization is sent
  std::optional<digest::Duration> timeout{};  // of a whole call; unset: 300 s, 30 min for a local endpoint
  std::int64_t context_tokens = 32'768;       // that the endpoint reads, prompt and answer together
  ChatBudgets budgets{};
  std::vector<PricedModel> prices{};  // the first that fits counts; none fits: costs are unknown
  WhenDown when_down = WhenDown::extract;
  bool allow_private_addresses = true;
  std::string user_agent{};
};

}  // namespace gailou::engine
