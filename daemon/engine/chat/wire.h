// A question as the JSON of POST …/chat/completions, and how an endpoint's answer leaves HTTP.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/engine/chat/facts.h"
#include "digest/error.h"
#include "digest/llm/reply.h"
#include "digest/time.h"

namespace gailou::engine {

struct ChatMessage {
  std::string_view role{};  // "system", "user", "assistant"
  std::string content{};
};

struct ChatRequest {
  std::string model{};
  std::vector<ChatMessage> messages{};
  std::int64_t output_limit = 0;  // tokens
};

/// Not streamed, temperature 0, in the words that this endpoint takes. Where response_format can't carry the answer's
/// schema the prompt tells it (llm::Question::tells_schema).
std::string request_json(const ChatRequest& request, const EndpointFacts& facts);

/// SHA-256 in hex of the request as if its nonce were another: the same for the same question.
std::string request_hash(std::string request, std::string_view nonce);

/// Retry-After (seconds or a date) or retry-after-ms; names in lower case.
std::optional<digest::Duration> retry_after_of(const std::map<std::string, std::string>& headers, digest::Instant now);

/// What no answer at all means. Not for Code::cancelled.
llm::Heard heard_of(const digest::Error& error);

/// And what can be done about it, in the words of this engine's settings; empty if nothing is known.
std::string hint_of(const digest::Error& error);

/// Takes every occurrence of `secret` out of text that came back.
void blot_out(std::string& text, std::string_view secret);

}  // namespace gailou::engine
