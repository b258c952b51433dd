// The manual page knows every verb and option that the program does.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "daemon/cli/arguments.h"
#include "daemon/cli/help.h"

namespace gailou::cli {
namespace {

std::string manual() {
  std::ifstream in(std::string(GAILOU_SOURCE_DIR) + "/docs/man/gailou.1");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Manual, describes_and_shows_each_verb) {
  const std::string text = manual();
  for (const VerbHelp& verb : verb_help()) {
    const std::string name(verb.name);
    EXPECT_TRUE(text.find(".It Cm " + name) != std::string::npos ||
                text.find("\n.Cm " + name + "\n") != std::string::npos)
        << name;
    EXPECT_NE(text.find("gailou " + name), std::string::npos) << name;
    const std::string alias(verb.alias);
    EXPECT_TRUE(alias.empty() || text.find(".Cm " + alias + " .\n") != std::string::npos) << alias;
  }
}

TEST(Manual, describes_each_option) {
  const std::string text = manual();
  for (const VerbHelp& verb : verb_help()) {
    std::istringstream help(std::get<Ending>(parse_arguments({"help", std::string(verb.name)})).out);
    for (std::string line; std::getline(help, line);) {
      const std::size_t at = line.find("--");
      if (!line.starts_with("  -") || at == std::string::npos) continue;
      const std::string option = line.substr(at + 1, line.find_first_of(" ,", at) - at - 1);
      if (option == "-format") continue;  // told by its short name
      EXPECT_TRUE(text.find("Fl " + option) != std::string::npos || text.find(", " + option) != std::string::npos)
          << option;
    }
  }
}

}  // namespace
}  // namespace gailou::cli
