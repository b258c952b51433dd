// Where things are: the configuration file, the state folder, the admin socket, the machine's time zone.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "digest/error.h"

namespace gailou::config {

/// sockaddr_un's path without its NUL.
inline constexpr std::size_t kSocketBytesMax = 107;

/// What the process was started in; given by main, made up by tests.
struct Surroundings {
  std::map<std::string, std::string> environment{};
  bool root = false;
  std::string folder{};  // the current one
  std::string etc = "/etc/gailou";
  std::string run = "/run/gailou";
  std::string var_lib = "/var/lib/gailou";

  /// An empty variable counts as unset.
  const std::string* variable(const std::string& name) const;
};

/// The process's own.
Surroundings surroundings();

/// Who asks: the daemon makes the socket, a client looks for it; one that asks a forum itself needs keys and proxies.
enum class Role { daemon, client, asking_client };

/// The main file: `given`, $GAILOU_CONFIG, the user's own (not root), the system's. Nothing where none of the last two
/// exists; the first two are named even if they don't exist, so that reading them fails with a clear word.
std::optional<std::string> config_file(const std::optional<std::string>& given, const Surroundings& around);

/// $STATE_DIRECTORY, $XDG_DATA_HOME/gailou, ~/.local/share/gailou; a client whose own has no store takes the service's
/// if that may be read. `config` if there is no home to put it.
digest::Result<std::string> default_state(const Surroundings& around, Role role);

struct SocketQuestion {
  std::string state{};          // the folder in use
  bool state_is_given = false;  // by flag or environment, so that the service's socket isn't meant
  Role role = Role::client;
};
/// Where the socket is if nothing names it: design of the search in gailou.toml(5), admin.socket. `config` if the path
/// is over 107 bytes.
digest::Result<std::string> default_socket(const SocketQuestion& question, const Surroundings& around);

/// The IANA name of the machine's zone: $TZ, /etc/timezone, /etc/localtime; "UTC" if none says.
std::string machine_zone(const Surroundings& around);
bool is_known_zone(std::string_view name);

/// `path` made absolute by the current folder.
std::string absolute(std::string_view path, const Surroundings& around);

}  // namespace gailou::config
