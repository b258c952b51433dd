#include "daemon/config/explain.h"

#include "daemon/config/options.h"

namespace gailou::config {

namespace {

/// Text for mdoc: quotation marks would end an argument, a backslash begin an escape.
std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '"') {
      made += "\\(dq";
    } else if (c == '\\') {
      made += "\\e";
    } else {
      made += c;
    }
  }
  return made;
}

std::string default_of(const Option& option) {
  const std::string value = shown(option, Config{});
  if (value == "\"\"" || value == "[]") return "Default: none";
  return "Default:\n.Ql " + escaped(value);
}

}  // namespace

std::string manual_entries() {
  std::string text;
  for (const Option& option : options()) {
    text += ".It Va " + std::string(option.key) + "\n" + escaped(option.meaning) + "\n" + default_of(option) + "\n";
  }
  return text;
}

}  // namespace gailou::config
