// What a person can do about a call that failed.
#pragma once

#include <string>

#include "daemon/engine/chat/conversation.h"
#include "daemon/engine/chat/settings.h"

namespace gailou::engine {

/// One line for the log and for `gailou engine test`. Empty where nothing is to be done: it passes by itself, or the
/// program sees to it.
std::string advice_for(const Came& came, const ChatSettings& settings);

}  // namespace gailou::engine
