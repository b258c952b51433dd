#include "daemon/cli/arguments.h"

#include <CLI/CLI.hpp>

#include "daemon/cli/help.h"
#include "daemon/io/log.h"
#include "daemon/io/version.h"
#include "daemon/protocol/json.h"
#include "daemon/protocol/problem.h"
#include "digest/text/nearest.h"
#include "storage/records.h"

namespace gailou::cli {

namespace {

constexpr int kUsage = 64;
// Numbers of floors and revisions stay within JavaScript's, as in the API.
constexpr std::int64_t kNumberMax = std::int64_t{1} << 53;

/// The parser and what it fills. Not movable: the parser holds addresses.
struct Parser {
  CLI::App app{"gailou", "gailou"};
  GlobalArguments global{};
  ServeArguments serve{};
  AddArguments add{};
  ListArguments list{};
  ShowArguments show{};
  RemoveArguments remove{};
  PauseArguments pause{};
  ResumeArguments resume{};
  PollArguments poll{};
  DigestArguments digest{};
  PostsArguments posts{};
  DealsArguments deals{};
  ExportArguments exported{};
  SearchArguments search{};
  StatusArguments status{};
  WatchArguments watch{};
  SourcesArguments sources{};
  DiscoverArguments discover{};
  EngineArguments engine{};
  ConfigArguments config{};
  ImportArguments import{};
  std::vector<std::string> settings{};
  std::string state{};
  std::string socket{};
  std::string zone{};
  std::vector<std::string> listen{};
  std::string help_topic{};
  std::vector<std::string> list_states{};
  bool json_wanted = false;
  bool no_follow = false;
  bool version = false;

  Parser() {
    // Said twice, the last counts: scripts and aliases say things first.
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    app.fallthrough();
    app.require_subcommand(0, 1);
    app.set_help_flag("-h,--help", "print help and end");
    add_global();
    add_daemon_verbs();
    add_read_verbs();
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  void add_global() {
    app.add_option("--config", global.config, "read this file instead of gailou.toml's usual places")
        ->type_name("FILE");
    app.add_option("--state", state, "folder of the store (store.state)")->type_name("DIR");
    app.add_option("--socket", socket, "the daemon's socket (admin.socket)")->type_name("PATH");
    app.add_option("--set", settings, "set a key of gailou.toml(5); may be repeated")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
    app.add_flag("--json", global.json, "answer in JSON");
    app.add_option("--tz", zone, "show times in this zone (site.timezone)")->type_name("ZONE");
    app.add_flag("-y,--yes", global.yes, "don't ask");
    app.add_option("--color", global.color, "auto, always or never")
        ->type_name("WHEN")
        ->check(CLI::IsMember({"auto", "always", "never"}));
    app.add_option("--progress", global.progress, "auto, plain or none")
        ->type_name("HOW")
        ->check(CLI::IsMember({"auto", "plain", "none"}));
    app.add_flag("-q,--quiet", global.quiet, "no notes on stderr, only errors; serve: log only these");
    app.add_flag("-v,--verbose", global.verbose, "tell each request to the daemon; serve: log more");
    app.add_flag("--no-pager", global.no_pager, "digest and show: print at once, without a pager");
    app.add_flag("--version", version, "print one line and end");
  }

  CLI::App& verb(std::string_view name) {
    const VerbHelp* help = help_of(name);
    CLI::App* made = app.add_subcommand(std::string(name), std::string(help == nullptr ? "" : help->purpose));
    if (help != nullptr && !help->alias.empty()) made->alias(std::string(help->alias));
    return *made;
  }

  static void thread_option(CLI::App& of, std::string& into) {
    of.add_option("thread", into, "SOURCE/ID, URL or number")->required()->type_name("ID");
  }

  void add_daemon_verbs() {
    verb("serve")
        .add_option("--listen", listen, "where readers reach it (server.listen); may be repeated")
        ->type_name("ADDR")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
    CLI::App& adding = verb("add");
    adding.add_option("threads", add.threads, "URL or SOURCE/ID; - reads stdin")->required()->type_name("URL");
    adding.add_option("--source", add.source, "name of the source that is made for a new forum")->type_name("NAME");
    adding.add_flag("--wait", add.wait, "wait for the first fetch");
    CLI::App& removing = verb("remove");
    removing.add_option("threads", remove.threads, "SOURCE/ID, URL or number")->required()->type_name("ID");
    removing.add_flag("--keep-data", remove.keep_data, "only stop tracking");
    CLI::App& pausing = verb("pause");
    pausing.add_option("threads", pause.threads, "SOURCE/ID, URL or number")->type_name("ID");
    pausing.add_flag("--all", pause.all, "every tracked thread");
    pausing.add_option("--until", pause.until, "resume by itself then: 2h, 3d, 2026-05-09 or RFC 3339")
        ->type_name("TIME");
    CLI::App& resuming = verb("resume");
    resuming.add_option("threads", resume.threads, "SOURCE/ID, URL or number")->type_name("ID");
    resuming.add_flag("--all", resume.all, "every paused thread");
    CLI::App& polling = verb("poll");
    polling.add_option("threads", poll.threads, "SOURCE/ID, URL or number; none = all")->type_name("ID");
    polling.add_flag("--believe-vanished", poll.believe_vanished,
                     "take posts for deleted that vanished in a great number at once");
    CLI::App& sites = verb("sources");
    sites.add_option("action", sources.action, "list, add, remove or test (list)")->type_name("ACTION");
    sites.add_option("target", sources.target, "name or address of a source")->type_name("NAME");
    sites.add_option("--source", sources.name, "add: the source's name, else after its host")->type_name("NAME");
    CLI::App& discovering = verb("discover");
    discovering.add_option("source", discover.source, "name or address of a source")->required()->type_name("SOURCE");
    discovering.add_flag("--add", discover.add, "track what is proposed");
    discovering.add_flag("--all", discover.all, "tell of the quiet, closed and removed ones too");
    discovering.add_option("--limit", discover.limit, "at most so many (10)")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000));
    CLI::App& engines = verb("engine");
    engines.add_option("action", engine.action, "test, or use")->required()->type_name("ACTION");
    engines.add_option("thread", engine.thread, "use: SOURCE/ID, URL or number")->type_name("ID");
    engines.add_option("kind", engine.kind, "use: extract, llm or default")->type_name("KIND");
    verb("config").add_option("action", config.action, "reload")->required()->type_name("ACTION");
    CLI::App& importing = verb("import");
    importing.add_option("files", import.files, "saved topics and recorded pages; - or none reads stdin")
        ->type_name("FILE");
    importing.add_option("--thread", import.thread, "whose they are: URL, SOURCE/ID or number")->type_name("ID");
    importing.add_flag("--offline", import.offline, "work on the state folder itself, without the daemon");
    CLI::App& standing = verb("status");
    auto* costs = standing.add_flag("--costs", status.costs, "what models were asked and cost");
    standing.add_option("--days", status.days, "with --costs: of so many days (30)")
        ->type_name("N")
        ->check(CLI::Range(1, 400))
        ->needs(costs);
    verb("version");
    app.add_subcommand("help", "tell more about a verb")->add_option("verb", help_topic)->type_name("VERB");
  }

  void add_read_verbs() {
    CLI::App& listing = verb("list");
    listing.add_option("--source", list.source, "only threads of this source")->type_name("NAME");
    listing.add_option("--sort", list.sort, "number, title, floors, changed or next (number)")
        ->type_name("KEY")
        ->check(CLI::IsMember({"number", "title", "floors", "changed", "next"}));
    // The same word as the global option: what is no state is a folder, as with every verb.
    listing
        .add_option("--state", list_states, "only threads in this state; what is no state's name is the store's folder")
        ->type_name("STATE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
    listing.add_option("--limit", list.limit, "at most so many")->type_name("N")->check(CLI::Range(1, 1'000'000));
    thread_option(verb("show"), show.thread);
    CLI::App& reading = verb("digest");
    thread_option(reading, digest.thread);
    reading.add_option("-f,--format", digest.format, "text, md, html or json (text)")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"text", "txt", "md", "markdown", "html", "json"}));
    reading.add_flag("--no-raw", digest.no_raw, "without the floors themselves");
    reading.add_option("--rev", digest.rev, "as it was at this revision")
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{1}, kNumberMax));
    reading.add_option("--since", digest.since, "only what is new since r128, 2h, 3d, 2026-05-09, RFC 3339 or #62")
        ->type_name("PLACE");
    reading.add_flag("--now", digest.now, "take the pending floors first");
    reading.add_option("--engine", digest.engine, "with --dry-run: extract or llm (llm)")
        ->type_name("KIND")
        ->check(CLI::IsMember({"extract", "llm"}));
    reading.add_flag("--dry-run", digest.dry_run, "show what the engine is asked and answers; write nothing");
    reading.add_flag("--compare", digest.compare, "both engines' entries side by side; write nothing");
    CLI::App& floors = verb("posts");
    thread_option(floors, posts.thread);
    floors.add_option("--from", posts.from, "first floor")
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{0}, kNumberMax));
    floors.add_option("--to", posts.to, "last floor")->type_name("N")->check(CLI::Range(std::int64_t{0}, kNumberMax));
    floors.add_option("--author", posts.author, "only this author's")->type_name("NAME");
    floors.add_flag("--versions", posts.versions, "with earlier texts");
    floors.add_option("--why", posts.why, "why this floor became what it became in the digest")
        ->type_name("FLOOR")
        ->check(CLI::Range(std::int64_t{1}, kNumberMax));
    floors.add_flag("--undigested", posts.undigested, "only what the digest doesn't account for yet");
    CLI::App& dealing = verb("deals");
    dealing.add_option("--thread", deals.thread, "only this thread's: SOURCE/ID, URL or number")->type_name("ID");
    dealing.add_flag("--all", deals.all, "the expired ones too");
    CLI::App& exporting = verb("export");
    exporting.add_option("--site", exported.site, "write the readers' pages as files into this folder")
        ->type_name("DIR")
        ->required();
    exporting.add_option("--url", exported.public_url, "where they will be read; feeds need it (server.public_url)")
        ->type_name("URL");
    CLI::App& searching = verb("search");
    searching.add_option("words", search.words, "words, \"phrases\", author:NAME, after:3d, …")
        ->required()
        ->type_name("WORDS");
    searching.add_option("--limit", search.limit, "at most so many (20)")->type_name("N")->check(CLI::Range(1, 200));
    searching.add_option("--after", search.after, "go on behind this place, the last line of the page before")
        ->type_name("PLACE")
        ->check(CLI::Range(std::int64_t{1}, kNumberMax));
    CLI::App& watching = verb("watch");
    watching.add_option("threads", watch.threads, "SOURCE/ID, URL or number; none = all")->type_name("ID");
    watching.add_option("-n", watch.count, "begin with so many entries of each thread (10)")
        ->type_name("N")
        ->check(CLI::Range(0, 1'000));
    watching.add_flag("--no-follow", no_follow, "end after those");
  }

  const CLI::App* chosen() const {
    const auto parsed = app.get_subcommands();
    return parsed.empty() ? nullptr : parsed.front();
  }
};

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
