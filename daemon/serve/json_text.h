// JSON to bytes. What isn't valid UTF-8 in it is replaced instead of thrown at.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace gailou::serve {

/// One line, with its end.
inline std::string json_text(const nlohmann::ordered_json& document) {
  return document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace gailou::serve
