#include "daemon/cli/parser.h"

#include "daemon/cli/help.h"

namespace gailou::cli {

namespace {

// Numbers of floors and revisions stay within JavaScript's, as in the API.
constexpr std::int64_t kNumberMax = std::int64_t{1} << 53;

void thread_option(CLI::App& of, std::string& into) {
  of.add_option("thread", into, "SOURCE/ID, URL or number")->required()->type_name("ID");
}

}  // namespace

Parser::Parser() {
  // Said twice, the last counts: scripts and aliases say things first.
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.fallthrough();
  app.require_subcommand(0, 1);
  app.set_help_flag("-h,--help", "print help and end");
  add_global();
  add_daemon_verbs();
  add_read_verbs();
}

void Parser::add_global() {
  app.add_option("--config", global.config, "read this file instead of gailou.toml's usual places")->type_name("FILE");
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

CLI::App& Parser::verb(std::string_view name) {
  const VerbHelp* help = help_of(name);
  CLI::App* made = app.add_subcommand(std::string(name), std::string(help == nullptr ? "" : help->purpose));
  if (help != nullptr && !help->alias.empty()) made->alias(std::string(help->alias));
  return *made;
}

void Parser::add_daemon_verbs() {
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

void Parser::add_read_verbs() {
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

const CLI::App* Parser::chosen() const {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? nullptr : parsed.front();
}

}  // namespace gailou::cli
