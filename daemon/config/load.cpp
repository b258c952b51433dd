#include "daemon/config/load.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "daemon/config/engine_settings.h"
#include "daemon/config/options.h"
#include "daemon/config/pack_file.h"
#include "daemon/config/prices.h"
#include "daemon/config/rules.h"
#include "daemon/config/sources.h"
#include "daemon/config/toml_file.h"
#include "daemon/io/version.h"
#include "digest/text/nearest.h"

namespace gailou::config {

namespace {

using digest::Code;
using digest::Error;

std::vector<std::string_view> known_keys() {
  std::vector<std::string_view> keys;
  for (const Option& option : options()) keys.push_back(option.key);
  return keys;
}

Error unknown_key(const std::string& key, const std::string& origin) {
  if (is_for_later(key)) {
    return {.code = Code::config, .what = "config key '" + key + "' is not supported by this version", .where = origin};
  }
  Error error{.code = Code::config, .what = "unknown config key '" + key + "'", .where = origin};
  // Three edits, not two: keys are longer than verbs.
  if (const auto near = digest::nearest(key, known_keys(), 3))
    error.hint = "did you mean '" + std::string(*near) + "'?";
  if (key.find('.') == std::string::npos) error.hint = "keys stand in a section, as in [poll] or poll.jitter";
  return error;
}

void take(const std::string& key, const Value& value, Loaded& loaded) {
  const Option* option = option_named(key);
  if (option == nullptr) {
    loaded.faults.push_back(unknown_key(key, value.origin));
    return;
  }
  if (auto applied = apply(*option, loaded.config, value); !applied) loaded.faults.push_back(applied.error());
}

/// The tables that may stand several times, of all files.
struct Tables {
  std::vector<SourceTable> sources{};
  std::vector<SourceTable> rules{};
  std::vector<SourceTable> prices{};
};

void take_file(const std::string& path, Loaded& loaded, Tables& tables) {
  auto file = read_toml(path);
  if (!file) {
    loaded.faults.push_back(file.error());
    return;
  }
  loaded.files.push_back(path);
  for (const auto& [key, value] : file->keys) take(key, value, loaded);
  loaded.faults.insert(loaded.faults.end(), file->faults.begin(), file->faults.end());
  tables.sources.insert(tables.sources.end(), file->sources.begin(), file->sources.end());
  tables.rules.insert(tables.rules.end(), file->rules.begin(), file->rules.end());
  tables.prices.insert(tables.prices.end(), file->prices.begin(), file->prices.end());
}

/// `conf.d/*.toml` beside the main file, in the order of their names.
std::vector<std::string> dropped_in(const std::string& main_file, Loaded& loaded) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(main_file).parent_path() / "conf.d";
  std::vector<std::string> paths;
  std::error_code ec;
  fs::directory_iterator walk(folder, ec);
  if (ec == std::errc::no_such_file_or_directory) return paths;
  for (; !ec && walk != fs::directory_iterator(); walk.increment(ec)) {
    if (walk->path().extension() == ".toml") paths.push_back(walk->path().string());
  }
  if (ec) {
    loaded.faults.push_back({.code = Code::config, .what = "can't read it: " + ec.message(), .where = folder.string()});
  }
  std::ranges::sort(paths);
  return paths;
}

std::vector<SourceDraft> take_files(const Given& given, const Surroundings& around, Loaded& loaded) {
  std::vector<SourceDraft> drafts;
  const auto main_file = config_file(given.file, around);
  if (!main_file) return drafts;
  Tables tables;
  take_file(*main_file, loaded, tables);
  for (const std::string& path : dropped_in(*main_file, loaded)) take_file(path, loaded, tables);
  take_sources(tables.sources, drafts, loaded.faults);
  take_rules(tables.rules, loaded.config.rules, loaded.faults);
  take_prices(tables.prices, loaded.config.prices, loaded.faults);
  return drafts;
}

/// GAILOU_POLL_JITTER and the like. Names that begin as a section's do but mean no key are errors, others
/// (GAILOU_CONFIG, GAILOU_PAGER) are not ours to judge.
void take_environment(const Surroundings& around, Loaded& loaded) {
  std::set<std::string> sections;
  for (const Option& option : options()) {
    const std::string name = environment_name(option.key);
    sections.insert(environment_name(option.key.substr(0, option.key.find('.'))) + "_");
    const auto found = around.environment.find(name);
    if (found == around.environment.end()) continue;
    take(std::string(option.key), Value{.written = found->second, .typed = false, .origin = "$" + name}, loaded);
  }
  std::vector<std::string> names;
  for (const Option& option : options()) names.push_back(environment_name(option.key));
  const std::vector<std::string_view> views(names.begin(), names.end());
  for (const auto& [name, text] : around.environment) {
    const bool ours = std::ranges::any_of(sections, [&](const std::string& start) { return name.starts_with(start); });
    if (!ours || std::ranges::find(names, name) != names.end()) continue;
    Error error{.code = Code::config, .what = "unknown variable", .where = "$" + name};
    if (const auto near = digest::nearest(name, views, 3)) error.hint = "did you mean '" + std::string(*near) + "'?";
    loaded.faults.push_back(std::move(error));
  }
}

bool is_path_key(const std::string& key) {
  return key == "store.state" || key == "admin.socket" || key == "digest.pack";
}

void take_flags(const Given& given, const Surroundings& around, Loaded& loaded) {
  for (const auto& [key, text] : given.set) {
    // A path on the command line is meant from where one stands.
    const std::string meant = is_path_key(key) && !text.empty() ? absolute(text, around) : text;
    take(key, Value{.written = meant, .typed = false, .origin = flag_of(key)}, loaded);
  }
}

/// What follows from several values together.
void fill_in(const Given& given, const Surroundings& around, Role role, Loaded& loaded) {
  Config& config = loaded.config;
  const bool state_is_given =
      std::ranges::any_of(given.set, [](const auto& pair) { return pair.first == "store.state"; }) ||
      around.variable(environment_name("store.state")) != nullptr;
  if (config.state.empty()) {
    auto state = default_state(around, role);
    if (state) config.state = *state;
    if (!state) loaded.faults.push_back(state.error());
  }
  if (config.admin.socket.empty()) {
    const SocketQuestion question{.state = config.state, .state_is_given = state_is_given, .role = role};
    auto socket = default_socket(question, around);
    if (socket) config.admin.socket = *socket;
    if (!socket) loaded.faults.push_back(socket.error());
  }
  if (config.serve.timezone.empty()) config.serve.timezone = machine_zone(around);
  // One zone and one language for what is written and what is shown. Before the sources take theirs over.
  config.track.compose.zone = config.serve.timezone;
  config.serve.digest_language = config.track.compose.language;
  const bool chosen = config.serve.language != serve::Settings{}.language;
  if (config.serve.digest_language == digest::Language::en && !chosen) config.serve.language = "en";
  if (config.forum.user_agent.empty()) {
    const std::string contact = config.serve.public_url.empty() ? "" : " (+" + config.serve.public_url + ")";
    config.forum.user_agent = "gailou/" + io::version() + contact;
  }
}

/// Before the sources take the settings over.
void take_pack(Loaded& loaded) {
  if (loaded.config.pack.empty()) return;
  auto pack = read_pack(loaded.config.pack);
  if (pack) {
    loaded.config.track.compose.pack = std::move(*pack);
  } else {
    loaded.faults.push_back(pack.error());
  }
}

/// Of the environment as it is at the start.
void take_proxies(const Surroundings& around, Loaded& loaded) {
  auto proxies = io::proxies_of(around.environment);
  if (proxies) {
    loaded.config.proxies = std::move(*proxies);
  } else {
    loaded.faults.push_back(proxies.error());
  }
}

void compare(std::string_view low_key, std::string_view high_key, bool fits, Loaded& loaded) {
  if (fits) return;
  loaded.faults.push_back({.code = Code::config,
                           .what = std::string(low_key) + " is longer than " + std::string(high_key),
                           .where = "configuration",
                           .hint = "change one of them"});
}

}  // namespace

std::string flag_of(const std::string& key) {
  if (key == "store.state") return "--state";
  if (key == "admin.socket") return "--socket";
  if (key == "server.listen") return "--listen";
  if (key == "site.timezone") return "--tz";
  return "--set " + key;
}

Loaded load(const Given& given, const Surroundings& around, Role role) {
  Loaded loaded;
  const auto sources = take_files(given, around, loaded);
  take_environment(around, loaded);
  take_flags(given, around, loaded);
  const Config& config = loaded.config;
  compare("poll.min_interval", "poll.max_interval", config.track.min_interval <= config.track.max_interval, loaded);
  compare("poll.backoff", "poll.backoff_max", config.track.backoff <= config.track.backoff_max, loaded);
  const bool is_right = loaded.faults.empty();
  fill_in(given, around, role, loaded);
  if (!is_right) return loaded;
  take_pack(loaded);
  settle_sources(sources, around, role, loaded.config, loaded.faults);
  settle_engine(around, role, loaded.config, loaded.faults);
  if (role != Role::client) take_proxies(around, loaded);
  return loaded;
}

}  // namespace gailou::config
