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

std::string entry_of(const Option& option, std::string_view name) {
  const std::string restart = option.reload == Reload::on_restart ? ".br\nTakes effect after a restart.\n" : "";
  return ".It Va " + std::string(name) + "\n" + escaped(option.meaning) + "\n" + default_of(option) + "\n" + restart;
}

}  // namespace

std::string manual_entries() {
  std::string text;
  for (const Option& option : options()) text += entry_of(option, option.key);
  return text;
}

std::string rule_manual_entries() {
  std::string text;
  for (const Option& option : rule_options()) text += entry_of(option, option.key.substr(option.key.find('.') + 1));
  return text;
}

std::string price_manual_entries() {
  std::string text;
  for (const Option& option : price_options()) text += entry_of(option, option.key.substr(option.key.rfind('.') + 1));
  return text;
}

}  // namespace gailou::config
