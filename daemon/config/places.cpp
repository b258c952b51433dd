#include "daemon/config/places.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace gailou::config {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kZoneFolder = "/usr/share/zoneinfo";

std::optional<std::string> home_based(const Surroundings& around, const std::string& variable,
                                      const std::string& below_home) {
  if (const auto* folder = around.variable(variable); folder != nullptr && folder->front() == '/') return *folder;
  if (const auto* home = around.variable("HOME"); home != nullptr && home->front() == '/') return *home + below_home;
  return std::nullopt;
}

bool exists(const std::string& path) {
  std::error_code ec;
  return fs::exists(path, ec);
}

// Not there and not to be looked at are different: a file in a folder that we may not search has to be reported when
// read.
bool is_missing(const std::string& path) {
  std::error_code ec;
  return fs::status(path, ec).type() == fs::file_type::not_found;
}

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace

const std::string* Surroundings::variable(const std::string& name) const {
  const auto found = environment.find(name);
  return found == environment.end() || found->second.empty() ? nullptr : &found->second;
}

Surroundings surroundings() {
  Surroundings around;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view pair = *entry;
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    around.environment.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  around.root = ::geteuid() == 0;
  std::error_code ec;
  around.folder = fs::current_path(ec).string();
  return around;
}

std::optional<std::string> config_file(const std::optional<std::string>& given, const Surroundings& around) {
  if (given) return absolute(*given, around);
  if (const auto* named = around.variable("GAILOU_CONFIG")) return absolute(*named, around);
  if (!around.root) {
    const auto folder = home_based(around, "XDG_CONFIG_HOME", "/.config");
    if (folder && !is_missing(*folder + "/gailou/gailou.toml")) return *folder + "/gailou/gailou.toml";
  }
  const std::string system = around.etc + "/gailou.toml";
  if (!is_missing(system)) return system;
  return std::nullopt;
}

digest::Result<std::string> default_state(const Surroundings& around, Role role) {
  if (const auto* folders = around.variable("STATE_DIRECTORY")) {
    // systemd separates several by colons; ours is the first.
    return folders->substr(0, folders->find(':'));
  }
  const auto own = home_based(around, "XDG_DATA_HOME", "/.local/share");
  const bool own_exists = own && exists(*own + "/gailou/gailou.db");
  if (role != Role::daemon && !own_exists && exists(around.var_lib + "/gailou.db")) return around.var_lib;
  if (own) return *own + "/gailou";
  return digest::Error{.code = digest::Code::config,
                       .what = "no state folder: neither $XDG_DATA_HOME nor $HOME is set",
                       .where = "store.state",
                       .hint = "give one with --state DIR"};
}

digest::Result<std::string> default_socket(const SocketQuestion& question, const Surroundings& around) {
  std::string path = question.state + "/admin.sock";
  if (question.role == Role::daemon) {
    const auto* run = around.variable("RUNTIME_DIRECTORY");
    if (run != nullptr) path = run->substr(0, run->find(':')) + "/admin.sock";
  } else if (!question.state_is_given && exists(around.run + "/admin.sock")) {
    path = around.run + "/admin.sock";
  }
  if (path.size() <= kSocketBytesMax) return path;
  return digest::Error{.code = digest::Code::config,
                       .what = "the socket's path is " + std::to_string(path.size()) +
                               " bytes long, a Unix socket's holds at most 107: " + path,
                       .where = "admin.socket",
                       .hint = "give a shorter one with --socket PATH or admin.socket"};
}

std::string machine_zone(const Surroundings& around) {
  if (const auto* zone = around.variable("TZ")) {
    const std::string name = zone->front() == ':' ? zone->substr(1) : *zone;
    if (is_known_zone(name)) return name;
  }
  if (const std::string name = first_line("/etc/timezone"); is_known_zone(name)) return name;
  std::error_code ec;
  const std::string target = fs::read_symlink("/etc/localtime", ec).string();
  const std::size_t at = target.find("zoneinfo/");
  if (!ec && at != std::string::npos && is_known_zone(target.substr(at + 9))) return target.substr(at + 9);
  return "UTC";
}

bool is_known_zone(std::string_view name) {
  const bool shaped = !name.empty() && name.size() <= 64 && name.front() != '/' &&
                      name.find("..") == std::string_view::npos && std::ranges::all_of(name, [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                               c == '_' || c == '-' || c == '+';
                      });
  if (!shaped) return false;
  if (name == "UTC") return true;
  std::ifstream file(std::string(kZoneFolder) + "/" + std::string(name), std::ios::binary);
  std::string magic(4, '\0');
  return file.read(magic.data(), 4) && magic == "TZif";
}

std::string absolute(std::string_view path, const Surroundings& around) {
  fs::path made = path;
  if (made.is_relative()) made = fs::path(around.folder) / made;
  std::string text = made.lexically_normal().string();
  while (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

}  // namespace gailou::config
