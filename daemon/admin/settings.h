#pragma once

#include <string>

namespace gailou::admin {

struct Settings {
  std::string socket{};  // empty: chosen by config (the service's, or in the state folder)
  unsigned mode = 0660;
};

}  // namespace gailou::admin
