#include "daemon/config/toml_file.h"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/config/open_file.h"
#include "daemon/config/toml_text.h"

#define TOML_EXCEPTIONS 0
// toml++ 3.3 takes it for granted that a key begins behind a bracket, and ends the program where "[^engine]" stands in
// a file; without its assertions it answers with an error.
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

namespace gailou::config {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

constexpr std::size_t kFileBytesMax = std::size_t{1} << 20;

Error unreadable(const std::string& path, int error_number) {
  return {.code = Code::config,
          .what = "can't read it: " + std::generic_category().message(error_number),
          .where = path,
          .hint = error_number == EACCES ? "it must be readable for the user that runs gailou" : ""};
}

Result<std::string> bytes_of(const std::string& path) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.fd() < 0) return unreadable(path, errno);
  struct stat facts {};
  if (::fstat(file.fd(), &facts) != 0) return unreadable(path, errno);
  if (S_ISDIR(facts.st_mode)) return unreadable(path, EISDIR);
  if (!S_ISREG(facts.st_mode)) return Error{.code = Code::config, .what = "isn't a regular file", .where = path};
  std::string bytes;
  char buffer[16384];
  while (bytes.size() <= kFileBytesMax) {
    const ssize_t got = ::read(file.fd(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(path, errno);
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
  return Error{.code = Code::config, .what = "is larger than 1 MiB", .where = path};
}

std::string place(const std::string& name, const toml::source_region& region) {
  return name + ":" + std::to_string(region.begin.line) + ":" + std::to_string(region.begin.column);
}

std::string type_name(toml::node_type type) {
  switch (type) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list of other things than texts";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
      return "a date or time";
    case toml::node_type::none:
    case toml::node_type::string:
    case toml::node_type::integer:
    case toml::node_type::floating_point:
    case toml::node_type::boolean:
      break;
  }
  return "nothing of use";
}

Value value_of(const toml::node& node, std::string origin) {
  Value value{.written = Unusable{type_name(node.type())}, .typed = true, .origin = std::move(origin)};
  if (const auto* text = node.as_string()) value.written = text->get();
  if (const auto* flag = node.as_boolean()) value.written = flag->get();
  if (const auto* number = node.as_integer()) value.written = number->get();
  if (const auto* number = node.as_floating_point()) value.written = number->get();
  if (const auto* array = node.as_array()) {
    std::vector<std::string> list;
    for (const toml::node& each : *array) {
      if (const auto* text = each.as_string()) list.push_back(text->get());
    }
    if (list.size() == array->size()) value.written = std::move(list);
  }
  return value;
}

std::vector<std::pair<std::string, Value>> keys_of(const toml::table& table, const std::string& prefix,
                                                   const std::string& name) {
  std::vector<std::pair<std::string, Value>> keys;
  for (const auto& [key, node] : table) {
    keys.emplace_back(prefix + std::string(key.str()), value_of(node, place(name, key.source())));
  }
  return keys;
}

constexpr std::string_view kSourceHint = "write [[source]] with two brackets above name, kind and url";
constexpr std::string_view kRuleHint = "write [[discover]] with two brackets above name, source and what to look for";
constexpr std::string_view kPriceHint = "write [[engine.price]] with two brackets above model, input and output";

std::string_view hint_for(const std::string& section) {
  return section == "source" ? kSourceHint : section == "discover" ? kRuleHint : kPriceHint;
}

std::vector<SourceTable>& tables_for(const std::string& section, TomlFile& file) {
  return section == "source" ? file.sources : section == "discover" ? file.rules : file.prices;
}

void read_tables(const toml::node& node, const std::string& section, const std::string& origin, const std::string& name,
                 TomlFile& file) {
  const toml::array* array = node.as_array();
  if (array == nullptr || !array->is_homogeneous<toml::table>()) {
    file.faults.push_back({.code = Code::config,
                           .what = section + " isn't a list of tables",
                           .where = origin,
                           .hint = std::string(hint_for(section))});
    return;
  }
  for (const toml::node& each : *array) {
    SourceTable table{.origin = place(name, each.source())};
    for (const auto& [key, below] : *each.as_table()) {
      const std::string word(key.str());
      if (const toml::table* own = below.as_table()) {
        for (auto& pair : keys_of(*own, word + ".", name)) table.keys.push_back(std::move(pair));
      } else {
        table.keys.emplace_back(word, value_of(below, place(name, key.source())));
      }
    }
    tables_for(section, file).push_back(std::move(table));
  }
}

}  // namespace

Result<TomlFile> parse_toml(std::string_view text, const std::string& name) {
  if (auto fault = stray_character(text, name)) return std::move(*fault);
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::parse_error& fault = parsed.error();
    return Error{.code = Code::config,
                 .what = "isn't TOML: " + std::string(fault.description()),
                 .where = place(name, fault.source())};
  }
  TomlFile file;
  for (const auto& [key, node] : parsed.table()) {
    const std::string origin = place(name, key.source());
    const std::string section(key.str());
    if (section == "source" || section == "discover") {
      read_tables(node, section, origin, name, file);
    } else if (const toml::table* table = node.as_table()) {
      const toml::node* prices = section == "engine" ? table->get("price") : nullptr;
      for (auto& each : keys_of(*table, section + ".", name)) {
        if (prices == nullptr || each.first != "engine.price") file.keys.push_back(std::move(each));
      }
      if (prices != nullptr) read_tables(*prices, "engine.price", place(name, prices->source()), name, file);
    } else {
      file.keys.emplace_back(section, value_of(node, origin));
    }
  }
  return file;
}

Result<TomlFile> read_toml(const std::string& path) {
  const auto bytes = bytes_of(path);
  if (!bytes) return bytes.error();
  return parse_toml(*bytes, path);
}

}  // namespace gailou::config
