#include "daemon/engine/chat/prices.h"

#include <algorithm>

namespace gailou::engine {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::optional<ChatPrice> first_fitting(const std::vector<PricedModel>& prices, std::string_view model) {
  const auto at = std::ranges::find_if(prices, [&](const PricedModel& one) { return fits_model(one.pattern, model); });
  if (at == prices.end()) return std::nullopt;
  return at->price;
}

bool is_version_of(std::string_view answered, std::string_view asked) {
  return answered.size() >= asked.size() &&
         std::ranges::equal(answered.substr(0, asked.size()), asked, {}, lower, lower);
}

}  // namespace

/// One place to go back to is enough: a later star fits whatever an earlier one could have taken more of.
bool fits_model(std::string_view pattern, std::string_view model) {
  std::size_t at = 0;
  std::size_t read = 0;
  std::optional<std::size_t> star;
  std::size_t taken = 0;  // of the model by that star
  while (read < model.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken = read;
    } else if (at < pattern.size() && lower(pattern[at]) == lower(model[read])) {
      ++at;
      ++read;
    } else if (star) {
      at = *star + 1;
      read = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

std::optional<ChatPrice> price_for(const std::vector<PricedModel>& prices, std::string_view asked,
                                   std::string_view answered) {
  if (!answered.empty() && !is_version_of(answered, asked)) {
    if (auto price = first_fitting(prices, answered)) return price;
  }
  return first_fitting(prices, asked);
}

}  // namespace gailou::engine
