// A verb of the command line run in the test's own process.
#pragma once

#include <sstream>
#include <string>
#include <variant>
#include <vector>

#include "daemon/cli/run.h"

namespace gailou::cli {

struct Ran {
  int exit_code = 0;
  std::string out{};
  std::string err{};
};

struct Setting {
  Places places{};
  std::string in{};
  bool terminal = false;
  int columns = 100;
  digest::Instant now{};
};

inline Ran run_words(std::vector<std::string> words, const Setting& setting) {
  auto parsed = parse_arguments(std::move(words));
  if (const auto* ending = std::get_if<Ending>(&parsed)) return {ending->exit_code, ending->out, ending->err};
  Ran ran;
  std::istringstream input(setting.in);
  Output out([&](std::string_view text) {
    ran.out += text;
    return 0;
  });
  Output err([&](std::string_view text) {
    ran.err += text;
    return 0;
  });
  Streams streams{.in = input,
                  .out = out,
                  .err = err,
                  .in_is_terminal = setting.terminal,
                  .out_is_terminal = setting.terminal,
                  .columns = setting.columns,
                  .now = setting.now};
  ran.exit_code = run_verb(std::get<Arguments>(parsed), setting.places, streams);
  return ran;
}

}  // namespace gailou::cli
