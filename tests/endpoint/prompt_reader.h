// A request as a model reads it: which floors, which canary, whether it is a second round.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace gailou::endpoint {

struct ReadFloor {
  std::int64_t floor = 0;
  std::string author{};
  std::string text{};
};

struct ReadPrompt {
  std::string title{};
  std::string canary{};
  std::vector<ReadFloor> floors{};  // inside the fence
  bool is_repair = false;           // an answer of ours stands among the messages
  std::string all{};                // every message, one after the other
  std::string format{};             // response_format.type
  std::string effort{};             // reasoning_effort
  std::int64_t output_limit = 0;    // tokens; 0: none given
};

/// Nothing if it is no chat request.
std::optional<ReadPrompt> read_prompt(const std::string& body);

/// As a Chinese tokenizer counts: six for ten CJK characters, one for four others.
std::int64_t counted_tokens(const std::string& text);

}  // namespace gailou::endpoint
