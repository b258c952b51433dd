#include "daemon/config/prices.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "daemon/config/checks.h"
#include "daemon/config/options.h"
#include "daemon/engine/chat/settings.h"
#include "digest/text/nearest.h"

namespace gailou::config {

namespace {

using digest::Code;
using digest::Error;

constexpr std::string_view kPriceSection = "engine.price.";
constexpr std::size_t kPricesMax = 100;

template <auto Member>
constexpr auto of_price = [](Config& config) -> auto& {
  return config.price.*Member;
};

constexpr auto kPriceReload = Reload::on_signal;

const std::array kPriceOptions{
    Option{"engine.price.model", TextRule{of_price<&PriceKeys::model>, &check_words}, kPriceReload,
           "The model that it is for, as it is asked for; \"*\" stands for any characters."},
    Option{"engine.price.input", ShareRule{of_price<&PriceKeys::input>, 0, 100'000}, kPriceReload,
           "What a million tokens of prompt cost, in engine.currency; needed."},
    Option{"engine.price.cached", ShareRule{of_price<&PriceKeys::cached>, 0, 100'000}, kPriceReload,
           "The same for those that the endpoint had in its cache; left out: as input."},
    Option{"engine.price.output", ShareRule{of_price<&PriceKeys::output>, 0, 100'000}, kPriceReload,
           "What a million tokens of answer cost, thinking included; needed."},
};

const Option* price_option(const std::string& key) {
  const auto found = std::ranges::find_if(
      kPriceOptions, [&](const Option& option) { return option.key.substr(kPriceSection.size()) == key; });
  return found == kPriceOptions.end() ? nullptr : &*found;
}

Error price_fault(std::string what, const std::string& origin, std::string hint) {
  return {.code = Code::config, .what = std::move(what), .where = origin, .hint = std::move(hint)};
}

Error unknown_price_key(const std::string& key, const std::string& origin) {
  std::vector<std::string_view> known;
  for (const Option& option : kPriceOptions) known.push_back(option.key.substr(kPriceSection.size()));
  const auto near = digest::nearest(key, known, 3);
  return price_fault("unknown config key 'engine.price." + key + "'", origin,
                     near ? "did you mean '" + std::string(*near) + "'?" : "it has model, input, cached and output");
}

bool says(const SourceTable& table, std::string_view key) {
  return std::ranges::any_of(table.keys, [&](const auto& pair) { return pair.first == key; });
}

/// What is wrong with a price whose keys are right. The first that fits a model counts: one that fits nothing which an
/// earlier one leaves is a mistake.
std::optional<Error> fault_of(const SourceTable& table, const PriceKeys& price, const std::vector<PriceKeys>& before) {
  const std::string name = "the price of '" + price.model + "'";
  if (price.model.empty()) return price_fault("a price for no model", table.origin, "as in model = \"gpt-*\"");
  for (const std::string_view key : {"input", "output"}) {
    if (says(table, key)) continue;
    return price_fault(name + " doesn't say " + std::string(key), table.origin, "0 if it costs nothing");
  }
  if (price.cached > price.input) {
    return price_fault(name + " is higher for cached tokens than for others", table.origin,
                       "prices are of a million tokens; leave cached out if there is no discount");
  }
  for (const PriceKeys& earlier : before) {
    if (!engine::fits_model(earlier.model, price.model)) continue;
    return price_fault(name + " is never looked at: '" + earlier.model + "' stands before it", table.origin,
                       "the first that fits counts; put the narrower one first");
  }
  return std::nullopt;
}

}  // namespace

std::span<const Option> price_options() {
  return kPriceOptions;
}

void take_prices(const std::vector<SourceTable>& tables, std::vector<PriceKeys>& prices, std::vector<Error>& faults) {
  if (tables.size() > kPricesMax) {
    faults.push_back(price_fault("over 100 [[engine.price]] tables", tables.front().origin, "\"*\" fits many models"));
    return;
  }
  for (const SourceTable& table : tables) {
    Config draft;
    const std::size_t faults_before = faults.size();
    for (const auto& [key, value] : table.keys) {
      const Option* option = price_option(key);
      if (option == nullptr) {
        faults.push_back(unknown_price_key(key, value.origin));
      } else if (auto applied = apply(*option, draft, value); !applied) {
        faults.push_back(applied.error());
      }
    }
    if (faults.size() != faults_before) continue;
    draft.price.has_cached = says(table, "cached");
    if (auto fault = fault_of(table, draft.price, prices)) {
      faults.push_back(std::move(*fault));
    } else {
      prices.push_back(std::move(draft.price));
    }
  }
}

}  // namespace gailou::config
