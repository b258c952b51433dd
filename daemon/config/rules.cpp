#include "daemon/config/rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "daemon/config/checks.h"
#include "daemon/config/options.h"
#include "digest/text/nearest.h"

namespace gailou::config {

namespace {

using namespace std::chrono_literals;
using digest::Code;
using digest::Error;
using track::discover::Mode;
/// Beside options.h, whose rules are for values.
using FindingRule = track::discover::Rule;

constexpr std::string_view kSection = "discover.";
/// Each is compared with each row of a list.
constexpr std::size_t kRulesMax = 200;

/// A member of the rule that is being read.
template <auto Member>
constexpr auto of_rule = [](Config& config) -> auto& {
  return config.rule.*Member;
};

constexpr std::array<std::string_view, 2> kModes{"propose", "add"};
const ChoiceRule kMode{kModes, [](Config& c, std::size_t word) { c.rule.mode = static_cast<Mode>(word); },
                       [](const Config& c) { return static_cast<std::size_t>(c.rule.mode); }};

constexpr auto kReload = Reload::on_signal;

const std::array kRuleOptions{
    Option{"discover.name", TextRule{of_rule<&FindingRule::name>, &check_name}, kReload,
           "What the log and the list call the rule: a-z, 0-9 and \"-\", at most 32; needed."},
    Option{"discover.source", TextRule{of_rule<&FindingRule::source>, &check_name}, kReload,
           "Name of the source whose lists are looked at; needed."},
    Option{"discover.category", TextRule{of_rule<&FindingRule::category>, &check_number}, kReload,
           "Only topics of this category: its number, the last part of its address."},
    Option{"discover.tag", TextRule{of_rule<&FindingRule::tag>, &check_words}, kReload, "Only topics with this tag."},
    Option{"discover.author", TextRule{of_rule<&FindingRule::author>, &check_words}, kReload,
           "Only topics that this member began."},
    Option{"discover.keywords", ListRule{of_rule<&FindingRule::keywords>, &check_words, true}, kReload,
           "Only topics with one of these words in their title."},
    Option{"discover.min_replies_per_hour", ShareRule{of_rule<&FindingRule::min_replies_per_hour>, 0, 10'000}, kReload,
           "Only topics with so many replies an hour of late (0 to 10000)."},
    Option{"discover.min_likes", CountRule{of_rule<&FindingRule::min_likes>, 0, 1'000'000}, kReload,
           "Only topics with so many likes (0 to 1000000)."},
    Option{"discover.mode", kMode, kReload,
           "What becomes of them: propose tells of them in the log and in gailou discover, add tracks them."},
    Option{"discover.max_threads", CountRule{of_rule<&FindingRule::max_threads>, 1, 1'000}, kReload,
           "Threads that the rule tracks at a time (1 to 1000); further ones are only proposed."},
    Option{"discover.asleep_after", DurationRule{of_rule<&FindingRule::asleep_after>, 1h, 2160h}, kReload,
           "A thread that the rule added is paused after so long without a reply (1h to 90d)."},
    Option{"discover.interval", DurationRule{of_rule<&FindingRule::interval>, 1min, 168h}, kReload,
           "Wait between two looks at the lists (1m to 7d); of several rules for a source the shortest counts."},
};

const Option* rule_option(const std::string& key) {
  const auto found = std::ranges::find_if(
      kRuleOptions, [&](const Option& option) { return option.key.substr(kSection.size()) == key; });
  return found == kRuleOptions.end() ? nullptr : &*found;
}

Error unknown_rule_key(const std::string& key, const std::string& origin) {
  Error error{.code = Code::config, .what = "unknown config key 'discover." + key + "'", .where = origin};
  std::vector<std::string_view> known;
  for (const Option& option : kRuleOptions) known.push_back(option.key.substr(kSection.size()));
  if (const auto near = digest::nearest(key, known, 3)) error.hint = "did you mean '" + std::string(*near) + "'?";
  return error;
}

bool asks_for_something(const FindingRule& rule) {
  return !rule.category.empty() || !rule.tag.empty() || !rule.author.empty() || !rule.keywords.empty() ||
         rule.min_replies_per_hour > 0 || rule.min_likes > 0;
}

/// What is wrong with a rule whose keys are right.
std::optional<Error> fault_of(const FindingRule& rule, const std::vector<FindingRule>& rules,
                              const std::string& origin) {
  const auto wrong = [&](std::string what, std::string hint) {
    return Error{.code = Code::config, .what = std::move(what), .where = origin, .hint = std::move(hint)};
  };
  if (rule.name.empty()) return wrong("a [[discover]] rule without a name", "as in name = \"lively\"");
  if (rule.source.empty()) return wrong("discover '" + rule.name + "' names no source", "`gailou sources` lists them");
  if (std::ranges::find(rules, rule.name, &FindingRule::name) != rules.end())
    return wrong("discover '" + rule.name + "' stands here for the second time", "each rule has a name of its own");
  if (!asks_for_something(rule))
    return wrong("discover '" + rule.name + "' would take every topic", "say what to look for, as in min_likes = 20");
  return std::nullopt;
}

}  // namespace

std::span<const Option> rule_options() {
  return kRuleOptions;
}

void take_rules(const std::vector<SourceTable>& tables, std::vector<FindingRule>& rules, std::vector<Error>& faults) {
  if (tables.size() > kRulesMax) {
    faults.push_back({.code = Code::config, .what = "over 200 [[discover]] rules", .where = tables.front().origin});
    return;
  }
  for (const SourceTable& table : tables) {
    Config draft;
    const std::size_t faults_before = faults.size();
    for (const auto& [key, value] : table.keys) {
      const Option* option = rule_option(key);
      if (option == nullptr) {
        faults.push_back(unknown_rule_key(key, value.origin));
      } else if (auto applied = apply(*option, draft, value); !applied) {
        faults.push_back(applied.error());
      }
    }
    if (faults.size() != faults_before) continue;
    if (auto fault = fault_of(draft.rule, rules, table.origin)) {
      faults.push_back(std::move(*fault));
    } else {
      rules.push_back(std::move(draft.rule));
    }
  }
}

}  // namespace gailou::config
