#include "daemon/config/reload.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

#include "daemon/config/options.h"
#include "digest/compose/pack.h"

namespace gailou::config {

namespace {

using digest::Code;
using digest::Error;

/// The option's value of `from` into `to`.
void copy_value(const Option& option, Config from, Config& to) {
  std::visit(
      [&](const auto& rule) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(rule)>, ChoiceRule>) {
          rule.choose(to, rule.chosen(from));
        } else {
          rule.field(to) = rule.field(from);
        }
      },
      option.rule);
}

bool is_same_key(const forum::Access& one, const forum::Access& other) {
  return one.kind == other.kind &&
         std::ranges::equal(one.fields, other.fields, [](const auto& left, const auto& right) {
           return left.first == right.first && left.second.reveal() == right.second.reveal();
         });
}

std::string_view engine_key(const Config& config) {
  return config.chat ? config.chat->key.reveal() : std::string_view{};
}

/// A file with the same name may hold another content.
bool is_file_changed(const Option& option, const Config& in_force, const Config& next) {
  if (option.key == "engine.api_key_file") return engine_key(in_force) != engine_key(next);
  if (option.key != "digest.pack") return false;
  const auto& before = in_force.track.compose.pack;
  const auto& after = next.track.compose.pack;
  if (before == nullptr || after == nullptr) return before != after;
  for (std::size_t list = 0; list < digest::kCueNames.size(); ++list) {
    const auto cue = static_cast<digest::Cue>(list);
    if (before->of(cue) != after->of(cue)) return true;
  }
  return false;
}

/// A source's settings where the options look for them.
Config as_seen_by(const SourceSettings& source) {
  Config config;
  config.track = source.track;
  config.forum = source.forum;
  return config;
}

void compare_keys(const Config& in_force, ReloadPlan& plan) {
  for (const Option& option : options()) {
    const bool is_same =
        shown(option, in_force) == shown(option, plan.config) && !is_file_changed(option, in_force, plan.config);
    if (is_same) {
      ++plan.changes.unchanged;
    } else if (option.reload == Reload::on_signal) {
      plan.changes.at_once.emplace_back(option.key);
    } else {
      plan.changes.on_restart.emplace_back(option.key);
      copy_value(option, in_force, plan.config);
    }
  }
}

/// What holds for all before and after, beside which a source's own keys are seen.
struct Everybody {
  const Config& before;
  const Config& after;
};

/// Of a source that stands in both: what its own table changes, beyond what changed for all.
void compare_source(const std::string& name, const SourceSettings& before, SourceSettings& after,
                    const Everybody& everybody, Changes& changes) {
  const Config was = as_seen_by(before);
  Config is = as_seen_by(after);
  const std::string label = "source " + name + ": ";
  for (const Option& option : options()) {
    if (!option.key.starts_with("poll.")) continue;
    const auto from = shown(option, was);
    const auto to = shown(option, is);
    if (from == to) continue;
    if (option.reload == Reload::on_restart) copy_value(option, was, is);
    const bool goes_along = from == shown(option, everybody.before) && to == shown(option, everybody.after);
    if (goes_along) continue;
    auto& list = option.reload == Reload::on_restart ? changes.on_restart : changes.at_once;
    list.push_back(label + std::string(option.key));
  }
  after.forum.allow_private_addresses = is.forum.allow_private_addresses;
  if (before.title != after.title) changes.at_once.push_back(label + "title");
  if (before.engine != after.engine) changes.at_once.push_back(label + "engine");
  if (before.forum.ignore_robots != after.forum.ignore_robots) changes.at_once.push_back(label + "ignore_robots");
  if (!is_same_key(before.forum.access, after.forum.access)) changes.at_once.push_back(label + "api_key_file");
}

void compare_sources(const Config& in_force, const Config& asked, ReloadPlan& plan) {
  for (auto& [name, settings] : plan.config.of_source) {
    const auto before = in_force.of_source.find(name);
    if (before == in_force.of_source.end()) {
      plan.changes.at_once.push_back("source " + name + ": added");
    } else {
      compare_source(name, before->second, settings, {.before = in_force, .after = asked}, plan.changes);
    }
  }
  for (const auto& [name, settings] : in_force.of_source) {
    if (!plan.config.of_source.contains(name)) plan.changes.at_once.push_back("source " + name + ": removed");
  }
}

void compare_rules(const Config& in_force, ReloadPlan& plan) {
  using track::discover::Rule;
  for (const Rule& rule : plan.config.rules) {
    const auto before = std::ranges::find(in_force.rules, rule.name, &Rule::name);
    const bool is_new = before == in_force.rules.end();
    if (is_new || !(*before == rule)) {
      plan.changes.at_once.push_back("discover " + rule.name + (is_new ? ": added" : ": changed"));
    }
  }
  for (const Rule& rule : in_force.rules) {
    const bool is_gone = std::ranges::find(plan.config.rules, rule.name, &Rule::name) == plan.config.rules.end();
    if (is_gone) plan.changes.at_once.push_back("discover " + rule.name + ": removed");
  }
}

}  // namespace

ReloadPlan plan_reload(const Config& in_force, Config next) {
  ReloadPlan plan{.config = std::move(next)};
  const Config asked = plan.config;
  compare_keys(in_force, plan);
  compare_sources(in_force, asked, plan);
  compare_rules(in_force, plan);
  if (in_force.prices != plan.config.prices) plan.changes.at_once.emplace_back("engine.price");
  return plan;
}

std::vector<Error> source_faults(const Config& next, const std::vector<storage::SourceRecord>& stored) {
  std::vector<Error> faults;
  for (const auto& source : next.sources) {
    const auto known = std::ranges::find(stored, source.name, &storage::SourceRecord::name);
    if (known == stored.end() || known->origin == source.origin) continue;
    faults.push_back(
        {.code = Code::config,
         .what = "source '" + source.name + "' stands for " + known->origin + " in the store, not for " + source.origin,
         .where = "configuration",
         .hint = "a name never changes its forum: give this one another name"});
  }
  return faults;
}

}  // namespace gailou::config
