// THE table of configuration keys: parser, help, manual and `config` verbs are made from it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/value.h"
#include "digest/error.h"

namespace gailou::config {

template <class T>
using Field = T& (*)(Config&);
/// What is wrong with a text, in words; nothing if it is right. May bring it into its normal form.
using Check = std::optional<std::string> (*)(std::string&);

struct TextRule {
  Field<std::string> field;
  Check check;
};
struct ListRule {
  Field<std::vector<std::string>> field;
  Check check_each;
  bool may_be_empty;
};
struct FlagRule {
  Field<bool> field;
};
struct DurationRule {
  Field<digest::Duration> field;
  digest::Duration min;
  digest::Duration max;
};
struct SizeRule {
  Field<std::size_t> field;
  std::size_t min;
  std::size_t max;
};
struct CountRule {
  Field<std::size_t> field;
  std::size_t min;
  std::size_t max;
};
struct ShareRule {
  Field<double> field;
  double min;
  double max;
};
struct RateRule {
  Field<double> field;
  double min;  // per second
  double max;
  bool may_be_off = false;  // "off": 0
};
struct ModeRule {
  Field<unsigned> field;
};
/// One of a few words.
struct ChoiceRule {
  std::span<const std::string_view> words;
  void (*choose)(Config&, std::size_t);
  std::size_t (*chosen)(const Config&);
};
using Rule = std::variant<TextRule, ListRule, FlagRule, DurationRule, SizeRule, CountRule, ShareRule, RateRule,
                          ModeRule, ChoiceRule>;

enum class Reload { on_signal, on_restart };

struct Option {
  std::string_view key;
  Rule rule;
  Reload reload;
  std::string_view meaning;  // one sentence, with range
};

std::span<const Option> options();
const Option* option_named(std::string_view key);

/// The keys of a `[[discover]]` table: "discover.min_likes". They are read into Config::rule.
std::span<const Option> rule_options();

/// The keys of an `[[engine.price]]` table: "engine.price.input". They are read into Config::price.
std::span<const Option> price_options();

/// Documented keys whose feature this version doesn't have.
bool is_for_later(std::string_view key);

/// Code::config naming key, origin and what would be right; `config` is then unchanged.
digest::Result<void> apply(const Option& option, Config& config, const Value& value);

/// The key's present value as TOML: `"90s"`, `true`, `["127.0.0.1:8488"]`.
std::string shown(const Option& option, Config config);

/// "GAILOU_POLL_MIN_INTERVAL"
std::string environment_name(std::string_view key);

}  // namespace gailou::config
