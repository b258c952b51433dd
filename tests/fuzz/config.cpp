// F9: a configuration is read, or refused with a place within it.
#include <string>

#include "daemon/config/prices.h"
#include "daemon/config/rules.h"
#include "daemon/config/toml_file.h"
#include "tests/fuzz/target.h"

namespace gailou::fuzz {

void feed_config(std::string_view bytes) {
  const auto file = config::parse_toml(bytes, "gailou.toml");
  if (!file) return expect(file.error().where.starts_with("gailou.toml:"), "an error without its place");
  for (const auto& fault : file->faults) expect(!fault.hint.empty(), "a fault that doesn't say what to do");
  std::vector<track::discover::Rule> rules;
  std::vector<config::PriceKeys> prices;
  std::vector<digest::Error> faults;
  config::take_rules(file->rules, rules, faults);
  config::take_prices(file->prices, prices, faults);
  for (const auto& fault : faults) expect(!fault.where.empty(), "a fault without its place");
}

}  // namespace gailou::fuzz
