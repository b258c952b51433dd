// What may be said on the command line: verbs, their options and the ranges of these. Only what parses includes this,
// with all of CLI11.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "daemon/cli/arguments.h"

namespace gailou::cli {

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

  Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  /// The verb that was said; null before parsing, and if there was none.
  const CLI::App* chosen() const;

 private:
  void add_global();
  void add_daemon_verbs();
  void add_read_verbs();
  CLI::App& verb(std::string_view name);
};

}  // namespace gailou::cli
