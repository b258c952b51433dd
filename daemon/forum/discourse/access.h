// The door: answers that say who may read, told apart by what we came with. Pure.
#pragma once

#include <optional>

#include "daemon/forum/settings.h"
#include "daemon/io/http_client.h"
#include "digest/error.h"

namespace gailou::forum::discourse {

/// A key that the forum refuses isn't mended in minutes: the whole source waits this long.
inline constexpr digest::Duration kRefusedKeyWait = std::chrono::hours{1};

/// `forbidden`, in words that say what the owner can do: a login is needed, our key is refused or has been ended, this
/// topic is not for us. Nothing for an answer that isn't about who we are.
std::optional<digest::Error> fault_of_access(const io::HttpResponse& response, AccessKind kind);

}  // namespace gailou::forum::discourse
