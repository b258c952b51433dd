#include "daemon/cli/arguments.h"

#include <algorithm>

#include "daemon/cli/help.h"
#include "daemon/cli/parser.h"
#include "daemon/io/log.h"
#include "daemon/io/version.h"
#include "daemon/protocol/json.h"
#include "daemon/protocol/problem.h"
#include "digest/text/nearest.h"
#include "storage/records.h"

namespace gailou::cli {

namespace {

constexpr int kUsage = 64;

std::vector<OptionHelp> options_of(const CLI::App& app) {
  std::vector<OptionHelp> options;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) continue;
    std::string names = option->get_name(false, true);
    if (const std::string type = option->get_type_name(); !type.empty()) names += " " + type.substr(0, type.find(':'));
    options.push_back({.names = std::move(names), .meaning = option->get_description()});
  }
  return options;
}

std::string help_for(const Parser& parser, const VerbHelp& verb) {
  std::vector<OptionHelp> own = options_of(*parser.app.get_subcommand(std::string(verb.name)));
  // Each verb has a -h of its own; it stands with the global ones.
  std::erase_if(own, [](const OptionHelp& option) { return option.names == "-h,--help"; });
  return help_text(verb, own, options_of(parser.app));
}

std::string did_you_mean(const Parser& parser, const std::string& word, bool verbs) {
  std::vector<std::string> known;
  if (verbs) {
    for (const VerbHelp& verb : verb_help()) known.emplace_back(verb.name);
    known.emplace_back("help");
  } else {
    const CLI::App* chosen = parser.chosen();
    std::vector<const CLI::App*> apps{&parser.app};
    if (chosen != nullptr) apps.push_back(chosen);
    for (const CLI::App* app : apps) {
      for (const CLI::Option* option : app->get_options()) {
        for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
      }
    }
  }
  const auto near = digest::nearest(word, {known.begin(), known.end()});
  return near ? "did you mean `" + std::string(*near) + "`?" : "";
}

Ending usage_error(const Parser& parser, const std::string& what, std::string hint) {
  const CLI::App* chosen = parser.chosen();
  const std::string verb = chosen == nullptr ? "" : chosen->get_name() + ": ";
  if (hint.empty()) hint = chosen == nullptr ? "see `gailou --help`" : "see `gailou help " + chosen->get_name() + "`";
  Ending ending{.exit_code = kUsage, .err = "gailou: " + verb + io::log::printable(what) + "\n" + hint + "\n"};
  if (parser.json_wanted) {
    const digest::Error error{.code = digest::Code::usage, .what = what, .hint = hint};
    ending.out = protocol::dump(protocol::problem_of(error, {})) + "\n";
  }
  return ending;
}

Ending extra_word(const Parser& parser, const std::string& word) {
  const std::string option = word.substr(0, word.find('='));
  if (word.starts_with('-')) {
    return usage_error(parser, "unknown option '" + option + "'", did_you_mean(parser, option, false));
  }
  if (parser.chosen() == nullptr) {
    return usage_error(parser, "unknown verb '" + word + "'", did_you_mean(parser, word, true));
  }
  return usage_error(parser, "one argument too many: '" + word + "'", "");
}

Ending explain(const Parser& parser, const CLI::ParseError& error) {
  if (error.get_name() == "CallForHelp" || error.get_name() == "CallForAllHelp") {
    const CLI::App* chosen = parser.chosen();
    const VerbHelp* verb = chosen == nullptr ? nullptr : help_of(chosen->get_name());
    if (verb != nullptr) return {.out = help_for(parser, *verb)};
    return {.out = long_help(options_of(parser.app))};
  }
  const std::vector<std::string> extra = parser.app.remaining(true);
  // A word that is no verb explains whatever else is missing.
  if (!extra.empty()) return extra_word(parser, extra.front());
  std::string what = error.what();
  if (what.starts_with("threads is required") || what.starts_with("thread is required")) what = "which thread?";
  if (what.starts_with("words is required")) what = "which words?";
  if (what.starts_with("source is required")) what = "which source or forum?";
  return usage_error(parser, what, "");
}

Ending help_topic(const Parser& parser) {
  if (parser.help_topic.empty() || parser.help_topic == "help") return {.out = long_help(options_of(parser.app))};
  if (const VerbHelp* verb = help_of(parser.help_topic)) return {.out = help_for(parser, *verb)};
  return usage_error(parser, "unknown verb '" + parser.help_topic + "'", did_you_mean(parser, parser.help_topic, true));
}

std::optional<Ending> take_settings(Parser& parser) {
  auto& set = parser.global.set;
  for (const std::string& setting : parser.settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
      return usage_error(parser, "--set wants KEY=VALUE, not '" + setting + "'", "");
    }
    set.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  const auto given = [&](const char* key, const char* flag, const std::string& value) {
    if (parser.app.count(flag) > 0) set.emplace_back(key, value);
  };
  given("store.state", "--state", parser.state);
  for (const std::string& word : parser.list_states) {
    if (storage::thread_state_of(word)) {
      parser.list.state = word;
    } else {
      set.emplace_back("store.state", word);
    }
  }
  given("admin.socket", "--socket", parser.socket);
  given("site.timezone", "--tz", parser.zone);
  if (!parser.listen.empty()) {
    std::string list;
    for (const std::string& address : parser.listen) list += (list.empty() ? "" : ",") + address;
    set.emplace_back("server.listen", list);
  }
  const bool serves = parser.chosen() != nullptr && parser.chosen()->get_name() == "serve";
  // In front, so that --set log.level has the last word.
  const char* level = parser.global.verbose > 1 ? "trace" : parser.global.verbose > 0 ? "debug" : "error";
  if (serves && (parser.global.verbose > 0 || parser.global.quiet)) set.insert(set.begin(), {"log.level", level});
  return std::nullopt;
}

Verb chosen_verb(Parser& parser, const std::string& name) {
  if (name == "serve") return parser.serve;
  if (name == "add") return std::move(parser.add);
  if (name == "list") return std::move(parser.list);
  if (name == "show") return std::move(parser.show);
  if (name == "remove") return std::move(parser.remove);
  if (name == "pause") return std::move(parser.pause);
  if (name == "resume") return std::move(parser.resume);
  if (name == "sources") return std::move(parser.sources);
  if (name == "discover") return std::move(parser.discover);
  if (name == "engine") return std::move(parser.engine);
  if (name == "config") return std::move(parser.config);
  if (name == "import") return std::move(parser.import);
  if (name == "poll") return std::move(parser.poll);
  if (name == "digest") return std::move(parser.digest);
  if (name == "posts") return std::move(parser.posts);
  if (name == "deals") return std::move(parser.deals);
  if (name == "export") return std::move(parser.exported);
  if (name == "search") return std::move(parser.search);
  if (name == "watch") {
    parser.watch.follow = !parser.no_follow;
    return std::move(parser.watch);
  }
  if (name == "status") return parser.status;
  return VersionArguments{};
}

}  // namespace

std::variant<Arguments, Ending> parse_arguments(std::vector<std::string> words) {
  Parser parser;
  const auto options_end = std::ranges::find(words, "--");
  parser.json_wanted = std::find(words.begin(), options_end, "--json") != options_end;
  std::ranges::reverse(words);  // as CLI11 wants them
  try {
    parser.app.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return explain(parser, error);
  }
  if (parser.version) return Ending{.out = "gailou " + io::version() + "\n"};
  const CLI::App* chosen = parser.chosen();
  if (chosen == nullptr) return Ending{.out = short_help()};
  const std::string name = chosen->get_name();
  if (name == "help") return help_topic(parser);
  if (auto ending = take_settings(parser)) return *ending;
  Arguments arguments{.global = std::move(parser.global), .name = name};
  arguments.verb = chosen_verb(parser, name);
  return arguments;
}

}  // namespace gailou::cli
