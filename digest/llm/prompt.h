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
};

struct Prompt {
  std::string system{};
  std::string user{};
  std::int64_t estimate = 0;      // tokens of both together
  std::int64_t output_limit = 0;  // tokens to reserve for the answer
};

/// Floors are one line of JSON each inside a fence that carries the nonce; of entries only a line each.
Prompt prompt_of(const digest::BatchInput& input, const Question& question);

/// Tokens a text may cost: 1 per CJK character, 1 per 3.5 others, 6 per line, all × 1.15.
std::int64_t estimated_tokens(std::string_view text);

/// Floors of the batch that need not be asked about: contentless and under 15 units by the offline engine's rules.
std::vector<digest::Quiet> quiet_unasked(const digest::BatchInput& input);

/// Divides floors, their order kept, so that each question with its answer fits into `context_tokens`; a floor that
/// fits nowhere stands alone.
std::vector<std::vector<digest::Floor>> questions_of(const digest::BatchInput& input,
                                                     const std::vector<digest::Floor>& floors,
                                                     std::int64_t context_tokens);

/// The schema for response_format json_schema, and in words for who can't take it. JSON text.
std::string_view answer_schema();

}  // namespace gailou::llm
