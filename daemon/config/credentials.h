// Where systemd puts what LoadCredential= names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/config/places.h"

namespace gailou::config {

/// The path of a credential, whether or not it is there; nothing outside of a service that has some.
inline std::optional<std::string> credential(const Surroundings& around, std::string_view name) {
  const auto* folder = around.variable("CREDENTIALS_DIRECTORY");
  if (folder == nullptr) return std::nullopt;
  return *folder + "/" + std::string(name);
}

}  // namespace gailou::config
