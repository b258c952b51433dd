// The command line as values. arguments.cpp is the only unit that sees CLI11.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gailou::cli {

struct GlobalArguments {
  std::optional<std::string> config{};                     // --config
  std::vector<std::pair<std::string, std::string>> set{};  // keys: --set, --state, --socket, --listen, --tz
  bool json = false;
  bool quiet = false;
  int verbose = 0;
  bool yes = false;
  std::string color = "auto";     // auto, always, never
  std::string progress = "auto";  // auto, plain, none
  bool no_pager = false;
  bool operator==(const GlobalArguments&) const = default;
};

struct ServeArguments {};
struct AddArguments {
  std::vector<std::string> threads{};  // "-" = one per line from stdin
  std::string source{};
  bool wait = false;
};
struct ListArguments {
  std::string state{};
  std::string source{};
  std::string sort = "number";
  std::optional<std::int64_t> limit{};
};
struct ShowArguments {
  std::string thread{};
};
struct RemoveArguments {
  std::vector<std::string> threads{};
  bool keep_data = false;
};
struct PauseArguments {
  std::vector<std::string> threads{};
  bool all = false;
  std::string until{};  // as typed; empty = until resumed
};
struct ResumeArguments {
  std::vector<std::string> threads{};
  bool all = false;
};
struct PollArguments {
  std::vector<std::string> threads{};  // none = all
  bool believe_vanished = false;
};
struct DigestArguments {
  std::string thread{};
  std::string format = "text";
  bool no_raw = false;
  std::optional<std::int64_t> rev{};
  std::optional<std::string> since{};  // as typed
  bool now = false;
  std::string engine{};  // with dry_run: whose draft; empty = llm
  bool dry_run = false;
  bool compare = false;
};
struct PostsArguments {
  std::string thread{};
  std::optional<std::int64_t> from{};
  std::optional<std::int64_t> to{};
  std::string author{};
  bool versions = false;
  bool undigested = false;
  std::optional<std::int64_t> why{};  // a floor
};
struct DealsArguments {
  std::string thread{};  // empty = all
  bool all = false;      // the expired ones too
};
struct SearchArguments {
  std::vector<std::string> words{};  // a query, in pieces
  std::int64_t limit = 20;
  std::optional<std::int64_t> after{};  // `next` of the page before
};
struct WatchArguments {
  std::vector<std::string> threads{};  // none = all
  std::int64_t count = 10;             // entries of each that are told at first
  bool follow = true;
};
struct SourcesArguments {
  std::string action = "list";  // list, add, remove, test
  std::string target{};         // a source's name or address
  std::string name{};           // of a source that is made
};
struct DiscoverArguments {
  std::string source{};     // a source's name or address
  bool add = false;         // what is proposed
  std::int64_t limit = 10;  // topics that are told
  bool all = false;         // the quiet, ended and removed ones too
};
struct EngineArguments {
  std::string action{};  // test, use
  std::string thread{};
  std::string kind{};  // extract, llm, default
};
struct ImportArguments {
  std::vector<std::string> files{};  // "-" or none = stdin
  std::string thread{};              // empty = as the file tells
  bool offline = false;
};
struct ExportArguments {
  std::string site{};        // the folder that the pages are written into
  std::string public_url{};  // empty = as configured
};
struct ConfigArguments {
  std::string action{};  // reload
};
struct StatusArguments {
  bool costs = false;
  std::int64_t days = 30;  // with costs: today among them
};
struct VersionArguments {};

using Verb = std::variant<ServeArguments, AddArguments, ListArguments, ShowArguments, RemoveArguments, PauseArguments,
                          ResumeArguments, PollArguments, DigestArguments, PostsArguments, DealsArguments,
                          SearchArguments, WatchArguments, SourcesArguments, DiscoverArguments, EngineArguments,
                          ImportArguments, ExportArguments, ConfigArguments, StatusArguments, VersionArguments>;

struct Arguments {
  GlobalArguments global{};
  std::string name{};  // the verb as in the table of help.h: "list" also for `ls`
  Verb verb{};
};

/// The command line ends here: help, a version line, or a usage error.
struct Ending {
  int exit_code = 0;
  std::string out{};
  std::string err{};
};

/// `words` without the program's name.
std::variant<Arguments, Ending> parse_arguments(std::vector<std::string> words);

}  // namespace gailou::cli
