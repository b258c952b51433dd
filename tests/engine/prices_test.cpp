// Which price holds for a call.
#include "daemon/engine/chat/prices.h"

#include <gtest/gtest.h>

namespace gailou::engine {
namespace {

PricedModel priced(const std::string& pattern, std::int64_t micros) {
  return {.pattern = pattern, .price = {.currency = "USD", .prompt_micros = micros, .completion_micros = micros}};
}

std::int64_t micros(const std::vector<PricedModel>& prices, std::string_view asked, std::string_view answered = {}) {
  const auto price = price_for(prices, asked, answered);
  return price ? price->prompt_micros : -1;
}

TEST(Prices, a_star_stands_for_any_characters_or_none) {
  for (const char* pattern : {"*", "gpt-*", "gpt-5-mini*", "*mini", "*5*mini*", "GPT-5-Mini", "gpt-5-mini"}) {
    EXPECT_TRUE(fits_model(pattern, "gpt-5-mini")) << pattern;
  }
  for (const char* pattern : {"", "gpt-5", "gpt-*-nano", "*-min", "g?t-5-mini", "gpt-5-mini-*", "**x"}) {
    EXPECT_FALSE(fits_model(pattern, "gpt-5-mini")) << pattern;
  }
  EXPECT_TRUE(fits_model("*", ""));
  EXPECT_TRUE(fits_model("a*b*c", "aXbYbZc"));
}

TEST(Prices, a_hostile_pattern_is_matched_in_little_time) {
  std::string pattern;
  for (int i = 0; i < 60; ++i) pattern += "*a";
  EXPECT_FALSE(fits_model(pattern + "b", std::string(200, 'a')));
}

TEST(Prices, the_first_that_fits_counts) {
  const std::vector<PricedModel> prices{priced("gpt-5-nano*", 1), priced("gpt-*", 2), priced("*", 3)};
  EXPECT_EQ(micros(prices, "gpt-5-nano"), 1);
  EXPECT_EQ(micros(prices, "gpt-5"), 2);
  EXPECT_EQ(micros(prices, "qwen"), 3);
  EXPECT_EQ(micros({priced("gpt-*", 2)}, "qwen"), -1);
  EXPECT_EQ(micros({}, "qwen"), -1);
}

TEST(Prices, a_dated_version_costs_what_the_model_that_was_asked_for_costs) {
  const std::vector<PricedModel> prices{priced("gpt-5", 1), priced("*", 3)};
  EXPECT_EQ(micros(prices, "gpt-5", "gpt-5-2026-01-01"), 1);
}

TEST(Prices, a_model_that_a_gateway_put_in_its_place_costs_what_it_costs) {
  const std::vector<PricedModel> prices{priced("auto", 1), priced("big-*", 9)};
  EXPECT_EQ(micros(prices, "auto", "big-70b"), 9);
  EXPECT_EQ(micros(prices, "auto", "unheard-of"), 1);
}

}  // namespace
}  // namespace gailou::engine
