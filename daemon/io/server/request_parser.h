// A complete header block, read by Beast's strict parser.
#pragma once

#include <optional>
#include <string_view>

#include "daemon/io/server/request_check.h"

namespace gailou::io {

/// `head` gets views of `block`, which must stay. The refusal says what Beast objects to.
std::optional<Refusal> parse_head(std::string_view block, RequestHead& head);

}  // namespace gailou::io
