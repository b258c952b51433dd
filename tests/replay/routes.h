// Which of Discourse's answers stands behind which path, and which refusal.
#pragma once

#include "daemon/io/http_server.h"
#include "tests/replay/board.h"

namespace gailou::replay {

io::ServerResponse reply(int status, std::string_view type, std::string body);
io::ServerResponse json_reply(std::string body);

/// Everything but the message bus.
io::ServerResponse forum_answer(Board& board, const io::ServerRequest& request, bool has_key);

std::int64_t number_of(const io::ServerRequest& request, std::string_view parameter);  // 0 = none

}  // namespace gailou::replay
