// What each verb is for, in words: the help texts are made from this table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gailou::cli {

struct VerbHelp {
  std::string_view name;
  std::string_view alias;  // "" = none
  std::string_view purpose;
  std::string_view usage;
  std::string_view examples;    // one a line: command, then two blanks or more, then what it does
  std::string_view exit_codes;  // beside 0 and 64
};

/// In the order of the short help.
std::span<const VerbHelp> verb_help();
const VerbHelp* help_of(std::string_view verb);

/// An option as it is shown.
struct OptionHelp {
  std::string names{};  // "-f,--format FORMAT"
  std::string meaning{};
};

std::string help_text(const VerbHelp& verb, const std::vector<OptionHelp>& own, const std::vector<OptionHelp>& global);
/// Without a verb: three examples and the verbs.
std::string short_help();
/// `--help` without a verb: the same with the global options and exit codes.
std::string long_help(const std::vector<OptionHelp>& global);

}  // namespace gailou::cli
