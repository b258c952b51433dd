// What asking a chat endpoint came to since the start: plain counts, which outlive an engine that a reload replaces.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "digest/histogram.h"

namespace gailou::engine {

struct ChatFigures {
  std::map<std::string_view, std::uint64_t> calls{};     // by verdict: "accept", "repair"; names of the contract
  std::map<std::string_view, std::uint64_t> troubles{};  // calls without a usable answer, by trouble
  std::uint64_t prompt_tokens = 0;                       // as the endpoint counts them, cached ones among them
  std::uint64_t cached_tokens = 0;
  std::uint64_t completion_tokens = 0;
  std::uint64_t uncounted_calls = 0;  // whose tokens the endpoint didn't tell
  std::uint64_t cost_micros = 0;      // of calls with a price, in millionths of engine.currency
  std::uint64_t withheld = 0;         // questions that a budget, the breaker or the context kept from leaving
  digest::Histogram<7> call_seconds{{0.5, 2, 5, 15, 60, 300, 1800}};
};

}  // namespace gailou::engine
