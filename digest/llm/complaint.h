// What an endpoint says went wrong: error objects in the shapes that servers and gateways give them.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace gailou::llm {

struct Complaint {
  std::string words{};      // of its message, as far as they are safe to show; one line
  std::string code{};       // "context_length_exceeded"
  std::string parameter{};  // of the request, that it refuses; "" if it names none that one can leave out
  bool too_long = false;    // the request doesn't fit into the endpoint's context
};

Complaint complaint_of(const nlohmann::json& body);

/// A message's words without what could be a key or a part of one: words of letters alone, numbers and names of
/// parameters stay, everything else becomes "…". At most 120 bytes.
std::string safe_words(std::string_view message);

}  // namespace gailou::llm
