// A batch from its floors to the draft: which are asked about, what the endpoint brought, what the offline engine adds.
// Inner part of ChatEngine.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "daemon/engine/chat/talk.h"

namespace gailou::engine {

/// All outlive it. unavailable while the endpoint rests and the settings say wait.
boost::asio::awaitable<digest::Result<Trial>> drafted(ChatState& state, const digest::BatchInput& input,
                                                      Drafting& drafting);

}  // namespace gailou::engine
