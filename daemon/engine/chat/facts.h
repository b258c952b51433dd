// What has been learned about an endpoint's model by asking it: once, then remembered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/error.h"
#include "digest/llm/reply.h"

namespace gailou::engine {

/// response_format, the most helpful first.
enum class Format { json_schema, json_object, none };
std::string_view name_of(Format format);

enum class TokenParameter { max_tokens, max_completion_tokens };
std::string_view name_of(TokenParameter parameter);

/// How thinking is switched off: it takes time and the answer's room. Nothing is sent before it came in the way, except
/// to hosts that are known.
enum class Thinking {
  as_is,
  enable_thinking,   // chat_template_kwargs {"enable_thinking": false}: vLLM, SGLang, llama.cpp
  thinking_type,     // thinking {"type": "disabled"}: DeepSeek
  reasoning_none,    // reasoning_effort "none": Ollama, vLLM, newer models of OpenAI's
  reasoning_effort,  // "low": OpenAI's word, the least that all its models take
  unmovable,         // it takes none of them
};
std::string_view name_of(Thinking thinking);

struct EndpointFacts {
  Format format = Format::json_schema;
  TokenParameter token_parameter = TokenParameter::max_tokens;
  bool takes_temperature = true;
  Thinking thinking = Thinking::as_is;
  std::int64_t answers = 0;                      // with content and a count of tokens
  std::vector<double> ratios{};                  // of the last 20: prompt tokens as counted there to our estimate
  std::optional<double> dense{};                 // the ratio of a prompt that no context cuts, where it was suspect
  std::optional<std::int64_t> cut_at_context{};  // it read less than was sent while context_tokens was this
  std::optional<double> cut_ratio{};             // the ratio then
  int doubts = 0;                                // low counts in a row of prompts whose end came back
  // The estimate of the shortest prompt that it refused as too long. Not written down: what is in the way may be
  // another size tomorrow.
  std::optional<std::int64_t> too_long{};
  bool operator==(const EndpointFacts&) const = default;
};

/// Before anything was asked: what hosts are known for.
EndpointFacts first_facts(std::string_view host);

/// The median of the ratios, once there are five.
std::optional<double> usual_ratio(const EndpointFacts& facts);
void note_usage(EndpointFacts& facts, std::int64_t estimate, const llm::Usage& usage);

void note_too_long(EndpointFacts& facts, std::int64_t estimate);
/// It would be refused as an earlier one was: about as long, or longer.
bool is_known_too_long(const EndpointFacts& facts, std::int64_t estimate);

/// A prompt that was counted too low (rule V10).
struct LowCount {
  std::int64_t estimate = 0;
  std::int64_t read = 0;  // tokens as the endpoint counts
  bool canary_back = false;
  std::int64_t context_tokens = 0;
};
/// What is to be made of it.
enum class CountMeans {
  cut,    // nothing more is asked until context_tokens is changed
  doubt,  // low for this endpoint, but the prompt's end came back: the next count decides
  dense,  // fewer tokens than any context holds: its tokenizer counts fewer than we know of
};
/// The canary decides where a count alone can't: a prompt whose end came back and that was counted below half of the
/// smallest context was not cut. That also takes an earlier finding back which this endpoint's counting explains.
CountMeans note_low_count(EndpointFacts& facts, const LowCount& low);

/// The endpoint refused this parameter: another way without it, false if there is none.
bool do_without(EndpointFacts& facts, std::string_view parameter);
/// Thinking came in the way: the next way to switch it off, false if all have been tried.
bool think_less(EndpointFacts& facts, std::string_view host);

/// JSON, and back; malformed for what isn't ours.
std::string facts_text(const EndpointFacts& facts);
digest::Result<EndpointFacts> parse_facts(std::string_view text);

}  // namespace gailou::engine
