// The ledger's rows of a request, and what a trial shows of it.
#pragma once

#include <optional>
#include <string>

#include "daemon/engine/chat/chat_engine.h"
#include "daemon/engine/chat/conversation.h"
#include "daemon/engine/chat/settings.h"
#include "storage/ledger.h"

namespace gailou::engine {

/// Without the thread, the revision and the number, which aren't the request's.
storage::Attempt attempt_of(const Send& send, const ChatSettings& settings, digest::Instant now);

/// What a call used that ended with this status and no count of tokens; 0: no answer came. Those that refuse a request
/// refuse it unread; of the others nobody knows.
storage::Use use_of(int status, bool has_left);

/// As it was heard; `status` 0: no answer came.
storage::AttemptEnd end_of(const Came& came, int status, const std::optional<ChatPrice>& price, digest::Instant now);

/// Without the answer and how long it took.
Exchange exchange_of(const Send& send, std::string request, const storage::AttemptEnd& end, const Outcome& outcome);

}  // namespace gailou::engine
