// What the model is asked about a batch: the stable part first, so that endpoints find it in their caches.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "digest/operation.h"

namespace gailou::llm {

/// One request's share of a batch.
struct Question {
  std::vector<digest::Floor> floors{};    // of the batch, ascending
  std::string nonce{};                    // "c-7f3a91", fresh for each request: fence and canary
  std::vector<digest::Append> written{};  // what earlier questions on this batch brought
  std::int64_t earlier = 0;               // of `written`, how many the prompt lists (the newest)
  std::int64_t context_tokens = 0;        // of the endpoint, as for questions_of; 0: more than enough
  bool tells_schema = false;              // the answer's schema in the system text: for who can't be given it otherwise
};

struct Prompt {
  std::string system{};
  std::string user{};
  std::int64_t estimate = 0;      // tokens of both together
  std::int64_t output_limit = 0;  // tokens to reserve for the answer
};

/// Floors are one line of JSON each inside a fence that carries the nonce; of entries only a line each. Whatever comes
/// from a post stands in a JSON string. The system text is the same for all requests of a digest's settings; the user's
/// begins with what stays from batch to batch.
Prompt prompt_of(const digest::BatchInput& input, const Question& question);

/// Tokens a text may cost: 1 per CJK character, 1 per 3.5 others, 6 per line, all × 1.15.
std::int64_t estimated_tokens(std::string_view text);

/// Floors of the batch that need not be asked about: contentless and under 15 units by the offline engine's rules.
std::vector<digest::Quiet> quiet_unasked(const digest::BatchInput& input);

/// Tokens to reserve for an answer about these floors; an endpoint may allow less.
std::int64_t output_limit_for(const digest::BatchInput& input, const std::vector<digest::Floor>& floors);

/// Divides floors, their order kept, so that each question with its answer fits into `context_tokens`; a floor that
/// fits nowhere stands alone. 0 tokens: no bound.
std::vector<std::vector<digest::Floor>> questions_of(const digest::BatchInput& input,
                                                     const std::vector<digest::Floor>& floors,
                                                     std::int64_t context_tokens);

/// The schema for response_format json_schema (strict), and for the system text of who can't take it. JSON text, one
/// line.
std::string_view answer_schema();

}  // namespace gailou::llm
