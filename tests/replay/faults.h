// How a forum can fail: the replay's answers to the next requests, by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/io/http_server.h"

namespace gailou::replay {

/// Names: 429, 429-html, 500, 503, 404, 403, html (a page where JSON is due), challenge, cut (half a body that claims
/// to be whole JSON), empty (a topic without posts).
bool is_fault(std::string_view name);
std::string fault_names();

/// `whole` is what the forum would have answered.
io::ServerResponse fault_answer(std::string_view name, std::string whole, int retry_after_s);

}  // namespace gailou::replay
