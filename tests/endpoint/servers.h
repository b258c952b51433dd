// What servers that people run themselves say, in their own words.
#pragma once

#include <optional>
#include <string>

#include "tests/endpoint/stand_in.h"

namespace gailou::endpoint {

/// Nothing where the server would answer.
std::optional<Reply> said_by_server(Manner manner, const ReadPrompt& prompt, const std::string& model);

}  // namespace gailou::endpoint
